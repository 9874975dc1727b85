"""The promise, held against every table of whole people that fits what is shown."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pandas as pd
import pytest

from metrics.disclosure.policy import Policy
from metrics.disclosure.protect import Protected, protect
from tests.metrics.disclosure.enumeration import possible

pytestmark = pytest.mark.long

Small = Callable[..., Policy]

PLAIN = """
forced = [["agency"]]
[[domain.d.table]]
id = "a"
dimensions = ["agency", "race"]
"""
CYCLE = """
forced = [["agency"]]
[[domain.d.table]]
id = "a"
dimensions = ["agency", "sex"]
[[domain.d.table]]
id = "b"
dimensions = ["agency", "job"]
[[domain.d.table]]
id = "c"
dimensions = ["sex", "job"]
"""
HIERARCHY = """
forced = [["agency"]]
[[domain.d.table]]
id = "a"
dimensions = ["agency", "race2"]
[[domain.d.table]]
id = "b"
dimensions = ["race"]
"""
CASES = {
    "one table": (PLAIN, {"agency": "xyz", "race": "abc"}),
    "a cycle of tables": (CYCLE, {"agency": "xyz", "sex": "FM", "job": "12"}),
    "a hierarchy": (HIERARCHY, {"agency": "xyz", "race": "abc"}),
}
GROUPS = {"race": {"b": "other", "c": "other"}}


def people(members: dict[str, str], seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(list(product(*members.values())), columns=list(members))
    return frame.assign(value=random.choice([0, 0, 1, 2, 3, 4, 5, 7], len(frame)))


def values(protected: Protected, members: dict[str, str]) -> list[set[int]]:
    return possible(protected.cells, {name: list(each) for name, each in members.items()}, groups=GROUPS)


def exact_for_staff(cells: pd.DataFrame, true: list[int], members: dict[str, str]) -> list[tuple[str, int]]:
    """Pairs of a unit and a small withheld count of others that the unit's staff find exactly."""
    hidden = cells["status"] == "withheld"
    pairs = []
    for unit in members["agency"]:
        own = cells[cells["agency"] == unit].assign(value=np.array(true)[cells["agency"] == unit])
        found = possible(cells, {name: list(each) for name, each in members.items()}, public=own, groups=GROUPS)
        pairs += [
            (unit, row)
            for row in np.flatnonzero(hidden & (cells["agency"] != unit))
            if true[row] < 4 and len(found[row]) < 2 and others(cells, true, row, unit)
        ]
    return pairs


def others(cells: pd.DataFrame, true: list[int], row: int, unit: str) -> bool:
    """Whether a cell holds anybody who is not of the unit."""
    names = [name for name in cells if name not in ("table_id", "count", "agency", "value", "status")]
    same = (cells[names] == cells.loc[row, names]).all(axis=1) & (cells["agency"] == unit)
    return not any(true[mine] == true[row] for mine in np.flatnonzero(same))


def truth(cells: pd.DataFrame, inner: pd.DataFrame) -> list[int]:
    sums = []
    for row in cells.to_dict("records"):
        inside = np.ones(len(inner), dtype=bool)
        for name in inner.columns.drop("value"):
            group = GROUPS.get(name, {})
            inside &= [row[name] in ("TOTAL", member, group.get(member)) for member in inner[name]]
        sums.append(int(inner.loc[inside, "value"].sum()))
    return sums


def broken(found: list[set[int]], true: list[int], hidden: pd.Series) -> list[int]:
    """Rows whose promise does not hold: two values for each, two apart if the truth is under four."""
    return [
        row
        for row, (values_, value) in enumerate(zip(found, true, strict=True))
        if hidden.iloc[row] and (len(values_) < 2 or (value < 4 and max(values_) - min(values_) < 2))
    ]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("case", CASES)
def test_no_withheld_count_is_narrow_in_any_table_that_fits(small: Small, case: str, seed: int) -> None:
    rest, members = CASES[case]
    policy = small(rest)
    inner = people(members, seed)
    protected = protect(inner, policy.domains["d"], policy)
    hidden = protected.cells["status"] == "withheld"
    true = truth(protected.cells, inner)
    assert [value for value, shown in zip(true, ~hidden, strict=True) if shown] == protected.cells.loc[
        ~hidden, "value"
    ].tolist()
    assert not (hidden & (np.array(true) == 0)).any(), "a withheld count is known to be one or more"
    found = values(protected, members)
    assert all(value in each for value, each in zip(true, found, strict=True)), "the truth is one of the tables"
    assert broken(found, true, hidden) == []
    assert exact_for_staff(protected.cells, true, members) == []


def test_showing_a_cell_that_is_needed_breaks_the_promise(small: Small) -> None:
    policy = small(PLAIN)
    members = {"agency": "xyz", "race": "abc"}
    inner = pd.DataFrame(list(product("xyz", "abc")), columns=["agency", "race"]).assign(
        value=[9, 2, 12, 8, 11, 10, 14, 9, 13]
    )
    protected = protect(inner, policy.domains["d"], policy)
    true = truth(protected.cells, inner)
    hidden = protected.cells["status"] == "withheld"
    assert hidden.sum() == 6, "two in each row: two rows alone would tell each the other's counts"
    for row in np.flatnonzero(hidden):
        cells = protected.cells.copy()
        cells.loc[row, ["value", "status"]] = [true[row], "shown"]
        found = possible(cells, {name: list(each) for name, each in members.items()})
        still = cells["status"] == "withheld"
        assert broken(found, true, still) or exact_for_staff(cells, true, members), cells.loc[row].to_dict()
