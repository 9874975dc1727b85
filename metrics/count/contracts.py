"""Dollars paid to certified firms, what the goals in force asked for, what availability would lead one to expect."""

from functools import partial
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary import period as periods
from etl.vocabulary.label import YES_NO
from metrics import contracting
from metrics.count import standing
from metrics.count.count import Count, dollars

CERTIFICATIONS = ("SBE", "MBE", "WBE", "DIS")
CERTIFIED = {f"{kind}_{each.lower()}": each for kind in ("paid", "used") for each in CERTIFICATIONS}
"""Count of the dollars to firms of a certification -> the certification."""
_FIRM = ["agency", "period", "nature", "vendor_id", "naics", "certifications"]
_INDUSTRY = "industry"
# Twenty counts are of the same payments; a warehouse does not change while a connection reads it.
_READ: WeakKeyDictionary[Connection, pd.DataFrame] = WeakKeyDictionary()


def payments(connection: Connection) -> pd.DataFrame:
    """Return the eligible payments, a firm's corrections of a year set against its payments, newest first.

    What corrections leave below 0 in a year is left out: it belongs to payments of another. `industry`: the first two
    digits of its code, as the industries of the North American classification are.
    """
    if connection not in _READ:
        _READ[connection] = _payments(connection)
    return _READ[connection]


def _payments(connection: Connection) -> pd.DataFrame:
    rows = standing.rows(connection, "contracts")
    rows = rows[(rows["kind"] == "payment") & (rows["eligible"] == YES_NO[0])]
    rows = rows.assign(certifications=rows["certifications"].fillna(""))
    rows = _corrected(rows.sort_values(["date", "payment_id"], kind="stable"))
    industries = {code: sector(code) for code in rows["naics"].unique()}
    return rows.assign(**{_INDUSTRY: rows["naics"].map(industries).astype(object)})


def _corrected(rows: pd.DataFrame) -> pd.DataFrame:
    """Take what each firm paid back in a year from its payments of that year, the latest first."""
    firm = rows.groupby(_FIRM).ngroup()
    back = rows["amount"].clip(upper=0).groupby(firm).transform("sum").abs()
    paid = rows[rows["amount"] > 0].iloc[::-1]
    back = back.loc[paid.index]
    run = paid["amount"].groupby(firm.loc[paid.index]).cumsum()
    left = (run - back).clip(lower=0)
    return paid.assign(amount=np.minimum(paid["amount"], left)).sort_index()


def sector(code: str) -> str:
    """Return the two-digit industry of a code: 31-33, 44-45 and 48-49 are one each.

    >>> sector("236220"), sector("332"), sector("48")
    ('23', '31-33', '48-49')
    """
    first = code[:2]
    return next((each for each in ("31-33", "44-45", "48-49") if each[:2] <= first <= each[3:]), first)


def certified(connection: Connection, certification: str) -> pd.DataFrame:
    """Return the payments to firms with a certification, whatever others they have."""
    rows = payments(connection)
    return rows[held(rows, certification)]


def held(rows: pd.DataFrame, certification: str) -> "pd.Series[bool]":
    """Return whether the firm of each payment holds a certification, whatever others it holds."""
    named: pd.Series[bool] = (";" + rows["certifications"] + ";").str.contains(f";{certification};", regex=False)
    return named.astype(bool)


def asked(connection: Connection, certification: str) -> pd.DataFrame:
    """Return the payments on whose day a goal was in force, with `asked`, the dollars that it asked for."""
    rows = payments(connection)
    goals = standing.rows(connection, "contract_goals")
    goals = goals[goals["certification"] == certification]
    found = []
    for nature, part in rows.groupby("nature"):
        # What is official holds for a demonstration too, where the demonstration has no goals of its own.
        own = goals[goals["nature"] == nature]
        found.append(_in_force(part, own if len(own) else goals[goals["nature"] == "official"]))
    rows = pd.concat(found) if found else rows.assign(percent=pd.Series(dtype="float64"))
    known = rows[rows["percent"].notna()]
    return known.assign(asked=known["amount"] * known["percent"] / 100)


def _in_force(rows: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    known = contracting.Goals(
        percent=goals["percent"].to_numpy(float),
        since=goals["valid_from"].to_numpy("datetime64[D]"),
        until=pd.to_datetime(goals["valid_to"]).to_numpy("datetime64[D]"),
        industry=goals["naics"].fillna("").to_numpy(object),
    )
    return rows.assign(percent=known.in_force(rows["date"].to_numpy("datetime64[D]"), rows["naics"].to_numpy(str)))


def comparable(connection: Connection, certification: str) -> pd.DataFrame:
    """Return the payments of industries of which it is known how many firms are ready, with `expected`: their dollars
    shared as the ready firms are."""
    rows, ready = payments(connection), _ready(connection, certification)
    known = rows.merge(ready, on=["nature", "period", _INDUSTRY])
    return known.assign(expected=known["amount"] * known["availability"])


def used(connection: Connection, certification: str) -> pd.DataFrame:
    """Return those of them that went to firms with the certification."""
    rows = comparable(connection, certification)
    return rows[held(rows, certification)]


def firms(connection: Connection, certification: str) -> pd.DataFrame:
    """Return what each firm was paid by each agency in a year and industry, `square`: its square. Payments of one firm
    hang together: the firm is what is drawn."""
    rows = comparable(connection, certification)
    paid: pd.DataFrame = rows.groupby([*_FIRM[:5], _INDUSTRY], as_index=False)[["amount"]].sum()
    return paid.assign(square=paid["amount"] ** 2)


def _ready(connection: Connection, certification: str) -> pd.DataFrame:
    """Return the share of ready firms by industry for each year of payments: of the latest study that is not after it,
    else of the earliest."""
    of = warehouse.TABLES["contract_availability"]
    firms = warehouse.read(connection, sa.select(of).where(of.c.certification == certification))
    firms = firms.assign(**{_INDUSTRY: firms["naics"].map(sector)}).rename(columns={"period": "study"})
    summed = firms.groupby(["nature", "study", _INDUSTRY], as_index=False)[["ready_firms", "all_firms"]].sum()
    summed = summed[summed["all_firms"] > 0]
    summed = summed.assign(availability=summed["ready_firms"] / summed["all_firms"])
    years = payments(connection)[["period", "nature"]].drop_duplicates()
    rows = years.merge(summed, on="nature")
    ends = {text: periods.parse(text).last for text in {*rows["study"], *rows["period"]}}
    last, day = (pd.to_datetime(rows[name].map(ends)) for name in ("study", "period"))
    rows = rows.assign(later=last > day, apart=(last - day).abs()).sort_values(["later", "apart"], kind="stable")
    return rows.drop_duplicates(["nature", "period", _INDUSTRY])[["nature", "period", _INDUSTRY, "availability"]]


def _of(certification: str) -> tuple[Count, ...]:
    name, goals, study = certification.lower(), ("contract_goals",), ("contract_availability",)
    mine, due, every, won, each_firm = (
        partial(each, certification=certification) for each in (certified, asked, comparable, used, firms)
    )
    return (
        dollars(f"paid_{name}", "contracts", mine, "amount", _INDUSTRY),
        dollars(f"asked_{name}", "contracts", due, "asked", _INDUSTRY, also=goals),
        dollars(f"governed_{name}", "contracts", due, "amount", _INDUSTRY, also=goals),
        dollars(f"used_{name}", "contracts", won, "amount", _INDUSTRY, also=study),
        dollars(f"expected_{name}", "contracts", every, "expected", _INDUSTRY, also=study),
        dollars(f"comparable_{name}", "contracts", every, "amount", _INDUSTRY, also=study),
        dollars(f"squares_{name}", "contracts", each_firm, "square", _INDUSTRY, also=study),
    )


COUNTS = (
    dollars("paid", "contracts", payments, "amount", _INDUSTRY),
    *(each for certification in CERTIFICATIONS for each in _of(certification)),
)
