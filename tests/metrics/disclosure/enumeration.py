"""All tables of whole people that fit what is shown, by trying them all: no code of the protection is used."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd

TOTAL = "TOTAL"


def possible(
    cells: pd.DataFrame,
    members: dict[str, list[str]],
    public: pd.DataFrame | None = None,
    groups: dict[str, dict[str, str]] | None = None,
) -> list[set[int]]:
    """Return for each row of `cells` (dimensions, value, status) the values it has in some table that fits.

    What is shown is known; what is withheld is 1 or more; `public` cells are known too. `groups`: dimension ->
    {member: name of its group}.
    """
    inner = list(product(*members.values()))
    known = pd.concat([cells, public.assign(status="shown")], ignore_index=True) if public is not None else cells
    rows, low, high = [], [], []
    bound = known.loc[known["status"] == "shown", "value"].max()
    for row in known.to_dict("records"):
        rows.append([_inside(dict(zip(members, place, strict=True)), row, groups or {}) for place in inner])
        shown = row["status"] == "shown"
        low.append(row["value"] if shown else 1)
        high.append(row["value"] if shown else bound)
    matrix = np.array(rows, dtype="int64")
    found: list[set[int]] = [set() for _ in range(len(cells))]
    for table in _tables(matrix, np.array(low, dtype="int64"), np.array(high, dtype="int64"), int(bound)):
        for values, value in zip(found, (matrix[: len(cells)] @ table).tolist(), strict=True):
            values.add(value)
    return found


def _inside(place: dict[str, str], row: dict[str, object], groups: dict[str, dict[str, str]]) -> bool:
    return all(row[name] in (TOTAL, member, groups.get(name, {}).get(member)) for name, member in place.items())


def _tables(matrix: np.ndarray, low: np.ndarray, high: np.ndarray, bound: int) -> Iterator[np.ndarray]:
    width = matrix.shape[1]
    last = np.array([np.flatnonzero(row)[-1] for row in matrix])
    table = np.zeros(width, dtype="int64")

    def fill(place: int, sums: np.ndarray) -> Iterator[np.ndarray]:
        if place == width:
            yield table.copy()
            return
        inside = matrix[:, place] == 1
        most = int(min(bound, (high - sums)[inside].min(initial=bound)))
        done = inside & (last == place)
        least = int(max(0, (low - sums)[done].max(initial=0)))
        for value in range(least, most + 1):
            table[place] = value
            yield from fill(place + 1, sums + value * matrix[:, place])

    yield from fill(0, np.zeros(len(matrix), dtype="int64"))
