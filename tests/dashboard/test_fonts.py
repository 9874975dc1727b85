"""The web fonts hold the signs that figures are written with."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from dashboard.fonts import make


@pytest.mark.long
def test_three_small_fonts_with_the_signs_of_figures(tmp_path: Path) -> None:
    made = make(tmp_path)
    assert len(made) == 3
    for path in made:
        assert path.stat().st_size < 40_000
        with TTFont(path) as font:
            letters = font.getBestCmap()
        assert {sign for sign in "AZáñ¿«»–’“%±×−≤≥" if ord(sign) not in letters} == set()
