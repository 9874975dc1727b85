"""Make the web fonts: `python -m dashboard.fonts`. Run at set-up; without them pages use the system's font."""

from pathlib import Path

from fontTools import subset

from dashboard.drawing.lettering import font_files
from dashboard.palette import ASSETS

FOLDER = ASSETS / "fonts"
_NAMES = {400: "source-sans-regular", 600: "source-sans-semibold", 700: "source-sans-bold"}
# Latin, Latin Extended-A, punctuation, and the signs that figures need.
_RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x203A))
_SIGNS = "€™−≤≥≈→×±"


def make(folder: Path = FOLDER) -> list[Path]:
    """Write a woff2 file for each weight into `folder` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    letters = {code for first, last in _RANGES for code in range(first, last + 1)} | {ord(sign) for sign in _SIGNS}
    made = []
    for weight, source in font_files().items():
        options = subset.Options(flavor="woff2", layout_features=["kern", "liga", "tnum", "lnum"])
        font = subset.load_font(str(source), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=letters)
        subsetter.subset(font)
        path = folder / f"{_NAMES[weight]}.woff2"
        subset.save_font(font, str(path), options)
        font.close()
        made.append(path)
    return made


if __name__ == "__main__":
    for path in make():
        print(path.name, f"{path.stat().st_size:,} bytes")
