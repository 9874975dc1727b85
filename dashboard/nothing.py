"""What is shown when there is nothing to show: an unknown address, or no release yet."""

from dashboard.language import Tongue
from dashboard.markup import View, tag
from dashboard.selection import Selection


def not_found(path: str, t: Tongue, selection: Selection) -> View:
    """Say that nothing is at an address, and the ways out."""
    kept = selection.only()
    ways = [
        tag("li", tag("a", name, href=kept.address(address)))
        for name, address in ((t("Overview"), "/"), (t("Measures"), "/measures"), (t("Agencies"), "/agencies"))
    ]
    return View(
        t("Page not found"),
        (
            tag("p", class_="crumb"),
            tag("h1", t("Page not found")),
            tag(
                "p",
                t("Nothing is at {path}. It may have moved, or the address may be mistyped.", path=path),
                class_="lead",
            ),
            tag("ul", ways, class_="gap"),
        ),
        404,
    )


def no_release(t: Tongue) -> View:
    """Say that nothing is published yet, and what to do."""
    return View(
        t("No release yet"),
        (
            tag("p", class_="crumb"),
            tag("h1", t("Nothing is published yet")),
            tag(
                "p",
                t("This server has no release to show. Run “equity publish”, or “equity demo” for demonstration data."),
                class_="lead",
            ),
        ),
        503,
    )
