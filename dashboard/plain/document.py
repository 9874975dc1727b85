"""A plain page as a whole document: bands, menu, the page, foot, and what search engines read."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashboard.access.viewer import viewer
from dashboard.described import shortened
from dashboard.language import LANGUAGES, Tongue
from dashboard.markup import Markup, tag, together
from dashboard.palette import colours
from dashboard.plain.links import Links
from dashboard.tables import Tables, edition

OWN_NAMES = {"en": "English", "es": "Español"}
_CSS = Path(__file__).with_name("plain.css")


@dataclass(frozen=True, slots=True)
class Plain:
    """What a plain page shows. `interactive`: the path of the same page in the app, blank where there is none."""

    title: str
    description: str
    body: Markup
    interactive: str = ""
    status: int = 200


def document(plain: Plain, tables: Tables, links: Links, t: Tongue) -> str:
    """Return the page as HTML."""
    bands = [
        text
        for text, there in (
            (t("Preview: not published."), tables.preview),
            (t("Demonstration data. These are not real people or results."), tables.demonstration),
            (t("Internal"), tables.audience == "internal"),
            (t("Demonstration sign-in: anyone on this machine can see this page."), viewer().demonstration),
        )
        if there
    ]
    body = together(
        [
            tag("a", t("Skip to main content"), href="#main", class_="k"),
            bands and tag("header", [tag("p", tag("b", text), class_="d") for text in bands]),
            tag("nav", _menu(links, t), aria_label=t("Menu")),
            tag("main", plain.body, id="main"),
            tag("footer", _foot(plain, tables, links, t), class_="s"),
        ]
    )
    head = _head(plain, tables, links, str(body))
    return f'<!doctype html><html lang="{t.language}"><head>{head}</head><body>{body}</body></html>'


def alone(title: str, body: Markup, t: Tongue) -> str:
    """Return a document that needs no release and that no search engine keeps: an error, a way in."""
    hidden = tag("meta", name="robots", content="noindex")
    head = together([*_begun(title), hidden, *_ended(str(body))])
    return f'<!doctype html><html lang="{t.language}"><head>{head}</head><body>{body}</body></html>'


def _begun(title: str) -> list[Markup]:
    viewport = tag("meta", name="viewport", content="width=device-width,initial-scale=1")
    return [tag("meta", charset="utf-8"), viewport, tag("title", title)]


def _ended(body: str) -> list[Markup]:
    return [tag("link", rel="icon", href="data:,"), tag("style", Markup(style(body)))]


def _head(plain: Plain, tables: Tables, links: Links, body: str) -> Markup:
    alternates = [(code, links.whole(links.page, code)) for code in LANGUAGES]
    hidden = tables.demonstration or tables.preview or tables.audience == "internal" or plain.status != 200
    return together(
        [
            *_begun(plain.title),
            tag("meta", name="description", content=shortened(plain.description)),
            hidden and tag("meta", name="robots", content="noindex"),
            alternates[0][1]
            and [
                tag("link", rel="canonical", href=links.whole(links.page)),
                [tag("link", rel="alternate", hreflang=code, href=href) for code, href in alternates],
            ],
            *_ended(body),
        ]
    )


def style(body: str) -> str:
    """Return the stylesheet with the colours that the page uses, in both schemes."""
    css = _stylesheet()
    tokens = sorted(set(re.findall(r'class="c-([a-z0-9-]+)', body)))
    used = sorted({*re.findall(r"var\(--([\w-]+)\)", css + body), *tokens})
    light, dark = colours("light"), colours("dark")
    named = "".join(f"--{name}:light-dark({light[name]},{dark[name]});" for name in used)
    marks = "".join(f".c-{name}{{stroke:var(--{name});fill:var(--{name})}}" for name in tokens)
    # The colours of marks stand first, so that a hollow mark keeps its colour and loses its filling.
    return f":root{{{named}}}{marks}{css}"


@cache
def _stylesheet() -> str:
    return _CSS.read_text(encoding="utf-8").replace("\n", "")


def _menu(links: Links, t: Tongue) -> list[Markup]:
    entries = (
        ("", t("Overview")),
        ("measures", t("Measures")),
        ("agencies", t("Agencies")),
        ("plans", t("Plans")),
        ("directives", t("Directives")),
        ("groups", t("Groups of people")),
        ("places", t("Places")),
        ("words", t("Glossary")),
        ("search", t("Search")),
    )
    return [
        tag("b", t("Statewide equity benchmarks")),
        *(
            tag("a", name, href=links.to(page), aria_current="page" if links.page == page else None)
            for page, name in entries
        ),
        *(
            tag("a", own, href=links.to(links.page, code), lang=code, hreflang=code)
            for code, own in OWN_NAMES.items()
            if code != t.language
        ),
    ]


def _foot(plain: Plain, tables: Tables, links: Links, t: Tongue) -> list[Markup]:
    said = [tag("p", edition(tables, t), ".")]
    address = links.interactive(plain.interactive) if plain.interactive else ""
    if address:
        said.append(tag("p", tag("a", t("Interactive page"), href=address)))
    return said
