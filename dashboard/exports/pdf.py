"""PDF by typst, tagged for screen readers (PDF/UA-1), in the fonts that we bring."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboard.drawing.lettering import font_files

_TEMPLATES = Path(__file__).parent / "templates"


def pdf(template: str, data: Mapping[str, Any], pictures: Mapping[str, str] | None = None) -> bytes:
    """Return a template of exports/templates set with `data`, as PDF/UA-1.

    `pictures`: name -> SVG. Every text comes to the template as data, so none of it is read as markup.
    """
    # The engine is large, and few workers are ever asked for a PDF.
    import typst  # noqa: PLC0415

    files: Any = {each.name: each.read_bytes() for each in _TEMPLATES.glob("*.typ")}
    # The engine begins at the file called main.
    files["main.typ"] = files[f"{template}.typ"]
    files["data.json"] = json.dumps(data, ensure_ascii=False).encode()
    files |= {name: svg.encode() for name, svg in (pictures or {}).items()}
    fonts = sorted({str(path.parent) for path in font_files().values()})
    return bytes(
        typst.compile(files, font_paths=fonts, ignore_system_fonts=True, format="pdf", pdf_standards="ua-1"),
    )
