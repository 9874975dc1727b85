"""Adverse impact in an analyst's own counts: people considered and selected, by group, in one stratum or several."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.kind import Kind, Options, Result
from etl.contract import Column, ContractError, Number, Problem, Text
from metrics.adverse_impact import LARGEST, NOBODY, NOT_COMPARED, Assessment, assess, assess_strata, eligible

POOLED = "POOLED"
_UNKNOWN = ("unknown", "not reported", "")
_NAMED = 10  # groups in one sentence
_PLACE = ["stratum", "group", "considered", "selected"]
_FLAGS = ["four_fifths", "significant", "selections_to_four_fifths"]


def run(rows: pd.DataFrame, file: str, options: Options) -> Result:
    """Return a row for each row of the file in its order, stratum after stratum, then those of the pooled strata."""
    if problems := _problems(rows, file):
        raise ContractError(problems)
    strata, names = pd.factorize(rows["stratum"])
    rows = rows.assign(number=strata).sort_values("number", kind="stable")
    parts, warnings = [_by_stratum(rows)], list[str]()
    if len(names) > 1:
        pooled, warnings = _pooled(rows, len(names))
        parts.append(pooled)
    table = pd.concat(parts, ignore_index=True)
    return Result(table, (*_small(table), *warnings))


def _problems(rows: pd.DataFrame, file: str) -> list[Problem]:
    found = [
        Problem(file, int(row), "selected", "is more than considered; expected at most as many")
        for row in rows.index[rows["selected"] > rows["considered"]]
    ]
    named = rows["stratum"] != ""
    if named.any():
        found += [
            Problem(file, int(row), "stratum", "is blank while other rows name one; name the stratum in every row")
            for row in rows.index[~named]
        ]
    found += [
        Problem(file, int(row), "stratum", f"{POOLED} is what the pooled rows are called; name the stratum otherwise")
        for row in rows.index[rows["stratum"].str.upper() == POOLED]
    ]
    if rows["considered"].sum() > LARGEST:
        found.append(Problem(file, None, "considered", f"adds up to more than {LARGEST:,}; expected fewer people"))
    return found


def _by_stratum(rows: pd.DataFrame) -> pd.DataFrame:
    """Answer for each stratum by itself: strata down, the groups of each in their order across."""
    down = np.asarray(rows["number"], np.int64)
    across = np.asarray(rows.groupby("number").cumcount(), np.int64)
    considered, selected, known = (
        _matrix(values, down, across) for values in (rows["considered"], rows["selected"], _known(rows["group"]))
    )
    found = assess(considered, selected, eligible(considered, known > 0))
    leader = found.comparator[down]
    groups = np.full(considered.shape, "", dtype=object)
    groups[down, across] = rows["group"]
    return _table(rows[_PLACE], found, (down, across), np.where(leader == NOBODY, "", groups[down, leader]), leader)


def _pooled(rows: pd.DataFrame, strata: int) -> tuple[pd.DataFrame, list[str]]:
    """Answer for the strata together: crude sums, tested within the strata."""
    codes, groups = pd.factorize(rows["group"])
    across = np.asarray(codes, np.int64)
    down = np.asarray(rows["number"], np.int64)
    considered, selected = (_matrix(rows[name], down, across) for name in ("considered", "selected"))
    totals = pd.DataFrame({"stratum": POOLED, "group": groups, "considered": considered.sum(axis=0)})
    totals["selected"] = selected.sum(axis=0)
    found, turned = assess_strata(considered, selected, eligible(totals["considered"], _known(totals["group"])))
    leader = np.full(len(groups), int(found.comparator))
    best = "" if int(found.comparator) == NOBODY else groups[int(found.comparator)]
    warnings = [
        f"{group}: pooling the {strata} strata reverses the direction against {best} (z within strata {z:+.2f}); "
        "look at the strata, not at the pooled rate"
        for group, z in zip(groups[turned], found.z[turned], strict=True)
    ]
    apart = found.compared & np.isnan(found.z)
    warnings += [
        f"{group}: is never in one stratum with {best}, so the strata hold no test of it; only sums are shown"
        for group in groups[apart]
    ]
    place = (np.arange(len(groups)),)
    return _table(totals, found, place, np.full(len(groups), best, dtype=object), leader), warnings


def _table(
    place: pd.DataFrame,
    found: Assessment,
    at: tuple[NDArray[np.int64], ...],
    comparator: NDArray[np.object_],
    leader: NDArray[np.int64],
) -> pd.DataFrame:
    """Return the answer's rows: what was found of the groups `at` these places."""
    compared, leads = found.compared[at], leader == at[-1]
    # Of the comparator only what holds of itself is said; it is tested against nobody.
    held = {
        name: np.where(compared, getattr(found, name)[at].astype(float), np.where(leads, 0.0, np.nan))
        for name in (*_FLAGS, "shortfall")
    }
    values = {name: getattr(found, name)[at] for name in ("rate", "impact_ratio", "z", "p_z", "p_fisher", "conclusion")}
    return place.assign(**values, **held, comparator=comparator)


def _matrix(values: pd.Series, down: NDArray[np.int64], across: NDArray[np.int64]) -> NDArray[np.float64]:
    cells = np.zeros((down.max() + 1, across.max() + 1))
    cells[down, across] = values
    return cells


def _known(groups: pd.Series) -> pd.Series:
    return ~groups.str.strip().str.lower().isin(_UNKNOWN)


def _small(table: pd.DataFrame) -> tuple[str, ...]:
    """Say which known groups are too few of their pool to be compared."""
    few = table[(table["conclusion"] == NOT_COMPARED) & (table["considered"] > 0) & _known(table["group"])]
    if few.empty:
        return ()
    place = few["stratum"].where(few["stratum"] == "", " (" + few["stratum"].astype(str) + ")")
    named = list((few["group"] + place).iloc[:_NAMED])
    rest = f" and {len(few) - _NAMED} more" if len(few) > _NAMED else ""
    return (f"not compared, under 2 % of the people considered: {', '.join(named)}{rest}",)


KIND = Kind(
    id="adverse-impact",
    title="Selection rates by group: four-fifths rule and significance, by stratum and pooled over strata.",
    columns=(
        Column(
            name="stratum", meaning="job, agency or year that the counts are of; with two or more, pooled rows follow",
            optional=True, blank=True,
        ),
        Column(
            name="group", meaning="group of people; Unknown, Not reported or blank is never compared",
            promise=Text(), blank=True,
        ),
        Column(name="considered", meaning="people considered", promise=Number(0, LARGEST, whole=True)),
        Column(name="selected", meaning="people of these who were selected", promise=Number(0, LARGEST, whole=True)),
    ),
    key=("stratum", "group"),
    output=(
        "stratum", "group", "considered", "selected", "rate", "comparator", "impact_ratio", "four_fifths", "z", "p_z",
        "p_fisher", "significant", "shortfall", "selections_to_four_fifths", "conclusion",
    ),
    whole=("considered", "selected", *_FLAGS),
    example="group,considered,selected\nWhite,60,51\nBlack,60,48\nAmerican Indian,60,45\nNot reported,12,9\n",
    run=run,
)  # fmt: skip
