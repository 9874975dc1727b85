"""`make gallery`: a picture of every page in both languages and schemes, and the guides that show some of them.

Looks at the home that EQUITY_HOME names (default `var`), which has a demonstration release. Writes docs/gallery/ and
docs/guide/.
"""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from dashboard.guide import as_markdown, guides
from dashboard.language import LANGUAGES, tongue
from tests.browser.conftest import serving, sign_in

ROOT = Path(__file__).parents[2]
PAGES = {
    "overview": "/",
    "directives": "/directives",
    "measures": "/measures",
    "measure": "/measures/employees",
    "outcome": "/measures/suspension_rate",
    "agencies": "/agencies",
    "agency": "/agencies/DOT",
    "agency-services": "/agencies/DOT?show=service_delivery",
    "plans": "/plans",
    "plan": "/plans?agency=DOT",
    "training": "/training",
    "contracting": "/contracting",
    "budget": "/budget",
    "services": "/services",
    "engagement": "/engagement",
    "communication": "/communication",
    "communities": "/communities",
    "town": "/communities?town=Hartford",
    "municipal": "/municipal",
    "disparities": "/disparities",
    "compare": "/compare?agency=DOT",
    "compare-measure": "/compare",
    "closing-the-gap": "/closing-the-gap?agency=DOT",
    "explore": "/explore",
    "data": "/data",
    "methodology": "/methodology",
    "revisions": "/revisions",
    "accessibility": "/accessibility",
    "about": "/about",
    "glossary": "/glossary",
    "search": "/search?q=plan",
    "guide": "/guide/agency",
    "figure": "/figures/employees.all.connecticut.fy2025.race5.asian.demonstration",
    "api": "/api",
    "report": "/report",
    "plain": "/plain/",
    "plain-groups": "/plain/groups",
    "plain-places": "/plain/places",
    "plain-search": "/plain/search",
}
"""Name of the picture -> address."""
INSIDE = {"deliveries": "/deliveries"}
"""The same of pages that the public has not."""
KINDS = {
    "": ("en", "light", 1280, 960, 0.6),
    "-dark": ("en", "dark", 1280, 960, 0.6),
    "-es": ("es", "light", 1280, 960, 0.6),
    "-es-dark": ("es", "dark", 1280, 960, 0.6),
    "-360": ("en", "light", 360, 740, 1.0),
}
"""Ending of the name -> language, scheme, width, height, size in pixels of the picture to a pixel of the page."""
_QUALITY = 52
_PLAIN = "/plain/"


def main() -> int:
    """Write the pictures, their table, and the guides."""
    home = Path(os.environ.get("EQUITY_HOME", "var"))
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None or not (home / "releases" / "current").exists():
        needed = "Chromium" if chromium is None else f"a release in {home}; run `equity demo --no-serve` first"
        print(f"gallery: needs {needed}", file=sys.stderr)
        return 1
    folder = ROOT / "docs" / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.jpg"):
        old.unlink()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for audience, pages in (("public", PAGES), ("internal", INSIDE)):
            server = serving(home, audience)
            address = next(server)
            try:
                for ending in KINDS:
                    _photograph(browser, address, pages, folder, ending)
            finally:
                next(server, None)
        browser.close()
    (folder / "README.md").write_text(table(), encoding="utf-8")
    write_guides(ROOT / "docs" / "guide")
    size = sum(each.stat().st_size for each in folder.glob("*.jpg"))
    print(f"gallery: {len({**PAGES, **INSIDE}) * len(KINDS)} pictures, {size / 1e6:.1f} MB in {folder}")
    return 0


def write_guides(folder: Path) -> None:
    """Write each guide in each language."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        for guide in guides(tongue(language)):
            ending = "" if language == "en" else f".{language}"
            text = as_markdown(guide, "../gallery", tongue(language))
            (folder / f"{guide.name}{ending}.md").write_text(text, encoding="utf-8")


def _photograph(browser: Browser, address: str, pages: Mapping[str, str], folder: Path, ending: str) -> None:
    language, scheme, wide, high, scale = KINDS[ending]
    context = browser.new_context(
        viewport={"width": wide, "height": high},
        color_scheme=scheme,  # type: ignore[arg-type]
        device_scale_factor=scale,
        reduced_motion="reduce",
    )
    sign_in(context, address)
    for name, path in pages.items():
        page = context.new_page()
        page.goto(address + _in(language, path), timeout=90_000)
        page.wait_for_selector("h1" if path.startswith(_PLAIN) else "#page h1", timeout=90_000)
        page.wait_for_timeout(700)
        page.screenshot(path=folder / f"{name}{ending}.jpg", type="jpeg", quality=_QUALITY)
        page.close()
    context.close()


def _in(language: str, path: str) -> str:
    """Return the address of a page in a language."""
    if language == "en":
        return path
    if path.startswith(_PLAIN):
        return path.replace(_PLAIN, f"{_PLAIN}{language}/", 1)
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def table() -> str:
    """Return the page that shows all pictures, as Markdown."""
    heads = {"": "English", "-dark": "dark", "-es": "Español", "-es-dark": "oscuro", "-360": "360 px"}
    lines = [
        "# Every page",
        "",
        "Made by `make gallery` from a demonstration release: invented data, called so on each page.",
        "",
        "| page | " + " | ".join(heads.values()) + " |",
        "|---" * (len(heads) + 1) + "|",
    ]
    for name, path in {**PAGES, **INSIDE}.items():
        cells = [f"[![{name}, {head}]({name}{ending}.jpg)]({name}{ending}.jpg)" for ending, head in heads.items()]
        lines.append(f"| `{path}` | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
