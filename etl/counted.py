"""Records counted: rows of people become counts in the tables that hold counts, beside those that agencies count.

Of one agency and period the official rows count before demonstration, and records before counts that were sent.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from etl.vocabulary import period as periods
from etl.vocabulary.label import AGE_BANDS, NOT_REPORTED, YES_NO

_UNIT = ["agency", "period"]
_PEOPLE = ["job_category", "race_standard", "race_ethnicity", "sex"]
_COMING = ("hire", "transfer_in")
_FIRST = (25, 35, 45, 55, 65)
"""The first year of age of each band after the youngest."""


def counted(contents: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables of counts with what their records add: table -> rows, for those that records were sent of."""
    found = {}
    for records, (table, count) in _COUNTS.items():
        if records in contents and len(contents[records]):
            made = count(contents[records], contents)
            found[table] = _chosen(made, contents.get(table, made[:0]))
    return found


def age_bands(born: pd.Series, last: pd.Series) -> pd.Series:
    """Return the age band at the last day of a period, from years of birth: age is the difference of the years."""
    years = last.map({text: periods.parse(text).last.year for text in last.unique()})
    age = (years - born).to_numpy(dtype="float64")
    place = np.searchsorted(_FIRST, age, side="right")
    bands = np.array(AGE_BANDS, dtype=object)[np.where(np.isnan(age), len(AGE_BANDS) - 1, place)]
    return pd.Series(bands, index=born.index, dtype=object)


def _employees(rows: pd.DataFrame, _: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows = rows.assign(age_band=age_bands(rows["birth_year"], rows["period"]))
    for name, unknown in (("birth_year", NOT_REPORTED), ("disability", YES_NO[-1]), ("veteran", YES_NO[-1])):
        asked = rows[name].notna().groupby([rows[key] for key in _UNIT]).transform("any")
        column = "age_band" if name == "birth_year" else name
        said = rows[column].where(rows[column].notna(), unknown)
        # An agency that did not ask says nothing of anybody, not that they did not answer.
        rows[column] = said.where(asked, None)
    keys = [*_UNIT, *_PEOPLE, "age_band", "full_time", "disability", "veteran", "nature", "snapshot"]
    return _sized(rows, keys, "employees")


def _events(rows: pd.DataFrame, contents: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    came = rows["action"].isin(_COMING)
    # Whoever comes is counted in the job that they come to, everybody else in the one that they had.
    held, to = _jobs(rows, contents).where(~came, None), rows["to_job_category"]
    rows = rows.assign(job_category=held.where(held.notna(), to).fillna(NOT_REPORTED))
    return _sized(rows, [*_UNIT, *_PEOPLE, "action", "nature", "snapshot"], "events")


def _jobs(rows: pd.DataFrame, contents: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return each person's job category in the agency's records of the period before, or else of the period itself,
    blank where there are none."""
    if "workforce" not in contents:
        return pd.Series(None, index=rows.index, dtype=object)
    records = contents["workforce"].drop_duplicates([*_UNIT, "person_id"])
    held = records.set_index([*_UNIT, "person_id"])["job_category"]
    before = {text: periods.parse(text).before() for text in rows["period"].unique()}
    earlier = rows["period"].map({text: each.text if each else "" for text, each in before.items()})
    then, now = (
        pd.Series(held.reindex(_people(rows, when)).to_numpy(), rows.index) for when in (earlier, rows["period"])
    )
    return then.where(then.notna(), now)


def _people(rows: pd.DataFrame, when: pd.Series) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([rows["agency"], when, rows["person_id"]])


def _applicants(rows: pd.DataFrame, _: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    # An opening belongs to the period of its first applicant, so that nobody is hired in another period than applied.
    first = rows.groupby(["agency", "requisition"])["date"].transform("min")
    whole = rows.assign(period=first.map({day: periods.fiscal_year(periods.parse(day).last) for day in first.unique()}))
    return _sized(whole, [*_UNIT, *_PEOPLE, "stage", "nature", "snapshot"], "applicants")


def _sized(rows: pd.DataFrame, keys: list[str], name: str) -> pd.DataFrame:
    counts: pd.DataFrame = rows.groupby(keys, dropna=False, sort=False).size().rename(name).reset_index()
    counts[keys] = counts[keys].astype(object).where(counts[keys].notna(), None)
    return counts


def _chosen(records: pd.DataFrame, sent: pd.DataFrame) -> pd.DataFrame:
    rows = pd.concat([records.assign(rank=1), sent.assign(rank=0)], ignore_index=True)
    rank = rows["rank"] + 2 * (rows["nature"] == "official")
    best = rank.groupby([rows[key] for key in _UNIT]).transform("max")
    chosen: pd.DataFrame = rows[rank == best].drop(columns="rank")
    return chosen


_Count = Callable[[pd.DataFrame, Mapping[str, pd.DataFrame]], pd.DataFrame]
_COUNTS: Mapping[str, tuple[str, _Count]] = {
    "workforce": ("workforce_count", _employees),
    "personnel_actions": ("personnel_action_counts", _events),
    "applicants": ("applicant_counts", _applicants),
}
