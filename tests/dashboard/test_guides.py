"""Guides: five readers, steps that lead somewhere, and files that say the same."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.guide import as_markdown, guides
from dashboard.language import LANGUAGES, tongue
from dashboard.pages import PAGES, find
from tests.browser import gallery
from tests.metrics.readability import grade, inflesz

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_guide_is_a_page_that_about_leads_to(public: FlaskClient, language: str) -> None:
    query = "" if language == "en" else f"?lang={language}"
    about = public.get(f"/about{query}").text
    for guide in guides(tongue(language)):
        address = f"/guide/{guide.name}{query}"
        assert f'href="{address}"' in about
        page = public.get(address).text
        assert page.count("<li><p>") == len(guide.steps)
        for way in re.findall(
            r'href="([^"]*)">[^<]*<span class="sr">', page.split('class="guide"')[1].split("</ol>")[0]
        ):
            assert public.get(way.replace("&amp;", "&")).status_code == 200, way


def test_there_is_no_guide_for_nobody(public: FlaskClient) -> None:
    assert public.get("/guide/nobody").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_of_the_guides_say_what_the_pages_say_and_show_pictures_that_are_there(language: str) -> None:
    ending = "" if language == "en" else f".{language}"
    for guide in guides(tongue(language)):
        written = (DOCS / "guide" / f"{guide.name}{ending}.md").read_text(encoding="utf-8")
        assert written == as_markdown(guide, "../gallery", tongue(language)), "run `make gallery`"
        for picture in re.findall(r"\]\(\.\./gallery/([^)]+)\)", written):
            assert (DOCS / "gallery" / picture).is_file(), picture


def test_guides_are_written_in_easy_words() -> None:
    for language, easy in (("en", lambda text: grade(text) <= 8), ("es", lambda text: inflesz(text) >= 55)):
        for guide in guides(tongue(language)):
            assert easy(" ".join(step.said for step in guide.steps)), (language, guide.name)


def test_the_gallery_shows_every_page() -> None:
    pictured = {**gallery.PAGES, **gallery.INSIDE}
    found = [find(address.partition("?")[0], "internal") for address in pictured.values()]
    assert {each[0] for each in found if each} == set(PAGES)
    names = {f"{name}{ending}.jpg" for name in pictured for ending in gallery.KINDS}
    assert {path.name for path in (DOCS / "gallery").glob("*.jpg")} == names
    assert (DOCS / "gallery" / "README.md").read_text(encoding="utf-8") == gallery.table()
