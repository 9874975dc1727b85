"""What is shown when there is nothing to show: an unknown address, or no release yet."""

from dashboard.language import Tongue
from dashboard.markup import Part, View, tag
from dashboard.selection import Selection


def not_found(path: str, t: Tongue, selection: Selection) -> View:
    """Say that nothing is at an address, and the ways out."""
    kept = selection.only()
    ways = [
        tag("li", tag("a", name, href=kept.address(address)))
        for name, address in ((t("Overview"), "/"), (t("Measures"), "/measures"), (t("Agencies"), "/agencies"))
    ]
    lead = t("Nothing is at {path}. It may have moved, or the address may be mistyped.", path=path)
    return _said(t("Page not found"), t("Page not found"), lead, 404, tag("ul", ways, class_="gap"))


def no_release(t: Tongue) -> View:
    """Say that nothing is published yet, and what to do."""
    lead = t("This server has no release to show. Run “equity publish”, or “equity demo” for demonstration data.")
    return _said(t("No release yet"), t("Nothing is published yet"), lead, 503)


def _said(title: str, heading: str, lead: str, status: int, *more: Part) -> View:
    parts = (tag("p", class_="crumb"), tag("h1", heading), tag("p", lead, class_="lead"), *more)
    return View(title, parts, status)
