"""Search with the keyboard alone, and a document that is cancelled while it is being made."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_the_keyboard_alone_searches_and_goes_where_the_find_is(look: Open) -> None:
    page = look("/")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "site-search":
            break
    page.keyboard.type("transportation")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search"))
    expect(page.locator("#page [role=status]").first).to_contain_text("transportation")
    page.locator("#page #agencies a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#page h1")).to_have_text("Department of Transportation")
    expect(page.locator("#page h1")).to_be_focused()


def test_a_phone_finds_the_search_in_its_menu(look: Open) -> None:
    page = look("/", wide=360)
    expect(page.locator("#page #site-search")).to_be_hidden()
    page.locator("#page #menu-button").focus()
    page.keyboard.press("Enter")
    page.locator("#page #site-search").fill("gap")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search"))
    expect(page.locator("#page #terms")).to_contain_text("Gap")


def test_a_document_can_be_cancelled_while_it_is_made_and_asked_for_again(look: Open) -> None:
    page = look("/about")
    page.goto(page.url.replace("/about", "/exports"))
    page.locator("#release ~ form").first.get_by_role("button", name="XLSX").press("Enter")
    page.wait_for_url(re.compile("/exports/job/"))
    cancel = page.get_by_role("button", name="Cancel")
    expect(cancel).to_be_visible()
    cancel.press("Enter")
    expect(page.get_by_role("status")).to_have_text("It was cancelled.")
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    page.get_by_role("link", name="Documents").first.press("Enter")
    page.wait_for_url(re.compile("/exports$"))
    expect(page.locator("h1")).to_have_text("Documents")
