"""How a figure came about, for programs: the same words as on its page."""

from typing import Any

from dashboard.api import form, rows
from dashboard.api.problem import Problem, named
from dashboard.api.resource import RESOURCES
from dashboard.exports.text import explained
from dashboard.language import tongue
from dashboard.selection import Selection
from dashboard.tables import Tables

_FIGURES = RESOURCES["figures"]


def explain(tables: Tables, figure: str, language: str, benchmark: str) -> bytes:
    """Return the figure's rows and how it was worked out against a benchmark; blank: the one its page shows first.

    Raises Problem for a figure that is none, and for a benchmark that it is not held against.
    """
    found = rows.of_one(tables, _FIGURES, figure)
    held = sorted({name for name in found["benchmark"].to_pylist() if name})
    if not found.num_rows:
        raise Problem("not-found", f"release {tables.id} has no figure {figure!r}; see {_FIGURES.path}")
    if benchmark and benchmark not in held:
        raise Problem(
            "not-found", f"the figure is not held against {benchmark!r}; choose {named(held) or 'none'}", known=held
        )
    title, *lines = explained(tables, figure, tongue(language), benchmark).split("\n")
    asked = Selection(benchmark=benchmark, release=tables.id, lang=language)
    told: dict[str, Any] = {
        **rows.about(tables),
        "figure_id": figure,
        "language": language,
        "title": title,
        "explanation": lines,
        "page": asked.address(f"/figures/{figure}"),
    }
    return form.as_json(found, told)
