"""Groups against a benchmark: one row a group, with its place on the axis, its numbers in words, its reading."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard.figures.axis import Axis, fitting_axis, ratio_axis
from dashboard.figures.row import OfRatio, OfValue, Record, Row, number
from dashboard.language import Tongue
from dashboard.tables import EVERYONE, NOT_REPORTED, absent
from metrics import words


@dataclass(frozen=True, slots=True)
class RowTable:
    """Rows, their axis, and the headings of their numbers."""

    axis: Axis
    ratio: bool
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    tab: str
    ticks: tuple[str, ...]
    heading: str
    note: str

    @property
    def shared_benchmark(self) -> float | None:
        """The benchmark's place if it is one for all rows."""
        found = {row.benchmark for row in self.rows if row.benchmark is not None}
        return found.pop() if len(found) == 1 else None


_WHOLE = ("persons", "things", "days")
"""Units of which there is no half."""


def row_table(
    measure: Mapping[str, Any],
    figures: pd.DataFrame,
    representation: pd.DataFrame,
    benchmark: str,
    t: Tongue,
) -> RowTable:
    """Return the rows of one agency, place, period and dimension against a benchmark.

    `figures`: those rows without benchmark and with this one; `representation`: those with this one.
    """
    base = figures[absent(figures["benchmark"])]
    groups = base[base["group"] != EVERYONE] if (base["group"] != EVERYONE).any() else base
    beside = (
        {row["figure_id"]: row for row in _records(figures[figures["benchmark"] == benchmark])} if benchmark else {}
    )
    ratios = {row["figure_id"]: row for row in _records(representation)}
    ratio = measure["favourable"] == "parity" and any(number(row["ratio"]) is not None for row in ratios.values())
    make = OfRatio(measure, t, benchmark) if ratio else OfValue(measure, t, benchmark)
    rows = [
        make.row(
            figure,
            beside.get(figure["figure_id"]),
            ratios.get(figure["figure_id"]),
        )
        for figure in _records(groups)
    ]
    placed = [n for row in rows for n in (row.at, row.low, row.high, row.benchmark) if n is not None]
    if ratio:
        axis = ratio_axis([row.at for row in rows if row.at])
        ticks = tuple(f"{tick:g}×" for tick in axis.ticks)
    elif not placed:
        axis, ticks = Axis(0.0, 1.0, ()), ()
    else:
        axis = fitting_axis(placed)
        if measure["unit"] in _WHOLE:
            axis = replace(axis, ticks=tuple(tick for tick in axis.ticks if tick.is_integer()))
        decimals = axis.decimals
        ticks = tuple(words.bare(tick, measure["unit"], decimals, t.language) for tick in axis.ticks)
    keyed = sorted(rows, key=lambda row: (row.group == NOT_REPORTED, row.at is None, *make.order[row.group], row.name))
    headings, keyed = _without_empty(make.headings, keyed)
    tested = any(row.low is not None for row in rows)
    if benchmark and not tested and any(row.filled for row in rows):
        headings = (*headings[:-1], t("Reading"))
    note = (
        make.note
        if tested
        else t("Filled mark: it differs from the benchmark. The count is complete: chance has no part in it.")
        if any(row.filled for row in rows) and benchmark
        else ""
        if not benchmark or all(row.at is None for row in rows)
        else t("Marks are hollow: the source gives no base and no margin of error, so no difference can be tested.")
    )
    return RowTable(axis, ratio, headings, tuple(keyed), make.tab, ticks, make.heading, note)


def _without_empty(headings: tuple[str, ...], rows: list[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """Leave out columns that no row has a number for; the reading, which is last, stays."""
    width = max((len(row.cells) for row in rows), default=0)
    if not width:
        return headings, rows
    kept = [k for k in range(width) if any(row.cells and row.cells[k] for row in rows)]
    return (
        (*(headings[k] for k in kept), *headings[width:]),
        [replace(row, cells=tuple(row.cells[k] for k in kept) if row.cells else ()) for row in rows],
    )


def _records(rows: pd.DataFrame) -> list[Record]:
    # Column by column: pandas' own records box every cell twice, and a page has hundreds of them.
    columns = [rows[name].tolist() for name in rows.columns]
    return [dict(zip(rows.columns, cells, strict=True)) for cells in zip(*columns, strict=True)]
