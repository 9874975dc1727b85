"""Children in the care of the Department of Children and Families on 1 July, by office and group."""

import pandas as pd

from etl.contract import Column, Like, Number, OneOf, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import number, outcomes, refuse
from etl.vocabulary.label import EVERYONE

KINDS_OF_CARE = (
    "FOSTER_CARE",
    "RELATIVE_CARE",
    "SPECIAL_STUDY",
    "THERAPEUTIC_FOSTER_CARE",
    "PDC_SAFE_HOME",
    "SHELTER",
    "GROUP_HOME",
    "RESIDENTIAL",
    "DCF_HIGHMEADOWS",
    "DCF_SOLNIT",
    "DCF_CJTS",
    "HOSPITAL",
    "INDEPENDENT_LIVING",
)
NO_OFFICE = "No office assigned"
_NO_OFFICE = ("NULL", "Unassigned_Office")
_EARLIER = ("WHITE", "BLACK", "OTHER")
_EARLIER_NOTE = "earlier label: the publisher does not say whether Hispanic children are left out"

_DAY = Like(r"(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/(19|20)\d{2}", "a day as MM/DD/YYYY")
_COUNT = Number(0, 20_000, whole=True)


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """Children by office and by state, by group and all together. An office without a row for a group has none here."""
    children = number(raw["TOTAL_CIP"])
    extracts = raw.groupby("Month_in_Care")["Data_as_of"].transform("nunique")
    refuse(
        labels,
        (
            "TOTAL_CIP",
            pd.DataFrame({kind: number(raw[kind]) for kind in KINDS_OF_CARE}).sum(axis=1) != children,
            "is not the sum of the kinds of care; ask the publisher which is right",
        ),
        ("Data_as_of", extracts > 1, "two extracts hold this month; keep the later, or children count twice"),
    )
    children_by = pd.DataFrame(
        {
            "period": _iso(raw["Month_in_Care"]),
            "vintage": _iso(raw["Data_as_of"]),
            "geography": raw["DCF_Office"].mask(raw["DCF_Office"].isin(_NO_OFFICE), NO_OFFICE),
            "group": labels.standard(raw["Demographic"], "race_ethnicity"),
            "note": raw["Demographic"].isin(_EARLIER).map({True: _EARLIER_NOTE, False: ""}),
            "value": children,
        }
    )
    offices = children_by.assign(geography_kind="office")
    state = children_by.assign(geography="Connecticut", geography_kind="state")
    everywhere = pd.concat([state, offices], ignore_index=True).assign(dimension="race_ethnicity")
    everyone = everywhere.assign(dimension=EVERYONE, group=EVERYONE, note="")
    keys = ["period", "vintage", "geography", "geography_kind", "dimension", "group"]
    rows = (
        pd.concat([everywhere, everyone], ignore_index=True)
        .groupby(keys, as_index=False)
        .agg(value=("value", "sum"), note=("note", "max"))
    )
    return Rows(
        tables={
            "outcome": outcomes(
                rows.assign(agency=EVERYONE, indicator="children_in_placement", numerator=rows["value"], unit="persons")
            )
        }
    )


def _iso(days: pd.Series) -> pd.Series:
    return days.str[6:] + "-" + days.str[:2] + "-" + days.str[3:5]


SOURCE = Source(
    id="ct_children_in_placement",
    title="Children in placement on 1 July, by race and ethnicity",
    title_es="Menores en acogimiento el 1 de julio, por raza y etnicidad",
    publisher="Connecticut Department of Children and Families",
    address="https://github.com/CT-Data-Collaborative/children-in-placement-by-race-ethnicity",
    licence="Public Domain Dedication and License (ODC PDDL)",
    frequency="yearly",
    caveats=(
        "A count on one day. It says nothing of how many children a group has.",
        "Each year comes from the extract of its time; later corrections are not in it.",
        "Offices follow the department's own lists; Stamford has no rows after 2013.",
        "From 2011 the region of central offices is called 0, before that Other.",
        "Labels changed with the counts of 1 July 2011.",
    ),
    key=("Data_as_of", "DCF_Region", "DCF_Office", "Demographic", "Out_of_State", "Month_in_Care"),
    columns=(
        Column(name="Data_as_of", meaning="day of the extract", promise=_DAY),
        Column(name="DCF_Region", meaning="region", promise=Like(r"Region [0-6]|Other", "Region 0 to 6, or Other")),
        Column(name="DCF_Office", meaning="office, NULL if none", promise=Text(60)),
        Column(name="Demographic", meaning="race and ethnicity", promise=Text(60)),
        Column(name="Out_of_State", meaning="placed outside Connecticut", promise=OneOf(("N", "Y"))),
        Column(name="Month_in_Care", meaning="day of the count", promise=_DAY),
        Column(name="TOTAL_CIP", meaning="children in placement", promise=_COUNT),
        *(
            Column(name=kind, meaning=f"of these, {kind.replace('_', ' ').lower()}", promise=_COUNT)
            for kind in KINDS_OF_CARE
        ),
    ),
    transform=transform,
)
