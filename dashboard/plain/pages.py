"""Every plain page there is, and the page at a name."""

from collections.abc import Callable, Mapping

from dashboard.language import tongue
from dashboard.markup import tag, together
from dashboard.plain import agency, index, lists, measure, named, order, overview
from dashboard.plain.document import Plain, document
from dashboard.plain.links import Links
from dashboard.tables import Tables

_LISTS: Mapping[str, Callable[..., Plain]] = {
    "": overview.page,
    "measures": lists.measures,
    "agencies": lists.agencies,
    "plans": order.plans,
    "directives": order.directives,
    "groups": named.groups,
    "places": named.places,
    "words": named.terms,
    "search": index.page,
}


def names(tables: Tables) -> list[str]:
    """Return the name of every page of a release."""
    return [
        *_LISTS,
        *(f"measures/{each['measure']}" for each in tables.measures()),
        *(f"agencies/{code}" for code in tables.whole("agencies")["agency"]),
    ]


def made(tables: Tables, links: Links) -> tuple[str, int]:
    """Return the page that `links` is of, as HTML, and its status: 404 where there is no such page."""
    plain = _plain(tables, links) or missing(links)
    return document(plain, tables, links, tongue(links.language)), plain.status


def missing(links: Links) -> Plain:
    """Return what stands at a name that no page has."""
    t = tongue(links.language)
    body = [
        tag("h1", t("Page not found")),
        tag("p", t("There is no plain page here.")),
        tag("p", tag("a", t("Search"), href=links.to("search"))),
    ]
    return Plain(t("Page not found"), t("There is no plain page here."), together(body), status=404)


def _plain(tables: Tables, links: Links) -> Plain | None:
    t, (folder, _, name) = tongue(links.language), links.page.partition("/")
    if links.page in _LISTS:
        return _LISTS[links.page](tables, links, t)
    if folder == "measures" and (definition := tables.measure(name)):
        return measure.page(tables, definition, links, t)
    if folder == "agencies":
        rows = tables.whole("agencies")
        rows = rows[rows["agency"] == name]
        return None if rows.empty else agency.page(tables, rows.iloc[0], links, t)
    return None
