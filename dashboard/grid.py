"""A table of the release as an analyst asked for it: which columns, which rows, in which order, some at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from dashboard.selection import COLUMN, Selection
from dashboard.tables import Tables
from metrics import browse
from metrics.release import Release
from metrics.schema import TABLES

NAMES = tuple(name for name in TABLES if name != "manifest")
PAGE = 50
MOST_OFFERS = 250
_USUAL = "figures"
_FIRST = 10
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "figures": (
        "measure", "agency", "geography", "period", "dimension", "group", "value", "lower", "upper", "unit", "status",
        "benchmark", "nature",
    ),
    "findings": (
        "measure", "agency", "period", "group", "benchmark", "value", "benchmark_value", "finding", "reason",
        "p_adjusted", "nature",
    ),
    "representation": (
        "measure", "agency", "period", "group", "benchmark", "share", "reference_share", "ratio", "persons", "reading",
        "nature",
    ),
    "sources": ("source", "publisher", "title", "frequency", "received", "rows", "nature"),
}  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """Rows of one table of a release under a reader's choices."""

    tables: Tables
    asked: Selection

    @cached_property
    def name(self) -> str:
        """The table: as asked, else that of the figures."""
        asked = self.asked.other("table")
        return asked if asked in NAMES else _USUAL

    @cached_property
    def every(self) -> tuple[str, ...]:
        """All columns of the table that this release has."""
        return browse.columns(self.tables.release, self.name)

    @cached_property
    def usual(self) -> tuple[str, ...]:
        """The columns seen first; whether rows are a demonstration is always among them."""
        found = tuple(name for name in _COLUMNS.get(self.name, self.every[:_FIRST]) if name in self.every)
        return found if "nature" in found or "nature" not in self.every else (*found, "nature")

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns shown, in the table's order."""
        asked = set(self.asked.other("columns").split(",")) & set(self.every)
        return tuple(name for name in self.every if name in asked) if asked else self.usual

    def is_number(self, name: str) -> bool:
        """Return whether a column holds numbers."""
        return browse.is_number(self.name, name)

    @cached_property
    def filters(self) -> Mapping[str, str]:
        """Column -> what is asked of it."""
        asked = {key.removeprefix(COLUMN): value for key, value in self.asked.more if key.startswith(COLUMN)}
        return {name: value.strip() for name, value in asked.items() if name in self.every and value.strip()}

    @cached_property
    def conditions(self) -> tuple[browse.Condition, ...]:
        found = (self._condition(name, asked) for name, asked in self.filters.items())
        return tuple(each for each in found if each is not None)

    @property
    def not_understood(self) -> tuple[str, ...]:
        """The filters of numbers that are none."""
        return tuple(f"{name}: {asked}" for name, asked in self.filters.items() if self._condition(name, asked) is None)

    def _condition(self, name: str, asked: str) -> browse.Condition | None:
        return browse.condition(self.name, name, asked)

    @cached_property
    def sort(self) -> tuple[str, bool]:
        """The column that rows are in the order of, and whether downward; blank: the order of the release."""
        asked = self.asked.other("sort")
        name = asked.removeprefix("-")
        return (name, asked.startswith("-")) if name in self.every else ("", False)

    @cached_property
    def order(self) -> list[browse.Order]:
        """The order of rows, settled down to the last."""
        name, down = self.sort
        return browse.order(self.name, self.every, name, down=down)

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return browse.count(self.tables.release, self.name, *self.conditions)

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))

    @property
    def page(self) -> int:
        """The page, from 1."""
        asked = self.asked.other("page")
        return min(max(int(asked), 1), self.pages) if asked.isdecimal() else 1

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows of the page, every column."""
        offset = (self.page - 1) * PAGE
        return browse.select(
            self.tables.release, self.name, *self.conditions, order=self.order, limit=PAGE, offset=offset
        )

    def all_rows(self) -> pd.DataFrame:
        """Return every row asked for, the shown columns. Raises TooLong where that is more than can be read."""
        found = browse.select(self.tables.release, self.name, *self.conditions, order=self.order)
        return found[list(self.columns)]

    def offers(self, name: str) -> tuple[str, ...]:
        """Return the values of a text column, where they are few enough to choose from."""
        return () if self.is_number(name) else _offers(self.tables.release, self.name, name)

    def selection(self) -> Selection:
        """Return the choices in full, without those at their usual."""
        kept = self.asked.only()
        name, down = self.sort
        more = {
            "table": self.name,
            "columns": ",".join(self.columns) if self.columns != self.usual else "",
            "sort": f"-{name}" if down else name,
            "page": str(self.page) if self.page > 1 else "",
            **{f"{COLUMN}{column}": asked for column, asked in self.filters.items()},
        }
        return kept.with_other(**more)


@lru_cache(maxsize=256)
def _offers(release: Release, table: str, column: str) -> tuple[str, ...]:
    return browse.values(release, table, column, MOST_OFFERS)
