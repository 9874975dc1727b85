"""What every figure has, whichever formula made it: an id, and columns that the release's tables are cut from."""

import hashlib

import pandas as pd

from metrics import schema
from metrics.utilization import utilization

KEY = ("measure", "agency", "geography", "period", "dimension", "group", "nature")
"""What a figure is of. Together with the benchmark it is the key of table `figures`."""
RATIO = ("ratio", "ratio_lower", "ratio_upper", "persons")
REFERENCE = ("reference_margin", "reference_vintage", "reference_note", "reference_source", "reference_se")
WORKING = ("race_standard", *RATIO, *REFERENCE)
"""Columns that figures carry until the release's tables are cut from them."""
BRIDGED = "bridged"
"""The `race_standard` of figures that head counts under another standard were led into."""
FIGURES = tuple(column.name for column in schema.figures.columns)
NUMBERS = tuple(column.name for column in schema.figures.columns if column.type.python_type is not str)


def identified(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with `figure_id`: their key as an address, the same from release to release.

    `employees.doc.connecticut.fy2025.sex.female`; demonstration figures end in `.demonstration`. Two keys that
    read the same once written so (case, signs) get six digits of their checksum.
    """
    keys = rows[list(KEY)].drop_duplicates()
    ids = keys[list(KEY[:-1])].apply(_slugs).agg(".".join, axis=1)
    ids = ids.where(keys["nature"] == "official", ids + ".demonstration")
    alike = ids.duplicated(keep=False)
    for row, key in zip(ids.index[alike], keys.loc[alike, list(KEY)].itertuples(index=False), strict=True):
        ids[row] += "." + hashlib.sha256("\t".join(key).encode()).hexdigest()[:6]
    return rows.drop(columns="figure_id", errors="ignore").merge(keys.assign(figure_id=ids), on=list(KEY))


def _slugs(names: pd.Series) -> pd.Series:
    return names.str.lower().str.replace(r"[^a-z0-9_]+", "-", regex=True).str.strip("-")


def cut(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as table `figures` has them."""
    return rows.reindex(columns=list(FIGURES))


def stated(rows: pd.DataFrame) -> pd.DataFrame:
    """Return table `representation`: the four ways of saying each figure that has a ratio to its benchmark.

    Where the people are known, 1 or 0 says whether each rule of `metrics.utilization` finds too few of them.
    """
    compared = rows[rows["ratio"].notna()]
    people = compared["numerator"].where(compared["denominator"].notna())
    shares = (compared["benchmark_value"] / 100).where(compared["unit"] == "percent")
    found = utilization(compared["denominator"], people, shares, compared["reference_se"] / 100)
    known = people.notna() & shares.notna()
    flags = {
        rule.value: pd.Series(held, compared.index).astype(float).where(known) for rule, held in found.rules.items()
    }
    return compared.assign(
        share=compared["value"],
        reference_share=compared["benchmark_value"],
        lower=compared["ratio_lower"],
        upper=compared["ratio_upper"],
        points=compared["gap"],
        reading=compared["comparison"],
        **flags,
    ).reindex(columns=[column.name for column in schema.representation.columns])
