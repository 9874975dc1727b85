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
    least = sa.func.quantile_disc(of.c.annual_pay, _TENTH).over(partition_by=[of.c.period, of.c.nature])
    of_state = of.c.agency.not_in(sorted(place.cities(connection)))
    inner = sa.select(of, least.label("least")).where(of_state).subquery()
    names = list(dict.fromkeys([*UNIT, "race_standard", *by]))
    groups = [sa.literal(EVERYONE).label("agency") if name == "agency" else inner.c[name] for name in names]
    value = sa.func.count().cast(sa.Double).label("value")
    query = sa.select(*groups, value).where(inner.c.annual_pay >= inner.c.least)
    return warehouse.read(connection, query.group_by(*(inner.c[name] for name in names if name != "agency")))


COUNTS = (
    Count(
        name="best-paid employees",
        kind=Kind.PEOPLE,
        tables=("workforce",),
        dimensions=("race_ethnicity", "sex"),
        read=_read,
    ),
)
