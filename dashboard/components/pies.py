"""How much of something is there: a full, half or broken disc with its word."""

from dashboard.language import Tongue
from dashboard.markup import Markup, tag

_SHAPES = {
    "full": [tag("circle", cx=10, cy=10, r=8, class_="full")],
    "half": [tag("circle", cx=10, cy=10, r=8, class_="ring"), tag("path", d="M10 2a8 8 0 0 0 0 16z", class_="full")],
    "dotted": [tag("circle", cx=10, cy=10, r=8, class_="ring"), tag("circle", cx=10, cy=10, r=3.2, class_="full")],
    "none": [tag("circle", cx=10, cy=10, r=8, class_="ring broken")],
}


def pie(shape: str, said: str) -> Markup:
    """Return a disc and its word; `shape` is full, half, dotted or none."""
    return tag("span", disc(shape), said, class_="st pie")


def disc(shape: str) -> Markup:
    """Return the disc alone, said by words elsewhere."""
    return tag("svg", _SHAPES[shape], viewbox="0 0 20 20", aria_hidden="true")


def parts(t: Tongue) -> dict[str, tuple[str, str]]:
    """Return what a delivery says of a part of a plan -> its disc and its word."""
    return {"present": ("full", t("Present")), "partly": ("half", t("Partly")), "missing": ("none", t("Missing"))}
