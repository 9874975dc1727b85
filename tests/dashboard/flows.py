"""The sample release with hires and leavers: of every agency inside, of all agencies together for the public."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from metrics import release as releases
from tests.dashboard import sample

_HIRED, _LEFT = 0.09, 0.08


def tables(audience: str) -> dict[str, pd.DataFrame]:
    """Return every table of the sample, its figures and measures with `hires` and `turnover`."""
    found = sample.tables(audience)
    figures = found["figures"]
    stock = figures[(figures["measure"] == "employees") & figures["benchmark"].isna() & figures["numerator"].notna()]
    if audience == "public":
        stock = stock[stock["agency"] == "ALL"]
    people = stock["numerator"].astype(float)
    everyone = stock["denominator"].astype(float)
    hired, left = np.floor(_HIRED * people), np.floor(_LEFT * people)
    names = stock["figure_id"].str.removeprefix("employees")
    hires = stock.assign(
        measure="hires", figure_id="hires" + names, numerator=hired, denominator=np.floor(_HIRED * everyone),
        value=100 * hired / np.floor(_HIRED * everyone),
    )  # fmt: skip
    leavers = stock.assign(
        measure="turnover", figure_id="turnover" + names, numerator=left, denominator=people, value=100 * left / people
    )
    # Three of those who left in a year have no known group.
    unknown = leavers.drop_duplicates(["agency", "period", "dimension"])
    unknown = unknown[unknown["dimension"] != "ALL"].assign(group="Not reported", numerator=3.0, value=3.0)
    unknown = unknown.assign(figure_id=unknown["figure_id"] + "-unknown")
    jobs = _jobs()
    measures = found["measures"]
    own = measures[measures["measure"] == "employees"]
    more = [
        own.assign(measure="hires", title="New hires"),
        own.assign(measure="turnover", kind="rate", title="Who leaves"),
    ]
    return found | {
        "figures": pd.concat([figures, hires, leavers, unknown], ignore_index=True),
        "measures": pd.concat([measures, *more], ignore_index=True),
        "cells": jobs,
    }


def _jobs() -> pd.DataFrame:
    """Professionals and technicians by race: 400 and 100 people, ten of each not reported; one cell is withheld."""
    rows = []
    counted = (("FY2024", "Professionals", 380.0), ("FY2025", "Professionals", 400.0), ("FY2025", "Technicians", 100.0))
    for period, job, everyone in counted:
        shares = {"White": 0.7, "Asian": 0.02, "Hispanic or Latino": 0.1, "Not reported": 10 / everyone, "TOTAL": 1.0}
        for race, share in shares.items():
            hidden = job == "Technicians" and race == "Asian"
            rows.append(
                {
                    "domain": "workforce", "table_id": "state_race_job", "period": period, "agency": "TOTAL",
                    "job_category": job, "race_ethnicity": race, "sex": "TOTAL",
                    "value": None if hidden else share * everyone, "status": "withheld" if hidden else "shown",
                    "nature": "demonstration",
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def write(home: Path) -> Path:
    """Write the release into `home`, make it current, return the home."""
    folder = home / "releases" / "2026.1"
    folder.mkdir(parents=True)
    for audience in releases.AUDIENCES:
        releases.write(folder / f"{audience}.duckdb", tables(audience))
    (folder / "manifest.json").write_text(json.dumps({"release": "2026.1"}), encoding="utf-8")
    releases.point(home / "releases", "2026.1")
    return home
