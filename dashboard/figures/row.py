"""One row of the groups' chart: its place, its numbers in words, its reading."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.language import Tongue
from dashboard.palette import group_token
from metrics import words

_TO_95 = 1.959964 / 1.645
"""Surveys publish margins at 90 %; a page has intervals at 95 %."""
_NONE = 0.005
"""A margin under this is that of a total which the survey is tied to; it reads as none, and none is written."""
_FINE = 0.05
"""A smaller margin takes two decimals, or it would read as none."""

Record = Mapping[Hashable, Any]
DIFFERENT = ("below", "above", "better", "worse")


@dataclass(frozen=True, slots=True)
class Row:
    """A group: where it stands (None: nowhere, see `status`), its benchmark, its words; `instead` of its numbers.

    `decimals` are those of the ends of its interval.
    """

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
    instead: str
    decimals: int


class OfValue:
    """Rows of values on the measure's own scale."""

    def __init__(self, measure: Mapping[str, Any], t: Tongue, benchmark: str) -> None:
        self.measure, self.t, self.benchmark = measure, t, benchmark
        self.order: dict[str, tuple[float, ...]] = {}
        named = words.capital(words.benchmark(benchmark, t.language)) if benchmark else ""
        unit = words.in_words(measure["unit"], t.language)
        value = f"{t('Value')}, {unit}" if unit else t("Value")
        self.headings = (value, named, t("Difference"), t("Reading at 95%")) if benchmark else (value,)
        self.tab = words.benchmark(benchmark, t.language) if benchmark else ""
        self.heading = (
            t("Group, least favorable first") if benchmark and measure["favourable"] != "none" else t("Group")
        )
        self.note = (
            t("Filled mark: a difference is shown. Hollow mark: none is shown. Bar: 95% interval, where there is one.")
            if benchmark
            else t("Bar: 95% interval, where there is one.")
        )

    def row(self, figure: Record, beside: Record | None, _ratio: Record | None) -> Row:
        measure = words.by_base(self.measure, number(figure["denominator"]))
        value = number(figure["value"])
        low, high = (number(figure[c]) if value is not None else None for c in ("lower", "upper"))
        other = number(beside["benchmark_value"]) if beside is not None else None
        gap = number(beside["gap"]) if beside is not None else None
        word = _word(beside)
        sign = {"higher": 1.0, "lower": -1.0, "parity": 1.0}.get(self.measure["favourable"], 0.0)
        # The group that is itself the benchmark has no distance from it.
        apart = gap if gap is not None else 0.0 if self.benchmark else value or 0.0
        self.order[figure["group"]] = (sign * apart,)
        cells: tuple[str, ...] = ()
        brief = ""
        if value is not None:
            said = self._said(value, measure)
            alone = self._bare(value, measure)
            cells = (alone,)
            brief = said
            if self.benchmark:
                compared = self._bare(other, self.measure) if other is not None else ""
                difference = self._difference(gap, measure) if gap is not None else ""
                cells = (alone, compared, difference)
                if other is not None:
                    beside_it = self._said(other, self.measure)
                    brief = f"{said}; {beside_it} ({words.benchmark(self.benchmark, self.t.language)})"
        return Row(
            figure["group"],
            _name(figure, self.measure, self.t),
            group_token(figure["group"]),
            str(figure["status"]),
            value,
            low,
            high,
            other,
            word in DIFFERENT or not self.benchmark,
            cells,
            _reading(word, self.t),
            brief,
            instead(figure, self.measure, self.t.language),
            int(measure["decimals"]),
        )

    def _said(self, value: float, measure: Mapping[str, Any]) -> str:
        return words.number(value, measure["unit"], int(measure["decimals"]), self.t.language)

    def _bare(self, value: float, measure: Mapping[str, Any]) -> str:
        return words.bare(value, measure["unit"], int(measure["decimals"]), self.t.language)

    def _difference(self, gap: float, measure: Mapping[str, Any]) -> str:
        if measure["unit"] == "percent":
            return words.points(gap, int(measure["decimals"]), self.t.language)
        return ("+" if gap > 0 else "") + self._bare(gap, measure)


class OfRatio:
    """Rows of shares against the benchmark's shares: the ratio's place, both shares, points and people."""

    def __init__(self, measure: Mapping[str, Any], t: Tongue, benchmark: str) -> None:
        self.measure, self.t = measure, t
        self.order: dict[str, tuple[float, ...]] = {}
        named = words.benchmark(benchmark, t.language)
        self.headings = (
            t("Share"),
            t("Share: {benchmark}", benchmark=named),
            t("Difference, points"),
            t("Difference, people"),
            t("Reading at 95%"),
        )
        self.tab = f"{named} = 1"
        self.heading = t("Group, largest shortfall first")
        self.note = t(
            "Ratio of shares, log scale. Filled mark: the interval does not reach the line. Hollow "
            "mark: it does, so no "
            "difference is shown. Bar: 95% interval, with the survey’s own margin of error."
        )
        self.named = named

    def row(self, figure: Record, _beside: Record | None, ratio: Record | None) -> Row:
        language, decimals = self.t.language, int(self.measure["decimals"])
        own = int(words.by_base(self.measure, number(figure["denominator"]))["decimals"])
        share = number(figure["value"])
        at = number(ratio["ratio"]) if ratio is not None else None
        word = str(ratio["reading"]) if ratio is not None and isinstance(ratio["reading"], str) else ""
        points = number(ratio["points"]) if ratio is not None else None
        self.order[figure["group"]] = (points if points is not None else 0.0,)
        cells: tuple[str, ...] = ()
        brief = ""
        if share is not None:
            said = words.number(share, "percent", own, language)
            cells, brief = (said, "", "", ""), said
            if ratio is not None and at is not None:
                reference = words.number(ratio["reference_share"], "percent", decimals, language)
                margin = number(ratio["reference_margin"])
                wide = (margin or 0.0) * _TO_95
                if wide >= _NONE:
                    reference += f" ±{words.number(wide, 'ratio', 1 if wide >= _FINE else 2, language)}"
                people = number(ratio["persons"])
                cells = (
                    said,
                    reference,
                    _signed(points, "ratio", min(1, own), language),
                    _signed(people, "persons", 0, language),
                )
                brief = f"{said}; {reference} ({self.named})"
                if people is not None:
                    brief += f". {_plus(words.people(people, language), people)}"
        return Row(
            figure["group"],
            _name(figure, self.measure, self.t),
            group_token(figure["group"]),
            str(figure["status"]),
            at,
            number(ratio["lower"]) if ratio is not None else None,
            number(ratio["upper"]) if ratio is not None else None,
            1.0 if at is not None else None,
            word in DIFFERENT,
            cells,
            _reading(word, self.t),
            brief,
            instead(figure, self.measure, language),
            2,
        )


def instead(figure: Record, measure: Mapping[str, Any], language: str) -> str:
    """Return the words that stand where a figure has no number: its state, or the least that it is known to be."""
    least = number(figure["lower"])
    if figure["status"] == "withheld" and measure["unit"] == "percent" and least is not None:
        based = words.by_base(measure, number(figure["denominator"]) or 0.0)
        return words.at_least(least, int(based["decimals"]), language)
    return words.status(str(figure["status"]), language)


def _signed(value: float | None, unit: str, decimals: int, language: str) -> str:
    return "" if value is None else _plus(words.number(value, unit, decimals, language), value)


def _plus(text: str, value: float) -> str:
    return f"+{text}" if value > 0 and any(c in "123456789" for c in text) else text


def number(value: Any) -> float | None:
    """Return a number of a table, or None where it is blank."""
    return None if value is None or pd.isna(value) else float(value)


def _word(beside: Record | None) -> str:
    return str(beside["comparison"]) if beside is not None and isinstance(beside["comparison"], str) else ""


def _reading(word: str, t: Tongue) -> str:
    return words.reading(word, t.language) if word else ""


def _name(figure: Record, measure: Mapping[str, Any], t: Tongue) -> str:
    return words.named(measure, figure["group"], t.language, figure["dimension"])
