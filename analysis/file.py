"""A person's own file in, checked and typed; an answer out, as CSV."""

from pathlib import Path

import pandas as pd

from analysis.kind import Kind, Options, Result
from etl.contract import Column, Columns, ContractError, Number, Problem
from etl.table import read_table
from metrics.export import harmless

# What other programs write for a number that is not there.
_ABSENT = ("NA", "N/A", "NaN", "nan", "null", "NULL")


def analyze(kind: Kind, path: Path, options: Options) -> Result:
    """Read `path`, check it and answer. Raises ContractError with every mistake of the file, by row and column."""
    columns = (*kind.columns, *(Column(name=name, meaning="a covariate", blank=True) for name in options.covariates))
    raw = _blanked(read_table(path), columns, options)
    contract = Columns(columns, kind.key)
    if problems := [*_twice(kind, options, path.name), *contract.problems(raw, path.name)]:
        raise ContractError(problems)
    unused = [problem.column for problem in contract.unknown(raw, path.name)]
    note = (f"not used: column {', '.join(map(str, unused))}; {kind.id} reads {_named(columns)}",) if unused else ()
    answer = kind.run(_typed(raw, columns), path.name, options)
    table = answer.table.reindex(columns=list(kind.output)).astype(dict.fromkeys(kind.whole, "Int64"))
    return Result(table, (*note, *answer.notes))


def write(table: pd.DataFrame, path: Path) -> None:
    """Write an answer: absent numbers blank, flags 0 and 1, text that no spreadsheet runs as a formula."""
    fresh = path.with_name(f"{path.name}.part")
    fresh.write_text(text(table), encoding="utf-8")
    fresh.replace(path)


def text(table: pd.DataFrame) -> str:
    """Return an answer as CSV text."""
    csv: str = harmless(table).to_csv(index=False, lineterminator="\n")
    return csv


def _twice(kind: Kind, options: Options, file: str) -> list[Problem]:
    own = {column.name for column in kind.columns}
    message = f"is a column of {kind.id} itself; name other columns as covariates"
    return [Problem(file, 1, name, message) for name in options.covariates if name in own]


def _blanked(raw: pd.DataFrame, columns: tuple[Column, ...], options: Options) -> pd.DataFrame:
    """Cells that say there is no number become blank, where a number may stand."""
    if raw.columns.has_duplicates:
        return raw
    numbers = {each.name for each in columns if isinstance(each.promise, Number)} | set(options.covariates)
    return raw.assign(**{name: raw[name].where(~raw[name].isin(_ABSENT), "") for name in numbers & set(raw.columns)})


def _typed(raw: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    cells = {}
    for column in columns:
        here = raw[column.name] if column.name in raw else pd.Series("", index=raw.index, dtype=object)
        cells[column.name] = (
            pd.to_numeric(here.where(here != ""), errors="raise").astype("float64")
            if isinstance(column.promise, Number)
            else here.astype(object)
        )
    return pd.DataFrame(cells, index=raw.index)


def _named(columns: tuple[Column, ...]) -> str:
    return ", ".join(column.name for column in columns)
