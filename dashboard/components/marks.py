"""Status icons, absence marks and the mark of the site: drawn once, used by reference."""

from collections.abc import Mapping

from dashboard.figures.trend import NO_BENCHMARK
from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from dashboard.palette import ASSETS
from metrics import words

STATUS_CLASS: Mapping[str, str] = {
    "target_met_or_exceeded": "met",
    "improving": "improving",
    "little_or_no_detectable_change": "same",
    "getting_worse": "worse",
    "not_enough_data": "nodata",
}
ABSENT = ("withheld", "suppressed_by_publisher", "not_collected", "not_applicable", "missing")

# Drawn into every page, because a drawing by reference takes the page's colours only from within it.
SYMBOLS = Markup((ASSETS / "symbols.svg").read_text(encoding="utf-8"))


def use(symbol: str) -> Markup:
    """Return a drawing by reference, said by the words beside it."""
    return tag("svg", tag("use", href=f"#{symbol}"), aria_hidden="true")


def status(name: str, language: str) -> Markup:
    """Return a progress status: shape, word, colour."""
    kind = STATUS_CLASS[name]
    return tag("span", use(f"i-{kind}"), words.status(name, language), class_=f"st {kind}")


def absence(name: str, language: str, said: str = "") -> Markup:
    """Return the mark of an absent value and its words: `said`, else those of its state."""
    mark = "not_applicable" if name == NO_BENCHMARK else name
    return tag("span", use(f"a-{mark}"), said or words.status(name, language), class_="absent")


def key(t: Tongue) -> Markup:
    """Return the six marks with their words."""
    marks = [tag("li", absence(name, t.language)) for name in ABSENT]
    zero = tag("span", use("a-zero"), t("Zero, a counted 0"), class_="absent")
    return tag("ul", together(marks), tag("li", zero), class_="key", aria_label=t("Signs for what is not shown"))


def dot(token: str, filled: bool = True) -> Markup:
    """Return a group's disc, hollow where no difference is shown."""
    style = f"stroke:var(--{token});stroke-width:2;fill:var(--{token if filled else 'bg'})"
    return tag(
        "svg", tag("circle", cx=6, cy=6, r=4.5, style=style), viewbox="0 0 12 12", class_="dot", aria_hidden="true"
    )


def pie(held: str) -> Markup:
    """Return a disc that is full (`present`), half full (`partly`) or a broken ring (`missing`)."""
    return tag("svg", tag("use", href=f"#p-{held}"), class_="pie", aria_hidden="true")
