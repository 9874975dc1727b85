"""A city's people on their way through its service, from its records: from those who apply to those who are discharged.

What happened to employees is told of those who were there when the year began, so that each share is of the same
people, whoever came or left later. A city is an agency whose group of peers in the register is `Cities`.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary import age
from etl.vocabulary import period as periods
from etl.vocabulary.label import NOT_REPORTED, STAGES, YES_NO
from metrics import city
from metrics.count.count import UNDIVIDED, UNIT, Count, Kind, Read

_UNIT = list(UNIT)
_CITIES = "cities"
_PERSON = ["agency", "person_id", "nature"]
_ANSWERS = ("disability", "veteran", "justice_impacted", "at_will")
_CLASSES = ("race_ethnicity", "sex", "age_band", *_ANSWERS)
_OF_APPLICANTS = ("race_ethnicity", "sex", "disability", "justice_impacted")
Rows = Callable[[Connection], pd.DataFrame]


def _records(connection: Connection, table: str) -> pd.DataFrame:
    of, register = warehouse.TABLES[table], warehouse.agency
    cities = sa.select(register.c.agency).where(sa.func.lower(register.c.size_group) == _CITIES)
    rows = warehouse.read(connection, sa.select(of).where(of.c.agency.in_(cities)))
    return _answered(rows, [name for name in _ANSWERS if name in rows])


def _answered(rows: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Fill blanks with "not reported", but where a city did not ask at all in a year."""
    asked = {name: rows[name].notna().groupby([rows[key] for key in UNIT]).transform("any") for name in names}
    filled = {name: rows[name].where(rows[name].notna() | ~asked[name], YES_NO[-1]) for name in names}
    return rows.assign(**filled)


def employees(connection: Connection) -> pd.DataFrame:
    """Return the employees on the last day of each period, with `age_band`."""
    rows = _records(connection, "workforce")
    bands = [age.band(part["birth_year"], periods.parse(str(when)).last) for when, part in rows.groupby("period")]
    found = pd.concat(bands) if bands else pd.Series(index=rows.index, dtype=object)
    asked = rows["birth_year"].notna().groupby([rows[key] for key in UNIT]).transform("any")
    return rows.assign(age_band=found.where(rows["birth_year"].notna(), NOT_REPORTED).where(asked, None))


def starting(connection: Connection) -> pd.DataFrame:
    """Return the employees who were there when each period began, as they were then: those of the last day of the
    period before, where records of both are there."""
    rows = employees(connection)
    later = {each: str(text) for text in rows["period"].unique() if (each := _before(str(text)))}
    moved = rows.assign(period=rows["period"].map(later)).dropna(subset="period")
    there = pd.MultiIndex.from_frame(rows[_UNIT])
    return moved[pd.MultiIndex.from_frame(moved[_UNIT]).isin(there)]


def _before(period: str) -> str:
    found = periods.parse(period).before()
    return found.text if found else ""


def stayed(connection: Connection) -> pd.DataFrame:
    """Return those of them who were still there when it ended."""
    return _those(starting(connection), employees(connection))


def _who(*actions: str) -> Rows:
    def rows(connection: Connection) -> pd.DataFrame:
        acts = _records(connection, "personnel_actions")
        return _those(starting(connection), acts[acts["action"].isin(actions)])

    return rows


def developed(connection: Connection) -> pd.DataFrame:
    """Return those of them who completed a course in it that nobody asked of them."""
    rows = _records(connection, "training")
    return _those(starting(connection), rows[(rows["mandatory"] == "no") & rows["completed_date"].notna()])


def rated_below(connection: Connection) -> pd.DataFrame:
    """Return those of them whom an appraisal in it rates below what is asked; see `metrics.city.rated_below`."""
    acts = _records(connection, "personnel_actions")
    return _those(starting(connection), acts[(acts["action"] == "appraisal") & city.rated_below(acts["rating"])])


def _those(people: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    keys = [*_PERSON, "period"]
    return people[pd.MultiIndex.from_frame(people[keys]).isin(pd.MultiIndex.from_frame(others[keys]))]


def above_median(connection: Connection) -> pd.DataFrame:
    """Return the employees with a base pay above the median of their city's."""
    rows = employees(connection)
    middle = rows["annual_pay"].astype("float64").groupby([rows[key] for key in UNIT]).transform("median")
    return rows[rows["annual_pay"].astype("float64") > middle]


def applicants(connection: Connection) -> pd.DataFrame:
    """Return those who applied, in the period of the first day of the opening."""
    return _at(connection, STAGES[0])


def hired(connection: Connection) -> pd.DataFrame:
    """Return those of them who were hired."""
    return _at(connection, STAGES[-1])


def _at(connection: Connection, stage: str) -> pd.DataFrame:
    rows = _records(connection, "applicants")
    first = rows.groupby(["agency", "requisition"])["date"].transform("min")
    years = {day: periods.fiscal_year(periods.parse(str(day)).last) for day in first.unique()}
    return rows.assign(period=first.map(years))[rows["stage"] == stage]


def tested(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    """Count the employees whom a test on each class in force on the last day of a period is of; see
    `metrics.city.tested`."""
    staff, law = employees(connection), _laws(connection)
    whole = _counted(staff, by)
    made = [whole.assign(protected_class=None, **{UNDIVIDED: np.ones(len(whole), dtype=bool)})] if len(staff) else []
    for (agency, period, nature), people in staff.groupby(_UNIT) if "protected_class" in by else ():
        own = law[(law["agency"] == agency) & (law["nature"] == nature)]
        for name in city.protected(own, periods.parse(str(period)).last.isoformat())["class"]:
            part = _counted(city.tested(people, str(name)), by)
            made.append(part.assign(protected_class=str(name), **{UNDIVIDED: np.zeros(len(part), dtype=bool)}))
    columns = list(dict.fromkeys([*UNIT, "race_standard", *by, UNDIVIDED, "value"]))
    return pd.concat(made, ignore_index=True)[columns] if made else pd.DataFrame(columns=columns)


def _laws(connection: Connection) -> pd.DataFrame:
    of, register = warehouse.TABLES["protected_classes"], warehouse.agency
    joined = sa.select(*of.c, register.c.agency).join_from(of, register, of.c.jurisdiction == register.c.name)
    return warehouse.read(connection, joined)


def _counted(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    keys = list(dict.fromkeys([*UNIT, "race_standard", *(name for name in by if name in rows)]))
    counts: pd.DataFrame = rows.groupby(keys, dropna=False).size().rename("value").astype("float64").reset_index()
    return counts


def _read(rows: Rows) -> Read:
    def read(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
        return _counted(rows(connection), by)

    return read


def _of(name: str, rows: Rows, *tables: str) -> Count:
    of_staff = tables[0] == "workforce"
    dimensions = (*_CLASSES, "job_category") if of_staff else _OF_APPLICANTS
    return Count(name=name, kind=Kind.PEOPLE, tables=tables, dimensions=dimensions, read=_read(rows))


COUNTS = (
    _of("city applicants", applicants, "applicants"),
    _of("city applicants hired", hired, "applicants"),
    _of("city employees", employees, "workforce"),
    _of("city employees paid above median", above_median, "workforce"),
    _of("city employees at start", starting, "workforce"),
    _of("city employees stayed", stayed, "workforce"),
    _of("city employees promoted", _who("promotion"), "workforce", "personnel_actions"),
    _of("city employees developed", developed, "workforce", "training"),
    _of("city employees appraised", _who("appraisal"), "workforce", "personnel_actions"),
    _of("city employees rated below", rated_below, "workforce", "personnel_actions"),
    _of("city employees disciplined", _who("discipline"), "workforce", "personnel_actions"),
    _of("city employees discharged", _who("separation_involuntary"), "workforce", "personnel_actions"),
    Count(
        name="city employees tested",
        kind=Kind.PEOPLE,
        tables=("workforce", "protected_classes"),
        dimensions=("protected_class",),
        read=tested,
    ),
)
