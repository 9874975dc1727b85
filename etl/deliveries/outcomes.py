"""An agency's own indicators by group: counts, rates or amounts, with their typed absences."""

from collections.abc import Iterator

import pandas as pd

from etl.contract import NATURE, Column, Number, OneOf, PeriodText, Problem, Rows, Source
from etl.harmonize import Labels
from etl.standard import broken
from etl.vocabulary.label import EVERYONE, STANDARD, STATUSES

UNITS = ("percent", "persons", "dollars", "ratio", "days", "events", "per_1000", "years")
_AMOUNT = Number(-1e12, 1e12)


PROMISES = (
    "numerator at most denominator",
    "denominator above 0",
    "value from 0 to 100 where unit is percent",
    "margin_of_error 0 or more",
    "a value where status is shown, and none where it is another",
)


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """One row a cell. Groups of a standard dimension use standard labels; other dimensions keep their own."""
    return Rows(tables={"outcome": _rows(raw, labels)})


def across(raw: pd.DataFrame, labels: Labels) -> list[Problem]:
    """Return the labels that nobody knows, or else what the columns break between them."""
    return list(broken(raw, COLUMNS, (), labels)) or list(_problems(_rows(raw, labels), labels.file))


def _rows(raw: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    blank = pd.Series("", index=raw.index)
    numbers = {
        name: pd.to_numeric(raw.get(name, blank).replace("", None), errors="coerce").astype("float64")
        for name in ("numerator", "denominator", "value", "margin_of_error")
    }
    rows = pd.DataFrame(
        {
            "agency": _agency(raw["agency"], labels),
            "indicator": raw["indicator"],
            "period": raw["period"],
            "geography": raw["geography"],
            "geography_kind": raw["geography"].map(lambda name: "state" if name == "Connecticut" else "place"),
            "dimension": raw["dimension"],
            "group": _groups(raw, labels),
            **numbers,
            "unit": raw["unit"],
            "status": raw.get("status", blank),
            "nature": raw.get("nature", blank).replace("", "official"),
        }
    )
    derivable = rows["value"].isna() & (rows["unit"] == "percent") & (rows["denominator"] > 0)
    rows.loc[derivable, "value"] = 100 * rows["numerator"] / rows["denominator"]
    counted = rows["value"].isna() & rows["unit"].isin(["persons", "events"]) & rows["numerator"].notna()
    rows.loc[counted, "value"] = rows["numerator"]
    rows["status"] = rows["status"].where(
        rows["status"] != "", rows["value"].isna().map({True: "missing", False: "shown"})
    )
    return rows


def _agency(names: pd.Series, labels: Labels) -> pd.Series:
    everyone = names.str.upper() == EVERYONE
    codes = pd.Series(EVERYONE, index=names.index)
    codes[~everyone] = labels.agency(names[~everyone])
    return codes


def _groups(raw: pd.DataFrame, labels: Labels) -> pd.Series:
    groups = raw["group"].copy()
    for dimension in set(raw["dimension"]) & set(STANDARD):
        mine = (raw["dimension"] == dimension) & (groups != EVERYONE)
        groups[mine] = labels.standard(groups[mine], dimension)
    return groups


def _problems(rows: pd.DataFrame, file: str) -> Iterator[Problem]:
    checks = (
        ("numerator", rows["numerator"] > rows["denominator"], "is more than the denominator"),
        ("denominator", rows["denominator"] <= 0, "is not above 0; leave it blank if there is no base"),
        (
            "value",
            (rows["unit"] == "percent") & ~rows["value"].between(0, 100) & rows["value"].notna(),
            "expected 0 to 100 for percent",
        ),
        ("margin_of_error", rows["margin_of_error"] < 0, "expected 0 or more"),
        ("status", (rows["status"] == "shown") & rows["value"].isna(), "is shown but the row holds no value"),
        (
            "status",
            (rows["status"] != "shown") & rows["value"].notna(),
            "says the value is absent but the row holds one",
        ),
    )
    for column, wrong, message in checks:
        for row in rows.index[wrong.fillna(False)]:
            yield Problem(file, int(row), column, message)


COLUMNS = (
    Column(
        name="agency",
        meaning="code, acronym, name or former name; ALL for a condition of the population",
        kind="agency_or_all",
    ),
    Column(name="indicator", meaning="stable id of what is counted"),
    Column(name="period", meaning="when", promise=PeriodText()),
    Column(name="geography", meaning="Connecticut, or the town, region, district"),
    Column(name="dimension", meaning="race_ethnicity, sex, ...; ALL for everyone"),
    Column(name="group", meaning="the group's label; ALL for everyone", kind="group"),
    Column(name="numerator", meaning="people, households or events", promise=Number(), optional=True, blank=True),
    Column(name="denominator", meaning="the base", promise=Number(), optional=True, blank=True),
    Column(name="value", meaning="the value in its unit", promise=_AMOUNT, optional=True, blank=True),
    Column(name="margin_of_error", meaning="90 % margin of the value", promise=_AMOUNT, optional=True, blank=True),
    Column(name="unit", meaning="unit of the value", promise=OneOf(UNITS)),
    Column(name="status", meaning="why a value is absent", promise=OneOf(STATUSES), optional=True, blank=True),
    NATURE,
)

SOURCE = Source(
    id="outcomes",
    stem="outcomes",
    title="Outcomes by group",
    title_es="Resultados por grupo",
    publisher="The agencies",
    key=("agency", "indicator", "period", "geography", "dimension", "group"),
    columns=COLUMNS,
    transform=transform,
    across=across,
    promises=PROMISES,
    table="outcome",
    unit=("source", "agency", "period"),
)
