"""The nine regions as tiles, and the towns as squares or outlines, coloured by how they stand to the whole."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.components.chart import Chart, DataTable, block
from dashboard.components.explain import explain
from dashboard.components.marks import absence
from dashboard.components.own_values import said
from dashboard.language import Tongue
from dashboard.markup import Markup, Section, tag
from dashboard.places.regions import TILES, short
from dashboard.places.shapes import WIDE, Shapes
from dashboard.places.values import REGION, TOWN, Located, step_of
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import DEMONSTRATION, EVERYONE, Tables, listed
from metrics import sentence, words


def regions(story: Story, found: Located, kept: Selection) -> Section:
    """Return the block of the regions; `story` is the measure's, by region."""
    t, measure = story.t, story.measure
    rows = found.rows.set_index("place").to_dict("index")
    tiles = [_tile(name, at, rows.get(name), measure, kept, t) for name, at in TILES.items()]
    held = _held(found, t)
    table = DataTable(
        (t("Planning region"), t("Value"), held),
        tuple(
            (name, *_cells(rows.get(name), measure, t))
            for name in sorted(TILES)
        ),
    )  # fmt: skip
    parts = [tag("ul", tiles, class_="tiles")]
    if found.rows["ratio"].notna().any():
        parts.append(key(t))
    whole = _whole(found, measure, t)
    return block(
        Chart(
            id="regions" if found.agency == EVERYONE else f"{story.id}-regions",
            heading=t("How do the planning regions compare?")
            if found.agency == EVERYONE
            else t("{measure}: the planning regions", measure=story.title()),
            sentence=f"{story.say_groups()} {whole}".strip(),
            polarity=sentence.polarity(measure, t.language),
            figure=tuple(parts),
            table=table,
            note=t("{held}: the color. Tiles have one size and lie about where the regions do.", held=held)
            if found.rows["ratio"].notna().any()
            else t("Tiles have one size and lie about where the regions do."),
            source=story.source(),
            link=story.link(),
            download=(f"/figure/{story.id}/groups", story.selection.query()),
            explain=explain(story) if story.chosen.period else None,
        ),
        t,
    )


def _tile(
    name: str,
    at: tuple[int, int],
    row: Mapping[Any, Any] | None,
    measure: Mapping[str, Any],
    kept: Selection,
    t: Tongue,
) -> Markup:
    row_at, column = at
    link = tag("a", short(name), href=kept.only().with_(geography=name).address("/communities"))
    value = said(measure, row, t) if row else absence("missing", t.language)
    kind = step_of(float(row["ratio"])) if row else 0
    style = f"grid-row:{row_at};grid-column:{column} / span 2"
    return tag("li", tag("b", value), link, class_=f"q{kind}", style=style)


def _cells(row: Mapping[Any, Any] | None, measure: Mapping[str, Any], t: Tongue) -> tuple[str, str]:
    if row is None or row["status"] != "shown" or pd.isna(row["value"]):
        state = "missing" if row is None else str(row["status"])
        return words.status(state, t.language), "–"
    value = words.number(float(row["value"]), str(measure["unit"]), int(measure["decimals"]), t.language)
    ratio = float(row["ratio"])
    return value, words.number(ratio, "ratio", 2, t.language) if pd.notna(ratio) else "–"


def key(t: Tongue) -> Markup:
    """Return the four classes with their words."""
    named = (t("under 0.70"), t("0.70 to 0.89"), t("0.90 to 1.11"), t("over 1.11"))
    items = [tag("li", tag("i", class_=f"q{k}"), text) for k, text in enumerate(named, start=1)]
    return tag("ul", items, class_="tile-key", aria_label=t("Colors"))


def _whole(found: Located, measure: Mapping[str, Any], t: Tongue) -> str:
    # Of things the sentence itself begins with all of them together.
    if found.whole is None or found.to_residents or words.of_things(measure):
        return ""
    value = words.number(found.whole, str(measure["unit"]), int(measure["decimals"]), t.language)
    if found.agency != EVERYONE:
        return t("All regions together: {value}.", value=value)
    return t("The whole State: {value}.", value=value)


def _held(found: Located, t: Tongue) -> str:
    """Return what a tile's colour says."""
    if found.to_residents:
        return t("Share of employees ÷ share of residents")
    if found.agency != EVERYONE:
        return t("Value ÷ the agency’s value in all regions")
    return t("Value ÷ value of the whole State")


def towns(
    tables: Tables, measure: Mapping[str, Any], found: Located, outlines: Shapes | None, names: Mapping[str, str],
    period: str, kept: Selection, t: Tongue,
) -> Section:  # fmt: skip
    """Return the block of the towns: outlines where the home has them, else squares by region."""
    rows = found.rows.set_index("place").to_dict("index")
    kinds = {town: step_of(float(rows[town]["ratio"])) if town in rows else 0 for town in names}
    drawn = _map(outlines, kinds, kept) if outlines else _squares(names, kinds, kept)
    shown = found.rows[(found.rows["status"] == "shown") & found.rows["ratio"].notna()]
    demonstration = bool((found.rows["nature"] == DEMONSTRATION).any())
    text = _say(shown, len(names), measure, t)
    asked = kept.with_(dimension=TOWN, period=period, release=tables.id)
    story = Story(tables, measure, asked, t)
    table = DataTable(
        (t("Town"), t("Value"), t("Value ÷ value of the whole State")),
        tuple((town, *_cells(rows.get(town), measure, t)) for town in sorted(names)),
    )
    return block(
        Chart(
            id="town-map",
            heading=t("How do the towns compare?"),
            sentence=t("Demonstration: {said}", said=text) if demonstration else text,
            polarity=sentence.polarity(measure, t.language),
            figure=(drawn, key(t)),
            table=table,
            note=t("Value ÷ value of the whole State: the color. The table below names every town."),
            source=story.source(),
            link=asked.address(f"/measures/{story.id}"),
            download=(f"/figure/{story.id}/groups", asked.query()) if TOWN in listed(measure["dimensions"]) else None,
            explain=explain(story) if story.chosen.period else None,
        ),
        t,
    )


def _say(shown: pd.DataFrame, every: int, measure: Mapping[str, Any], t: Tongue) -> str:
    kinds = shown["ratio"].map(step_of)
    said = t(
        "In {low} of {all} towns the value is under 0.90 times the State’s. In {high} it is over 1.11 times as much.",
        low=int(kinds.isin([1, 2]).sum()),
        all=every,
        high=int((kinds == 4).sum()),
    )
    missing = every - len(shown)
    return said + (" " + t("{n} have no value.", n=missing) if missing else "")


def _to(town: str, kept: Selection) -> str:
    return kept.only().with_other(town=town).address("/communities")


def _map(outlines: Shapes, kinds: Mapping[str, int], kept: Selection) -> Markup:
    drawn = [
        tag("a", tag("path", tag("title", town), d=path, class_=f"q{kinds.get(town, 0)}", data_place=town),
            href=_to(town, kept), tabindex="-1")
        for town, path in outlines.paths.items()
    ]  # fmt: skip
    return tag("svg", drawn, viewbox=f"-2 -2 {WIDE + 4:.0f} {outlines.high + 4:.0f}", class_="map", aria_hidden="true")


def _squares(names: Mapping[str, str], kinds: Mapping[str, int], kept: Selection) -> Markup:
    groups = []
    for region in sorted(set(names.values())):
        squares = [
            tag("a", href=_to(town, kept), title=town, class_=f"q{kinds[town]}", data_place=town, tabindex="-1")
            for town in sorted(names)
            if names[town] == region
        ]
        groups.append(tag("li", tag("span", short(region)), tag("span", squares, class_="sq")))
    return tag("ul", groups, class_="squares", aria_hidden="true")


def by_region(tables: Tables, measure: Mapping[str, Any], period: str, kept: Selection, t: Tongue) -> Story:
    """Return a measure's story by region."""
    return Story(tables, measure, kept.with_(dimension=REGION, period=period, agency=EVERYONE), t)
