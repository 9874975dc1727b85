"""Whether stock and flow add: employees of a year against those of the year before, with hires and leavers between.

Where an agency delivered both years and actions of the later one, and the sum is off by over 2 percent of the year
before and over five people, it is warned of; the load goes on.
"""

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd

from etl.plausibility import COLUMNS
from etl.vocabulary.period import parse

OFF = 0.02
FEW = 5
SIGNS: Mapping[str, int] = {
    "hire": 1,
    "transfer_in": 1,
    "transfer_out": -1,
    "separation_voluntary": -1,
    "separation_involuntary": -1,
    "retirement": -1,
}
_UNIT = ["agency", "period", "nature"]
_SOURCE = "personnel_actions"


def stocks(counts: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return employees by agency, period and nature: from head counts, or else from records of people."""
    parts = []
    if len(counts):
        parts.append(counts.groupby(_UNIT, as_index=False).agg(employees=("employees", "sum")))
    if len(people):
        parts.append(people.groupby(_UNIT, as_index=False).agg(employees=("person_id", "size")))
    rows = pd.concat(parts) if parts else pd.DataFrame(columns=[*_UNIT, "employees"])
    return rows.drop_duplicates(_UNIT, ignore_index=True)


def flows(actions: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Return those who came less those who went: from actions one by one, or else from their counts."""
    parts = []
    for rows, many in ((actions, "one"), (counts, "events")):
        if len(rows):
            moved = rows.assign(one=1)
            moved["net"] = moved["action"].map(SIGNS).fillna(0) * moved[many].astype("float64")
            parts.append(moved.groupby(_UNIT, as_index=False).agg(net=("net", "sum"), snapshot=("snapshot", "first")))
    rows = pd.concat(parts) if parts else pd.DataFrame(columns=[*_UNIT, "net", "snapshot"])
    return rows.drop_duplicates(_UNIT, ignore_index=True)


def warnings(stocks: pd.DataFrame, flows: pd.DataFrame) -> pd.DataFrame:
    """Return rows for the table `warning`: each agency and year where they do not add."""
    if stocks.empty or flows.empty:
        return pd.DataFrame(columns=COLUMNS)
    periods = {text: parse(text).before() for text in stocks["period"].unique()}
    later = stocks.assign(
        earlier=stocks["period"].map({text: each.text if each else "" for text, each in periods.items()})
    )
    before = stocks.rename(columns={"period": "earlier", "employees": "before"})
    rows = later.merge(before, on=["agency", "earlier", "nature"]).merge(flows, on=_UNIT)
    rows["due"] = rows["before"] + rows["net"]
    off = (rows["employees"] - rows["due"]).abs()
    found = rows[off > np.maximum(OFF * rows["before"], FEW)]
    return pd.DataFrame([_told(row) for row in found.to_dict("records")], columns=COLUMNS)


def _told(row: Mapping[Hashable, object]) -> dict[str, object]:
    now, before, due = (f"{row[name]:,.0f}" for name in ("employees", "before", "due"))
    return {
        "code": "stock_flow", "source": _SOURCE, "agency": row["agency"], "period": row["period"],
        "message": f"{now} employees, but the {before} of the year before with those who came and went make {due}; "
        "deliver the actions that are missing or correct the count",
        "message_es": f"{now} personas empleadas, pero las {before} del año anterior con las que llegaron y se fueron "
        f"suman {due}; entregue las acciones que faltan o corrija el recuento",
        "snapshot": row["snapshot"],
    }  # fmt: skip
