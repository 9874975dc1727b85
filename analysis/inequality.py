"""`equity analyze inequality`: the summary measures of inequality between the groups of each setting and indicator."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.kind import Kind, Options, Result
from etl.contract import Column, ContractError, Number, Problem
from metrics.inequality import simulation
from metrics.inequality.summary import MEASURES, summarize
from metrics.interval import Floats

_SETTING = ["setting", "indicator"]
_WHOLE_SETTING = {"favourable": 1.0, "scale": np.nan}
_EXAMPLE = """\
setting,indicator,subgroup,estimate,se,population,order,reference,favourable,scale
2024,Graduated in four years (%),Poorest fifth,78,1.4,8200,1,,1,100
2024,Graduated in four years (%),Second fifth,84,1.2,8100,2,,1,100
2024,Graduated in four years (%),Middle fifth,89,1.0,8000,3,,1,100
2024,Graduated in four years (%),Fourth fifth,93,0.8,7900,4,,1,100
2024,Graduated in four years (%),Richest fifth,96,0.6,7800,5,,1,100
2024,Suspended (%),White,4.1,0.2,21000,0,1,0,100
2024,Suspended (%),Black,14.0,0.5,5100,0,0,0,100
2024,Suspended (%),Hispanic,9.2,0.4,10600,0,0,0,100
"""


def run(rows: pd.DataFrame, file: str, options: Options) -> Result:
    """Answer with every measure of every setting and indicator, in their sequence.

    Raises ContractError where the rows of a setting do not agree, or an estimate is outside its scale.
    """
    rows = rows.assign(**{name: rows[name].fillna(default) for name, default in _WHOLE_SETTING.items()})
    keys = [rows[name] for name in _SETTING]
    rows = rows.assign(number=rows.groupby(keys, sort=False).ngroup(), place=rows.groupby(keys, sort=False).cumcount())
    if problems := sorted(_problems(rows, file), key=lambda each: (each.row or 0, each.column or "")):
        raise ContractError(problems)
    first = rows.drop_duplicates("number")
    listed = _laid(rows, np.ones(len(rows)), 0.0) > 0
    found = summarize(
        *(_laid(rows, rows[name].to_numpy(), np.nan) for name in ("estimate", "se", "population")),
        order=_laid(rows, rows["order"].fillna(0).to_numpy(), 0.0),
        reference=_laid(rows, rows["reference"].fillna(0).to_numpy(), 0.0) > 0,
        listed=listed,
        favourable=first["favourable"].to_numpy() == 1,
        scale=first["scale"].to_numpy(),
    )
    table = first[_SETTING].loc[first.index.repeat(len(MEASURES))].reset_index(drop=True)
    table["measure"] = list(MEASURES) * len(first)
    for name in ("estimate", "se", "lower", "upper"):
        table[name] = getattr(found, name).ravel()
    table["note"] = found.notes().ravel()
    return Result(
        table,
        (
            "read an absolute and a relative measure together, and beside the groups' own values",
            f"simulated intervals are of {simulation.DRAWS:,} draws, the same in every run",
        ),
    )


def _laid(rows: pd.DataFrame, values: Floats, blank: float) -> Floats:
    """Lay a column out as settings by groups."""
    wide = np.full((int(rows["number"].max()) + 1, int(rows["place"].max()) + 1), blank)
    wide[rows["number"], rows["place"]] = values
    return wide


def _problems(rows: pd.DataFrame, file: str) -> Iterator[Problem]:
    setting = rows.groupby("number")
    for name in _WHOLE_SETTING:
        differs = rows[name].fillna(-1) != setting[name].transform(lambda column: column.fillna(-1).iloc[0])
        yield from _each(
            rows, differs, file, name, "differs from the first row of its setting and indicator; expected one for all"
        )
    yield from _each(
        rows, rows["scale"] == 0, file, "scale", "is 0; expected a number above 0, or a blank for no bounds"
    )
    chosen = rows["reference"] == 1
    again = chosen & (chosen.groupby(rows["number"]).cumsum() > 1)
    yield from _each(rows, again, file, "reference", "is the second reference of its setting; expected one at most")
    placed = rows["order"] > 0
    partly = ~placed & placed.groupby(rows["number"]).transform("any")
    yield from _each(
        rows,
        partly,
        file,
        "order",
        "is blank or 0 where other groups of its setting have an order; expected all or none",
    )
    twice = placed & rows.duplicated(["number", "order"])
    yield from _each(rows, twice, file, "order", "is taken by an earlier group of its setting; expected each once")
    bounded = rows["scale"] > 0
    outside = bounded & ((rows["estimate"] < 0) | (rows["estimate"] > rows["scale"]))
    for row, most in rows.loc[outside, "scale"].items():
        yield Problem(file, int(str(row)), "estimate", f"is outside its scale; expected 0 to {most:g}")


def _each(rows: pd.DataFrame, where: pd.Series, file: str, column: str, message: str) -> Iterator[Problem]:
    for row in rows.index[where]:
        yield Problem(file, int(row), column, message)


def _number(name: str, meaning: str, promise: Number) -> Column:
    return Column(name=name, meaning=meaning, promise=promise, optional=True, blank=True)


KIND = Kind(
    id="inequality",
    title="Summary measures of inequality between groups, absolute and relative, with 95 % intervals",
    columns=(
        Column(name="setting", meaning="where and when: a town, a year, an agency", optional=True, blank=True),
        Column(name="indicator", meaning="what is measured"),
        Column(name="subgroup", meaning="the group"),
        Column(
            name="estimate",
            meaning="the group's value; blank for a group that is absent",
            promise=Number(-1e12, exponent=True),
            blank=True,
        ),
        _number("se", "its standard error", Number(exponent=True)),
        _number("population", "people in the group", Number(exponent=True)),
        _number(
            "order", "1 for the most disadvantaged group, then 2; 0 if there is no order", Number(most=1e6, whole=True)
        ),
        _number("reference", "1 for the group the others are held against; an order wins", Number(most=1, whole=True)),
        _number("favourable", "1 (default) if more is better, 0 if less is", Number(most=1, whole=True)),
        _number("scale", "what the estimate is of everybody: 100 for a percentage", Number(exponent=True)),
    ),
    key=("setting", "indicator", "subgroup"),
    output=("setting", "indicator", "measure", "estimate", "se", "lower", "upper", "note"),
    example=_EXAMPLE,
    run=run,
)
