"""Plain pages of what has a name: groups of people, places, words."""

from typing import Any

import pandas as pd

from dashboard import glossary
from dashboard.components.own_values import in_text
from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from dashboard.places.values import TOWN, located, measures_by, periods_of, place_names
from dashboard.plain.document import Plain
from dashboard.plain.links import Links
from dashboard.searching import PEOPLE, plain
from dashboard.selection import Selection
from dashboard.tables import EVERYONE, Tables, absent, in_words, listed
from metrics import words


def anchor(name: str) -> str:
    """Return the name of a place on a page.

    >>> anchor("Two or More Races")
    'two-or-more-races'
    """
    return plain(name).replace(" ", "-")


def groups(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return every group of people with the newest figure of each measure that tells of it, all agencies together."""
    said = t("Each group of people, and what each measure says of it. All agencies together, newest year.")
    body: list[Any] = [tag("h1", t("Groups of people")), tag("p", said)]
    known = {str(measure["measure"]): measure for measure in tables.measures()}
    rows = _first(tables.whole("findings"), known)
    figures = _figures(tables.together(), rows)
    for group, own in sorted(rows.groupby("group"), key=lambda each: (str(each[0])[:1].isdigit(), str(each[0]))):
        dimension = str(own["dimension"].iloc[0])
        items = [
            _of_group(row, figures.get(row["figure_id"]), known[row["measure"]], links, t)
            for row in own.to_dict("records")
        ]
        body += [tag("h2", words.group(str(group), t.language, dimension), id=anchor(str(group))), tag("ul", items)]
    if rows.empty:
        body.append(tag("p", t("This release holds no figures by group."), class_="notice"))
    if tables.demonstration:
        body.append(tag("p", t("Demonstration data."), class_="s"))
    return Plain(t("Groups of people"), said, together(body), f"/disparities{_language(t)}")


def _first(scan: pd.DataFrame, known: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """Return a row for each group of people and measure: of all agencies together where there is one, against the
    first of the measure's benchmarks that it has."""
    found = scan[scan["dimension"].isin(PEOPLE) & scan["measure"].isin(known)]
    places = {
        (name, benchmark): place
        for name, measure in known.items()
        for place, benchmark in enumerate(listed(measure["benchmarks"]))
    }
    ranks = [places.get(pair, len(places)) for pair in zip(found["measure"], found["benchmark"], strict=True)]
    ordered = found.assign(apart=found["agency"] != EVERYONE, rank=ranks)
    ordered = ordered.sort_values(["group", "measure", "apart", "rank"], kind="stable")
    return ordered.drop_duplicates(["group", "measure"])


def _figures(tables: Tables, rows: pd.DataFrame) -> dict[str, dict[Any, Any]]:
    """Return the figures of all agencies together that findings are of, by id, without benchmarks."""
    found: dict[str, dict[Any, Any]] = {}
    for measure, own in rows[~rows["apart"]].groupby("measure"):
        figures = tables.of("figures", str(measure))
        kept = figures[figures["figure_id"].isin(own["figure_id"]) & absent(figures["benchmark"])]
        found.update(zip(kept["figure_id"], kept.to_dict("records"), strict=True))
    return found


def _of_group(
    row: dict[Any, Any], figure: dict[Any, Any] | None, measure: dict[str, Any], links: Links, t: Tongue
) -> Markup:
    link = tag("a", in_words(measure, "title", t.language), href=links.to(f"measures/{row['measure']}"))
    if row["apart"]:
        return tag("li", link, ": ", t("agency by agency"), ".")
    value = words.status("missing", t.language) if figure is None else in_text(measure, figure, t)
    if pd.isna(row["value"]) or not isinstance(row["comparison"], str):
        return tag("li", link, f": {value}.")
    against = words.benchmark(str(row["benchmark"]), t.language)
    return tag("li", link, f": {value}. {words.reading(row['comparison'], t.language)} ({against}).")


def places(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return every town by its region, with the newest value of each measure by town."""
    said = t("Every town by its planning region, and what the measures by town say of it.")
    body: list[Any] = [tag("h1", t("Places")), tag("p", said)]
    names = place_names(tables)
    told: dict[str, list[str]] = {}
    for measure in measures_by(tables, TOWN):
        period = periods_of(tables, measure, TOWN)[0]
        title = tag("a", in_words(measure, "title", t.language), href=links.to(f"measures/{measure['measure']}"))
        body.append(tag("p", title, f", {words.period(period, t.language)}", class_="s"))
        for row in located(tables, measure, TOWN, period).rows.to_dict("records"):
            told.setdefault(row["place"], []).append(
                f"{in_words(measure, 'title', t.language)}: {in_text(measure, row, t)}"
            )
    for region in sorted(set(names.values())):
        items = [_town(town, told.get(town, [])) for town in sorted(names) if names[town] == region]
        body += [tag("h2", region, id=anchor(region)), tag("ul", items)]
    if not names:
        body.append(tag("p", t("This release holds no list of towns."), class_="notice"))
    if tables.demonstration:
        body.append(tag("p", t("Demonstration data."), class_="s"))
    return Plain(t("Places"), said, together(body), f"/communities{_language(t)}")


def _town(town: str, told: list[str]) -> Markup:
    return tag("li", tag("b", town, "."), f" {'; '.join(told)}." if told else "", id=anchor(town))


def terms(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return the words of these pages with what they mean here. The same in every release."""
    said = t("The words of these pages, each with what it means here.")
    items = [(tag("dt", tag("b", each.word), id=each.name), tag("dd", each.meaning)) for each in glossary.terms(t)]
    body = [tag("h1", t("Glossary")), tag("p", said), tag("dl", items)]
    return Plain(t("Glossary"), said, together(body), f"{glossary.PATH}{_language(t)}")


def _language(t: Tongue) -> str:
    return Selection(lang=t.language).query()
