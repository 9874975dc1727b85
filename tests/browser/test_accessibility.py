"""axe finds nothing on any page: languages, schemes, widths, folded or open, two looks a page; all of them if asked."""

import re
from itertools import combinations, cycle, product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard.pages import INSIDE_ONLY, PAGES
from tests.browser.conftest import Open
from tests.dashboard import sample

pytestmark = pytest.mark.browser

ADDRESSES = {
    "/": "/",
    "/directives": "/directives",
    "/measures": "/measures",
    "/measures/<measure>": "/measures/employees",
    "/figures/<figure>": "/figures/employees.all.connecticut.fy2025.race5.asian.demonstration",
    "/agencies": "/agencies",
    "/agencies/<agency>": "/agencies/DOT",
    "/plans": "/plans",
    "/training": "/training",
    "/contracting": "/contracting",
    "/budget": "/budget",
    "/services": "/services",
    "/engagement": "/engagement",
    "/communication": "/communication",
    "/communities": "/communities",
    "/municipal": "/municipal",
    "/disparities": "/disparities",
    "/compare": "/compare",
    "/explore": "/explore",
    "/closing-the-gap": "/closing-the-gap",
    "/data": "/data",
    "/deliveries": "/deliveries",
    "/api": "/api",
    "/methodology": "/methodology",
    "/revisions": "/revisions",
    "/accessibility": "/accessibility",
    "/about": "/about",
    "/guide/<reader>": "/guide/agency",
    "/glossary": "/glossary",
    "/search": "/search?q=plan",
    "/report": "/report",
}
"""A page's path -> an address of it. Every page is here."""
MORE = (
    "/measures/plans_by_stage",
    "/measures/childcare_take_up",
    "/agencies/EXA?show=demographic_trends",
    "/plans?agency=DOT",
)
AUDIENCES, LANGUAGES, SCHEMES, WIDTHS, FOLDS = (
    ("public", "internal"), ("en", "es"), ("light", "dark"), (1280, 360), ("folded", "open"),
)  # fmt: skip
Look = tuple[str, int, str]
LOOKS: tuple[tuple[Look, Look], ...] = (
    (("light", 1280, "folded"), ("dark", 360, "open")),
    (("dark", 360, "folded"), ("light", 1280, "open")),
    (("dark", 1280, "folded"), ("light", 360, "open")),
    (("light", 360, "folded"), ("dark", 1280, "open")),
)
"""A page is opened once for two looks, which have nothing in common."""
EVERY = [*ADDRESSES.values(), *MORE]
INSIDE = {address for path, address in ADDRESSES.items() if path in INSIDE_ONLY}
SOME = [
    (address, looks, "internal" if address in INSIDE else audience, language)
    for address, (looks, audience, language) in zip(EVERY, cycle(product(LOOKS, AUDIENCES, LANGUAGES)), strict=False)
]
"""Any two choices stand together for some address."""
ALL = [
    (address, audience, *look)
    for address, audience in product(EVERY, AUDIENCES)
    if audience == "internal" or address not in INSIDE
    for look in product(LANGUAGES, WIDTHS)
]
"""Each of these is looked at in both schemes, folded and open: a page is opened once for the four looks."""


def findings(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def open_all(page: Page) -> None:
    """Open menu, folds, explanations; show every second chart as its table."""
    page.evaluate(
        """() => {
          document.querySelectorAll('button[aria-controls][aria-expanded="false"]').forEach(each => each.click());
          document.querySelectorAll('details:not(.drop)').forEach(each => { each.open = true; });
          document.querySelectorAll('[data-show="table"]').forEach((each, k) => { if (k % 2) each.click(); });
          const drop = document.querySelector('nav details.drop');
          if (drop) drop.open = true;
        }"""
    )


def resize(page: Page, wide: int) -> None:
    if page.viewport_size != {"width": wide, "height": 900}:
        page.set_viewport_size({"width": wide, "height": 900})
        # Plotly follows a new size by a script of its own.
        page.wait_for_timeout(400)


def narrow(page: Page) -> int:
    """Return how wide a page is at 320 pixels: what 1280 show at 400 % (WCAG 2.2, success criterion 1.4.10)."""
    resize(page, 320)
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_every_page_is_looked_at() -> None:
    assert set(ADDRESSES) == {page.PATH for page in PAGES}
    chosen = [(audience, language, *look) for _, looks, audience, language in SOME for look in looks]
    for one, other in combinations(zip(*chosen, strict=True), 2):
        assert len(set(zip(one, other, strict=True))) == 4


@pytest.mark.parametrize(("address", "looks", "audience", "language"), SOME)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    look_at: Open, address: str, looks: tuple[Look, Look], audience: str, language: str
) -> None:
    page = look_at(
        audience, f"{address}{'&' if '?' in address else '?'}lang={language}", wide=looks[0][1], scheme=looks[0][0]
    )
    for scheme, wide, fold in looks:
        page.emulate_media(color_scheme=scheme)
        resize(page, wide)
        if fold == "open":
            open_all(page)
        assert findings(page) == [], (scheme, wide, fold)
        assert page.evaluate("document.documentElement.scrollWidth") <= wide
        assert page.evaluate("document.documentElement.lang") == language
        assert narrow(page) <= 320


@pytest.mark.slow
@pytest.mark.parametrize(("address", "audience", "language", "wide"), ALL)
def test_axe_finds_nothing_on_any_page_in_any_look(
    look_at: Open, address: str, audience: str, language: str, wide: int
) -> None:
    page = look_at(audience, f"{address}{'&' if '?' in address else '?'}lang={language}", wide=wide)
    found = []
    for fold in FOLDS:
        if fold == "open":
            open_all(page)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme} {fold} {each}" for each in findings(page)]
        sideways = page.evaluate("document.documentElement.scrollWidth")
        if sideways > wide:
            found.append(f"{fold}: {sideways} pixels wide")
    if (across := narrow(page)) > 320:
        found.append(f"{across} pixels wide at 320")
    assert found == []


@pytest.mark.parametrize(("language", "scheme", "wide"), [("en", "light", 1280), ("es", "dark", 360)])
def test_axe_finds_nothing_where_there_is_no_page(look: Open, language: str, scheme: str, wide: int) -> None:
    page = look(f"/nope?lang={language}", wide=wide, scheme=scheme, missing=True)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= wide


@pytest.mark.parametrize(
    ("path", "language", "scheme", "wide"),
    [
        ("/measures/employees", "en", "dark", 1280),
        (f"/measures/employees?agency={sample.NEARLY}&dimension=sex2", "es", "light", 360),
        ("/measures/leadership?agency=DOT", "en", "light", 1280),
        ("/agencies", "es", "dark", 360),
        (f"/agencies/{sample.PARTLY}", "en", "light", 360),
        (f"/agencies/{sample.SMALL}", "es", "dark", 1280),
        (f"/agencies/{sample.TINY}", "en", "dark", 360),
    ],
)
def test_axe_finds_nothing_where_the_public_gets_less(
    look_public: Open, path: str, language: str, scheme: str, wide: int
) -> None:
    page = look_public(f"{path}{'&' if '?' in path else '?'}lang={language}", wide=wide, scheme=scheme)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= wide


def test_the_menu_opens_and_closes_by_key_and_leads_on(look_at: Open) -> None:
    page = look_at("public", "/")
    fold = page.locator("nav details.drop", has_text="Topics")
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fold.evaluate("each => each.open")
    page.keyboard.press("Escape")
    assert not fold.evaluate("each => each.open")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/training"))
    expect(page.locator("h1")).to_be_focused()
