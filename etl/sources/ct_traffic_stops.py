"""Traffic stops by police department and race: counts only. Residents are no valid base for who is stopped."""

import pandas as pd

from etl.contract import Column, Number, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import notes, number, outcomes, refuse
from etl.vocabulary.label import EVERYONE

PERIOD = "2014/2015"
MISCODED = "middle-eastern"
TOTAL = "total"
PERCENTS = {
    "Asian": "asian_p",
    "Black": "black_p",
    "hispanic": "hispanic_p",
    "Indian": "indian_p",
    MISCODED: "mid_e_p",
    "White": "white_p",
}
_ABSENT = "NA"
_ROUNDING = 0.0051
_WHEN = "about October 2014 to September 2015; the publisher does not state the period"
_MISCODED_NOTE = "the publisher's column looks miscoded; its numbers are not shown"
_INCOMPLETE = "a group of this department is not available, so there is no total"


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """Stops by department and by state, by group and all together."""
    stops = pd.DataFrame({group: number(raw[group], codes=(_ABSENT,)) for group in PERCENTS})
    total = number(raw[TOTAL])
    refuse(
        labels,
        (TOTAL, total != stops.sum().sum(), "is not the number of all stops in this file; a row or cell is wrong"),
        *(
            (
                percent,
                (100 * stops[group] / total - number(raw[percent], codes=(_ABSENT,))).abs() > _ROUNDING,
                f"is not {group} in percent of all stops",
            )
            for group, percent in PERCENTS.items()
        ),
    )
    names = labels.standard(pd.Series(list(PERCENTS), index=list(PERCENTS)), "race_ethnicity")
    places = stops.set_index(raw["DepartmentName"])
    rows = pd.concat([_state(places, names, total.iloc[0]), _departments(places, names)], ignore_index=True)
    return Rows(
        tables={
            "outcome": outcomes(
                rows.assign(
                    indicator="traffic_stops",
                    period=PERIOD,
                    numerator=rows["value"],
                    unit="persons",
                    note=notes(rows["note"], rows["note"].map(lambda _: _WHEN)),
                )
            )
        }
    )


def _departments(places: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Return each department's groups and, where all of them are available, its total."""
    everyone = pd.DataFrame(
        {
            "dimension": EVERYONE,
            "group": EVERYONE,
            "value": places.sum(axis=1, skipna=False),
            "note": places.isna().any(axis=1).map({True: _INCOMPLETE, False: ""}),
        }
    )
    rows = [_group(places[column], column, names) for column in PERCENTS]
    return pd.concat([*rows, everyone]).reset_index(names="geography").assign(geography_kind="department")


def _state(places: pd.DataFrame, names: pd.Series, total: float) -> pd.DataFrame:
    """Return the sums of the departments that have a count, and the publisher's own total."""
    rows = [pd.DataFrame({"dimension": EVERYONE, "group": EVERYONE, "value": total, "note": ""}, index=[0])]
    for column in PERCENTS:
        row = _group(pd.Series([places[column].sum()]), column, names)
        absent = int(places[column].isna().sum())
        if absent and column != MISCODED:
            row["note"] = f"departments left out, as their count is not available: {absent}"
        rows.append(row)
    return pd.concat(rows)


def _group(stops: pd.Series, column: str, names: pd.Series) -> pd.DataFrame:
    """Return one group's rows; the miscoded one has no values."""
    miscoded = column == MISCODED
    return pd.DataFrame(
        {
            "dimension": "race_ethnicity",
            "group": names[column],
            "value": stops * (float("nan") if miscoded else 1),
            "note": _MISCODED_NOTE if miscoded else "",
        }
    )


SOURCE = Source(
    id="ct_traffic_stops",
    title="Traffic stops, by police department and race",
    title_es="Detenciones de tráfico, por departamento de policía y raza",
    publisher="Connecticut Racial Profiling Prohibition Project, extract by Trend CT",
    address="https://github.com/trendct/data",
    caveats=(
        "Counts of stops, not rates: the people who drive through a town are not its residents.",
        "The period is inferred from the publisher's article, not stated in the file.",
        "The column for Middle Eastern drivers looks miscoded (hundreds in a few towns); it is not shown.",
        "The statewide total includes it, as the publisher's does.",
    ),
    key=("DepartmentName",),
    columns=(
        Column(name="", meaning="row number", promise=Number(1, 1000, whole=True)),
        Column(name="DepartmentName", meaning="police department", promise=Text(80)),
        *(
            Column(
                name=group,
                meaning=f"stops of drivers recorded as {group}",
                promise=Number(0, 1e6, whole=True, also=(_ABSENT,)),
            )
            for group in PERCENTS
        ),
        Column(name=TOTAL, meaning="all stops of the state, on every row", promise=Number(1, 1e7, whole=True)),
        *(
            Column(name=percent, meaning=f"{group} in percent of all stops", promise=Number(0, 100, also=(_ABSENT,)))
            for group, percent in PERCENTS.items()
        ),
    ),
    transform=transform,
)
