"""The register of agencies. A delivered register replaces the bundled one; a demonstration one adds to it."""

import pandas as pd

from etl.contract import NATURE, Column, Like, Problem, Rows, Source, Text
from etl.harmonize import Labels
from etl.promise import Day
from etl.register import CITIES
from etl.rule import Order
from etl.standard import broken
from etl.vocabulary.label import EVERYONE

_DATE = Day()
_TERM = Order(("valid_from", "valid_to"))


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """One row an agency."""
    return Rows(
        tables={"agency": raw.assign(nature=raw["nature"].replace("", "official") if "nature" in raw else "official")}
    )


def across(raw: pd.DataFrame, labels: Labels) -> list[Problem]:
    """Return where agencies share a code, acronym, name or former name, or end before they begin."""
    taken: dict[str, str] = {EVERYONE.lower(): "(reserved for all agencies)"}
    problems: list[Problem] = []
    for row, record in raw.iterrows():
        code = record["agency"]
        known_as = [code, record["name"], record.get("acronym", ""), *str(record.get("former_names", "")).split(";")]
        for name in {each.strip().lower() for each in known_as if each.strip()}:
            if taken.setdefault(name, code) != code:
                what = "shares a code, acronym or name with another agency"
                problems.append(Problem(labels.file, int(str(row)), "agency", what))
    return problems + list(broken(raw, SOURCE.columns, (_TERM,), labels))


SOURCE = Source(
    id="agencies",
    stem="agencies",
    title="Register of agencies",
    title_es="Registro de agencias",
    publisher="The delivering government",
    key=("agency",),
    columns=(
        Column(
            name="agency",
            meaning="code of the agency",
            promise=Like(r"[A-Za-z0-9][A-Za-z0-9_.&-]{0,39}", "a code of letters and digits, without spaces"),
        ),
        Column(name="name", meaning="full name"),
        Column(name="acronym", meaning="usual short name", optional=True, blank=True),
        Column(
            name="former_names", meaning="earlier names, joined by ;", promise=Text(1000), optional=True, blank=True
        ),
        Column(name="valid_from", meaning="first day of the agency", promise=_DATE, optional=True, blank=True),
        Column(name="valid_to", meaning="last day of the agency", promise=_DATE, optional=True, blank=True),
        Column(
            name="size_group",
            meaning=f"peers it is compared with; `{CITIES}`: of a city, in no figure of the State",
            optional=True,
            blank=True,
        ),
        NATURE,
    ),
    transform=transform,
    across=across,
    promises=("no two agencies share a code, acronym, name or former name", _TERM.text),
    table="agency",
    unit=("nature",),
)
