"""The frame of a picture: title, sentence, drawing, source, release and link; a stamp on demonstration data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from resvg_py import svg_to_bytes

from dashboard.drawing.lettering import font_files, lines
from dashboard.markup import Markup, tag
from dashboard.palette import colours

WIDTH = 960
_EDGE = 32
_FAMILY = "'Source Sans Pro', 'Source Sans 3', system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a chart draws inside the frame, from (0, 0) to (`room()`, height)."""

    body: Markup
    height: float


@dataclass(frozen=True, slots=True)
class Caption:
    """What the frame says. `stamp`: the words for demonstration data, or nothing."""

    title: str
    sentence: str
    source: str
    release: str
    link: str
    stamp: str = ""


def room() -> float:
    """Return the width that a drawing has."""
    return WIDTH - 2 * _EDGE


def text(
    x: float,
    y: float,
    said: str,
    *,
    size: float = 13,
    weight: int = 400,
    colour: str = "ink-2",
    anchor: str = "start",
    ink: str | None = None,
) -> Markup:
    """Return a line of text; `colour` is a token of the light scheme."""
    fill = ink or colours("light")[colour]
    return tag(
        "text",
        said,
        x=x,
        y=y,
        font_size=size,
        font_weight=weight,
        fill=fill,
        text_anchor=None if anchor == "start" else anchor,
    )


def frame(caption: Caption, drawing: Drawing) -> str:
    """Return the whole picture as SVG."""
    ink = colours("light")
    parts: list[Markup] = []
    y = 24.0
    if caption.stamp:
        parts.append(tag("rect", x=0, y=0, width=WIDTH, height=34, fill=ink["demo-bg"]))
        parts.append(text(_EDGE, 23, caption.stamp, size=15, weight=600, colour="demo-ink"))
        y += 34
    for line in lines(caption.title, 25, room(), 700):
        y += 28
        parts.append(text(_EDGE, y, line, size=25, weight=700, colour="ink"))
    y += 8
    for line in lines(caption.sentence, 17, room()):
        y += 23
        parts.append(text(_EDGE, y, line, size=17, colour="ink"))
    y += 22
    parts.append(tag("g", drawing.body, transform=f"translate({_EDGE} {y:g})"))
    y += drawing.height + 14
    parts.append(tag("line", x1=_EDGE, x2=WIDTH - _EDGE, y1=y, y2=y, stroke=ink["line"]))
    y += 6
    for line in [*lines(caption.source, 13, room()), caption.release, *lines(caption.link, 13, room())]:
        y += 18
        parts.append(text(_EDGE, y, line))
    height = round(y + 22)
    ground = tag("rect", width=WIDTH, height=height, fill=ink["bg"])
    about = [tag("title", caption.title), tag("desc", f"{caption.sentence} {caption.source} {caption.release}")]
    return str(
        tag(
            "svg",
            about,
            ground,
            parts,
            xmlns="http://www.w3.org/2000/svg",
            viewbox=f"0 0 {WIDTH} {height}",
            width=WIDTH,
            height=height,
            font_family=_FAMILY,
        )
    )


def png(svg: str) -> bytes:
    """Return the picture as PNG, twice its size in pixels, in the fonts that we bring."""
    return bytes(
        svg_to_bytes(
            svg_string=svg,
            zoom=2,
            skip_system_fonts=True,
            font_files=[str(path) for path in font_files().values()],
            font_family="Source Sans Pro",
            sans_serif_family="Source Sans Pro",
        )
    )


def schemed(drawing: Markup) -> Markup:
    """Return a drawing in light colours with the stylesheet's tokens in their place, so that it is right in both.

    >>> schemed(Markup('<g fill="#15202B" stroke="#123456"/>'))
    Markup('<g fill="var(--ink)" stroke="#123456"/>')
    """
    named = {colour: token for token, colour in reversed(list(colours("light").items()))}
    return Markup(re.sub(r"#[0-9A-F]{6}", lambda found: _token(named, found[0]), drawing))


def _token(named: Mapping[str, str], colour: str) -> str:
    return f"var(--{named[colour]})" if colour in named else colour
