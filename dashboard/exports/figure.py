"""One chart as a file: picture, table, or the code that shows it elsewhere."""

import json
from collections.abc import Callable, Mapping

from dashboard.drawing.picture import WIDTH, frame, png
from dashboard.exports.drawn import CHARTS, Drawn, caption, with_origin
from dashboard.exports.embed import code
from dashboard.exports.facts import facts
from dashboard.exports.pdf import pdf
from dashboard.story import Story
from metrics.export import harmless
from metrics.workbook import pairs, workbook

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
}
"""Endings of a figure's files, with their types. `txt` is the code that shows the figure on another page."""


class NothingThere(LookupError):
    """There is no such figure, table, form or release. The message says which."""


def drawn(story: Story, chart: str) -> Drawn:
    """Return one chart of a story. Raises NothingThere."""
    if chart not in CHARTS:
        raise NothingThere(f"choose {', '.join(CHARTS)}")
    return CHARTS[chart](story)


def write(chart: Drawn, form: str, address: str) -> bytes:
    """Return the file. `address`: where the site is. Raises NothingThere for another form or nothing to draw."""
    if form not in _MADE:
        raise NothingThere(f"choose {', '.join(_MADE)}")
    return _MADE[form](chart, address)


def csv(chart: Drawn, address: str) -> bytes:
    """Return the rows with their origin, safe for spreadsheets."""
    rows = with_origin(chart.rows, chart.story, address)
    return harmless(rows).to_csv(index=False, lineterminator="\r\n").encode()


def svg(chart: Drawn, address: str) -> str:
    """Return the picture with its words around it. Raises NothingThere where there is nothing to draw."""
    if chart.drawing is None:
        raise NothingThere("this chart has nothing to draw here")
    return frame(caption(chart, address), chart.drawing)


def _xlsx(chart: Drawn, address: str) -> bytes:
    t = chart.story.t
    about = pairs(facts(chart, address), (t("What"), t("Text")))
    return workbook({t("Figures"): with_origin(chart.rows, chart.story, address), t("About"): about}, chart.title)


def _json(chart: Drawn, address: str) -> bytes:
    story = chart.story
    rows = json.loads(with_origin(chart.rows, story, address).to_json(orient="records"))
    told = {
        "measure": story.id,
        "title": story.title(),
        "question": chart.heading,
        "sentence": chart.sentence,
        "language": story.t.language,
        "definition_version": int(story.measure["version"]),
        "formula": story.measure["formula"],
        "source": story.source(),
        "release": story.tables.id,
        "demonstration": story.demonstration,
        "link": address + story.link(),
        "figures": rows,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _pdf(chart: Drawn, address: str) -> bytes:
    picture, said = svg(chart, address), caption(chart, address)
    alt = " ".join(part for part in (said.stamp, said.sentence, said.source, said.release, said.link) if part)
    data = {"title": chart.title, "lang": chart.story.t.language, "width": WIDTH, "alt": alt}
    return pdf("figure", data, {"figure.svg": picture})


_MADE: Mapping[str, Callable[[Drawn, str], bytes]] = {
    "csv": csv,
    "xlsx": _xlsx,
    "json": _json,
    "svg": lambda chart, address: svg(chart, address).encode(),
    "png": lambda chart, address: png(svg(chart, address)),
    "pdf": _pdf,
    "txt": lambda chart, address: code(chart, address).encode(),
}
