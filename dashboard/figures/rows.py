"""Groups against a benchmark: one row a group, with its place on the axis, its numbers in words, its reading."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard.figures.axis import Axis, ratio_axis, value_axis
from dashboard.language import Tongue
from dashboard.palette import group_token
from dashboard.tables import EVERYONE, NOT_REPORTED, absent
from metrics import words

DIFFERENT = ("below", "above", "better", "worse")


@dataclass(frozen=True, slots=True)
class Row:
    """A group: where it stands (None: nowhere, see `status`), its benchmark, its words."""

    group: str
    name: str
    token: str
    status: str
    at: float | None
    low: float | None
    high: float | None
    benchmark: float | None
    filled: bool
    cells: tuple[str, ...]
    reading: str
    brief: str


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
        figures[figures["benchmark"] == benchmark].set_index("figure_id")
        if benchmark
        else figures.iloc[:0].set_index("figure_id")
    )
    ratios = representation.drop_duplicates("figure_id").set_index("figure_id")
    ratio = measure["favourable"] == "parity" and not ratios["ratio"].dropna().empty
    make = _Ratio(measure, t, benchmark) if ratio else _Value(measure, t, benchmark)
    rows = [
        make.row(
            figure,
            beside.loc[figure["figure_id"]] if figure["figure_id"] in beside.index else None,
            ratios.loc[figure["figure_id"]] if figure["figure_id"] in ratios.index else None,
        )
        for _, figure in groups.iterrows()
    ]
    placed = [n for row in rows for n in (row.at, row.low, row.high, row.benchmark) if n is not None]
    if ratio:
        axis = ratio_axis([row.at for row in rows if row.at])
        ticks = tuple(f"{tick:g}×" for tick in axis.ticks)
    else:
        axis = value_axis(placed, from_zero=_from_zero(placed))
        decimals = int(measure["decimals"]) if all(float(tick).is_integer() is False for tick in axis.ticks[1:2]) else 0
        ticks = tuple(words.number(tick, measure["unit"], decimals, t.language) for tick in axis.ticks)
    keyed = sorted(rows, key=lambda row: (row.group == NOT_REPORTED, row.at is None, *make.order[row.group], row.name))
    headings, keyed = _without_empty(make.headings, keyed)
    tested = any(row.low is not None for row in rows)
    note = (
        make.note
        if tested
        else ""
        if not benchmark
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


def _from_zero(values: list[float]) -> bool:
    return not values or min(values) < 0.6 * max(values)


class _Value:
    """Rows of values on the measure's own scale."""

    def __init__(self, measure: Mapping[str, Any], t: Tongue, benchmark: str) -> None:
        self.measure, self.t, self.benchmark = measure, t, benchmark
        self.order: dict[str, tuple[float, ...]] = {}
        named = _first(words.benchmark(benchmark, t.language)) if benchmark else ""
        self.headings = (t("Value"), named, t("Difference"), t("Reading at 95%")) if benchmark else (t("Value"),)
        self.tab = words.benchmark(benchmark, t.language) if benchmark else ""
        self.heading = (
            t("Group, least favorable first") if benchmark and measure["favourable"] != "none" else t("Group")
        )
        self.note = (
            t("Filled mark: a difference is shown. Hollow mark: none is shown. Bar: 95% interval, where there is one.")
            if benchmark
            else t("Bar: 95% interval, where there is one.")
        )

    def row(self, figure: pd.Series, beside: pd.Series | None, _ratio: pd.Series | None) -> Row:
        value, low, high = _number(figure["value"]), _number(figure["lower"]), _number(figure["upper"])
        other = _number(beside["benchmark_value"]) if beside is not None else None
        gap = _number(beside["gap"]) if beside is not None else None
        word = _word(beside)
        sign = {"higher": 1.0, "lower": -1.0, "parity": 1.0}.get(self.measure["favourable"], 0.0)
        # The group that is itself the benchmark has no distance from it.
        apart = gap if gap is not None else 0.0 if self.benchmark else value or 0.0
        self.order[figure["group"]] = (sign * apart,)
        cells: tuple[str, ...] = ()
        brief = ""
        if value is not None:
            said = self._said(value)
            cells = (said,)
            brief = said
            if self.benchmark:
                compared = self._said(other) if other is not None else ""
                difference = self._difference(gap) if gap is not None else ""
                cells = (said, compared, difference)
                brief = f"{said}; {compared} ({words.benchmark(self.benchmark, self.t.language)})" if compared else said
        return Row(
            figure["group"], _name(figure, self.t), group_token(figure["group"]), str(figure["status"]), value, low, high,
            other, word in DIFFERENT or not self.benchmark, cells, _reading(word, self.t), brief,
        )  # fmt: skip

    def _said(self, value: float) -> str:
        return words.number(value, self.measure["unit"], int(self.measure["decimals"]), self.t.language)

    def _difference(self, gap: float) -> str:
        if self.measure["unit"] == "percent":
            return words.points(gap, int(self.measure["decimals"]), self.t.language)
        return ("+" if gap > 0 else "") + self._said(gap)


class _Ratio:
    """Rows of shares against the benchmark's shares: the ratio's place, both shares, points and people."""

    def __init__(self, measure: Mapping[str, Any], t: Tongue, benchmark: str) -> None:
        self.measure, self.t = measure, t
        self.order: dict[str, tuple[float, ...]] = {}
        named = words.benchmark(benchmark, t.language)
        self.headings = (
            t("Share"), t("Share: {benchmark}", benchmark=named), t("Difference, points"),
            t("Difference, people"), t("Reading at 95%"),
        )  # fmt: skip
        self.tab = f"{named} = 1"
        self.heading = t("Group, largest shortfall first")
        self.note = t(
            "Ratio of shares, log scale. Filled mark: the interval does not reach the line. Hollow mark: it does, so no "
            "difference is shown. Bar: 95% interval, with the survey’s own margin of error."
        )
        self.named = named

    def row(self, figure: pd.Series, _beside: pd.Series | None, ratio: pd.Series | None) -> Row:
        language, decimals = self.t.language, int(self.measure["decimals"])
        share = _number(figure["value"])
        at = _number(ratio["ratio"]) if ratio is not None else None
        word = str(ratio["reading"]) if ratio is not None and isinstance(ratio["reading"], str) else ""
        points = _number(ratio["points"]) if ratio is not None else None
        self.order[figure["group"]] = (points if points is not None else 0.0,)
        cells: tuple[str, ...] = ()
        brief = ""
        if share is not None:
            said = words.number(share, "percent", decimals, language)
            cells, brief = (said, "", "", ""), said
            if ratio is not None and at is not None:
                reference = words.number(ratio["reference_share"], "percent", decimals, language)
                margin = _number(ratio["reference_margin"])
                if margin is not None:
                    reference += f" ±{words.number(margin, 'ratio', 1, language)}"
                people = _number(ratio["persons"])
                cells = (
                    said, reference, _signed(words.number(points, "ratio", 1, language), points) if points is not None else "",
                    _signed(words.number(people, "persons", 0, language), people) if people is not None else "",
                )  # fmt: skip
                brief = f"{said}; {reference} ({self.named})"
                if people is not None:
                    brief += f". {_signed(words.people(people, language), people)}"
        return Row(
            figure["group"], _name(figure, self.t), group_token(figure["group"]), str(figure["status"]), at,
            _number(ratio["lower"]) if ratio is not None else None,
            _number(ratio["upper"]) if ratio is not None else None, 1.0 if at is not None else None,
            word in DIFFERENT, cells, _reading(word, self.t), brief,
        )  # fmt: skip


def _signed(text: str, value: float) -> str:
    return f"+{text}" if value > 0 and any(c in "123456789" for c in text) else text


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _word(beside: pd.Series | None) -> str:
    return str(beside["comparison"]) if beside is not None and isinstance(beside["comparison"], str) else ""


def _reading(word: str, t: Tongue) -> str:
    return words.reading(word, t.language) if word else ""


def _name(figure: pd.Series, t: Tongue) -> str:
    return words.group(figure["group"], t.language, figure["dimension"])


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
