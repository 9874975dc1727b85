"""A small release as its files hold it: three agencies, two groups by two sexes, and the figures made from them."""

import json
from collections.abc import Iterable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

TOTAL = "TOTAL"
NAMES = ["agency", "race_ethnicity", "sex"]
COUNTS = {
    ("DOT", "Asian"): (3, 9), ("DOT", "White"): (40, 52),
    ("DAS", "Asian"): (7, 4), ("DAS", "White"): (33, 41),
    ("DOC", "Asian"): (11, 8), ("DOC", "White"): (60, 95),
}  # fmt: skip
"""(agency, race) -> women, men."""
MEASURES = pd.DataFrame(
    {
        "measure": ["employees"],
        "formula": [json.dumps({"kind": "representation", "count": "workforce_count.employees", "where": {}})],
    }
)


def cells(period: str = "FY2025", more: int = 0, domain: str = "workforce") -> pd.DataFrame:
    """Return every cell of agency by race by sex with its margins; `more` people in each inner cell."""
    rows = [
        (agency, race, sex, people + more)
        for (agency, race), both in COUNTS.items()
        for sex, people in zip(("Female", "Male"), both, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=[*NAMES, "value"])
    for name in NAMES:
        others = [each for each in NAMES if each != name]
        sums = frame.groupby(others, as_index=False)["value"].sum().assign(**{name: TOTAL})
        frame = pd.concat([frame, sums], ignore_index=True)
    return frame.assign(
        domain=domain, table_id="agency_race_sex", period=period, job_category=TOTAL, status="shown",
        nature="official", value=frame["value"].astype(float),
    )  # fmt: skip


def inner(*agencies: str) -> list[tuple[str, str, str]]:
    """Return the cells of agencies by race and sex."""
    return [(agency, race, sex) for agency in agencies for race in ("Asian", "White") for sex in ("Female", "Male")]


def hide(rows: pd.DataFrame, hidden: Iterable[tuple[str, ...]], names: list[str] = NAMES) -> pd.DataFrame:
    """Return cells with those withheld."""
    gone = pd.MultiIndex.from_frame(rows[names]).isin(list(hidden)) if len(names) > 1 else None
    if gone is None:
        gone = rows[names[0]].isin([each for (each,) in hidden]).to_numpy()
    return rows.assign(value=rows["value"].where(~gone), status=rows["status"].where(~gone, "withheld"))


def figures(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of race, and head counts, of every agency and the state: of whole cells."""
    made = []
    by = rows[rows["sex"] == TOTAL]
    for agency, part in by.groupby("agency"):
        people = part.set_index("race_ethnicity")["value"]
        base = float(people[TOTAL])
        place = "ALL" if agency == TOTAL else agency
        for group, count in people.items():
            whole = group == TOTAL
            made.append(
                {
                    "figure_id": f"employees.{place}.{group}", "measure": "employees", "agency": place,
                    "geography": "Connecticut", "period": part["period"].iloc[0],
                    "dimension": "ALL" if whole else "race_ethnicity", "group": "ALL" if whole else group,
                    "numerator": float(count), "denominator": base, "value": np.nan if whole else 100 * count / base,
                    "status": "shown", "benchmark": None, "nature": "official",
                }
            )  # fmt: skip
    return pd.DataFrame(made)


def blank(rows: pd.DataFrame, *ids: str) -> pd.DataFrame:
    """Return figures with those withheld."""
    gone = rows["figure_id"].isin(ids)
    emptied = {name: rows[name].where(~gone) for name in ("numerator", "denominator", "value")}
    return rows.assign(**emptied, status=rows["status"].where(~gone, "withheld"))


def write(path: Path, **tables: pd.DataFrame) -> Path:
    """Write a release file with these tables."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        for name, rows in ({"measures": MEASURES} | tables).items():
            connection.from_df(rows).create(name)
    return path


def export(folder: Path, **tables: pd.DataFrame) -> Path:
    """Write the same tables as CSV files."""
    folder.mkdir(exist_ok=True)
    for name, rows in ({"measures": MEASURES} | tables).items():
        rows.to_csv(folder / f"{name}.csv", index=False)
    return folder
