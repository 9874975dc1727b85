"""The best-paid tenth of the State's employees: those at or above the ninetieth percentile of base pay in a period."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary.label import EVERYONE
from metrics import place
from metrics.count.count import UNIT, Count, Kind

_TENTH = 0.9


def _read(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    of = warehouse.TABLES["workforce"]
    of_state = of.c.agency.not_in(sorted(place.cities(connection)))
    each = [of.c.period, of.c.nature]
    least = sa.func.percentile_disc(_TENTH).within_group(of.c.annual_pay).label("least")
    tenth = sa.select(*each, least).where(of_state).group_by(*each).subquery("tenth")
    best = of.join(tenth, sa.and_(of.c.period == tenth.c.period, of.c.nature == tenth.c.nature))
    names = [name for name in dict.fromkeys([*UNIT, "race_standard", *by]) if name != "agency"]
    groups = [of.c[name] for name in names]
    value = sa.func.count().cast(sa.Double).label("value")
    query = sa.select(*groups, value).select_from(best).where(of_state, of.c.annual_pay >= tenth.c.least)
    return warehouse.read(connection, query.group_by(*groups)).assign(agency=EVERYONE)


COUNTS = (
    Count(
        name="best-paid employees",
        kind=Kind.PEOPLE,
        tables=("workforce",),
        dimensions=("race_ethnicity", "sex"),
        read=_read,
    ),
)
