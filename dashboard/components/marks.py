"""Status icons, absence marks and the mark of the site: drawn once, used by reference."""

from collections.abc import Mapping

from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from metrics import words

STATUS_CLASS: Mapping[str, str] = {
    "target_met_or_exceeded": "met",
    "improving": "improving",
    "little_or_no_detectable_change": "same",
    "getting_worse": "worse",
    "not_enough_data": "nodata",
}
ABSENT = ("withheld", "suppressed_by_publisher", "not_collected", "not_applicable", "missing")

SYMBOLS = Markup(
    """<svg width="0" height="0" class="defs" aria-hidden="true"><defs>
<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V5" stroke="var(--control)" stroke-width="2.2"/></pattern>
<symbol id="i-met" viewBox="0 0 20 20"><circle cx="10" cy="10" r="9" fill="currentColor"/><path d="M5.5 10.5l3 3 6-6.500" fill="none" stroke="var(--bg)" stroke-width="2.400"/></symbol>
<symbol id="i-improving" viewBox="0 0 20 20"><path d="M1 10h11M7.500 4.500 13 10l-5.500 5.500M17.500 2v16" fill="none" stroke="currentColor" stroke-width="2.500"/></symbol>
<symbol id="i-same" viewBox="0 0 20 20"><path d="M3 7h14M3 13h14" stroke="currentColor" stroke-width="2.600"/></symbol>
<symbol id="i-worse" viewBox="0 0 20 20"><rect width="20" height="20" rx="1.500" fill="currentColor"/><path d="M13 10H4M8 5.500 3.500 10 8 14.500M16 3.500v13" fill="none" stroke="var(--bg)" stroke-width="2.200"/></symbol>
<symbol id="i-nodata" viewBox="0 0 20 20"><circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="2.200 2.900"/></symbol>
<symbol id="a-withheld" viewBox="0 0 26 14"><rect x=".5" y=".5" width="25" height="13" fill="url(#hatch)" stroke="var(--control)"/></symbol>
<symbol id="a-suppressed_by_publisher" viewBox="0 0 26 14"><rect x=".5" y=".5" width="25" height="13" fill="none" stroke="var(--control)"/><path d="M4 4h18M4 7h18M4 10h18" stroke="var(--control)" stroke-width="1.600"/></symbol>
<symbol id="a-not_collected" viewBox="0 0 26 14"><rect x=".7" y=".7" width="24.600" height="12.600" fill="none" stroke="var(--control)" stroke-width="1.400" stroke-dasharray="3 2.500"/></symbol>
<symbol id="a-not_applicable" viewBox="0 0 26 14"><path d="M5 7h16" stroke="var(--control)" stroke-width="2"/></symbol>
<symbol id="a-missing" viewBox="0 0 26 14"><rect x=".5" y=".5" width="25" height="13" fill="none" stroke="var(--control)"/><path d="M8 3l10 8M18 3 8 11" stroke="var(--control)" stroke-width="1.600"/></symbol>
<symbol id="a-zero" viewBox="0 0 26 14"><path d="M4 0v14" stroke="var(--ink)" stroke-width="2.500"/><path d="M4 7h20" stroke="var(--grid)"/></symbol>
<symbol id="mark" viewBox="0 0 34 34"><path d="M2 17h20" stroke="var(--series)" stroke-width="4" opacity=".55"/><circle cx="12" cy="17" r="6.500" fill="var(--series)"/><path d="M29 2v30" stroke="var(--bench)" stroke-width="4"/></symbol>
</defs></svg>"""
)


def use(symbol: str) -> Markup:
    """Return a drawing by reference, said by the words beside it."""
    return tag("svg", tag("use", href=f"#{symbol}"), aria_hidden="true")


def status(name: str, language: str) -> Markup:
    """Return a progress status: shape, word, colour."""
    kind = STATUS_CLASS[name]
    return tag("span", use(f"i-{kind}"), words.status(name, language), class_=f"st {kind}")


def absence(name: str, language: str, more: str = "") -> Markup:
    """Return the mark and the words of an absent value."""
    return tag("span", use(f"a-{name}"), words.status(name, language), more, class_="absent")


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
