"""Records become cells: statements that count rows, or people, by every set of dimensions at once.

Rows are counted at the finest cell first, once, and every set is summed from there: there are few finest cells and many
rows. People do not add up where one stands in several cells, so they are counted as rows, and of those who stand in
several what is too much is found in each set and taken away, exactly. Any engine that knows GROUPING SETS runs these
statements; they name nothing of DuckDB's.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

LEVEL = "level"
"""Of a cell, the dimensions that it is summed over: bit i for dimension i."""
VALUE = "value"
ROWS = "rows"
"""Of a finest cell, how many rows it has, or their sum."""
Expression = sa.ColumnElement[Any]
Sets = Iterable[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Staged:
    """A count in two stages: what `first` selects, and what `then` selects of it.

    A database that is given little memory keeps it for one stage at a time where each is a statement of its own: the
    second plans a table for every set, and in one statement with them the first has to spill what would fit.
    """

    first: sa.Select[Any]
    then: Callable[[sa.FromClause], sa.Select[Any]]

    @property
    def whole(self) -> sa.Select[Any]:
        """Both stages in one statement."""
        return self.then(self.first.cte("places"))


@dataclass(frozen=True, slots=True)
class Part:
    """The rows that hold one value in a column; blank is a value too."""

    column: Expression
    value: object

    @property
    def holds(self) -> Expression:
        """Whether a row is of this part."""
        return self.column.is_(None) if self.value is None else self.column == self.value

    @property
    def said(self) -> Expression:
        """The value, under the name of the column."""
        kind = self.column.type
        value = sa.null() if self.value is None else sa.literal(self.value, kind)
        return sa.cast(value, kind).label(self.column.name)


def finest(columns: Sequence[Expression], of: sa.FromClause, value: Expression | None = None) -> sa.Select[Any]:
    """Return the rows of `of` counted by named columns, or `value` summed: the columns and `rows`."""
    number = sa.func.count() if value is None else sa.func.sum(value)
    return sa.select(*columns, number.label(ROWS)).select_from(of).group_by(*columns)


def cells(
    keys: Sequence[Expression],
    dimensions: Sequence[Expression],
    sets: Sets,
    of: sa.FromClause,
    *,
    where: Sequence[Expression] = (),
    value: Expression | None = None,
) -> sa.Select[Any]:
    """Return the rows of `of`, or the sum of `value`, by all `keys` and by each of the `sets` of dimensions.

    Columns: the keys, the dimensions (blank where a cell is summed over them), LEVEL, VALUE.
    """
    sets = [tuple(each) for each in sets]
    stage = finest([*keys, *dimensions], of, value).where(*where).subquery("finest")
    return _summed(stage, _names(keys), _names(dimensions), sets, sa.func.sum(stage.c[ROWS]))


def people(
    person: Expression,
    keys: Sequence[Expression],
    dimensions: Sequence[Expression],
    sets: Sets,
    of: sa.FromClause,
    *,
    where: Sequence[Expression] = (),
    part: Part | None = None,
) -> Staged:
    """Return how many people are in `of`, each once in a cell, by all `keys` and by each of the `sets` of dimensions.

    First who stands where, each once; then the cells of these. `part`: of one value of a key only. Columns as those of
    `cells`.
    """
    sets = [tuple(each) for each in sets]
    said = {} if part is None else {str(part.column.name): part.said}
    # A key that is the same in every row tells nobody apart, and takes room in every row.
    apart = [each for each in keys if each.name not in said]
    kept = [person.is_not(None), *where, *([] if part is None else [part.holds])]
    first = sa.select(*apart, *dimensions, person.label("person")).select_from(of).where(*kept).distinct()

    def then(places: sa.FromClause) -> sa.Select[Any]:
        shown = [*(said.get(name, name) for name in _names(keys)), *_names(dimensions), LEVEL]
        return _each_once(places, _names(apart), _names(dimensions), sets, shown)

    return Staged(first, then)


def parts(column: Expression, values: Iterable[object]) -> list[Part | None]:
    """Return the parts that the values of a column divide rows into; where there is no value, all rows as one: None.

    Cells of different keys have nobody in common: counted one key after the other, people take the memory of one.
    """
    return [Part(column, each) for each in values] or [None]


def level(dimensions: Sequence[str], kept: Iterable[str]) -> int:
    """Return the LEVEL of cells that are divided by the dimensions `kept` only.

    >>> level(["race", "sex", "job"], ["sex"])
    5
    """
    there = set(kept)
    return sum(1 << i for i, name in enumerate(dimensions) if name not in there)


def _summed(
    of: sa.FromClause, keys: Sequence[str], dimensions: Sequence[str], sets: Sequence[Sequence[str]], value: Expression
) -> sa.Select[Any]:
    key, named = [of.c[name] for name in keys], {name: of.c[name] for name in dimensions}
    grouped = [sa.tuple_(*key, *(named[name] for name in each)) for each in dict.fromkeys(map(tuple, sets))]
    asked = {name for each in sets for name in each}
    # A dimension in no set is summed over everywhere, and no engine lets it be named.
    columns = [named[name] if name in asked else sa.cast(sa.null(), sa.Text).label(name) for name in dimensions]
    bits: list[Expression] = [
        sa.func.grouping(named[name]).cast(sa.BigInteger) * (1 << i)
        if name in asked
        else sa.literal_column(str(1 << i))
        for i, name in enumerate(dimensions)
    ]
    depth = sum(bits[1:], bits[0]) if bits else sa.literal_column("0")
    total = value.cast(sa.Double).label(VALUE)
    return sa.select(*key, *columns, depth.label(LEVEL), total).group_by(sa.func.grouping_sets(*grouped))


def _each_once(
    places: sa.FromClause,
    keys: Sequence[str],
    dimensions: Sequence[str],
    sets: Sequence[Sequence[str]],
    shown: Sequence[str | Expression],
) -> sa.Select[Any]:
    """Count the people of `places`, each once in a cell; `shown`: columns by name, or made, before the value."""
    alone = [*(places.c[name] for name in keys), places.c.person]
    moving = sa.select(*alone).group_by(*alone).having(sa.func.count() > 1).cte("moving")
    # A blank key is a key too.
    same = sa.and_(*(places.c[each.name].is_not_distinct_from(moving.c[each.name]) for each in alone))
    moved = sa.select(*(each for each in places.c)).select_from(places.join(moving, same)).subquery("moved")
    stage = finest([places.c[name] for name in (*keys, *dimensions)], places).subquery("finest")
    together = sa.union_all(
        _summed(stage, keys, dimensions, sets, sa.func.sum(stage.c[ROWS])),
        # Who moves was counted in each place: once too often in all but one of those that a cell holds.
        _twice(moved, keys, dimensions, sets),
    ).subquery("together")
    total = sa.func.sum(together.c[VALUE]).cast(sa.Double)
    columns = [together.c[each] if isinstance(each, str) else each for each in shown]
    by = [together.c[name] for name in (*keys, *dimensions, LEVEL)]
    # Without a key a sum over nobody at all is a row without a value, and no cell.
    return sa.select(*columns, total.label(VALUE)).group_by(*by).having(total.is_not(None))


def _twice(
    moved: sa.FromClause, keys: Sequence[str], dimensions: Sequence[str], sets: Sequence[Sequence[str]]
) -> sa.Select[Any]:
    """Of people in several places, how many are too much in each cell, below zero."""
    # Every set with its own table of who was seen takes memory for each, full or not: this is one table of all.
    asked = sa.values(sa.column(LEVEL, sa.BigInteger), name="asked").data(
        [(number,) for number in sorted({level(dimensions, each) for each in sets})]
    )
    bits = asked.c[LEVEL]
    places = [
        sa.case((bits.bitwise_and(1 << i) == 0, moved.c[name]), else_=sa.null()).label(name)
        for i, name in enumerate(dimensions)
    ]
    of = (
        sa.select(*(moved.c[name] for name in keys), *places, bits, moved.c.person)
        .select_from(moved.join(asked, sa.true()))
        .subquery("counted")
    )
    by = [of.c[name] for name in (*keys, *dimensions, LEVEL)]
    number = sa.func.count(of.c.person.distinct()) - sa.func.count()
    return sa.select(*by, number.cast(sa.Double).label(VALUE)).group_by(*by)


def _names(columns: Sequence[Expression]) -> list[str]:
    return [str(each.name) for each in columns]
