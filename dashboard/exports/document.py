"""A document as a list of blocks, set as PDF/UA: headings, texts, lists, tables, pictures with their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.components.chart import DataTable
from dashboard.drawing.picture import Drawing, room
from dashboard.exports.pdf import pdf
from dashboard.language import Tongue
from dashboard.markup import tag
from dashboard.tables import Tables, edition


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 to 3. Headings of level 1 may begin a new page."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `look`: lead, body, small or notice."""

    text: str
    look: str = "body"


@dataclass(frozen=True, slots=True)
class Items:
    """A list of sentences."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table and what it is of; `widths`: how wide its columns are beside each other, if not as usual."""

    caption: str
    data: DataTable
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing; `words` are what it shows, for those who do not see it."""

    drawing: Drawing
    words: str


Block = Heading | Text | Items | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """What is set: its title, its blocks, and the words in the head of every page (blank where there are none)."""

    title: str
    blocks: tuple[Block, ...]
    stamp: str
    edition: str
    language: str


def document(title: str, blocks: Sequence[Block], tables: Tables, t: Tongue) -> Document:
    """Return a document of a release, stamped as a demonstration or a preview where it is one."""
    stamps = [
        *([t("Preview: not published.")] if tables.preview else []),
        *([t("Demonstration data. These are not real people or results.")] if tables.demonstration else []),
        *([t("Internal")] if tables.audience == "internal" else []),
    ]
    return Document(title, tuple(blocks), " ".join(stamps), edition(tables, t), t.language)


def as_pdf(made: Document, tight: bool = False) -> bytes:
    """Return the document as PDF/UA-1. `tight`: smaller letters and margins, for what must fit on its pages."""
    pictures: dict[str, str] = {}
    blocks = [_block(each, pictures) for each in made.blocks]
    data = {
        "title": made.title,
        "lang": made.language,
        "stamp": made.stamp,
        "edition": made.edition,
        "blocks": blocks,
        "tight": tight,
    }
    return pdf("document", data, pictures)


def _block(block: Block, pictures: dict[str, str]) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text, "level": block.level, "new_page": block.new_page}
        case Text():
            return {"kind": "text", "text": block.text, "look": block.look}
        case Items():
            return {"kind": "items", "texts": list(block.texts)}
        case Table():
            first = block.data.first_number
            return {
                "kind": "table",
                "caption": block.caption,
                "headings": list(block.data.headings),
                "rows": [list(row) for row in block.data.rows],
                "first_number": first,
                "widths": list(block.widths),
            }
        case Picture():
            name = f"picture{len(pictures)}.svg"
            pictures[name] = _svg(block.drawing)
            return {"kind": "picture", "file": name, "words": block.words}


def _svg(drawing: Drawing) -> str:
    box = f"0 0 {room():g} {drawing.height:g}"
    font = "'Source Sans Pro'"
    return str(tag("svg", drawing.body, xmlns="http://www.w3.org/2000/svg", viewbox=box, font_family=font))
