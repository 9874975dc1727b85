"""`equity analyze utilization`: people of each group in each job category against their availability, by five rules."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.kind import Kind, Options, Result
from etl.contract import Column, ContractError, Number, Problem
from metrics.interval import margin_error
from metrics.utilization import Flags, Rule, Utilization, turning, utilization

_INPUT = ("job_category", "group", "workforce", "actual", "availability", "availability_moe")
_TENTH = 0.1
_NAMED = 10


def run(rows: pd.DataFrame, file: str, options: Options) -> Result:
    """Answer with each row's expected people, tests, the five rules as 0 and 1, shortfall and goal.

    A policy chooses which rule decides; the notes say where one person cannot be divided, where the rules
    disagree and where the conclusion hangs on the benchmark. Raises ContractError where more of a group work in
    a category than work there at all.
    """
    more = rows.index[rows["actual"] > rows["workforce"]]
    if len(more):
        message = "is above the workforce; expected at most the people who work there"
        raise ContractError([Problem(file, int(row), "actual", message) for row in more])
    n, k, share = (rows[name].to_numpy() for name in ("workforce", "actual", "availability"))
    found = utilization(n, k, share, margin_error(rows["availability_moe"]))
    table = rows[list(_INPUT)].assign(
        expected=found.expected,
        z=found.z,
        p_exact=found.p,
        **{rule.value: flags for rule, flags in found.rules.items()},
        shortfall=found.shortfall,
        goal_whole=found.goal,
    )
    return Result(table, tuple(_notes(rows, found)))


def _notes(rows: pd.DataFrame, found: Utilization) -> Iterator[str]:
    if found.indivisible.any():
        yield (
            f"{_listed(rows, found.indivisible)}: parity is less than one person (N·a < 1); one person cannot be "
            "divided, so that no rule decides there"
        )
    flags = np.array(list(found.rules.values()))
    split = flags.any(axis=0) & ~flags.all(axis=0) & ~found.indivisible
    if split.any():
        yield f"{_listed(rows, split)}: the rules disagree; all are shown, and a policy says which decides"
    known = rows["availability_moe"].isna().to_numpy()
    if known.any():
        yield f"{_listed(rows, known)}: no availability_moe, so that availability is taken as known exactly"
    yield from _sensitivity(rows, found, known)


def _sensitivity(rows: pd.DataFrame, found: Utilization, known: Flags) -> Iterator[str]:
    """Rows whose two standard deviations come and go within availability's margin, or a tenth of it where unknown."""
    n, k, share = (rows[name].to_numpy() for name in ("workforce", "actual", "availability"))
    margin = np.where(known, _TENTH * share, rows["availability_moe"].to_numpy())
    turn = turning(n, k)
    near = (np.abs(turn - share) <= margin) & ~found.indivisible
    if near.any():
        places = [f"row {rows.index[at]} from {turn[at]:.4g} on" for at in np.flatnonzero(near)[:_NAMED]]
        rest = f" and {int(near.sum()) - _NAMED} rows more" if near.sum() > _NAMED else ""
        yield (
            "sensitive to the benchmark (within its margin, or a tenth of it where no margin is given): two "
            f"standard deviations too few in {', '.join(places)}{rest}; say which benchmark and why"
        )
    same = rows.groupby(["job_category", "group", "workforce", "actual"], sort=False).ngroup().to_numpy()
    two = pd.Series(found.rules[Rule.TWO_SD]).groupby(same).transform("nunique").to_numpy() > 1
    if two.any():
        yield f"{_listed(rows, two)}: the same people against different benchmarks lead to different conclusions"


def _listed(rows: pd.DataFrame, where: Flags) -> str:
    numbers = [str(row) for row in rows.index[where]]
    rest = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
    return f"row{'s' if len(numbers) > 1 else ''} {', '.join(numbers[:_NAMED])}{rest}"


KIND = Kind(
    id="utilization",
    title="People of each group in each job category against their availability, by five rules",
    columns=(
        Column(name="job_category", meaning="the occupational category or position classification"),
        Column(name="group", meaning="the group of people"),
        Column(name="workforce", meaning="people who work in the category", promise=Number(whole=True)),
        Column(name="actual", meaning="of them, people of the group", promise=Number(whole=True)),
        Column(
            name="availability",
            meaning="the group's share of those available for the work, a proportion",
            promise=Number(0, 1, exponent=True),
        ),
        Column(
            name="availability_moe",
            meaning="its 90 % margin of error, on the same scale",
            promise=Number(0, 1, exponent=True),
            optional=True,
            blank=True,
        ),
    ),
    output=(
        *_INPUT,
        "expected",
        "z",
        "p_exact",
        *(rule.value for rule in Rule),
        "shortfall",
        "goal_whole",
    ),
    example=(
        "job_category,group,workforce,actual,availability,availability_moe\n"
        "Professionals,Women,400,85,0.25,\nTechnicians,Women,20,4,0.3,0.05\nProtective service,Women,1,0,0.5,\n"
    ),
    run=run,
    whole=("workforce", "actual", *(rule.value for rule in Rule), "goal_whole"),
)
