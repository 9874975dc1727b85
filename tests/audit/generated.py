"""Small tables with every margin, what is shown of them, and all tables that fit what is shown."""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

TOTAL = "TOTAL"


def cube(counts: np.ndarray, names: tuple[str, ...]) -> pd.DataFrame:
    """Return every cell and margin of inner counts: columns `names` and `truth`."""
    whole = counts
    for axis in range(counts.ndim):
        whole = np.concatenate([whole, whole.sum(axis=axis, keepdims=True)], axis=axis)
    members = [
        [f"{name}{place}" for place in range(size)] + [TOTAL] for name, size in zip(names, counts.shape, strict=True)
    ]
    rows = pd.MultiIndex.from_product(members, names=list(names)).to_frame(index=False)
    return rows.assign(truth=whole.reshape(-1))


def write(rows: pd.DataFrame, hidden: np.ndarray, folder: Path, name: str = "table.csv") -> tuple[Path, Path]:
    """Write the public table and the true one; return their paths."""
    public, whole = folder / name, folder / f"true_{name}"
    dimensions = rows.drop(columns="truth")
    shown = rows["truth"].astype(str).where(~hidden, "")
    dimensions.assign(value=shown).to_csv(public, index=False)
    dimensions.assign(value=rows["truth"]).to_csv(whole, index=False)
    return public, whole


def possible(rows: pd.DataFrame, hidden: np.ndarray, shape: tuple[int, ...], *, least: int = 0) -> np.ndarray:
    """Return every table (k, cells) in whole numbers that shows what is shown; withheld cells are at least `least`."""
    truth = rows["truth"].to_numpy()
    total = int(truth[-1]) if not hidden[-1] else int(truth.sum())
    size = int(np.prod(shape))
    names = tuple(rows.columns[:-1])
    sums = np.array([cube(one.reshape(shape), names)["truth"] for one in np.eye(size, dtype=int)]).T
    found = np.zeros((1, 0), dtype=int)
    shown = ~hidden
    for place in range(size):
        grown = np.array([(*row, more) for row, more in product(found.tolist(), range(total + 1))])
        inner = np.zeros((len(grown), size), dtype=int)
        inner[:, : place + 1] = grown
        partial = inner @ sums.T
        fits = (partial[:, shown] <= truth[shown]).all(axis=1)
        done = sums[:, place + 1 :].sum(axis=1) == 0
        fits &= (partial[:, shown & done] == truth[shown & done]).all(axis=1)
        found = grown[fits]
    whole: np.ndarray = found @ sums.T
    return whole[(whole[:, hidden] >= least).all(axis=1)]
