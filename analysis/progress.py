"""`equity analyze progress`: each series of a file judged by both systems of progress."""

import numpy as np
import pandas as pd

from analysis.kind import Kind, Options, Result
from etl.contract import Column, ContractError, Number, Problem, Text
from metrics import progress, sdg
from metrics.comparison import Words

_VALUE = Number(-1e15, 1e15, exponent=True)
_YEAR = Number(1, 9999, whole=True)
_NOT_AVAILABLE = "not_available"
_SHOWN = 10


def run(rows: pd.DataFrame, file: str, options: Options) -> Result:
    """Return one row for each series. Raises ContractError for years out of order and for a direction of 0.

    One year, or a value that is absent, is not enough for a change; the growth method still calls a target achieved
    that the current value is at or beyond.
    """
    if problems := _problems(rows, file):
        raise ContractError(problems)
    several = rows["current_year"] > rows["base_year"]
    base = rows["base_value"].where(several)
    recent, target = rows["current_value"], rows["target"]
    status = progress.statuses(base, recent, rows["direction"], target, rows["se_base"], rows["se_current"])
    grown = sdg.progress(
        rows["base_value"],
        rows["base_year"],
        recent,
        rows["current_year"],
        direction=rows["direction"],
        target=target,
        target_year=rows["target_year"],
        limit=rows["limit"],
    )
    table = pd.DataFrame(
        {
            "series": rows["series"],
            "hp_status": np.where(status == progress.Status.NO_DATA.value, _NOT_AVAILABLE, status),
            "pct_targeted_change": _plain(progress.targeted_changes(base, recent, target)),
            "pct_change": _plain(progress.relative_changes(base, recent)),
            "sdg_value": _plain(grown.value),
            "sdg_status": grown.status,
            "sdg_score": grown.score,
        },
        index=rows.index,
    )
    return Result(table, _notes(rows, grown.status))


def _problems(rows: pd.DataFrame, file: str) -> list[Problem]:
    aimed = rows["target"].notna()
    wrong = {
        "direction": (rows["direction"] == 0, "is 0; expected 1 (higher is better) or -1 (lower is better)"),
        "current_year": (
            rows["current_year"] < rows["base_year"],
            "is before base_year; expected the same year or a later one",
        ),
        "target_year": (
            aimed & (rows["target_year"] <= rows["base_year"]),
            "is not after base_year; expected a later year, or blank",
        ),
    }
    return [
        Problem(file, int(row), column, message)
        for column, (where, message) in wrong.items()
        for row in rows.index[where]
    ]


def _notes(rows: pd.DataFrame, sdg_status: Words) -> tuple[str, ...]:
    base, current, target = rows["base_value"], rows["current_value"], rows["target"]
    unknown = sdg_status == sdg.Status.NOT_AVAILABLE.value
    only_one = rows["se_base"].isna() != rows["se_current"].isna()
    said = {
        "only one standard error; hp_status is judged as if there were none": only_one,
        "a target without target_year, which sdg_status needs": unknown & target.notna() & rows["target_year"].isna(),
        "a base of 0 without a target has no growth; sdg_status is not available": unknown
        & target.isna()
        & (base == 0),
        "the target is the base, so that no growth is asked for; sdg_status is not available": unknown
        & (target == base),
        "values on two sides of 0 have no growth; sdg_status is not available": unknown
        & ((base * current < 0) | (base * target < 0)),
        "limit has no part where there is a target": target.notna() & rows["limit"].notna(),
    }
    return tuple(f"{_rows(rows.index[where])}: {sentence}" for sentence, where in said.items() if where.any())


def _rows(index: pd.Index) -> str:
    named = ", ".join(map(str, index[:_SHOWN]))
    more = len(index) - _SHOWN
    return f"row{'s' if len(index) > 1 else ''} {named}" + (f" and {more} more" if more > 0 else "")


def _plain(values: np.typing.NDArray[np.float64]) -> np.typing.NDArray[np.float64]:
    # Minus nothing is nothing.
    return values + 0.0


KIND = Kind(
    id="progress",
    title="Progress of each series since its base year: by the Healthy People rule and by growth rates",
    columns=(
        Column(name="series", meaning="the name of the series", promise=Text(500)),
        Column(name="base_year", meaning="the year progress is counted from", promise=_YEAR),
        Column(name="base_value", meaning="the value in the base year", promise=_VALUE, blank=True),
        Column(name="current_year", meaning="the latest year", promise=_YEAR),
        Column(name="current_value", meaning="the value in the latest year", promise=_VALUE, blank=True),
        Column(name="target_year", meaning="the year of the target", promise=_YEAR, optional=True, blank=True),
        Column(name="target", meaning="the value aimed at", promise=_VALUE, optional=True, blank=True),
        Column(name="direction", meaning="1: higher is better, -1: lower is better", promise=Number(-1, 1, whole=True)),
        Column(
            name="se_base",
            meaning="the standard error of base_value",
            promise=Number(0, 1e15, exponent=True),
            optional=True,
            blank=True,
        ),
        Column(
            name="se_current",
            meaning="the standard error of current_value",
            promise=Number(0, 1e15, exponent=True),
            optional=True,
            blank=True,
        ),
        Column(
            name="limit",
            meaning="the value that cannot be passed, such as 100 for a percentage",
            promise=_VALUE,
            optional=True,
            blank=True,
        ),
    ),
    output=("series", "hp_status", "pct_targeted_change", "pct_change", "sdg_value", "sdg_status", "sdg_score"),
    example=(
        "series,base_year,base_value,current_year,current_value,target_year,target,direction,se_base,se_current,limit\n"
        "graduation rate,2015,87.2,2023,90.1,2030,94,1,,,100\n"
        "poverty rate,2015,10.5,2023,9.8,2030,5,-1,0.3,0.3,\n"
        "hires from every town,2019,61,2023,66,,,1,,,100\n"
    ),
    run=run,
)
