"""Plain pages need no script, are small, say what the app says, and lead to one another in both languages."""

import gzip
import re
from html.parser import HTMLParser

import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient

from dashboard.plain.index import address
from dashboard.plain.links import Served
from dashboard.plain.pages import made, names
from dashboard.searching import entries
from dashboard.tables import Tables
from tests.dashboard import sample

pytestmark = pytest.mark.long

MOST = 15 * 1024
LANGUAGES = ("en", "es")


class Page(HTMLParser):
    """Links, headings and elements of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]


@pytest.fixture(scope="module")
def pages(tables: Tables) -> dict[tuple[str, str], str]:
    return {
        (name, language): made(tables, Served(name, language, site="http://localhost"))[0]
        for name in names(tables)
        if not name.startswith("agencies/") or name.endswith(("/DOT", "/SDE", sample.SMALL, sample.TINY))
        for language in LANGUAGES
    }


def test_every_page_is_small_and_runs_nothing(pages: dict[tuple[str, str], str]) -> None:
    assert len(pages) == 2 * (9 + 6 + 4)
    for name, html in pages.items():
        assert len(gzip.compress(html.encode())) < MOST, name
        assert not re.search(r"<script|\son\w+=|javascript:", html), name


def test_every_page_has_one_title_heading_description_and_language(pages: dict[tuple[str, str], str]) -> None:
    for (name, language), html in pages.items():
        page = Page(html)
        assert page.all("html") == [{"lang": language}], name
        assert len(page.all("h1")) == len(page.all("title")) == 1, name
        described = [each["content"] for each in page.all("meta") if each.get("name") == "description"]
        assert described[0], name
        alternates = {each["hreflang"] for each in page.all("link") if each.get("rel") == "alternate"}
        assert alternates == set(LANGUAGES), name


def test_demonstration_pages_say_so_and_are_not_searched(pages: dict[tuple[str, str], str]) -> None:
    for name, html in pages.items():
        assert re.search(r"Demonstration data\.|Datos de demostración\.", html), name
        assert '<meta name="robots" content="noindex">' in html, name


def test_every_link_between_plain_pages_leads_to_one(pages: dict[tuple[str, str], str], tables: Tables) -> None:
    known = {Served(name, language).to(name) for name in names(tables) for language in LANGUAGES}
    found = {
        str(each["href"]).partition("#")[0]
        for html in pages.values()
        for each in Page(html).all("a")
        if "/plain" in str(each["href"])
    }
    assert found - known == set()
    assert len(found) > 40


def test_a_plain_page_says_the_sentence_and_the_numbers_of_the_app(internal: FlaskClient) -> None:
    plain = internal.get("/plain/measures/employees").get_data(as_text=True)
    app = internal.get("/measures/employees").get_data(as_text=True)
    sentence = re.search(r'class="say">([^<]+)<', app)
    assert sentence
    assert sentence[1] in plain
    table = re.search(r"<tbody>.*?</tbody>", plain)
    assert table
    for cell in re.findall(r"<td[^>]*>([^<]+)</td>", table[0]):
        assert cell in app


def test_what_is_absent_says_so_in_its_own_words(public: FlaskClient) -> None:
    text = public.get("/plain/measures/uninsured_rate").get_data(as_text=True)
    for words in ("Missing: expected, not delivered", "Not collected", "Does not apply"):
        assert words in text
    assert "to protect people" in public.get(f"/plain/agencies/{sample.SMALL}").get_data(as_text=True)


def test_a_page_is_not_sent_twice(public: FlaskClient) -> None:
    first = public.get("/plain/measures", headers={"Accept-Encoding": "gzip"})
    assert first.headers["ETag"].startswith('"2026.1-')
    assert "stale-while-revalidate" in first.headers["Cache-Control"]
    assert b"<h1>Measures</h1>" in gzip.decompress(first.data)
    again = public.get("/plain/measures", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_internal_pages_are_kept_nowhere(internal: FlaskClient) -> None:
    assert internal.get("/plain/measures").headers["Cache-Control"] == "no-store"


def test_app_and_plain_pages_lead_to_each_other(public: FlaskClient) -> None:
    assert 'href="/plain/es/measures/employees"' in public.get("/measures/employees?lang=es").get_data(as_text=True)
    assert 'href="/measures/employees?lang=es"' in public.get("/plain/es/measures/employees").get_data(as_text=True)
    assert 'href="/plain/agencies/DOT?release=2026.1"' in public.get("/agencies/DOT?release=2026.1").get_data(
        as_text=True
    )
    assert 'href="/plain"' in public.get("/methodology").get_data(as_text=True)


@pytest.mark.parametrize("address", ["/plain/nope", "/plain/measures/nope", "/plain/es/agencies/NOPE"])
def test_an_unknown_page_is_a_404_page(public: FlaskClient, address: str) -> None:
    answer = public.get(address)
    assert answer.status_code == 404
    assert "<h1>" in answer.get_data(as_text=True)


def test_an_unknown_release_is_a_404(public: FlaskClient) -> None:
    assert public.get("/plain?release=1999.1").status_code == 404


def test_search_leads_from_a_word_to_what_it_names(public: FlaskClient) -> None:
    text = public.get("/plain/es/search").get_data(as_text=True)
    assert re.search(r'<b>suspensiones</b> <a href="/plain/es/measures/suspension_rate">', text)


def test_search_covers_all_that_the_apps_search_finds(tables: Tables, pages: dict[tuple[str, str], str]) -> None:
    for language in LANGUAGES:
        led = {str(link["href"]) for link in Page(pages["search", language]).all("a")}
        links = Served("search", language)
        for each in entries(tables.release, language):
            place = address(each)
            assert place is not None or each.kind == "pages", each
            if place is not None:
                page, mark, name = place.partition("#")
                assert links.to(page) + mark + name in led, each


def test_every_place_on_a_page_that_search_leads_to_is_there(tables: Tables, pages: dict[tuple[str, str], str]) -> None:
    for language in LANGUAGES:
        for each in entries(tables.release, language):
            page, mark, name = (address(each) or "").partition("#")
            if mark:
                assert f'id="{name}"' in pages[page, language], each


def test_the_map_names_every_page_in_both_languages(public: FlaskClient, tables: Tables) -> None:
    found = fromstring(public.get("/sitemap.xml").data)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    addresses = [each.text for each in found.iter(f"{space}loc")]
    assert len(addresses) == len(set(addresses)) == 2 * len(names(tables))
    assert "http://localhost/plain/es/measures/employees" in addresses


def test_a_demonstration_is_not_searched(public: FlaskClient) -> None:
    assert "Disallow: /\n" in public.get("/robots.txt").get_data(as_text=True)
