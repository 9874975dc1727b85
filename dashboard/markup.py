"""HTML and SVG as safe text: every value is escaped unless it already is markup.

A page is a tree of `Markup`, `Section` and `Plot`. It is written twice from the same tree: as HTML (the first
paint, and readers without scripts) and as Dash components.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

_VOID = frozenset({"base", "br", "hr", "img", "input", "link", "meta"})


def tag(name: str, /, *children: Any, **attributes: Any) -> Markup:
    """Return one element. Attributes lose a trailing `_`, inner `_` become `-`; None and False are left out.

    >>> tag("a", "R&D", href="/?a=1&b=2", aria_current="page", hidden=False)
    Markup('<a href="/?a=1&amp;b=2" aria-current="page">R&amp;D</a>')
    """
    said = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{said}>")  # noqa: S704 - name is ours, values are escaped
    return Markup(f"<{name}{said}>{together(children)}</{name}>")  # noqa: S704 - as above


def together(children: Iterable[Any]) -> Markup:
    """Return the children one after the other; None and False are left out, lists are opened up."""
    return Markup("").join(_opened(children))


def _opened(children: Iterable[Any]) -> Iterable[Any]:
    for child in children:
        if child is None or child is False:
            continue
        if isinstance(child, list | tuple):
            yield from _opened(child)
        else:
            yield child


def _attribute(key: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    # SVG's own names are in camel case.
    name = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}.get(name, name)
    if value is True:
        return f" {name}"
    if isinstance(value, float):
        value = f"{value:.2f}".rstrip("0").rstrip(".")
    return f' {name}="{escape(value)}"'


@dataclass(frozen=True, slots=True)
class Plot:
    """A Plotly figure for each scheme, and the drawing that stands in its place where scripts do not run."""

    id: str
    figures: dict[str, Any]
    still: Markup


@dataclass(frozen=True, slots=True)
class Section:
    """An element whose children may hold plots."""

    name: str
    parts: tuple["Part", ...]
    attributes: dict[str, str] = field(default_factory=dict)


__all__ = ["Markup", "Part", "Plot", "Section", "View", "tag", "together"]

Part = Markup | Plot | Section


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows: its title, and its parts from the first heading on."""

    title: str
    parts: tuple[Part, ...]
    status: int = 200
