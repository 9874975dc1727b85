"""The colours of the stylesheet, measured: WCAG contrast on both backgrounds of both schemes."""

import pytest

from dashboard.palette import GROUP_TOKENS, SCHEMES, colours

TEXT = ("ink", "ink-2", "ink-3", "link", "link-strong", "met", "improving", "same", "worse", "nodata")
GRAPHICS = ("control", "series", "bench", *sorted(set(GROUP_TOKENS.values()) - {"ink-3"}))
PAIRS = (
    ("on-bench", "bench"),
    ("on-link", "link"),
    ("demo-ink", "demo-bg"),
    ("on-internal", "internal"),
    ("bg", "ink"),
)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2 between two #RRGGBB."""

    def luminance(colour: str) -> float:
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["bg", "panel"])
def test_text_can_be_read_on_both_backgrounds(scheme: str, ground: str) -> None:
    found = colours(scheme)
    weak = {name: round(contrast(found[name], found[ground]), 2) for name in TEXT}
    assert {name: ratio for name, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_marks_can_be_seen_on_both_backgrounds(scheme: str) -> None:
    found = colours(scheme)
    weak = {(name, ground): contrast(found[name], found[ground]) for name in GRAPHICS for ground in ("bg", "panel")}
    assert {name: ratio for name, ratio in weak.items() if ratio < 3} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_on_filled_grounds_can_be_read(scheme: str) -> None:
    found = colours(scheme)
    assert {pair for pair in PAIRS if contrast(found[pair[0]], found[pair[1]]) < 4.5} == set()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_groups_of_a_dimension_share_a_colour(scheme: str) -> None:
    tokens = {token for token in GROUP_TOKENS.values() if token.startswith(("g-", "s-"))}
    assert len({colours(scheme)[token] for token in tokens}) == len(tokens)
