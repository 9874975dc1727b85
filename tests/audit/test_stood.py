"""What stood is not attacked again while all that an attacker knows of it is the same."""

from pathlib import Path

import pandas as pd
import pytest

from audit import examine
from audit.report import BREACHED, SAFE, Report
from audit.stood import Stood
from tests.audit.published import cells, hide, inner, write
from tests.audit.test_split import SETTINGS, told

pytestmark = pytest.mark.long

SAFELY, OPENLY = inner("DOT", "DAS", "DOC"), inner("DOT", "DAS")


def release(folder: Path, name: str, **years: list[tuple[str, str]]) -> tuple[Path, Path]:
    """A release of some years with these cells withheld, and its truth."""
    public = pd.concat([hide(cells(year), gone) for year, gone in years.items()], ignore_index=True)
    whole = pd.concat([cells(year) for year in years], ignore_index=True)
    return (
        write(folder / f"{name}.duckdb", cells=public),
        write(folder / f"{name}-internal.duckdb", cells=whole),
    )


def attacked(files: tuple[Path, Path], *earlier: Path, stood: Stood | None = None) -> tuple[Report, list[str]]:
    said: list[str] = []
    report = examine.one_release(
        files[0], SETTINGS, truth=files[1], earlier=earlier, processes=1, said=said.append, stood=stood
    )
    return report, [line.split()[4] for line in said]


def test_only_the_year_that_was_added_is_attacked(tmp_path: Path) -> None:
    path = tmp_path / "attacked.json"
    one = release(tmp_path, "one", FY2023=SAFELY, FY2024=SAFELY)
    two = release(tmp_path, "two", FY2023=SAFELY, FY2024=SAFELY, FY2025=SAFELY)
    assert attacked(one, stood=Stood(path))[1] == ["FY2023", "FY2024"]
    report, asked = attacked(two, one[0], stood=Stood(path))
    assert asked == ["FY2025"]
    assert report.code == SAFE
    assert "2 of 3 pieces are what they were when they stood" in report.notes
    assert attacked(two, one[0])[0].code == SAFE
    assert len(attacked(two, one[0], stood=Stood(path))[1]) == 1
    assert attacked(two, one[0], stood=Stood(path, anew=True))[1] == ["FY2023", "FY2024", "FY2025"]


def test_a_year_that_was_seen_through_is_attacked_again(tmp_path: Path) -> None:
    path = tmp_path / "attacked.json"
    files = release(tmp_path, "one", FY2023=SAFELY, FY2024=OPENLY)
    for _ in range(2):
        report, asked = attacked(files, stood=Stood(path))
        assert "FY2024" in asked
        assert report.code == BREACHED


@pytest.mark.parametrize("earlier", [False, True], ids=["today", "an earlier release"])
def test_a_year_of_which_more_is_told_is_attacked_again(tmp_path: Path, earlier: bool) -> None:
    path = tmp_path / "attacked.json"
    one = release(tmp_path, "one", FY2023=SAFELY, FY2024=SAFELY)
    more = release(tmp_path, "more", FY2023=SAFELY, FY2024=OPENLY)
    attacked(one, stood=Stood(path))
    report, asked = attacked(one, more[0], stood=Stood(path)) if earlier else attacked(more, one[0], stood=Stood(path))
    assert asked == ["FY2024"]
    assert report.code == BREACHED


def test_another_truth_another_program_and_a_torn_file_are_asked_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "attacked.json"
    files = release(tmp_path, "one", FY2023=SAFELY, FY2024=SAFELY)
    attacked(files, stood=Stood(path))
    path.write_text(path.read_text()[:-9])
    assert len(attacked(files, stood=Stood(path))[1]) == 2
    assert len(attacked(files, stood=Stood(path))[1]) == 1
    monkeypatch.setattr("audit.stood._program", lambda: "of tomorrow")
    assert len(attacked(files, stood=Stood(path))[1]) == 2


def test_what_an_earlier_release_showed_just_so_changes_no_answer(tmp_path: Path) -> None:
    files = release(tmp_path, "one", FY2023=SAFELY, FY2024=OPENLY)
    alone, beside = (attacked(files, *earlier)[0] for earlier in ((), (files[0],)))
    assert told(alone) == told(beside)
