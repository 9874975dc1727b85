"""How wide words are, so that pictures can break lines and place labels; and the fonts that draw them."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

_FILES = {400: "SourceSansPro-Regular.ttf", 600: "SourceSansPro-Semibold.ttf", 700: "SourceSansPro-Bold.ttf"}


def font_files() -> dict[int, Path]:
    """Return the font file of each weight."""
    folder = Path(str(files("font_source_sans_pro"))) / "files"
    return {weight: folder / name for weight, name in _FILES.items()}


def width(text: str, size: float, weight: int = 400) -> float:
    """Return the width of a text in pixels."""
    advances, units = _metrics(weight)
    return sum(advances.get(ord(c), units * 0.55) for c in text) * size / units


def lines(text: str, size: float, room: float, weight: int = 400) -> list[str]:
    """Return the text in lines no wider than `room`; a word that is longer is broken."""
    found = [""]
    for word in _broken(text, size, room, weight):
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and width(longer, size, weight) > room:
            found.append(word)
        else:
            found[-1] = longer
    return found


def _broken(text: str, size: float, room: float, weight: int) -> Iterator[str]:
    for word in text.split(" "):
        rest = word
        while width(rest, size, weight) > room:
            fits = next(n for n in range(len(rest), 0, -1) if n == 1 or width(rest[:n], size, weight) <= room)
            yield rest[:fits]
            rest = rest[fits:]
        yield rest


@cache
def _metrics(weight: int) -> tuple[dict[int, float], float]:
    with TTFont(font_files()[weight]) as font:
        advances = {code: float(font["hmtx"][name][0]) for code, name in font.getBestCmap().items()}
        return advances, float(font["head"].unitsPerEm)
