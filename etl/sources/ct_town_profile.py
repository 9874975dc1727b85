"""Town profiles of the five-year survey: population by race and by sex, of the state, regions, counties and towns."""

import pandas as pd

from etl.census import share_margin
from etl.contract import Column, Like, Number, OneOf, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import benchmarks, number, outcomes, refuse
from etl.vocabulary.label import EVERYONE

TOTAL = "total_pop"
FIRST_YEAR_OF_REGIONS = 2022
OTHER = "not Hispanic; Asian, American Indian, Pacific Islander, other and two or more races together"
_DIMENSIONS = {"race": "race_ethnicity", "sex": "sex"}
_PLACE = ["geography", "period", "dimension"]
_KINDS = {"state": "state", "county": "county", "town": "town"}


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """Population by group: shares of every place as benchmark, persons of the state as outcome.

    County rows hold counties until 2021 and planning regions from 2022. The compiler's own regions and the nation
    are left out. `other_race` holds Asian people, so it stands beside no workforce group: it is an outcome but
    no benchmark.
    """
    raw = raw[raw["level"].isin(_KINDS) & raw["topic"].isin(_DIMENSIONS)]
    people = _places(raw).assign(
        period=_window(raw["acs_end_year"]),
        dimension=raw["topic"].map(_DIMENSIONS),
        group=_groups(raw, labels),
        value=number(raw["estimate"]),
        margin=number(raw["moe"]),
        note=raw["group"].map({"other_race": OTHER}).fillna(""),
    )
    totals = people[people["group"] == EVERYONE].rename(columns={"value": "base", "margin": "base_margin"})
    people = people.reset_index(names="row").merge(totals[[*_PLACE, "base", "base_margin"]], how="left", on=_PLACE)
    people = people.set_index("row")
    groups = people["value"].where(people["group"] != EVERYONE)
    parts = groups.groupby([people[key] for key in _PLACE]).transform("sum")
    refuse(labels, ("estimate", parts != people["base"], "the groups of this place do not add up to its total"))
    people = people.assign(
        share=100 * people["value"] / people["base"],
        share_margin=share_margin(people["value"], people["margin"], people["base"], people["base_margin"]),
    )
    return Rows(tables={"benchmark": _benchmark(people), "outcome": _outcome(people)})


def _benchmark(people: pd.DataFrame) -> pd.DataFrame:
    kept = people[(people["group"] != EVERYONE) & (people["group"] != "Other")]
    # A town's residents, whom dollars are divided by; the total comes with both topics and is kept once.
    everyone = (people["group"] == EVERYONE) & (people["dimension"] == "race_ethnicity")
    towns = people[everyone & (people["geography_kind"] == "town")]
    return benchmarks(
        kept.drop(columns="value").assign(
            benchmark="population",
            vintage=kept["period"],
            count=kept["value"],
            margin_of_error=kept["share_margin"],
        ),
        towns[["geography", "group"]].assign(
            benchmark="population", vintage=towns["period"], dimension=EVERYONE, count=towns["value"]
        ),
    )


def _outcome(people: pd.DataFrame) -> pd.DataFrame:
    """Return persons of the state; the total comes with both topics and is kept once."""
    state = people[people["geography_kind"] == "state"]
    everyone = (state["group"] == EVERYONE) & (state["dimension"] == "race_ethnicity")
    state = state[everyone | (state["group"] != EVERYONE)]
    return outcomes(
        state.assign(
            indicator="population",
            dimension=state["dimension"].where(state["group"] != EVERYONE, EVERYONE),
            numerator=state["value"],
            margin_of_error=state["margin"],
            unit="persons",
        )
    )


def _window(last: pd.Series) -> pd.Series:
    return last.map({year: f"{int(year) - 4}/{year}" for year in last.unique()})


def _groups(raw: pd.DataFrame, labels: Labels) -> pd.Series:
    group = pd.Series(EVERYONE, index=raw.index, dtype="object")
    for topic, dimension in _DIMENSIONS.items():
        mine = (raw["topic"] == topic) & (raw["group"] != TOTAL)
        group[mine] = labels.standard(raw["group"][mine], dimension)
    return group


def _places(raw: pd.DataFrame) -> pd.DataFrame:
    region = (raw["level"] == "county") & (number(raw["acs_end_year"]) >= FIRST_YEAR_OF_REGIONS)
    return pd.DataFrame(
        {
            "geography": raw["name"].where(~region, raw["name"].str.removesuffix(" COG") + " Planning Region"),
            "geography_kind": raw["level"].map(_KINDS).where(~region, "region"),
        }
    )


SOURCE = Source(
    id="ct_town_profile",
    title="Town profiles of Connecticut (American Community Survey, five-year windows)",
    title_es="Perfiles de los municipios de Connecticut "
    "(Encuesta sobre la Comunidad Estadounidense, períodos de cinco años)",
    publisher="U.S. Census Bureau, compiled by DataHaven",
    address="https://github.com/CT-Data-Haven/2023acs",
    licence="Public domain",
    frequency="yearly",
    caveats=(
        "White and Black leave out Hispanic people; Asian people are counted in other_race.",
        "Five-year windows overlap: neighbouring ones share four years.",
        "Counties until the window ending 2021, planning regions from 2022: their figures do not join.",
        "No window ending 2018 is in this edition.",
    ),
    key=("acs_end_year", "level", "name", "topic", "group"),
    columns=(
        Column(name="acs_end_year", meaning="last year of the window", promise=Like(r"20\d{2}", "a year such as 2023")),
        Column(name="level", meaning="kind of place", promise=OneOf(("us", "state", "county", "region", "town"))),
        Column(name="name", meaning="place", promise=Text(80)),
        Column(name="topic", meaning="subject", promise=Like(r"[a-z_]{2,40}", "a subject such as race")),
        Column(
            name="group", meaning="group within the subject", promise=Like(r"[a-z0-9_]{2,60}", "a group such as black")
        ),
        Column(name="estimate", meaning="people, households or dollars", promise=Number(0, 1e9, whole=True)),
        Column(name="moe", meaning="90 % margin of error", promise=Number(0, 1e9, whole=True)),
        Column(name="share", meaning="share of the subject's total, 0 to 1", promise=Number(0, 1), blank=True),
        Column(name="sharemoe", meaning="90 % margin of the share", promise=Number(0, 1), blank=True),
    ),
    transform=transform,
)
