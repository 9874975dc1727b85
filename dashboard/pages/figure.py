"""One figure: its value, how it came about, every benchmark it is held against, its permanent link."""

from typing import Any

import pandas as pd

from dashboard.components.explain import explain
from dashboard.components.marks import absence
from dashboard.figures.row import instead
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.nothing import not_found
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import Tables, absent, in_words
from metrics import words

PATH = "/figures/<figure>"


def view(tables: Tables, selection: Selection, t: Tongue, figure: str = "") -> View:
    """Return the page of a figure; a page that says so when the release has none of that id."""
    rows = tables.figure(figure)
    plain = rows[absent(rows["benchmark"])]
    definition = tables.measure(str(plain.iloc[0]["measure"])) if not plain.empty else None
    if definition is None:
        return not_found(f"/figures/{figure}", t, selection)
    row = plain.iloc[0]
    story = story_of(tables, row, definition, selection, t)
    group = words.named(definition, row["group"], t.language, row["dimension"])
    title = f"{story.title()}: {group}"
    parts: list[Part] = [
        tag(
            "p",
            tag("a", t("Measures"), href=selection.only().address("/measures")),
            " / ",
            tag("a", story.title(), href=story.link()),
            " / ",
            group,
            class_="crumb",
        ),
        tag("h1", title),
        tag("p", value(definition, row, t), class_="lead"),
        tag("p", f"{story.where()}. {in_words(definition, 'question', t.language)}", class_="small soft"),
        tag("div", explain(story), class_="explain open"),
        _benchmarks(definition, rows, t),
    ]
    return View(f"{title}. {story.where()}", tuple(parts))


def story_of(
    tables: Tables, row: "pd.Series[Any]", definition: dict[str, Any], selection: Selection, t: Tongue
) -> Story:
    """Return the story that shows one figure."""
    chosen = Selection(
        agency=row["agency"],
        geography=row["geography"],
        period=row["period"],
        dimension=row["dimension"],
        group=row["group"],
        benchmark=selection.benchmark,
        release=selection.release,
        lang=t.language,
    )
    return Story(tables, definition, chosen, t)


def value(definition: dict[str, Any], row: "pd.Series[Any]", t: Tongue) -> Markup | str:
    """Return the figure in words; what is absent with its mark and its own words."""
    if row["status"] != "shown" or pd.isna(row["value"]):
        return absence(row["status"], t.language, instead(row.to_dict(), definition, t.language))
    base = None if pd.isna(row["denominator"]) else float(row["denominator"])
    based = words.by_base(definition, base)
    return words.number(row["value"], definition["unit"], int(based["decimals"]), t.language)


def _benchmarks(definition: dict[str, Any], rows: pd.DataFrame, t: Tongue) -> Markup:
    """Return what the figure is held against, and how it reads there."""
    language, unit, decimals = t.language, definition["unit"], int(definition["decimals"])
    body = []
    for row in rows[~absent(rows["benchmark"])].to_dict("records"):
        level = row["benchmark_value"]
        said = words.number(level, unit, decimals, language) if pd.notna(level) else "–"
        word = row["comparison"] if isinstance(row["comparison"], str) else "not_compared"
        body.append(
            tag(
                "tr",
                tag("th", words.benchmark(row["benchmark"], language), scope="row"),
                tag("td", said, class_="num"),
                tag("td", words.reading(word, language)),
            )
        )
    if not body:
        return Markup("")
    head = tag(
        "tr",
        tag("th", t("Benchmark"), scope="col"),
        tag("th", t("Value"), scope="col", class_="num"),
        tag("th", t("Reading"), scope="col"),
    )
    heading = t("What it is held against")
    table = tag("table", tag("caption", heading, class_="sr"), tag("thead", head), tag("tbody", body))
    return tag(
        "section",
        tag("div", tag("h2", heading), class_="sec-head"),
        tag("div", table, class_="wide-table", tabindex="0", role="region", aria_label=heading),
        class_="sec",
    )
