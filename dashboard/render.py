"""A page's tree as HTML and as the one Dash component that shows it."""

import json
from collections.abc import Iterable

from dash.development.base_component import Component

from dashboard import plotly
from dashboard.markup import Markup, Part, Plot, Section, tag, together


class Raw(Component):
    """Markup as the server wrote it. Its other half is `equity.Markup` in assets/site.js."""

    _namespace = "equity"
    _type = "Markup"

    def __init__(self, html: str) -> None:
        self._prop_names = ["html"]
        self._valid_wildcard_attributes = []
        self.available_properties = ["html"]
        self.available_wildcard_properties = []
        # Component's own beginning looks for a package of this namespace, in vain and every time.
        self.html = html


def as_html(parts: Iterable[Part], *, scripts: bool = False) -> Markup:
    """Return the parts as one piece of HTML; plots as their still drawings, with what `scripts` draw in their place."""
    return together(_written(part, scripts) for part in parts)


def as_component(parts: Iterable[Part]) -> Raw:
    """Return the parts as a Dash component."""
    return Raw(str(as_html(parts, scripts=True)))


def _written(part: Part, scripts: bool) -> Markup:
    match part:
        case Plot():
            return _plot(part, scripts)
        case Section():
            return tag(part.name, as_html(part.parts, scripts=scripts), **part.attributes)
        case _:
            return part


def _plot(plot: Plot, scripts: bool) -> Markup:
    still = tag("div", plot.still, class_="still")
    if not scripts:
        return tag("div", still, class_="plot-box")
    # JSON inside a script element must not be able to end it.
    figures = Markup(json.dumps(plot.figures).replace("<", "\\u003c"))
    drawn = tag("div", id=plot.id, class_="drawing")
    figures = tag("script", figures, type="application/json", data_plot=plot.id)
    return tag("div", still, drawn, figures, class_="plot-box", data_script=plotly.address())
