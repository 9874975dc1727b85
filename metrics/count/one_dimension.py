"""Tables that hold a dimension and its group in two columns: people are divided by one dimension at a time."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary.label import EVERYONE
from metrics.count.count import UNDIVIDED, UNIT, Read

_STANDARD = "race_standard"


def one_dimension(table: str, column: str, known: Sequence[str] = (), within: Sequence[str] = ()) -> Read:
    """Return a reader of `column`, of the rows in which the columns `known` are filled too.

    Each dimension is summed over its own rows, everyone over those of ALL, or else of the first dimension that was
    sent. `within`: columns whose blank rows are the whole of the filled ones (a town in the State).
    """

    def read(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
        of = warehouse.TABLES[table]
        own = [name for name in by if name in of.c]
        keys = [*UNIT, _STANDARD, "dimension", "group"]
        groups = [of.c[name] for name in dict.fromkeys([*keys, *own, *within, *_parts(of)])]
        filled = [of.c[name].is_not(None) for name in (column, *known)]
        value = sa.func.sum(of.c[column]).cast(sa.Double).label("value")
        rows = warehouse.read(connection, sa.select(*groups, value).where(*filled).group_by(*groups))
        for name in (name for name in within if name not in by):
            rows = _whole(rows, name, _parts(of))
        return _spread(rows, [name for name in by if name not in of.c], own, _parts(of))

    return read


def _parts(of: sa.Table) -> list[str]:
    """Columns that divide an agency's rows, each with dimensions of its own."""
    return [name for name in ("program", "session_id") if name in of.c]


def _whole(rows: pd.DataFrame, name: str, parts: list[str]) -> pd.DataFrame:
    blank = rows[name].isna()
    told = blank.groupby([rows[key] for key in (*UNIT, *parts, "dimension")]).transform("any")
    return rows[blank | ~told]


def _spread(rows: pd.DataFrame, asked: list[str], own: list[str], parts: list[str]) -> pd.DataFrame:
    """A column for each dimension asked, filled in that dimension's rows only; `undivided` says which rows are
    everyone."""
    whole = [*UNIT, *parts]
    first = (
        rows["dimension"]
        .where(rows["dimension"] != EVERYONE, "")
        .groupby([rows[key] for key in whole])
        .transform("min")
    )
    everyone = rows[rows["dimension"] == first.replace("", EVERYONE)]
    blank = dict.fromkeys(asked)
    made = [everyone.assign(**blank, **{UNDIVIDED: True})]
    made += [
        rows[rows["dimension"] == name].assign(**{**blank, name: rows["group"], UNDIVIDED: False}) for name in asked
    ]
    columns = [*UNIT, _STANDARD, *asked, *own, UNDIVIDED]
    both = pd.concat(made, ignore_index=True)
    found: pd.DataFrame = both.groupby(columns, as_index=False, dropna=False)[["value"]].sum()
    return found
