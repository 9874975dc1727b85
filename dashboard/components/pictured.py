"""A chart of a page that is a file too: its block, and what its files hold, made of one thing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.components.chart import EXHIBIT_FORMS, Chart, block
from dashboard.drawing.picture import Drawing
from dashboard.exhibits import Exhibit
from dashboard.language import Tongue
from dashboard.markup import Markup, Section, tag
from dashboard.selection import Selection
from dashboard.tables import Tables, edition


@dataclass(frozen=True, slots=True)
class Pictured:
    """A chart, its rows as numbers, what draws it, whether rows of it are demonstration; `file`: name and choices."""

    chart: Chart
    rows: pd.DataFrame
    drawing: Callable[[], Drawing]
    demonstration: bool
    file: tuple[str, Selection]
    how: tuple[str, ...] = ()


def shown(each: Pictured, tables: Tables, t: Tongue) -> Section:
    """Return the block of the page, with its files and how it was made."""
    name, chosen = each.file
    query = chosen.with_(release=tables.id).query()
    made = replace(
        each.chart,
        download=(f"/exhibit/{name}", query),
        forms=EXHIBIT_FORMS,
        explain=told(each.how, each.chart.source, each.chart.link, tables, t),
    )
    return block(made, t)


def exhibit(each: Pictured) -> Exhibit:
    """Return the same as a file."""
    chart = each.chart
    return Exhibit(chart.heading, chart.sentence, chart.source, each.rows, each.drawing, chart.link, each.demonstration)


def told(how: Sequence[str], source: str, link: str, tables: Tables, t: Tongue) -> Markup:
    """Return how a chart was made, in sentences, with source, release and permanent link."""
    pairs = (
        (t("Source"), source),
        (t("Release"), edition(tables, t)),
        (t("Permanent link"), tag("a", t("This figure in release {id}", id=tables.id), href=link)),
    )
    said = tag("div", tag("p", t("How this was made"), class_="label"), [tag("p", each) for each in how])
    return said + tag("dl", [(tag("dt", name), tag("dd", text)) for name, text in pairs], class_="pairs")
