"""Published aggregates as rows of the warehouse: what a publication leaves unsaid, said once."""

from collections.abc import Iterator

import pandas as pd

from etl import warehouse
from etl.contract import ContractError, Problem
from etl.harmonize import Labels
from etl.vocabulary.label import EVERYONE

SUPPRESSED = "suppressed_by_publisher"
NUMBERS = ("numerator", "denominator", "value", "margin_of_error", "share", "count")

_UNSAID = {
    "agency": EVERYONE,
    "geography": "Connecticut",
    "geography_kind": "state",
    "job_category": EVERYONE,
    "dimension": EVERYONE,
    "group": EVERYONE,
    "vintage": "",
    "note": "",
    "nature": "official",
}


def outcomes(*parts: pd.DataFrame) -> pd.DataFrame:
    """Return rows for the table `outcome` from parts that hold some of its columns.

    Absent: everyone, the whole state, no agency, official. A row without a status is shown if it has a value
    and missing if not. Raises ValueError if a status and a value contradict each other.
    """
    rows = _completed(warehouse.outcome.name, parts)
    unsaid = rows["status"].isna()
    rows.loc[unsaid, "status"] = rows["value"][unsaid].map(lambda value: "missing" if pd.isna(value) else "shown")
    if ((rows["status"] == "shown") != rows["value"].notna()).any():
        raise ValueError("a row is shown without a value, or holds a value that is not shown")
    return rows


def benchmarks(*parts: pd.DataFrame) -> pd.DataFrame:
    """Return rows for the table `benchmark`; those with neither a share nor a count are left out."""
    rows = _completed(warehouse.benchmark.name, parts)
    return rows[rows["share"].notna() | rows["count"].notna()]


def _completed(table: str, parts: tuple[pd.DataFrame, ...]) -> pd.DataFrame:
    names = [each.name for each in warehouse.TABLES[table].columns if each.name not in ("source", "snapshot")]
    rows = pd.concat([part.reindex(columns=names).astype("object") for part in parts], ignore_index=True)
    for name in names:
        if name in NUMBERS:
            rows[name] = pd.to_numeric(rows[name]).astype("float64")
        elif name in _UNSAID:
            rows[name] = rows[name].where(rows[name].notna(), _UNSAID[name])
    return rows


def number(cells: pd.Series, *, codes: tuple[str, ...] = ()) -> pd.Series:
    """Return cells as float64; a blank, or one of the publisher's `codes` for no number, is NaN."""
    return pd.to_numeric(cells.where(~cells.isin(["", *codes]))).astype("float64")


def joined(first: pd.Series, second: pd.Series) -> pd.Series:
    """Return the groups of two dimensions joined: `White x Female`."""
    return first + " x " + second


def notes(*texts: pd.Series) -> pd.Series:
    """Return the notes of each row joined, blanks left out."""
    joined_texts = ["; ".join(text for text in row if text) for row in zip(*texts, strict=True)]
    return pd.Series(joined_texts, index=texts[0].index, dtype="object")


def refuse(labels: Labels, *broken: tuple[str, pd.Series, str]) -> None:
    """Raise ContractError for every row where a condition (column, True where broken, what to say) holds."""

    def problems() -> Iterator[Problem]:
        for column, where, message in broken:
            for row in where.index[where]:
                yield Problem(labels.file, int(str(row)), column, message)

    if found := list(problems()):
        raise ContractError(found)
