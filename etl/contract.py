"""What a source promises about its deliveries, and the check that holds it to the promise.

One declaration makes the check, the data dictionary and the template. Every broken promise is reported at once,
with file, row and column and what was expected; never with the value, which may be somebody's.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from etl.harmonize import Labels
from etl.vocabulary import period
from etl.vocabulary.label import NATURES

FILE, HEADING, BLANK, CELL, LABEL, BETWEEN, TWICE, PERSONAL, CLASH = RULES = (
    "file", "heading", "blank", "cell", "label", "between", "twice", "personal", "clash",
)  # fmt: skip
"""Kinds of promise: of the file as a whole, its headings, a filled cell, a cell's form, a known label, columns to each
other, rows that are each another, no personal data, no other delivery of the same."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken promise. `row` is the row number a spreadsheet shows (headings are row 1); None: the whole file.

    `rule`: which kind of promise; blank where row and column tell it. `kept`: what a report says that is kept for
    others to read, where `message` tells a cell, another file or a heading that nobody promised.
    """

    file: str
    row: int | None
    column: str | None
    message: str
    rule: str = ""
    kept: str = ""

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.message}"


class ContractError(ValueError):
    """A delivery that breaks its contract. Carries every broken promise, not the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


class Promise(Protocol):
    """What is promised of the cells of one column."""

    @property
    def text(self) -> str:
        """For the data dictionary and for messages: `a whole number, 0 to 100000`."""
        ...

    def broken(self, values: pd.Series) -> pd.Series:
        """Return True where a cell (text, never blank) breaks the promise."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """Any text of at most so many characters, on one line, without invisible characters, no error of a spreadsheet."""

    longest: int = 200

    @property
    def text(self) -> str:
        return f"text of at most {self.longest} characters on one line"

    def broken(self, values: pd.Series) -> pd.Series:
        hidden = r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
        error = values.str.fullmatch(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
        return (values.str.len() > self.longest) | values.str.contains(hidden, regex=True) | error


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number: digits, a point, a leading minus; `also` lists codes that stand for no number.

    `exponent`: 1.2e-05 is a number too, as programs write small ones.
    """

    least: float = 0
    most: float = 1e12
    whole: bool = False
    also: tuple[str, ...] = ()
    exponent: bool = False

    @property
    def text(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        codes = f", or {' or '.join(self.also)}" if self.also else ""
        return f"{kind}, {self.least:.15g} to {self.most:.15g}, without thousands separators{codes}"

    def broken(self, values: pd.Series) -> pd.Series:
        shape = r"-?\d+(\.0+)?" if self.whole else r"-?(\d+(\.\d*)?|\.\d+)"
        shape += r"([eE][-+]?\d{1,3})?" if self.exponent else ""
        fits = values.str.fullmatch(shape)
        numbers = pd.to_numeric(values.where(fits), errors="coerce")
        return ~(values.isin(self.also) | (fits & numbers.between(self.least, self.most)))


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words, exactly."""

    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return "one of " + ", ".join(self.words)

    def broken(self, values: pd.Series) -> pd.Series:
        return ~values.isin(self.words)


@dataclass(frozen=True, slots=True)
class Like:
    """Text of a certain shape."""

    pattern: str
    text: str

    def broken(self, values: pd.Series) -> pd.Series:
        return ~values.str.fullmatch(self.pattern)


@dataclass(frozen=True, slots=True)
class PeriodText:
    """A period: see etl.vocabulary.period."""

    text: str = "a period: FY2025, 2025, SY2018-19, 2025-Q1, 2015/2019 or an ISO date"

    def broken(self, values: pd.Series) -> pd.Series:
        def bad(text: str) -> bool:
            try:
                period.parse(text)
            except ValueError:
                return True
            return False

        wrong = {text: bad(text) for text in values.unique()}
        return values.map(wrong).astype(bool)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a delivery. `optional`: the heading may be absent; `blank`: a cell may be empty.

    `kind`: the vocabulary whose labels the cells use: `agency`, `race_ethnicity`, ...; `group`: by the row's dimension.
    """

    name: str
    meaning: str
    promise: Promise = field(default_factory=Text)
    optional: bool = False
    blank: bool = False
    kind: str = ""


NATURE = Column(
    name="nature", meaning="official (default) or demonstration", promise=OneOf(NATURES), optional=True, blank=True
)
"""The column by which every standard delivery may say that its rows are invented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What a delivery becomes: rows for tables of the warehouse, by table name. Absent columns are blank.

    The loader adds `snapshot`, and `source` where the table has one and the rows do not.
    """

    tables: dict[str, pd.DataFrame]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One publication or standard delivery: where it comes from, what it promises, how it becomes rows.

    `transform` gets the checked cells as text (blank: ""), indexed by row number, and the label tables; it may
    raise ContractError. A publication is recognised by its headings; a standard delivery by its file's stem.
    """

    id: str
    title: str
    title_es: str
    publisher: str
    columns: tuple[Column, ...]
    transform: Callable[[pd.DataFrame, Labels], Rows]
    key: tuple[str, ...] = ()
    stem: str | None = None
    address: str | None = None
    licence: str | None = None
    frequency: str | None = None
    caveats: tuple[str, ...] = ()
    across: Callable[[pd.DataFrame, Labels], list[Problem]] | None = None
    """What a delivery whose headings are sound breaks beyond single cells: labels, promises between columns."""
    promises: tuple[str, ...] = ()
    """The promises between columns, in words."""
    table: str | None = None
    """The table of the warehouse that the columns make."""
    unit: tuple[str, ...] = ()
    """The columns whose values a later load replaces together."""
    dated: tuple[str, ...] = ()
    """The days of which the first filled one tells the fiscal year, the table's `period`."""
    people: bool = False
    """Whether a row is a person's: no value of it may be told, and no row may reach a release."""

    def recognises(self, headings: Iterable[str]) -> bool:
        """Whether a file with these headings is this publication."""
        return self.stem is None and set(headings) == {column.name for column in self.columns}

    def names_itself(self, row: Mapping[Hashable, object]) -> bool:
        """Whether a row holds the words that this source promises in every row.

        Tells publications with the same headings apart.
        """
        return all(
            row[column.name] == column.promise.words[0]
            for column in self.columns
            if isinstance(column.promise, OneOf) and len(column.promise.words) == 1
        )

    def described(self) -> dict[str, str | None]:
        """Return the source's row of the warehouse table `source`."""
        return {
            "source": self.id,
            "publisher": self.publisher,
            "title": self.title,
            "title_es": self.title_es,
            "address": self.address,
            "licence": self.licence,
            "frequency": self.frequency,
            "caveats": "\n".join(self.caveats),
        }

    def check(self, raw: pd.DataFrame, file: str, labels: Labels | None = None) -> None:
        """Hold `raw` to every promise, with `labels` to those between columns too. Raises ContractError with all."""
        headings = Columns(self.columns, self.key)
        problems = [*headings.unknown(raw, file), *headings.problems(raw, file)]
        if labels is not None and self.across is not None and headings.sound(raw):
            problems += self.across(raw, labels)
        if problems:
            raise ContractError(problems)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file, those that no two rows share, and the check of a file by them."""

    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    def unknown(self, raw: pd.DataFrame, file: str) -> list[Problem]:
        """Return a problem for each heading that no column has."""
        known = {column.name for column in self.columns}
        message = f"unknown heading; expected {', '.join(sorted(known))}"
        return [Problem(file, 1, _shown(name), message, HEADING) for name in raw.columns if name not in known]

    def problems(self, raw: pd.DataFrame, file: str) -> list[Problem]:
        """Return every broken promise of the columns that are known."""
        return list(self._problems(raw, file))

    def sound(self, raw: pd.DataFrame) -> bool:
        """Whether each needed heading is there and none stands twice."""
        required = {column.name for column in self.columns if not column.optional}
        return not raw.columns.has_duplicates and required <= set(raw.columns)

    def _problems(self, raw: pd.DataFrame, file: str) -> Iterator[Problem]:
        required = [column.name for column in self.columns if not column.optional]
        headings = list(raw.columns)
        for name in dict.fromkeys(h for h in headings if headings.count(h) > 1):
            yield Problem(file, 1, name, "the heading stands twice; keep one", HEADING)
        for name in required:
            if name not in headings:
                yield Problem(file, 1, name, f"the column is missing; add it (it is {self._meaning(name)})", HEADING)
        if not self.sound(raw):
            return
        if raw.empty:
            yield Problem(file, None, None, "there are headings but no rows; deliver at least one row")
        for column in self.columns:
            if column.name in headings:
                yield from self._cells(raw[column.name], column, file)
        key = [name for name in self.key if name in headings]
        if key:
            for row in raw.index[raw[key].duplicated()]:
                yield Problem(
                    file, int(row), None, f"repeats {', '.join(key)} of an earlier row; keep one row each", TWICE
                )

    def _cells(self, values: pd.Series, column: Column, file: str) -> Iterator[Problem]:
        blank = values == ""
        if not column.blank:
            for row in values.index[blank]:
                yield Problem(file, int(row), column.name, f"is blank; expected {column.promise.text}", BLANK)
        distinct = values[~blank].drop_duplicates()
        broken = distinct[column.promise.broken(distinct)] if len(distinct) else distinct
        if len(broken):
            for row in values.index[values.isin(broken)]:
                yield Problem(file, int(row), column.name, f"expected {column.promise.text}", CELL)

    def _meaning(self, name: str) -> str:
        return next(column.meaning for column in self.columns if column.name == name)


def _shown(heading: str) -> str:
    """A heading fit to be printed: short, printable."""
    return re.sub(r"[^\w .,()/-]", "?", heading)[:60] or "(blank)"
