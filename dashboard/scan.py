"""The scan for disparities as a reader chose it: which findings, in which order, each with its figure."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.figures.axis import ratio_axis
from dashboard.figures.row import Row
from dashboard.figures.rows import RowTable
from dashboard.language import Tongue
from dashboard.selection import Selection
from dashboard.tables import DEMONSTRATION, EVERYONE, Tables, in_words
from metrics import browse, finding, words

FOUND = ("behind", "ahead", "apart", "may_be_chance", "similar", "excluded")
ALL = "all"
_DIFFER = ("behind", "ahead", "apart")
_PAGE = 20
_FEW = {5.0: (0.2, 0.5, 2.0, 5.0), 10.0: (0.1, 0.33, 3.0, 10.0), 2.0: (0.5, 0.8, 1.25, 2.0)}
_KEY = ["figure_id", "benchmark"]
_FIGURE = ["figure_id", "benchmark", "numerator", "denominator", "unit", "gap_lower", "gap_upper"]
_RATIO = ["figure_id", "benchmark", "ratio", "lower", "upper"]


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: its row of `findings` with its figure, its words, and its place on the axis.

    `also`: the other benchmarks against which the same was found, in words.
    """

    title: str
    about: str
    also: str
    address: str
    record: Mapping[Hashable, Any]
    row: Row
    close: str
    chance: str
    p: str
    reason: str

    @property
    def demonstration(self) -> bool:
        return bool(self.record["nature"] == DEMONSTRATION)


@dataclass(frozen=True)
class Scan:
    """The scan of a release under a reader's choices; nothing is tested here."""

    tables: Tables
    asked: Selection
    t: Tongue

    @cached_property
    def measures(self) -> Mapping[str, dict[str, Any]]:
        return {each["measure"]: each for each in self.tables.measures()}

    @cached_property
    def every(self) -> pd.DataFrame:
        """Every row of the scan whose measure is defined, with what the measure is about."""
        rows = self.tables.whole("findings")
        domain = rows["measure"].map({name: each["domain"] for name, each in self.measures.items()})
        return rows.assign(domain=domain)[domain.notna()]

    @cached_property
    def show(self) -> str:
        """Which findings are listed: those behind their benchmark unless the reader asks for others."""
        asked = self.asked.other("show")
        return asked if asked in (*FOUND, ALL) else FOUND[0]

    @cached_property
    def filtered(self) -> pd.DataFrame:
        """The rows that the choices leave, whatever was found."""
        rows = self.every
        for name, value in self.choices.items():
            if value:
                rows = rows[rows[name] == value]
        return rows

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """What the list is narrowed to, by column of the scan; what the scan has not is left out."""
        return {name: value if value in set(self.every[name]) else "" for name, value in self._asked.items()}

    @property
    def unknown(self) -> tuple[str, ...]:
        """What was asked for and is not in the scan."""
        return tuple(value for name, value in self._asked.items() if value and not self.choices[name])

    @property
    def _asked(self) -> Mapping[str, str]:
        own = {name: self.asked.other(name) for name in ("domain", "measure")}
        return own | {name: getattr(self.asked, name) for name in ("agency", "group", "benchmark")}

    def offered(self, name: str) -> tuple[str, ...]:
        """Return the values that a column may be narrowed to, the other choices being as they are."""
        rows = self.every
        for other, value in self.choices.items():
            if value and other != name:
                rows = rows[rows[other] == value]
        return tuple(sorted(rows[name].dropna().unique()))

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many comparisons were found what."""
        found = self.filtered["finding"].value_counts()
        return {name: int(found.get(name, 0)) for name in FOUND}

    @cached_property
    def behind(self) -> int:
        """How many figures are behind one benchmark or more."""
        rows = self.filtered
        return int(rows.loc[rows["finding"] == "behind", "figure_id"].nunique())

    @cached_property
    def reasons(self) -> Mapping[str, int]:
        """How many comparisons could not be tested, by reason, most first."""
        found = self.filtered["reason"].dropna().value_counts()
        return {str(reason): int(n) for reason, n in found.items()}

    @property
    def by_name(self) -> bool:
        """Whether agencies of one measure and group would stand in an order: then it is that of their names."""
        return bool(self.choices["measure"] and self.choices["group"] and not self.choices["agency"])

    @cached_property
    def listed(self) -> pd.DataFrame:
        """Every comparison of the list in its order: first those whose interval is furthest from the benchmark.

        Agencies alike stand by name; so does what was not found to differ.
        """
        rows = self.filtered if self.show == ALL else self.filtered[self.filtered["finding"] == self.show]
        sure = self.show in _DIFFER and not self.by_name
        far = self._furthest(rows) if sure else pd.Series(0.0, index=rows.index)
        named = rows["agency"].map(self.tables.agency_names()).fillna("")
        ordered = rows.assign(_far=-far, _name=named).sort_values(
            ["_far", "_name", "measure", "dimension", "group", "benchmark"], kind="stable", na_position="last"
        )
        return ordered.drop(columns=["_far", "_name"])

    def _furthest(self, rows: pd.DataFrame) -> "pd.Series[float]":
        """Return how far the nearer end of each interval is from the benchmark, on the log scale of ratios."""
        figures = self._of("figures", rows, _FIGURE)
        joined = rows[_KEY].merge(figures, on=_KEY, how="left").set_index(rows.index)
        ends = [1 + joined[end].astype("float64") / rows["benchmark_value"] for end in ("gap_lower", "gap_upper")]
        with np.errstate(divide="ignore", invalid="ignore"):
            apart = np.abs(np.log(np.column_stack(ends)))
        return pd.Series(apart.min(axis=1), index=rows.index)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The list with one row a figure: the first of those that hold it against a benchmark."""
        return self.listed.drop_duplicates("figure_id")

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.figures) // _PAGE))

    @property
    def page(self) -> int:
        """The page of the list, from 1."""
        asked = self.asked.other("page")
        return min(max(int(asked), 1), self.pages) if asked.isdecimal() else 1

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """The findings of the page."""
        first = (self.page - 1) * _PAGE
        rows = self._with_figures(self.figures.iloc[first : first + _PAGE])
        return tuple(self._found(row) for row in rows.to_dict("records"))

    def _with_figures(self, rows: pd.DataFrame) -> pd.DataFrame:
        joined = rows.merge(self._of("figures", rows, _FIGURE), on=_KEY, how="left")
        joined = joined.merge(self._of("representation", rows, _RATIO), on=_KEY, how="left")
        return joined.astype(object).where(joined.notna(), None)

    def _of(self, table: str, rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
        return browse.among(self.tables.release, table, "figure_id", set(rows["figure_id"]), columns)

    def _found(self, row: dict[Hashable, Any]) -> Found:
        measure, language = self.measures[row["measure"]], self.t.language
        also = self.listed[
            (self.listed["figure_id"] == row["figure_id"]) & (self.listed["benchmark"] != row["benchmark"])
        ]
        title = in_words(measure, "title", language)
        close = finding.close(measure, row, language) if row["reason"] is None else ""
        tested = row["reason"] is None and row["p_adjusted"] is not None
        return Found(
            f"{title}, {self.place(row)}",
            finding.sentence(measure, row, language),
            words.joined([words.reference(each, language) for each in also["benchmark"]], language),
            self._address(row),
            row,
            _row(row, f"{title}, {self.place(row, short=True)}: {self._group(measure, row)}"),
            close,
            finding.chance(row["p_adjusted"], language) if tested else "",
            finding.p_in_words(row["p_adjusted"], language) if tested else "",
            finding.REASONS[row["reason"]][language] if row["reason"] else "",
        )

    def _group(self, measure: Mapping[str, Any], row: Mapping[Hashable, Any]) -> str:
        return words.named(measure, row["group"], self.t.language, row["dimension"] or "")

    def place(self, row: Mapping[Any, Any], *, short: bool = False) -> str:
        """Return where a row is of: its place below the state, its agency, or all agencies."""
        if row["geography"] not in (self.tables.place, EVERYONE):
            return str(row["geography"])
        if row["agency"] == EVERYONE:
            measure = self.measures[row["measure"]]
            return self.tables.place if measure["kind"] == "outcome" else self.t("all agencies")
        return str(row["agency"] if short else self.tables.agency_names().get(row["agency"], row["agency"]))

    def _address(self, row: Mapping[Hashable, Any]) -> str:
        own = ("agency", "geography", "period", "dimension", "benchmark", "group")
        chosen = {name: str(row[name]) for name in own if row[name] is not None}
        return self.asked.only().address(f"/measures/{row['measure']}", **chosen)

    def chart(self) -> RowTable:
        """Return the page's findings as rows on one axis of ratios to the benchmark."""
        placed = [found.row.at for found in self.found if found.row.at]
        axis = ratio_axis(placed or [1.0])
        # The drawing is narrow: of a long axis it has room for four ticks.
        axis = replace(axis, ticks=_FEW.get(axis.high, axis.ticks))
        t = self.t
        rows = tuple(
            replace(each.row, cells=(each.close, each.p), reading=each.chance or each.reason) for each in self.found
        )
        return RowTable(
            axis, True, (t("What would close it"), t("Adjusted p"), t("Chance of a false alarm")), rows,
            t("benchmark = 1"), tuple(f"{tick:g}×" for tick in axis.ticks), t("What the scan found"), "",
        )  # fmt: skip


def _row(row: Mapping[Hashable, Any], name: str) -> Row:
    at, low, high = row["ratio"], row["lower"], row["upper"]
    base = row["benchmark_value"]
    if at is None and base and row["value"] is not None:
        at = row["value"] / base
        if row["gap_lower"] is not None and row["gap_upper"] is not None:
            low, high = 1 + row["gap_lower"] / base, 1 + row["gap_upper"] / base
    return Row(
        row["figure_id"], name, "series", "shown", at, low, high, 1.0 if at is not None else None,
        row["finding"] in _DIFFER, (), "", "", "", 2,
    )  # fmt: skip
