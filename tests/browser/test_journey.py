"""What readers do: choose, look closer, take away, come back; with the keyboard alone, and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_the_keyboard_alone_leads_from_the_overview_to_an_agencys_figures_in_spanish(look: Open) -> None:
    page = look("/")
    _tab_to(page, "Measures")
    page.keyboard.press("Enter")
    expect(page.locator("#page h1")).to_have_text("Measures")
    expect(page.locator("#page h1")).to_be_focused()

    _tab_to(page, "Employee representation")
    page.keyboard.press("Enter")
    expect(page.locator("#page h1")).to_contain_text("mirror")

    agency = page.get_by_label("Agency")
    # A list forgets what was typed after a second, which is short where many tests run at once.
    while agency.input_value() != "DOT":
        agency.focus()
        page.keyboard.type("Department of Tr")
        page.wait_for_timeout(1500)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("agency=DOT"))
    expect(agency).to_be_focused()
    expect(page.locator("#announcer")).not_to_be_empty()

    page.get_by_label("Year").focus()
    page.keyboard.type("2020")
    expect(page).to_have_url(re.compile("period=FY2020"))
    expect(page.locator("#groups .src")).to_contain_text("fiscal year 2020")

    table = page.locator("#groups").get_by_role("button", name="Table")
    table.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#groups .as-table")).to_be_visible()
    expect(table).to_have_attribute("aria-pressed", "true")

    page.locator("#groups summary").focus()
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "employees-groups-FY2020.csv"

    page.get_by_role("link", name="Español").focus()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page).to_have_url(re.compile("agency=DOT.*period=FY2020.*lang=es"))


def test_choices_are_in_the_address_and_the_back_button_undoes_them(look: Open) -> None:
    page = look("/measures/employees")
    heading = page.locator("#groups-heading")
    page.get_by_text("Population", exact=True).first.click()
    expect(heading).to_have_text("How does each group compare with the population?")
    page.get_by_label("Break down by").select_option("sex")
    expect(page.locator("#groups .rows")).to_contain_text("Female")
    page.go_back()
    expect(page.locator("#groups .rows")).to_contain_text("Hispanic or Latino")
    expect(heading).to_have_text("How does each group compare with the population?")
    page.go_back()
    expect(heading).to_have_text("How does each group compare with the labor force?")


def test_what_is_open_stays_open_when_a_choice_changes(look: Open) -> None:
    page = look("/measures/employees")
    page.locator("#groups").get_by_role("button", name="Explain").click()
    expect(page.locator("#groups-explained")).to_be_visible()
    page.locator("#groups").get_by_role("link", name="Asian").click()
    expect(page.locator("#groups-explained")).to_contain_text("Asian")
    expect(page.locator("#groups-explained")).to_be_visible()


def test_a_copied_link_shows_the_same_again(look: Open) -> None:
    page = look("/measures/employees?agency=DOC&dimension=sex")
    page.locator("#groups").get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    before = page.locator("#groups .rows").inner_text()
    page.goto(copied)
    page.wait_for_selector("#page h1")
    assert page.locator("#groups .rows").inner_text() == before


def test_the_funnel_is_drawn_in_the_scheme_that_is_chosen(look: Open) -> None:
    page = look("/measures/employees", scheme="light")
    page.locator(".plot-box").scroll_into_view_if_needed()
    paper = page.locator("#funnel-plot .main-svg").first
    expect(paper).to_have_css("background-color", "rgb(255, 255, 255)")
    page.get_by_role("button", name="Dark colors").click()
    expect(paper).to_have_css("background-color", "rgb(16, 22, 29)")
    page.reload()
    page.wait_for_selector("#page h1")
    expect(page.locator("body")).to_have_css("background-color", "rgb(16, 22, 29)")
    expect(page.get_by_role("button", name="Light colors")).to_be_visible()


def test_an_agency_is_found_by_part_of_its_name(look: Open) -> None:
    page = look("/agencies")
    page.get_by_label("Find an agency by name or code").fill("transp")
    expect(page.locator("#register tbody tr:visible")).to_have_count(1)
    expect(page.locator("#register-found")).to_have_text("1 found")
    page.get_by_role("link", name="Department of Transportation").click()
    expect(page.locator("#page h1")).to_have_text("Department of Transportation")


def test_a_district_is_found_by_typing(look: Open) -> None:
    page = look("/measures/suspension_rate")
    place = page.get_by_label("Place (type to search)")
    place.fill("Invented School District 007")
    place.press("Enter")
    expect(page).to_have_url(re.compile("geography=Invented%20School%20District%20007|District\\+007"))
    expect(page.locator("#page")).to_contain_text("Invented School District 007")


def test_without_scripts_the_page_is_whole_and_its_filters_work(look: Open) -> None:
    page = look("/measures/employees", scripts=False)
    expect(page.locator(".rows").first).to_contain_text("Hispanic or Latino")
    expect(page.locator("#groups .as-table")).to_be_visible()
    expect(page.locator(".still svg")).to_be_visible()
    page.get_by_label("Agency").select_option("DOT")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("agency=DOT"))


def test_a_page_prints_light_and_without_controls(look: Open) -> None:
    page = look("/measures/employees", scheme="dark")
    page.emulate_media(media="print")
    expect(page.locator("nav")).to_be_hidden()
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("#groups-explained")).to_be_visible()
    expect(page.locator("h1").first).to_have_css("color", "rgb(21, 32, 43)")


def _tab_to(page: Page, name: str) -> None:
    """Press the tab key until the link with this text has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"{name!r} cannot be reached with the tab key")


def test_a_mark_of_the_funnel_leads_to_its_agency(look: Open) -> None:
    page = look("/measures/employees")
    assert not page.evaluate("!!window.Plotly")
    page.locator(".plot-box").scroll_into_view_if_needed()
    plot = page.locator("#funnel-plot .scatterlayer .trace .point")
    expect(page.locator(".js-plotly-plot")).to_have_attribute("data-leads", "yes")
    box = plot.last.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile("/agencies/"))


def test_a_choice_is_shown_within_a_tenth_of_a_second_by_the_server(look: Open) -> None:
    page = look("/measures/employees")
    with page.expect_response(re.compile("_dash-update-component")) as answer:
        page.get_by_label("Year").select_option("FY2021")
    timing = answer.value.request.timing
    # Twice the aim: other tests may be running on the same two cores.
    assert timing["responseEnd"] - timing["requestStart"] < 200


@pytest.mark.parametrize(("wide", "line"), [(1280, "none"), (360, "flex")])
def test_a_long_list_is_folded_under_a_line_on_phones_only(look_at: Open, wide: int, line: str) -> None:
    page = look_at("public", "/contracting", wide=wide)
    fold = page.locator("#goals .on-phones")
    assert fold.locator("summary").evaluate("each => getComputedStyle(each).display") == line
    expect(fold.locator("tbody tr").first).to_be_visible(visible=wide == 1280)
