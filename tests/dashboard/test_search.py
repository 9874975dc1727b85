"""Search, the glossary, and the mail about an error."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard import glossary
from dashboard.application import create_app
from dashboard.language import tongue
from dashboard.searching import search
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.tables import Tables
from tests.metrics.readability import grade, inflesz


def test_a_search_finds_a_name_before_what_only_speaks_of_it(tables: Tables) -> None:
    found = search(tables, "employee", tongue("en"))
    names = [each.name for each in found["measures"]]
    assert names[0].lower().startswith("employee")
    assert list(found) == [
        kind for kind in ("pages", "measures", "agencies", "directives", "plans", "places", "terms") if kind in found
    ]


@pytest.mark.parametrize(
    ("asked", "language", "kind", "address"),
    [
        ("dot", "en", "agencies", "/agencies/DOT"),
        ("TRANSPORTATION", "en", "agencies", "/agencies/DOT"),
        ("metodologia", "es", "pages", "/methodology?lang=es"),
        ("brecha", "es", "terms", "/glossary?lang=es#gap"),
    ],
)
def test_accents_and_capitals_make_no_difference(
    tables: Tables, asked: str, language: str, kind: str, address: str
) -> None:
    found = search(tables, asked, tongue(language))[kind]
    assert address in [each.address(Selection(lang=language)) for each in found]


@pytest.mark.long
def test_what_is_found_is_there(internal: FlaskClient) -> None:
    page = internal.get("/search?q=a&lang=es&show=terms").text
    addresses = set(re.findall(r'<li><a href="(/[^"#]*)', page.split('id="main"', 1)[1]))
    assert len(addresses) > 5
    for address in addresses:
        assert internal.get(address.replace("&amp;", "&")).status_code == 200, address


@pytest.mark.parametrize(
    ("asked", "language", "name"), [("hisp", "en", "Hispanic or Latino"), ("asiatic", "es", "Asiática")]
)
def test_a_group_of_people_leads_to_all_that_is_told_of_it(
    tables: Tables, public: FlaskClient, asked: str, language: str, name: str
) -> None:
    found = search(tables, asked, tongue(language))["groups"]
    assert [each.name for each in found] == [name]
    page = public.get(found[0].address(Selection(lang=language))).get_data(as_text=True)
    assert page.count(name) > 3


def test_a_search_without_a_find_says_so_and_shows_ways_on(public: FlaskClient) -> None:
    page = public.get("/search?q=%3Cscript%3Ezzz").text
    assert "Nothing matches “&lt;script&gt;zzz”" in page
    assert 'href="/measures"' in page


def test_meanings_are_written_in_easy_words() -> None:
    english, spanish = (glossary.terms(tongue(language)) for language in ("en", "es"))
    assert len({each.name for each in english}) == len(english)
    assert grade(" ".join(each.meaning for each in english)) <= 8
    assert inflesz(" ".join(each.meaning for each in spanish)) >= 55


def test_an_error_is_told_by_a_mail_that_names_figure_and_release(sample_home: Path) -> None:
    client = create_app(sample_home, "public", chosen=Settings(contact="equity@example.org")).server.test_client()
    page = client.get("/measures/employees").text
    assert 'class="wrap answered"' in page
    link = re.search(r'href="(/report\?about=[^"]*groups[^"]*)"', page)
    assert link is not None
    mail = client.get(link[1].replace("&amp;", "&")).text
    sent = re.search(r'href="mailto:equity@example\.org\?subject=([^"]*)"', mail)
    assert sent is not None
    assert "%2Fmeasures%2Femployees" in sent[1] or "/measures/employees" in sent[1]
    assert "release" in sent[1]


def test_no_mail_names_another_site(sample_home: Path) -> None:
    client = create_app(sample_home, "public", chosen=Settings(contact="equity@example.org")).server.test_client()
    for about in ("//elsewhere.example/x", "/\\elsewhere.example", "https://elsewhere.example/", "//[elsewhere"):
        assert (
            "elsewhere"
            not in client.get("/report", query_string={"about": about}).text.split('id="main"')[1].split("<footer")[0]
        )


def test_without_an_address_no_page_offers_a_mail_and_the_page_of_it_says_how_to_set_one(public: FlaskClient) -> None:
    assert "answered" not in public.get("/measures/employees").text
    page = public.get("/report").text
    assert "EQUITY_CONTACT" in page
    assert "mailto:" not in page
