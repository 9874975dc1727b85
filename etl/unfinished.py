"""Years that are not over: what happened in them so far is left out of the tables that figures are made from.

Agencies send events every quarter, and a year's events so far are fewer than a year's. Beside whole years they would
read as a fall, and a rate of them has a part of its base. So a period of a delivery that came in on the period's last
day or before waits, with a warning that says so, until a delivery comes in after it. The rows stay in the snapshot.
"""

from collections.abc import Collection, Iterable, Mapping

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary import period as periods
from etl.vocabulary.label import EVERYONE

CODE = "year_not_over"
FLOWS: Mapping[str, str] = {
    "applicants": "applicants",
    "applicant_counts": "applicants",
    "personnel_actions": "personnel_actions",
    "personnel_action_counts": "personnel_actions",
    "contracts": "contracts",
    "engagement": "engagement",
    "interpreter_requests": "interpreter_requests",
    "services": "services",
    "training_offerings": "training_offerings",
}
"""Table of events of a period -> the delivery that is named where its file is not known.

What stands on a day (employees, plans, goals) is as true of a year's middle. Training leaves out by itself what is not
due yet, and a budget is of a whole year from its first day.
"""


def leave_out(
    connection: Connection,
    received: Mapping[str, tuple[str, str]],
    names: Iterable[str] = FLOWS,
    views: Collection[str] = (),
) -> dict[str, pd.DataFrame]:
    """Delete the rows of periods that were not over from the tables `names`; return, by table, a row for the table
    `warning` for each unit of them.

    `received`: snapshot -> its source and the day that it came in. Counts of records go with their records' snapshot.
    Of `views` nothing is deleted: whoever made them leaves out what is returned.
    """
    columns = [column.name for column in warehouse.warning.columns]
    found = {}
    for name, delivery in ((name, FLOWS[name]) for name in names if name in FLOWS):
        made = []
        of = warehouse.TABLES[name]
        agency = of.c.agency if "agency" in of.c else sa.literal(EVERYONE).label("agency")
        units = warehouse.read(connection, sa.select(agency, of.c.period, of.c.snapshot).distinct())
        for code, period, snapshot in units.itertuples(index=False, name=None):
            source, day = received.get(snapshot, (delivery, "9999-12-31"))
            last = periods.parse(period).last.isoformat()
            if day > last:
                continue
            if name not in views:
                mine = [of.c.period == period, of.c.snapshot == snapshot]
                mine += [of.c.agency == code] if "agency" in of.c else []
                connection.execute(sa.delete(of).where(*mine))
            made.append(_warning(source, code, period, day, last, snapshot))
        if made:
            found[name] = pd.DataFrame(made, columns=columns)
    return found


def _warning(source: str, agency: str, period: str, day: str, last: str, snapshot: str) -> dict[str, str]:
    return {
        "code": CODE, "source": source, "agency": agency, "period": period, "snapshot": snapshot,
        "message": f"{period} was not over when this came in on {day}: it is {period} so far, and in no figure until "
        f"the whole is delivered after {last}",
        "message_es": f"{period} no había terminado cuando llegó esta entrega el {day}: es {period} hasta entonces, y "
        f"no entra en ninguna cifra hasta que llegue completa después del {last}",
    }  # fmt: skip
