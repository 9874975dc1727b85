"""People fit the head counts: who came, went and moved explains every cell of every year."""

import itertools
from collections.abc import Mapping

import pandas as pd
import pytest

from etl.demonstration.place import towns
from etl.demonstration.span import PERIODS

pytestmark = pytest.mark.long
Files = Mapping[str, pd.DataFrame]
CELL = ["agency", "job_category", "race_ethnicity", "sex"]
GONE = ("separation_voluntary", "separation_involuntary", "retirement")


def fiscal(days: pd.Series) -> pd.Series:
    when = pd.to_datetime(days)
    return "FY" + (when.dt.year + (when.dt.month >= 7)).astype(str)


@pytest.fixture(scope="module")
def workforce(files: Files) -> pd.DataFrame:
    return files["workforce"]


@pytest.fixture(scope="module")
def actions(files: Files) -> pd.DataFrame:
    return files["personnel_actions"].assign(period=fiscal(files["personnel_actions"]["date"]))


def flawed(rows: pd.DataFrame) -> pd.Series:
    return rows["agency"] == "EXE"


def test_counts_and_records_agree_in_every_cell(files: Files, workforce: pd.DataFrame) -> None:
    keys = ["period", *CELL]
    counted = workforce.groupby(keys).size()
    delivered = files["workforce_counts"].set_index(keys)["employees"].astype("int64")
    assert counted.to_dict() == delivered.to_dict()


def test_stock_is_last_years_and_hires_less_leavers_and_moves_in_every_cell(
    workforce: pd.DataFrame, actions: pd.DataFrame
) -> None:
    stock = workforce[~flawed(workforce)]
    for before, now in itertools.pairwise(PERIODS):
        old, new = (stock[stock["period"] == each].set_index("person_id") for each in (before, now))
        acts = actions[(actions["period"] == now) & ~flawed(actions)]
        left = old.loc[acts.loc[acts["action"].isin(GONE), "person_id"]]
        came = acts[acts["action"] == "hire"].rename(columns={"to_job_category": "job_category"})
        promoted = acts[acts["action"] == "promotion"].set_index("person_id")["to_job_category"]
        movers = old.loc[promoted.index].assign(to=promoted)
        movers = movers[movers["to"] != movers["job_category"]]
        moved_in = movers.assign(job_category=movers["to"])
        parts = [(old, 1), (came, 1), (left, -1), (moved_in, 1), (movers, -1)]
        due = sum((rows.groupby(CELL).size().mul(sign).reindex(cells(stock), fill_value=0) for rows, sign in parts))
        assert due.equals(new.groupby(CELL).size().reindex(cells(stock), fill_value=0)), now


def cells(stock: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(stock[CELL].drop_duplicates().sort_values(CELL))


def test_a_person_keeps_what_a_person_keeps(workforce: pd.DataFrame) -> None:
    sound = workforce[~flawed(workforce)]
    for column in ("agency", "race_ethnicity", "sex", "birth_year", "hire_date", "town", "disability", "veteran"):
        assert (sound.groupby("person_id")[column].nunique() == 1).all(), column


def test_nobody_returns(workforce: pd.DataFrame) -> None:
    year = workforce["period"].str[2:].astype(int)
    spells = year.groupby(workforce["person_id"]).agg(["min", "max", "size"])
    assert (spells["max"] - spells["min"] + 1 == spells["size"]).all()


def test_days_of_hire_agree_with_the_actions(workforce: pd.DataFrame, actions: pd.DataFrame) -> None:
    hires = actions[actions["action"] == "hire"].set_index("person_id")["date"]
    first = workforce[~flawed(workforce)].drop_duplicates("person_id").set_index("person_id")["hire_date"]
    since = first[first >= "2018-07-01"]
    assert since.equals(hires.reindex(since.index))
    assert set(hires.index) - set(first.index) <= set(workforce.loc[flawed(workforce), "person_id"])


def test_leavers_were_there_the_year_before_and_are_gone(workforce: pd.DataFrame, actions: pd.DataFrame) -> None:
    last = workforce.groupby("person_id")["period"].max()
    gone = actions[actions["action"].isin(GONE)].set_index("person_id")["period"]
    assert gone.index.is_unique
    seen = gone[gone > PERIODS[0]]
    year = last.reindex(seen.index).str[2:].astype(int)
    assert (year + 1 == seen.str[2:].astype(int)).all()


def test_pay_is_near_what_was_published(workforce: pd.DataFrame) -> None:
    # Hartford Courant, 24 July 2019: women $73,613, men $72,615, full-time, executive branch.
    first = workforce[(workforce["period"] == "FY2019") & ~workforce["agency"].str.startswith("EX")]
    means = first["annual_pay"].astype(float).groupby(first["sex"]).mean()
    assert means["Female"] == pytest.approx(73_613, rel=0.02)
    assert means["Male"] == pytest.approx(72_615, rel=0.02)


def test_hired_applicants_are_the_hires_in_every_cell(files: Files, actions: pd.DataFrame) -> None:
    keys = ["period", *CELL]
    counts = files["applicant_counts"].astype({"applicants": "int64"})
    hired = counts[(counts["stage"] == "hired") & (counts["applicants"] > 0)].set_index(keys)["applicants"]
    acts = actions[actions["action"] == "hire"].rename(columns={"to_job_category": "job_category"})
    hires = acts.groupby(keys).size()
    flaw = hired.index.get_level_values("agency") == "EXE"
    assert hired[~flaw].to_dict() == hires[hires.index.get_level_values("agency") != "EXE"].to_dict()
    assert (hires.reindex(hired.index, fill_value=0) <= hired).all()


def test_applicants_one_by_one_are_their_counts(files: Files) -> None:
    keys = ["agency", "period", "job_category", "race_ethnicity", "sex", "stage"]
    one = files["applicants"]
    counted = one.assign(period=fiscal(one["date"])).groupby(keys).size()
    counts = files["applicant_counts"].astype({"applicants": "int64"})
    mine = counts[counts["agency"].isin(set(one["agency"])) & (counts["applicants"] > 0)]
    assert counted.to_dict() == mine.set_index(keys)["applicants"].to_dict()
    assert {"EXCITY", "EXA"} <= set(one["agency"])
    said = one[one["rejected_for_record"] != ""]
    assert len(said) > 0
    assert set(said["justice_impacted"]) == {"yes"}


def test_training_is_of_people_who_were_employed(files: Files, workforce: pd.DataFrame) -> None:
    rows = files["training"]
    known = workforce[["agency", "person_id"]].drop_duplicates()
    assert len(rows.merge(known, on=["agency", "person_id"])) == len(rows)
    last = set(workforce.loc[workforce["period"] == PERIODS[-1], "person_id"])
    assert set(rows.loc[rows["course"] == "Equity in State service", "person_id"]) == last
    assert (rows["completed_date"] <= "2025-06-30").all()


def test_towns_exist(files: Files) -> None:
    assert len(towns()) == 169
    for name in ("workforce", "training_offerings", "services", "budget", "engagement", "municipal_actions"):
        assert set(files[name]["town"]) - {"", "online"} <= set(towns()), name
