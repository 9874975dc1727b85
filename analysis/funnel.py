"""`equity analyze funnel`: which areas differ from the pooled value by more than chance, before any ranking."""

import numpy as np
import pandas as pd

from analysis.kind import Kind, Options, Result
from etl.contract import Column, ContractError, Number, Problem
from metrics.funnel import AS_EXPECTED, Z_998, labels, pooled, proportion_funnel, ratio_funnel
from metrics.interval import wilson
from metrics.rate import rate, rate_limits

_BASES = ("denominator", "expected")


def run(rows: pd.DataFrame, file: str, options: Options) -> Result:
    """Answer with each area's value, the funnel's limits for its size, and its label.

    Proportions, numerator over denominator, are held against Σ numerator / Σ denominator; ratios, numerator over
    expected, against 1. Raises ContractError where not exactly one of the two bases is filled, throughout and above 0.
    """
    base = _base(rows, file)
    x, n = rows["numerator"].to_numpy(), rows[base].to_numpy()
    if base == "denominator":
        centre = pooled(x, n)
        own, own_998 = wilson(x, n), wilson(x, n, Z_998)
        low, high = proportion_funnel(centre, n)
        low_998, high_998 = proportion_funnel(centre, n, Z_998)
        note = f"proportions are held against the pooled value {centre:.6g} ({x.sum():.12g} of {n.sum():.12g})"
    else:
        centre = AS_EXPECTED
        own, own_998 = rate_limits(x, n), rate_limits(x, n, z=Z_998)
        low, high = ratio_funnel(n)
        low_998, high_998 = ratio_funnel(n, Z_998)
        note = (
            f"ratios of observed to expected are held against 1; over all areas {x.sum():.12g} were observed and "
            f"{n.sum():.12g} expected ({x.sum() / n.sum():.6g})"
        )
    table = pd.DataFrame(
        {
            "area": rows["area"].to_numpy(),
            "value": rate(x, n),
            "lower_95": low,
            "upper_95": high,
            "lower_998": low_998,
            "upper_998": high_998,
            "label": labels(*own, *own_998, centre),
        }
    )
    return Result(table, (note,))


def _base(rows: pd.DataFrame, file: str) -> str:
    """The base that the file fills."""
    filled = [name for name in _BASES if rows[name].notna().any()]
    if len(filled) != 1:
        found = "both are filled" if filled else "neither is filled"
        raise ContractError(
            [
                Problem(
                    file,
                    None,
                    None,
                    f"of denominator and expected {found}; fill denominator in every row for proportions, or "
                    "expected in every row for ratios of observed to expected",
                )
            ]
        )
    base = filled[0]
    above = np.zeros(len(rows), bool) if base == "expected" else (rows["numerator"] > rows[base]).to_numpy()
    problems = [
        *_problems(rows, rows[base].isna(), file, base, "is blank; every row needs it"),
        *_problems(rows, rows[base] == 0, file, base, "is 0; expected more than 0, or leave the area out"),
        *_problems(
            rows,
            pd.Series(above, rows.index) & (rows[base] > 0),
            file,
            "numerator",
            "is above the denominator; expected at most that (or give expected events instead of a denominator)",
        ),
    ]
    if problems:
        raise ContractError(sorted(problems, key=lambda problem: problem.row or 0))
    return base


def _problems(rows: pd.DataFrame, where: pd.Series, file: str, column: str, message: str) -> list[Problem]:
    return [Problem(file, int(row), column, message) for row in rows.index[where]]


KIND = Kind(
    id="funnel",
    title="Areas against their pooled value: which differ by more than chance, at 95 % and 99.8 %",
    columns=(
        Column(name="area", meaning="the unit: an agency, a town, a school"),
        Column(name="numerator", meaning="events or people counted there", promise=Number(exponent=True)),
        Column(
            name="denominator",
            meaning="people they are counted among, for proportions",
            promise=Number(exponent=True),
            optional=True,
            blank=True,
        ),
        Column(
            name="expected",
            meaning="events expected there, for ratios of observed to expected",
            promise=Number(exponent=True),
            optional=True,
            blank=True,
        ),
    ),
    key=("area",),
    output=("area", "value", "lower_95", "upper_95", "lower_998", "upper_998", "label"),
    example="area,numerator,denominator\nNorth,48,60\nSouth,240,400\nEast,320,400\nWest,75,100\n",
    run=run,
)
