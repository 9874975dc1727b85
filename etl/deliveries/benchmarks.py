"""What shares are compared with: population, labor force, availability, by group."""

from collections.abc import Iterator

import pandas as pd

from etl.contract import NATURE, Column, Number, PeriodText, Problem, Rows, Source
from etl.harmonize import Labels
from etl.promise import Standard
from etl.standard import broken
from etl.vocabulary.label import EVERYONE, STANDARD

PROMISES = ("a share or a count, exactly one of the two", "shares of one benchmark sum to at most 125 percent")


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """One row a group, with a share (percent) or a count, exactly one of the two."""
    return Rows(tables={"benchmark": _rows(raw, labels)})


def across(raw: pd.DataFrame, labels: Labels) -> list[Problem]:
    """Return the labels that nobody knows, or else what the columns break between them."""
    return list(broken(raw, COLUMNS, (), labels)) or list(_problems(_rows(raw, labels), labels.file))


def _rows(raw: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    blank = pd.Series("", index=raw.index)
    numbers = {
        name: pd.to_numeric(raw.get(name, blank).replace("", None), errors="coerce").astype("float64")
        for name in ("share", "count", "margin_of_error")
    }
    groups = raw["group"].copy()
    for dimension in set(raw["dimension"]) & set(STANDARD):
        mine = raw["dimension"] == dimension
        groups[mine] = labels.standard(groups[mine], dimension)
    category = raw.get("job_category", blank).replace("", EVERYONE)
    named = category != EVERYONE
    category[named] = labels.standard(category[named], "job_category")
    return pd.DataFrame(
        {
            "benchmark": raw["benchmark"],
            "geography": raw["geography"],
            "vintage": raw["vintage"],
            "job_category": category,
            "dimension": raw["dimension"],
            "group": groups,
            **numbers,
            "source": raw["source"],
            "nature": raw.get("nature", blank).replace("", "official"),
        }
    )


def _problems(rows: pd.DataFrame, file: str) -> Iterator[Problem]:
    both = rows["share"].notna() == rows["count"].notna()
    for row in rows.index[both]:
        yield Problem(file, int(row), "share", "expected a share or a count, exactly one of the two")
    parts = rows[rows["share"].notna()].groupby(["benchmark", "geography", "vintage", "job_category", "dimension"])
    for _, part in parts:
        # Race-alone groups may overlap Hispanic in published tables, so only far more than the whole is a mistake.
        if part["share"].sum() > 125:
            yield Problem(file, int(part.index[0]), "share", "the shares of this benchmark sum to over 125 percent")


COLUMNS = (
    Column(name="benchmark", meaning="population, labor_force, availability, ..."),
    Column(name="geography", meaning="the state, region or town"),
    Column(name="vintage", meaning="year or window of the survey", promise=PeriodText()),
    Column(
        name="job_category",
        meaning="EEO-4 job category; blank for all",
        promise=Standard("job_category"),
        kind="job_category",
        optional=True,
        blank=True,
    ),  # fmt: skip,
    Column(name="dimension", meaning="race_ethnicity, sex, ..."),
    Column(name="group", meaning="the group's label", kind="group"),
    Column(name="share", meaning="percent of everyone", promise=Number(0, 100), optional=True, blank=True),
    Column(name="count", meaning="persons", promise=Number(), optional=True, blank=True),
    Column(
        name="margin_of_error",
        meaning="90 % margin of the share, in points",
        promise=Number(0, 100),
        optional=True,
        blank=True,
    ),
    Column(name="source", meaning="where the figure was published"),
    NATURE,
)

SOURCE = Source(
    id="benchmarks",
    stem="benchmarks",
    title="Benchmarks",
    title_es="Referencias",
    publisher="As each row's source says",
    key=("benchmark", "geography", "vintage", "job_category", "dimension", "group"),
    columns=COLUMNS,
    transform=transform,
    across=across,
    promises=PROMISES,
    table="benchmark",
    unit=("benchmark", "geography", "vintage", "job_category", "dimension"),
)
