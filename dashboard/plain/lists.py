"""Plain lists: every measure, every agency."""

from typing import Any

from dashboard.domains import domains, in_order
from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from dashboard.plain.document import Plain
from dashboard.plain.links import Links
from dashboard.selection import Selection
from dashboard.tables import Tables, in_words


def measures(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return every measure by what it is about."""
    found, named = in_order(tables.measures()), domains(t)
    said = t("{n} measures, each with its definition, its benchmark and its sources.", n=len(found))
    body: list[Any] = [tag("h1", t("Measures")), tag("p", said)]
    for domain in dict.fromkeys(measure["domain"] for measure in found):
        items = [_measure(measure, links, t) for measure in found if measure["domain"] == domain]
        body += [tag("h2", named[domain]), tag("ul", items)]
    return Plain(t("Measures"), said, together(body), _app("/measures", t))


def agencies(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return every agency of the register by its name."""
    rows = tables.whole("agencies").sort_values("name", key=lambda names: names.str.lower())
    items = [tag("li", tag("a", r["name"], href=links.to(f"agencies/{r['agency']}"))) for r in rows.to_dict("records")]
    said = t("{n} agencies of the register, in the order of their names.", n=len(items))
    body = [tag("h1", t("Agencies")), tag("p", said), tag("ul", items)]
    return Plain(t("Agencies"), said, together(body), _app("/agencies", t))


def _measure(measure: dict[str, Any], links: Links, t: Tongue) -> Markup:
    title = tag("a", in_words(measure, "title", t.language), href=links.to(f"measures/{measure['measure']}"))
    return tag("li", title, ". ", in_words(measure, "question", t.language))


def _app(path: str, t: Tongue) -> str:
    return path + Selection(lang=t.language).query()
