"""Tables `cells` and `hierarchies`: the catalogue of protected counts, with every margin."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from types import MappingProxyType

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary.label import RACE_ETHNICITY, SEX, race5, sex2
from metrics import release

TOTAL = "TOTAL"
WORKFORCE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "agency_race_sex": ("agency", "race_ethnicity", "sex"),
        "agency_job": ("agency", "job_category"),
        "state_race_sex_job": ("race_ethnicity", "sex", "job_category"),
    }
)
"""Table of the workforce -> its dimensions."""
DIMENSIONS = ("agency", "job_category", "race_ethnicity", "sex", "age_band", "disability", "veteran")
_COLUMNS = [column.name for column in release.cells.columns]


def table(connection: Connection) -> pd.DataFrame:
    """Return every cell of the catalogue, zeros of groups that occur elsewhere included."""
    counts = warehouse.workforce_count
    by = [counts.c[name] for name in ("period", "nature", "agency", "race_ethnicity", "sex", "job_category")]
    people = sa.func.sum(counts.c.employees).cast(sa.Double).label("value")
    rows = warehouse.read(connection, sa.select(*by, people).group_by(*by))
    if rows.empty:
        return pd.DataFrame(columns=_COLUMNS)
    made = [
        cells.assign(table_id=name, period=str(period), nature=str(nature))
        for name, dimensions in WORKFORCE.items()
        for (period, nature), part in rows.groupby(["period", "nature"])
        for cells in _margins(part, dimensions, rows[rows["nature"] == nature])
    ]
    cells = pd.concat(made, ignore_index=True).assign(domain="workforce", status="shown")
    summed = {name: cells[name].fillna(TOTAL) if name in cells else TOTAL for name in DIMENSIONS}
    return cells.assign(**summed).reindex(columns=_COLUMNS)


def hierarchies() -> pd.DataFrame:
    """Return the public parent of each group: seven race groups in five, X with Male."""
    rows = [("race_ethnicity", name, race5(name)) for name in RACE_ETHNICITY.values()]
    rows += [("sex", name, sex2(name)) for name in SEX.values()]
    return pd.DataFrame(rows, columns=["dimension", "member", "parent"])


def _margins(part: pd.DataFrame, dimensions: tuple[str, ...], whole: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the table itself and each of its margins: the sums over every subset of its dimensions."""
    for size in range(len(dimensions) + 1):
        for kept in combinations(dimensions, size):
            if not kept:
                yield pd.DataFrame({"value": [part["value"].sum()]})
                continue
            sums = part.groupby(list(kept))["value"].sum()
            # Agencies that delivered nothing have no zeros, but a group that nobody is of has.
            levels = [sorted((part if name == "agency" else whole)[name].unique()) for name in kept]
            full = pd.MultiIndex.from_product(levels, names=list(kept))
            index = full if len(kept) > 1 else pd.Index(levels[0], name=kept[0])
            yield sums.reindex(index, fill_value=0.0).reset_index()
