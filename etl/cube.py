"""Records become cells: statements that count rows, or people, by every set of dimensions at once.

Rows are counted at the finest cell first, once, and every set is summed from there: there are few finest cells and many
rows. People do not add up where one stands in several cells, so they are split, exactly: who is in one cell of a
period counts like a row, and only the others are counted apart in each set. Any engine that knows GROUPING SETS runs
these statements; they name nothing of DuckDB's.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

LEVEL = "level"
"""Of a cell, the dimensions that it is summed over: bit i for dimension i."""
VALUE = "value"
ROWS = "rows"
"""Of a finest cell, how many rows it has, or their sum."""
Expression = sa.ColumnElement[Any]
Sets = Iterable[Sequence[str]]


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
) -> sa.Select[Any]:
    """Return how many people are in `of`, each once in a cell, by all `keys` and by each of the `sets` of dimensions.

    Columns as those of `cells`.
    """
    sets = [tuple(each) for each in sets]
    key, named = _names(keys), _names(dimensions)
    who = person.label("person")
    places = (
        sa.select(*keys, *dimensions, who).select_from(of).where(person.is_not(None), *where).distinct().cte("places")
    )
    alone = [*(places.c[name] for name in key), places.c.person]
    moving = sa.select(*alone).group_by(*alone).having(sa.func.count() > 1).cte("moving")
    # A blank key is a key too.
    same = sa.and_(*(places.c[each.name].is_not_distinct_from(moving.c[each.name]) for each in alone))
    marked = sa.select(*(each for each in places.c), sa.case((moving.c.person.is_(None), 1), else_=2).label("often"))
    marked_rows = marked.select_from(places.outerjoin(moving, same)).cte("marked")
    still = sa.select(marked_rows).where(marked_rows.c.often == 1).subquery("still")
    stage = finest([still.c[name] for name in (*key, *named)], still).subquery("finest")
    moved = sa.select(marked_rows).where(marked_rows.c.often > 1).subquery("moved")
    parts = sa.union_all(
        _summed(stage, key, named, sets, sa.func.sum(stage.c[ROWS])),
        _summed(moved, key, named, sets, sa.func.count(moved.c.person.distinct())),
    ).subquery("parts")
    by = [parts.c[name] for name in (*key, *named, LEVEL)]
    return sa.select(*by, sa.func.sum(parts.c[VALUE]).cast(sa.Double).label(VALUE)).group_by(*by)


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


def _names(columns: Sequence[Expression]) -> list[str]:
    return [str(each.name) for each in columns]
