"""What stands around every page: bands, header, menu, foot."""

from collections.abc import Collection
from dataclasses import dataclass

from dashboard.access.pages import called
from dashboard.components.marks import SYMBOLS, use
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, Section, View, tag, together
from dashboard.plain.links import plain_address
from dashboard.selection import Selection
from dashboard.tables import EVERYONE, STATEWIDE, Tables, edition
from metrics.naming import coming

INSIDE_ONLY = frozenset({"/deliveries"})
"""Addresses of pages that the public has not."""
_OWN = {"en": "English", "es": "Español"}


@dataclass(frozen=True, slots=True)
class Standing:
    """As whom a page is seen: the audience, the roles, and whether they were chosen in a demonstration."""

    audience: str
    roles: tuple[str, ...] = ()
    demonstration: bool = False


def shell(
    view: View,
    tables: Tables | None,
    path: str,
    selection: Selection,
    t: Tongue,
    standing: Standing,
    paths: Collection[str] = (),
) -> tuple[Part, ...]:
    """Return the whole page around a view. `paths`: the addresses there are, of which the menu names its own."""
    top = together(
        [
            SYMBOLS,
            tag("a", t("Skip to main content"), href="#main", class_="sr skip"),
            tables is not None and tables.preview and _preview(tables, t),
            tables is not None and tables.demonstration and _demonstration(t),
            standing.demonstration and _signed_in(t),
            _header(path, selection, t, standing, tables.place if tables else STATEWIDE),
            _menu(path, selection, t, paths),
        ]
    )
    # Charts offer to report an error where there is somebody to report it to.
    answered = "wrap answered" if tables is not None and tables.contact else "wrap"
    main = Section("main", view.parts, {"id": "main", "class_": answered})
    return (top, main, _foot(tables, path, selection, t, bool(standing.roles)))


def _preview(tables: Tables, t: Tongue) -> Markup:
    said = t("It shows what release {id} may become. Do not quote it or pass it on.", id=coming(tables.id))
    text = tag("b", t("Preview: not published.")) + " " + said
    return tag("div", tag("div", text, class_="wrap"), class_="demo", role="region", aria_label=t("Preview"))


def _demonstration(t: Tongue) -> Markup:
    text = tag("b", t("Demonstration data.")) + " " + t("These are not real people or results where it says so.")
    return tag("div", tag("div", text, class_="wrap"), class_="demo", role="region", aria_label=t("Demonstration data"))


def _signed_in(t: Tongue) -> Markup:
    text = t("Demonstration sign-in: anyone on this machine can see this page.")
    return tag(
        "div", tag("div", text, class_="wrap"), class_="signin", role="region", aria_label=t("Demonstration sign-in")
    )


def _header(path: str, selection: Selection, t: Tongue, standing: Standing, place: str) -> Markup:
    inside = standing.audience == "internal"
    whose = {STATEWIDE: t("State of Connecticut"), EVERYONE: ""}.get(place, place)
    name = " · ".join(part for part in (whose, t("internal") if inside else "") if part)
    brand = tag(
        "a",
        use("mark"),
        tag("span", tag("small", name), tag("b", t("Statewide equity benchmarks"))),
        class_="brand",
        href=selection.only().address("/"),
    )
    tongues = [
        tag("span", own, lang=code, aria_current="true")
        if code == t.language
        else tag("a", own, lang=code, hreflang=code, href=selection.address(path, lang=code), data_full=True)
        for code, own in _OWN.items()
    ]
    roles = "; ".join(called(role, t) for role in standing.roles)
    role = roles and tag(
        "a", t("Role: {role}", role=roles), href=selection.only().address("/account"), class_="role", data_full=True
    )
    menu = tag(
        "button",
        t("Menu"),
        class_="btn menu-btn",
        type="button",
        aria_expanded="false",
        aria_controls="menu",
        id="menu-button",
    )
    inner = tag("div", brand, _search(selection, t), tag("div", role, tongues, menu, class_="tools"), class_="wrap")
    return tag("header", inner, class_="head internal" if inside else "head")


def _search(selection: Selection, t: Tongue) -> Markup:
    kept = {"lang": "" if t.language == "en" else t.language, "release": selection.release}
    return tag(
        "form",
        [tag("input", type="hidden", name=name, value=value) for name, value in kept.items() if value],
        tag("label", t("Search the site"), for_="site-search", class_="sr"),
        tag("input", type="search", name="q", id="site-search", placeholder=t("Search"), autocomplete="off"),
        tag("button", t("Search"), type="submit", class_="btn"),
        action="/search",
        method="get",
        role="search",
        id="search",
        class_="site-search",
    )


def _menu(path: str, selection: Selection, t: Tongue, paths: Collection[str]) -> Markup:
    kept = selection.only()
    items = []
    for name, entry in menu(t):
        if isinstance(entry, str):
            if entry in paths:
                items.append(tag("li", tag("a", name, href=kept.address(entry), aria_current=_here(path, entry))))
            continue
        inner = [(word, address) for word, address in entry if address in paths]
        if len(inner) < 2:
            items += [tag("li", tag("a", name, href=kept.address(a), aria_current=_here(path, a))) for _, a in inner]
            continue
        links = [tag("li", tag("a", word, href=kept.address(a), aria_current=_here(path, a))) for word, a in inner]
        within = any(_here(path, address) for _, address in inner)
        words = tag("span", name, class_="here") if within else name
        items.append(tag("li", tag("details", tag("summary", words), tag("ul", links), class_="drop")))
    scheme = tag(
        "button",
        t("Dark colors"),
        class_="plain-btn theme-btn",
        type="button",
        data_to_dark=t("Dark colors"),
        data_to_light=t("Light colors"),
        id="theme",
    )
    return tag(
        "nav", tag("div", tag("ul", items), scheme, class_="wrap"), class_="nav", id="menu", aria_label=t("Menu")
    )


def menu(t: Tongue) -> tuple[tuple[str, str | tuple[tuple[str, str], ...]], ...]:
    """Return the menu's words in order, each with its address or with those under it."""
    return (
        (t("Overview"), "/"),
        (t("Directives"), "/directives"),
        (t("Measures"), "/measures"),
        (t("Agencies"), "/agencies"),
        (t("Plans"), "/plans"),
        (
            t("Topics"),
            (
                (t("Training"), "/training"),
                (t("Contracting"), "/contracting"),
                (t("Budget"), "/budget"),
                (t("Services"), "/services"),
                (t("Engagement"), "/engagement"),
                (t("Communication"), "/communication"),
            ),
        ),
        (t("Communities"), ((t("Towns and regions"), "/communities"), (t("Municipal process"), "/municipal"))),
        (
            t("Analyze"),
            (
                (t("Disparities"), "/disparities"),
                (t("Compare"), "/compare"),
                (t("Closing the gap"), "/closing-the-gap"),
                (t("Explore"), "/explore"),
            ),
        ),
        (t("Data"), ((t("Data and downloads"), "/data"), (t("Deliveries"), "/deliveries"))),
        (
            t("Methods"),
            (
                (t("Methodology"), "/methodology"),
                (t("Revisions"), "/revisions"),
                (t("Accessibility"), "/accessibility"),
                (t("About"), "/about"),
            ),
        ),
    )


def _here(path: str, address: str) -> str | None:
    """Return what `aria-current` says of a link: the page itself, or a page above it."""
    if path == address:
        return "page"
    return "true" if address != "/" and path.startswith(f"{address}/") else None


def _foot(tables: Tables | None, path: str, selection: Selection, t: Tongue, known: bool) -> Markup:
    kept = selection.only()
    release = edition(tables, t) if tables is not None else t("No release yet")
    parts = [
        tag("p", release),
        tag("a", t("Methodology"), href=kept.address("/methodology")),
        tag("a", t("Data and downloads"), href=kept.address("/data")),
        tag("a", t("Data for programs"), href=kept.address("/api")),
        tables is not None and tag("a", t("Plain page"), href=plain_address(path, selection), data_full=True),
        tag("a", t("Revisions"), href=kept.address("/revisions")),
        tag("a", t("Accessibility"), href=kept.address("/accessibility")),
        tag("a", t("Glossary"), href=kept.address("/glossary")),
        tag("a", t("Search"), href=kept.address("/search")),
        tables is not None and tables.contact and _report(path, selection, t),
        tag("a", t("About"), href=kept.address("/about")),
        known and tag("a", t("Your sign-in"), href=kept.address("/account"), data_full=True),
    ]
    return tag("footer", tag("div", parts, tag("span", class_="address"), class_="wrap"), class_="foot-page")


def _report(path: str, selection: Selection, t: Tongue) -> Markup:
    """Return the way to a mail about this page; from the page of the mail itself, about what it is about."""
    about = selection.other("about") if path == "/report" else selection.address(path)
    return tag("a", t("Report an error"), href=selection.only().with_other(about=about).address("/report"))
