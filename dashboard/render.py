"""A page's tree as HTML and as Dash components."""

import json
from collections.abc import Iterable
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.markup import Markup, Part, Plot, Section, tag, together

PLOTLY: Any = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "plotlyServerURL": ""}


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


def as_html(parts: Iterable[Part]) -> Markup:
    """Return the parts as one piece of HTML; plots as their still drawings."""
    return together(_still(part) for part in parts)


def as_components(parts: Iterable[Part]) -> list[Any]:
    """Return the parts as Dash components; neighbouring markup becomes one component."""
    found: list[Any] = []
    waiting: list[Markup] = []
    for part in parts:
        if isinstance(part, Markup):
            waiting.append(part)
            continue
        if waiting:
            found.append(Raw(str(together(waiting))))
            waiting = []
        found.extend(_plot(part) if isinstance(part, Plot) else [_section(part)])
    if waiting:
        found.append(Raw(str(together(waiting))))
    return found


def _still(part: Part) -> Markup:
    match part:
        case Plot():
            return tag("div", part.still, class_="funnel-static")
        case Section():
            return tag(part.name, as_html(part.parts), **part.attributes)
        case _:
            return part


def _section(section: Section) -> Any:
    attributes = {
        {"class_": "className"}.get(key, key.replace("_", "-")): value for key, value in section.attributes.items()
    }
    return getattr(html, section.name.capitalize())(as_components(section.parts), **attributes)


def _plot(plot: Plot) -> list[Any]:
    # JSON inside a script element must not be able to end it.
    text = json.dumps(plot.figures).replace("<", "\\u003c")
    return [
        html.Div(
            dcc.Graph(id=plot.id, figure=plot.figures["light"], config=PLOTLY, style={"height": "400px"}),
            className="plot-box",
        ),
        Raw(f'<script type="application/json" data-plot="{plot.id}">{text}</script>'),
    ]
