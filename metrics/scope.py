"""Which rows of an internal release somebody may read: all, or those of an agency and, of all else, the public ones.

Own rows are internal rows of the agency that tell of nobody else. A benchmark that is made of other agencies' counts
(the share statewide, or who is available inside the State) would: 100 people statewide less the own 60 are others'.
Rows held against one are read as the public does, and so are tables that are of no single agency. What an agency's
staff can work out is then what they can from their own counts and the public release, and that is what the attack
on each release tries (decision 17).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
ROW = "rowid"
"""Where a row stands in a table of a file; a view has no places of its own and says them by a column of this name."""
_AFTER = 2**40
"""Own rows have the places they have in their file, and the public ones places after all of them."""
INSIDE, EVERYONE = "inside", "everyone"
"""What the internal and the public file are called where both are read."""
OWN = frozenset(
    {"figures", "representation", "cells", "progress", "summaries", "revisions", "quality", "goals", "plans"}
)
"""Tables of which an agency reads its own internal rows.
Not `findings`: chance is reckoned over all agencies at once."""
APART = ("labor_force", "population", "availability", "enrollment", "best_group", "everyone", "goal", "target")
"""Benchmarks made of published statistics, of the agency's own rows, or set by somebody: none of other agencies."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose internal rows may be read. `agencies`: None for everybody's; of all others the public rows are read."""

    agencies: tuple[str, ...] | None = ()

    def __post_init__(self) -> None:
        """Raise ValueError for what is no agency's code."""
        if wrong := [code for code in self.agencies or () if not is_code(code)]:
            raise ValueError(f"agency is {wrong[0]!r}; expected a code of the register, such as DOT")

    @property
    def whole(self) -> bool:
        """Whether every internal row may be read."""
        return self.agencies is None


EVERYTHING = Scope(None)


def is_code(text: str) -> bool:
    """Return whether a text may be an agency's code: 2 to 12 capital letters and digits.

    >>> is_code("DOT"), is_code("A30"), is_code("dot"), is_code("X' OR '1'='1")
    (True, True, False, False)
    """
    return _CODE.fullmatch(text) is not None


def views(scope: Scope, tables: Mapping[str, sa.Table], there: Mapping[str, set[str]]) -> list[str]:
    """Return the statements that make, for one connection, a view of each table that holds what the scope lets read.

    Temporary views stand before tables of the same name, so whatever is asked is asked of them. `there`: the columns
    of each table of the file. Rows come in the order that files have them in.
    """
    return [
        f'CREATE TEMPORARY VIEW "{name}" AS {_selected(scope, name, table, there[name])}'
        for name, table in tables.items()
        if name in there
    ]


def _selected(scope: Scope, name: str, table: sa.Table, there: set[str]) -> str:
    columns = ", ".join(f'"{each.name}"' for each in table.columns if each.name in there)
    # Names are those of the schema; codes are letters and digits: see `is_code`.
    public = f'SELECT {columns}, {ROW} + {_AFTER} AS {ROW} FROM {EVERYONE}.main."{name}"'  # noqa: S608
    if name not in OWN or not scope.agencies or "agency" not in there:
        return public
    own = f"agency IN ({', '.join(repr(code) for code in scope.agencies)})"
    if "benchmark" in there:
        own += f" AND (benchmark IS NULL OR benchmark IN ({', '.join(repr(each) for each in APART)}))"
    order = ", ".join(
        f'"{each.name}" NULLS FIRST' for each in table.columns if each.name in there and each.type.python_type is str
    )
    inside = f'SELECT {columns}, {ROW} FROM {INSIDE}.main."{name}" WHERE {own}'  # noqa: S608
    return f"{inside} UNION ALL {public} WHERE ({own}) IS NOT TRUE ORDER BY {order}"
