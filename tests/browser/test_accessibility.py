"""axe finds nothing on any page: languages, schemes and widths in pairs, panels open and closed."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Open
from tests.dashboard import sample

pytestmark = pytest.mark.browser

# Each pair of language, scheme and width occurs, and each page has two of them.
LOOKS = [
    ("/", "en", "light", 1280),
    ("/", "es", "dark", 360),
    ("/measures", "en", "dark", 1280),
    ("/measures", "es", "light", 360),
    ("/measures/employees", "en", "light", 360),
    ("/measures/employees", "es", "dark", 1280),
    ("/measures/uninsured_rate", "en", "dark", 360),
    ("/measures/suspension_rate", "es", "light", 1280),
    ("/agencies", "en", "dark", 360),
    ("/agencies", "es", "light", 1280),
    ("/agencies/DOT", "en", "dark", 1280),
    ("/agencies/SDE", "es", "light", 360),
    ("/data", "en", "light", 360),
    ("/data", "es", "dark", 1280),
    ("/methodology", "en", "light", 1280),
    ("/methodology", "es", "dark", 360),
    ("/directives", "en", "light", 360),
    ("/directives", "es", "dark", 1280),
    ("/plans", "en", "dark", 1280),
    ("/plans", "es", "light", 360),
    ("/plans?agency=DOT", "en", "dark", 360),
    ("/contracting", "en", "light", 360),
    ("/training", "es", "dark", 1280),
    ("/revisions", "es", "light", 360),
    ("/accessibility", "en", "dark", 1280),
    ("/about", "es", "light", 360),
    ("/nope", "en", "light", 1280),
]


def findings(page: object) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize(("path", "language", "scheme", "wide"), LOOKS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    look: Open, path: str, language: str, scheme: str, wide: int
) -> None:
    page = look(
        f"{path}{'&' if '?' in path else '?'}lang={language}", wide=wide, scheme=scheme, missing=path == "/nope"
    )
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    assert page.evaluate("document.documentElement.lang") == language


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


@pytest.mark.parametrize("wide", [360, 1280])
def test_axe_finds_nothing_in_the_whole_catalogue(look_public: Open, wide: int) -> None:
    page = look_public("/methodology", wide=wide)
    page.locator("details.more summary").click()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= wide


@pytest.mark.parametrize("wide", [360, 1280])
def test_axe_finds_nothing_with_everything_open(look: Open, wide: int) -> None:
    page = look("/measures/employees", wide=wide)
    for name in ("Explain", "Table"):
        for button in page.get_by_role("button", name=name, exact=True).all():
            button.click()
    page.locator("details.drop summary").first.click()
    if wide < 992:
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("button", name="Change").click()
    assert findings(page) == []


@pytest.mark.parametrize("path", ["/", "/measures/employees", "/agencies/DOT", "/data", "/directives", "/plans"])
def test_nothing_scrolls_sideways_at_320_pixels(look: Open, path: str) -> None:
    page = look(path, wide=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
