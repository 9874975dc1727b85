"""The register of agencies. A delivered register replaces the bundled one."""

import pandas as pd

from etl.contract import NATURE, Column, ContractError, Like, Problem, Rows, Source, Text
from etl.harmonize import Labels
from etl.vocabulary.label import EVERYONE

_DATE = Like(r"\d{4}-\d{2}-\d{2}", "an ISO date")


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """One row an agency; no two may share a code, acronym, name or former name."""
    rows = raw.rename(columns={}).assign(
        nature=raw["nature"].replace("", "official") if "nature" in raw else "official"
    )
    taken: dict[str, str] = {EVERYONE.lower(): "(reserved for all agencies)"}
    problems: list[Problem] = []
    for row, record in raw.iterrows():
        code = record["agency"]
        known_as = [
            code,
            record["name"],
            record.get("acronym", ""),
            *str(record.get("former_names", "")).split(";"),
        ]
        for name in {each.strip().lower() for each in known_as if each.strip()}:
            if taken.setdefault(name, code) != code:
                problems.append(
                    Problem(
                        labels.file,
                        int(str(row)),
                        "agency",
                        "shares a code, acronym or name with another agency",
                    )
                )
    if problems:
        raise ContractError(problems)
    return Rows(tables={"agency": rows})


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
        Column(name="size_group", meaning="peers it is compared with", optional=True, blank=True),
        NATURE,
    ),
    transform=transform,
)
