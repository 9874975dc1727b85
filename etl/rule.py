"""What the columns of a delivery promise each other: order of days, parts of a whole, one of two, stages.

A rule gets the cells with every column of the contract: days and words as text (blank or broken: ""), numbers as
float64 (blank or broken: NaN). It yields, for a column, the rows that break it; a blank breaks no comparison.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from etl.vocabulary import period
from etl.vocabulary.label import EVERYONE

Broken = Iterator[tuple[str, pd.Series]]


class Rule(Protocol):
    """A promise between columns."""

    @property
    def text(self) -> str:
        """For messages and the data dictionary."""
        ...

    def broken(self, cells: pd.DataFrame) -> Broken:
        """Yield a column's name and, by row, whether the promise is broken there."""
        ...


@dataclass(frozen=True, slots=True)
class Order:
    """Days in the order of the columns; with `strict` no two on the same day."""

    columns: tuple[str, ...]
    strict: bool = False

    @property
    def text(self) -> str:
        word = "after" if self.strict else "on or after"
        return f"each day {word} those before it: {', '.join(self.columns)}"

    def broken(self, cells: pd.DataFrame) -> Broken:
        latest = cells[self.columns[0]]
        for name in self.columns[1:]:
            here = cells[name]
            early = (here <= latest) if self.strict else (here < latest)
            yield name, early & (here != "") & (latest != "")
            latest = here.where(here > latest, latest)


@dataclass(frozen=True, slots=True)
class AtMost:
    """The sum of parts is at most the whole."""

    parts: tuple[str, ...]
    whole: str

    @property
    def text(self) -> str:
        return f"{' + '.join(self.parts)} at most {self.whole}"

    def broken(self, cells: pd.DataFrame) -> Broken:
        yield self.parts[0], cells[list(self.parts)].sum(axis=1) > cells[self.whole]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the columns is filled."""

    columns: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"at least one of {', '.join(self.columns)}"

    def broken(self, cells: pd.DataFrame) -> Broken:
        filled = np.column_stack([_filled(cells[name]) for name in self.columns]).any(axis=1)
        yield self.columns[0], pd.Series(~filled, index=cells.index)


@dataclass(frozen=True, slots=True)
class Needs:
    """A column is filled where another holds one of some words."""

    column: str
    where: str
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"{self.column} is needed where {self.where} is {' or '.join(self.words)}"

    def broken(self, cells: pd.DataFrame) -> Broken:
        yield self.column, cells[self.where].isin(self.words) & ~_filled(cells[self.column])


@dataclass(frozen=True, slots=True)
class Only:
    """A column is filled only where another holds one of some words."""

    column: str
    where: str
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"{self.column} is filled only where {self.where} is {' or '.join(self.words)}"

    def broken(self, cells: pd.DataFrame) -> Broken:
        yield self.column, _filled(cells[self.column]) & ~cells[self.where].isin(self.words)


@dataclass(frozen=True, slots=True)
class After:
    """Where `where` holds `word`, a later one of the columns is filled only where all before it are."""

    columns: tuple[str, ...]
    where: str
    word: str

    @property
    def text(self) -> str:
        return f"where {self.where} is {self.word}, each only with those before it: {', '.join(self.columns)}"

    def broken(self, cells: pd.DataFrame) -> Broken:
        mine, whole = cells[self.where] == self.word, pd.Series(True, index=cells.index)
        for name in self.columns:
            here = _filled(cells[name])
            yield name, mine & here & ~whole
            whole &= here


@dataclass(frozen=True, slots=True)
class Differ:
    """Two columns do not hold the same."""

    one: str
    other: str

    @property
    def text(self) -> str:
        return f"{self.other} is another than {self.one}"

    def broken(self, cells: pd.DataFrame) -> Broken:
        yield self.other, _filled(cells[self.other]) & (cells[self.one] == cells[self.other])


@dataclass(frozen=True, slots=True)
class Everyone:
    """The dimension is ALL where the group is, and only there."""

    text: str = "dimension is ALL exactly where group is ALL"

    def broken(self, cells: pd.DataFrame) -> Broken:
        yield "group", (cells["dimension"] == EVERYONE) != (cells["group"] == EVERYONE)


@dataclass(frozen=True, slots=True)
class ByEnd:
    """A day is not after the last day of the row's period."""

    column: str

    @property
    def text(self) -> str:
        return f"{self.column} is not after the last day of period"

    def broken(self, cells: pd.DataFrame) -> Broken:
        ends = cells["period"].map({each: _end(each) for each in cells["period"].unique()})
        yield self.column, (cells[self.column] != "") & (cells[self.column] > ends)


@dataclass(frozen=True, slots=True)
class AgeAt:
    """A year of birth lies at least `years` before a day."""

    born: str
    day: str
    years: int

    @property
    def text(self) -> str:
        return f"{self.born} is at least {self.years} years before {self.day}"

    def broken(self, cells: pd.DataFrame) -> Broken:
        year = pd.to_numeric(cells[self.day].str[:4], errors="coerce")
        yield self.born, cells[self.born] + self.years > year


@dataclass(frozen=True, slots=True)
class Funnel:
    """Counts of later stages are at most those of earlier ones, for the same values of `by`."""

    by: tuple[str, ...]
    stage: str
    words: tuple[str, ...]
    count: str

    @property
    def text(self) -> str:
        return f"no later {self.stage} has more {self.count} than an earlier one ({', '.join(self.words)})"

    def broken(self, cells: pd.DataFrame) -> Broken:
        place = cells[self.stage].map({word: i for i, word in enumerate(self.words)})
        rows = cells.assign(place=place)[place.notna()].sort_values("place", kind="stable")
        least = rows.groupby(list(self.by))[self.count].cummin()
        yield self.count, (rows[self.count] > least).reindex(cells.index, fill_value=False)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A later stage of the same `by` is not dated before an earlier one."""

    by: tuple[str, ...]
    stage: str
    words: tuple[str, ...]
    day: str

    @property
    def text(self) -> str:
        return f"no later {self.stage} is dated before an earlier one ({', '.join(self.words)})"

    def broken(self, cells: pd.DataFrame) -> Broken:
        place = cells[self.stage].map({word: i for i, word in enumerate(self.words)})
        rows = cells.assign(place=place)[place.notna() & (cells[self.day] != "")]
        when = pd.to_datetime(rows[self.day]).astype("int64")
        rows = rows.assign(when=when).sort_values("place", kind="stable")
        latest = rows.groupby(list(self.by))["when"].cummax()
        yield self.day, (rows["when"] < latest).reindex(cells.index, fill_value=False)


@dataclass(frozen=True, slots=True)
class Apart:
    """Rows of the same `by` are not in force on the same day."""

    by: tuple[str, ...]
    first: str = "valid_from"
    last: str = "valid_to"

    @property
    def text(self) -> str:
        return f"no two rows of the same {', '.join(self.by)} are valid on the same day"

    def broken(self, cells: pd.DataFrame) -> Broken:
        rows = cells.sort_values([*self.by, self.first], kind="stable")
        ends = rows[self.last].where(rows[self.last] != "", "9999-12-31")
        before = ends.groupby([rows[name] for name in self.by]).shift()
        yield self.first, (before.fillna("") >= rows[self.first]).where(before.notna(), False).reindex(cells.index)


def _filled(values: pd.Series) -> pd.Series:
    return values.notna() & (values != "")


def _end(text: str) -> str:
    try:
        return period.parse(text).last.isoformat()
    except ValueError:
        return "9999-12-31"
