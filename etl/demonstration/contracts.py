"""Vendors with certifications, awards and their payments, goals and available firms.

`contracts`, `contract_goals`, `contract_availability`. Until the last year the goals are those of C.G.S. 4a-60g: 25
percent for small contractors and, of that, 25 percent (6.25 in all) for minority business enterprises. Public Act
25-168, section 200, replaces them by goals by industry; its date and values are not known, so those here are
invented. Of minority enterprises 38 percent are owned by minorities and 60 percent by women (2008, CHRO, in Hartford
Business Journal, 21 September 2020). Amounts, vendors and shares are invented.
"""

import numpy as np
import pandas as pd

from etl.demonstration import heads
from etl.demonstration.chance import generator
from etl.demonstration.span import LAST, PERIODS, YEARS, first_day, iso

INDUSTRIES = ("236", "238", "423", "484", "541", "561", "621", "722")
STATUTE = "C.G.S. 4a-60g"
_INVENTED = "Invented for the demonstration, in the manner of Public Act 25-168 section 200"
_REPLACED = "2024-07-01"
_VENDORS = 2400
_KINDS = ("", "SBE", "SBE;MBE", "SBE;MBE;WBE", "MBE;DIS", "SBE;DIS")
_SHARES = (0.70, 0.213, 0.027, 0.045, 0.003, 0.012)
_AWARDS = 28


def vendors() -> pd.DataFrame:
    """Return the vendors: vendor_id, naics, certifications."""
    random = generator("vendors")
    return pd.DataFrame(
        {
            "vendor_id": [f"V{i:05d}" for i in range(_VENDORS)],
            "naics": np.array(INDUSTRIES)[random.integers(0, len(INDUSTRIES), _VENDORS)],
            "certifications": np.array(_KINDS)[random.choice(len(_KINDS), _VENDORS, p=_SHARES)],
        }
    )


def contracts(agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `contracts`: awards of every agency and year, each with up to four payments after it."""
    random = generator("contracts")
    size = np.array([heads.size(code) for code in agencies])
    count = np.maximum((_AWARDS * np.sqrt(size / size.mean())).astype("int64"), 12)
    agency = np.repeat(np.arange(len(agencies)), count * len(YEARS))
    year = np.concatenate([np.repeat(np.arange(len(YEARS)), each) for each in count])
    day = first_day(np.array(YEARS))[year] + random.integers(0, 320, len(agency))
    known = vendors()
    chosen = random.integers(0, len(known), len(agency))
    # Every vendor is as likely to win, and wins as much: dollars follow the firms that are ready.
    amount = np.exp(random.normal(10.6, 0.8, len(agency)))
    awards = known.iloc[chosen].reset_index(drop=True)
    number = [f"{agencies[a]}-{YEARS[y]}-{i:05d}" for i, (a, y) in enumerate(zip(agency, year, strict=True))]
    awards = awards.assign(
        agency=np.array(agencies)[agency], payment_id=number, kind="award", date=iso(day), amount=np.round(amount, 2),
        eligible=np.where(random.uniform(size=len(agency)) < 0.85, "yes", "no"), nature="demonstration",
    )  # fmt: skip
    parts = random.integers(1, 5, len(agency))
    at = np.repeat(np.arange(len(agency)), parts)
    place = np.arange(len(at)) - np.repeat(np.cumsum(parts) - parts, parts)
    paid = day[at] + 30 + 60 * place + random.integers(0, 30, len(at))
    payments = awards.iloc[at].reset_index(drop=True).assign(kind="payment", date=iso(paid))
    payments["payment_id"] += [f"-{n + 1}" for n in place]
    payments["amount"] = np.round(payments["amount"] / parts[at] * 0.97, 2)
    rows: pd.DataFrame = pd.concat([awards, payments[paid <= LAST]], ignore_index=True)
    return rows.sort_values(["agency", "date", "payment_id"], ignore_index=True)


def contract_goals() -> pd.DataFrame:
    """Return the delivery `contract_goals`: the statute's, then invented ones by industry."""
    random = generator("contract goals")
    law = [
        {"certification": name, "percent": percent, "naics": "", "valid_from": "2011-07-01", "valid_to": "2024-06-30",
         "authority": STATUTE}
        for name, percent in (("SBE", 25.0), ("MBE", 6.25))
    ]  # fmt: skip
    later = [
        {"certification": name, "percent": float(random.integers(low, high)), "naics": naics,
         "valid_from": _REPLACED, "valid_to": "", "authority": _INVENTED}
        for naics in INDUSTRIES
        for name, low, high in (("SBE", 18, 31), ("MBE", 5, 10))
    ]  # fmt: skip
    return pd.DataFrame(law + later).assign(nature="demonstration")


def contract_availability() -> pd.DataFrame:
    """Return the delivery `contract_availability`: of the vendors, how many are ready in each industry and year."""
    known = vendors()
    rows = []
    for naics in INDUSTRIES:
        firms = known[known["naics"] == naics]
        for certification in ("SBE", "MBE", "WBE", "DIS"):
            ready = int(firms["certifications"].str.split(";").map(lambda held, c=certification: c in held).sum())
            for place, period in enumerate(PERIODS):
                rows.append({"naics": naics, "certification": certification, "ready_firms": ready * (94 + place) // 100,
                             "all_firms": len(firms), "period": period, "nature": "demonstration"})  # fmt: skip
    return pd.DataFrame(rows)
