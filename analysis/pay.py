"""`equity analyze pay`: gaps between groups of employees, raw, adjusted and decomposed."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.kind import Kind, Options, Result
from etl.contract import Column, ContractError, Number, Problem, Text
from metrics import pay
from metrics.covariate import basis, design
from metrics.decomposition import Decomposition, decompose

_UNKNOWN = ("", "unknown", "not reported")
# Leading zeros are the mark of a code (job class 0154), which has no size.
_NUMBER = r"-?(0|[1-9]\d*)?(\.\d*)?([eE][-+]?\d{1,3})?"
_FEW = f"fewer than {pay.MINIMUM} people in the group or the reference: no figure"


def run(rows: pd.DataFrame, file: str, options: Options) -> Result:
    """Return one row for each group but the reference, in order of appearance."""
    known = ~rows["group"].str.strip().str.lower().isin(_UNKNOWN)
    people = rows[known]
    names = list(dict.fromkeys(people["group"]))
    reference = options.reference or ""
    if reference not in names:
        found = ", ".join(names[:20]) or "none"
        message = f"no row has the reference group; give one of the groups found as --reference: {found}"
        raise ContractError([Problem(file, None, "group", message)])
    covariates = tuple(dict.fromkeys(options.covariates))
    table, reading = _figures(people, names, reference, covariates)
    unknown = f"{int((~known).sum()):,} rows without a known group are left out"
    alone = f"{reference} is the only group: there is nothing to compare"
    notes = [*([] if known.all() else [unknown]), *([alone] if len(names) == 1 else []), *reading]
    return Result(table, tuple(notes))


def _figures(
    people: pd.DataFrame, names: list[str], reference: str, covariates: tuple[str, ...]
) -> tuple[pd.DataFrame, list[str]]:
    filled = (people[list(covariates)].map(str.strip) != "").all(axis=1)
    whole = people[filled]
    columns = [_column(whole[name]) for name in covariates]
    paid, code = people["pay"].to_numpy(), pd.Index(names).get_indexer(pd.Index(people["group"]))
    against, part = names.index(reference), filled.to_numpy()
    table = design(columns, len(whole))
    adjusted = pay.adjusted_gap(paid[part], code[part], against, basis(table), groups=len(names))
    mean, median = pay.mean_gap(paid, code, against), pay.median_gap(paid, code, against)
    number = np.bincount(code, minlength=len(names))
    answers = []
    for position, name in enumerate(names):
        if position == against:
            continue
        pair = np.flatnonzero(np.isin(code[part], (position, against)))
        parts = _parts(paid[part][pair], code[part][pair] == against, table[pair])
        answers.append(
            {
                "group": name, "reference": reference,
                "people": number[position], "reference_people": number[against],
                "mean_gap_pct": mean[position], "median_gap_pct": median[position],
                "adjusted_gap_pct": adjusted.gap[position],
                "adjusted_lower": adjusted.lower[position], "adjusted_upper": adjusted.upper[position],
                **{each: getattr(parts, each) if parts else np.nan for each in _PARTS},
                "note": "; ".join(_reasons(mean[position], adjusted.gap[position], parts)),
            }
        )  # fmt: skip
    return pd.DataFrame(answers, columns=list(KIND.output)), list(_read(covariates, columns, int((~filled).sum())))


def _parts(paid: Any, mine: Any, covariates: Any) -> Decomposition | None:
    if min(mine.sum(), (~mine).sum()) < pay.MINIMUM:
        return None
    return decompose(paid, mine, covariates)


def _column(cells: pd.Series) -> Any:
    """Numbers if every cell is one, else categories."""
    text = cells.str.strip()
    if len(text) and (text.str.fullmatch(_NUMBER) & text.str.contains(r"\d", regex=True)).all():
        return pd.to_numeric(text).to_numpy("float64")
    return text.to_numpy(object)


def _reasons(mean: float, adjusted: float, parts: Decomposition | None) -> Iterator[str]:
    if np.isnan(mean):
        yield _FEW
    elif parts is None:
        yield f"fewer than {pay.MINIMUM} people with every covariate: no adjusted gap and no decomposition"
    elif np.isnan(adjusted):
        yield "the covariates tell this group apart entirely, or leave nothing to estimate: no adjusted gap"
    if parts is not None and np.isnan(parts.explained):
        yield "the covariates tell this group and the reference apart entirely: no decomposition"
    elif parts is not None and np.isnan(parts.endowments):
        yield "a covariate has no estimate within one of the two (a category nobody in it has): twofold only"


def _read(covariates: tuple[str, ...], columns: list[Any], left_out: int) -> Iterator[str]:
    """Say how each covariate was understood, and how many rows it cost."""
    if not covariates:
        yield "no covariates: the adjusted gap adjusts for nothing and compares geometric means"
    for name, column in zip(covariates, columns, strict=True):
        numbers = "numbers, with one slope (write a letter into codes that only look like numbers)"
        kind = numbers if column.dtype.kind == "f" else f"{len(set(column)):,} categories"
        yield f"{name} is read as {kind}"
    if left_out:
        yield f"{left_out:,} rows lack a covariate: they count in the mean and median gap only"


_PARTS = ("gap", "explained", "unexplained", "endowments", "coefficients", "interaction")
KIND = Kind(
    id="pay",
    title="Pay gaps in percent of the reference group's pay: mean, median, adjusted, decomposed. One row an employee.",
    columns=(
        Column(name="pay", meaning="pay of one employee, in any unit", promise=Number(least=0.01, exponent=True)),
        Column(name="group", meaning="the employee's group; blank, Unknown or Not reported: left out",
               promise=Text(), blank=True),
    ),
    output=(
        "group", "reference", "people", "reference_people", "mean_gap_pct", "median_gap_pct",
        "adjusted_gap_pct", "adjusted_lower", "adjusted_upper", *_PARTS, "note",
    ),
    whole=("people", "reference_people"),
    asks=("reference", "covariates"),
    example="\n".join(
        ["pay,group,grade"]
        + [f"{40000 + 900 * i + 6000 * (i % 3)},Men,{'ABC'[i % 3]}" for i in range(12)]
        + [f"{39000 + 800 * i + 6000 * (0, 0, 1, 2)[i % 4]},Women,{'AABC'[i % 4]}" for i in range(12)]
    ),
    run=run,
)  # fmt: skip
