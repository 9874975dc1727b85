"""What an analyst does: move a slider, narrow the scan, add an agency, sort and filter rows."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_a_slider_says_its_number_at_once_and_the_page_follows_when_it_rests(look: Open) -> None:
    page = look("/closing-the-gap?agency=DOT&group=Asian")
    slider = page.get_by_label("Years ahead")
    expect(page.locator('output[for="s-years"]')).to_have_text("10")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator('output[for="s-years"]')).to_have_text("12")
    expect(page).to_have_url(re.compile("years=12"))
    expect(slider).to_be_focused()
    expect(page.locator("#scenarios")).to_contain_text("Chance by 2037")
    page.get_by_role("link", name="Back to the usual settings").click()
    expect(page.locator("#scenarios")).to_contain_text("Chance by 2035")


def test_a_mark_of_the_way_to_parity_leads_nowhere_and_breaks_nothing(look: Open) -> None:
    page = look("/closing-the-gap?agency=DOT&group=Asian")
    page.locator(".plot-box").scroll_into_view_if_needed()
    page.locator(".plot-box .nsewdrag").first.click()
    expect(page).to_have_url(re.compile("/closing-the-gap"))


def test_the_scan_is_narrowed_and_its_pages_are_turned(look: Open) -> None:
    page = look("/disparities?show=all")
    page.get_by_label("Measure").select_option("employees")
    expect(page).to_have_url(re.compile("measure=employees"))
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".paging")).to_contain_text("Page 2 of")


def test_an_agency_is_added_by_its_name_and_taken_out(look: Open) -> None:
    page = look("/compare?measure=employees&with=DOT&group=Asian")
    page.get_by_label("Add an agency by name or code").fill("Department of Labor")
    page.keyboard.press("Enter")
    expect(page.locator("#compare")).to_contain_text("Department of Labor")
    page.get_by_role("link", name="Remove Department of Labor").click()
    expect(page.locator(".chosen")).not_to_contain_text("Department of Labor")


def test_rows_are_sorted_and_filtered_from_the_keyboard(look: Open) -> None:
    page = look("/explore?table=agencies")
    page.get_by_text("Filter by column").click()
    page.get_by_label("agency", exact=True).fill("DO")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("in-agency=DO"))
    # The address changes first; the rows, and the links above them, once the server has answered.
    expect(page.locator("#sort-name")).to_have_attribute("href", re.compile("in-agency=DO"))
    page.locator("#sort-name").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("name")
    assert all("DO" in text for text in page.locator(".grid-rows tbody tr td:first-child").all_inner_texts())
