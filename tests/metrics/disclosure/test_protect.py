"""The rules of the policy, on tables small enough to see through."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pandas as pd
import pytest

from metrics.disclosure import policy as policies
from metrics.disclosure.catalogue import ProtectionError
from metrics.disclosure.policy import Policy
from metrics.disclosure.protect import protect

pytestmark = pytest.mark.long

Small = Callable[..., Policy]
RACE = '[[domain.d.table]]\nid = "a"\ndimensions = ["agency", "race"]\n'


def table(rows: dict[str, list[int]], second: str = "race", members: str = "abc") -> pd.DataFrame:
    records = [(unit, member, value) for unit, values in rows.items() for member, value in zip(members, values)]  # noqa: B905
    return pd.DataFrame(records, columns=["agency", second, "value"])


def withheld(cells: pd.DataFrame) -> set[tuple[str, ...]]:
    names = [name for name in cells if name not in ("table_id", "count", "value", "status")]
    return set(cells.loc[cells["status"] == "withheld", names].itertuples(index=False, name=None))


LARGE = {"w": [40, 30, 25], "x": [30, 2, 28], "y": [35, 41, 27], "z": [33, 29, 44]}


def test_a_small_count_is_withheld_with_enough_others_and_nothing_else_is_lost(small: Small) -> None:
    policy = small('forced = [["agency"]]\n' + RACE)
    made = protect(table(LARGE), policy.domains["d"], policy)
    hidden = withheld(made.cells)
    assert ("x", "b") in hidden
    assert len(hidden) == 6, "two in each of three rows: with two rows, either's staff would know the other's"
    assert (made.report.primary, made.report.secondary, made.report.absent) == (1, 5, 0)
    assert made.cells.loc[made.cells["status"] == "withheld", "value"].isna().all()
    assert made.report.narrowest >= 1


def test_nothing_is_withheld_where_nothing_is_small(small: Small) -> None:
    policy = small(RACE)
    made = protect(table({"x": [10, 20, 0], "y": [30, 0, 9]}), policy.domains["d"], policy)
    assert withheld(made.cells) == set()
    assert made.cells["value"].notna().all()


def test_public_facts_are_always_shown(small: Small) -> None:
    policy = small(
        'forced = [["agency"], ["agency", "job"]]\n[[domain.d.table]]\nid = "j"\ndimensions = ["agency", "job"]\n'
        + RACE
    )
    random = np.random.default_rng(5)
    inner = pd.DataFrame(list(product("vwxyz", "abc", "12")), columns=["agency", "race", "job"])
    inner = inner.assign(value=random.choice([0, 1, 2, 3, 9, 20], len(inner)))
    made = protect(inner, policy.domains["d"], policy)
    jobs = made.cells[made.cells["table_id"] == "j"]
    assert (jobs["status"] == "shown").all()
    assert (jobs["value"].between(1, 3)).any(), "small ones too"
    assert withheld(made.cells)


def test_the_other_half_of_a_two_way_split_is_withheld_and_zeros_are_shown(small: Small) -> None:
    policy = small('[[domain.d.table]]\nid = "s"\ndimensions = ["agency", "sex"]\n')
    made = protect(
        table({"x": [40, 3], "y": [40, 0], "z": [20, 30], "w": [30, 30]}, "sex", "FM"), policy.domains["d"], policy
    )
    hidden = withheld(made.cells)
    assert {("x", "F"), ("x", "M")} <= hidden
    assert ("y", "M") not in hidden


def test_a_group_that_is_the_whole_of_a_small_base_is_protected(small: Small) -> None:
    rest = '[[domain.d.table]]\nid = "s"\ndimensions = ["agency", "race", "sex"]\n'
    inner = pd.DataFrame(list(product("wxyz", "abc", "FM")), columns=["agency", "race", "sex"]).assign(value=30)
    whole = (inner["agency"] == "x") & (inner["race"] == "b")
    inner.loc[whole, "value"] = [12, 0]
    policy = small(rest, base=20)
    assert ("x", "b", "F") in withheld(protect(inner, policy.domains["d"], policy).cells)
    inner.loc[whole, "value"] = [24, 0]
    assert withheld(protect(inner, policy.domains["d"], policy).cells) == set()


def test_zeros_of_a_sensitive_attribute_are_withheld(small: Small) -> None:
    policy = small('[[domain.d.table]]\nid = "d"\ndimensions = ["agency", "disability"]\n')
    rows = {"v": [40, 0, 9], "w": [51, 1, 8], "x": [60, 7, 9], "y": [33, 2, 12], "z": [44, 12, 14]}
    made = protect(table(rows, "disability", ["no", "yes", "not reported"]), policy.domains["d"], policy)  # type: ignore[arg-type]
    hidden = withheld(made.cells)
    assert {("v", "yes"), ("w", "yes"), ("y", "yes")} <= hidden


def test_an_agency_under_the_base_shows_its_total_only(small: Small) -> None:
    policy = small('forced = [["agency"]]\n' + RACE, base=20)
    made = protect(table({"s": [9, 0, 4], **LARGE}), policy.domains["d"], policy)
    mine = made.cells[made.cells["agency"] == "s"]
    assert mine["race"].tolist() == ["TOTAL"]
    assert mine["value"].tolist() == [13]
    assert made.report.absent == 3


def test_one_agency_alone_and_tables_in_which_everything_is_small(small: Small) -> None:
    policy = small('forced = [["agency"]]\n' + RACE)
    alone = protect(table({"x": [30, 2, 28]}), policy.domains["d"], policy)
    assert ("x", "b") in withheld(alone.cells)
    assert len(withheld(alone.cells) & {("x", "a"), ("x", "c")}) >= 1
    tiny = protect(table({"x": [2, 1, 3], "y": [1, 3, 2], "z": [3, 2, 1]}), policy.domains["d"], policy)
    inner = tiny.cells[(tiny.cells["agency"] != "TOTAL") & (tiny.cells["race"] != "TOTAL")]
    assert (inner["status"] == "withheld").all()
    assert tiny.cells.loc[tiny.cells["race"] == "TOTAL", "status"].eq("shown").all()


def test_the_same_counts_in_any_order_get_the_same_pattern(small: Small) -> None:
    policy = small('forced = [["agency"]]\n' + RACE)
    inner = table(LARGE | {"v": [3, 50, 40], "u": [30, 30, 4]})
    one = protect(inner, policy.domains["d"], policy)
    two = protect(inner.sample(frac=1, random_state=1), policy.domains["d"], policy)
    pd.testing.assert_frame_equal(one.cells, two.cells)
    assert one.report.programs == two.report.programs


def test_counts_that_no_withholding_protects_are_not_published(small: Small) -> None:
    policy = small(
        'forced = [["agency"], ["agency", "race"]]\n' + RACE + '[[domain.d.table]]\nid = "s"\ndimensions = ["sex"]\n'
    )
    inner = pd.DataFrame({"agency": ["x"], "race": ["a"], "sex": ["F"], "value": [2]})
    made = protect(inner, policy.domains["d"], policy)
    assert withheld(made.cells) == set(), "a public fact under another name"
    lines = (
        RACE
        + '[[domain.d.table]]\nid = "h"\ncount = "hires"\ndimensions = ["agency", "race"]\n'
        + '[[domain.d.line]]\nby = ["agency", "race"]\nequal = true\nterms = { people = 1, hires = -1 }\n'
    )
    policy = small('forced = [["agency"], ["agency", "race"]]\n' + lines)
    both = pd.concat([table({"x": [9, 2, 7]}).assign(count=name) for name in ("people", "hires")])
    with pytest.raises(ProtectionError, match="no table is left to drop; publish this period together"):
        protect(both, policy.domains["d"], policy)


def test_the_larger_threshold_of_a_source_holds() -> None:
    policy = policies.load()
    units = {name: [60, 50, 70] for name in "uvwxyz"} | {"t": [60, 9, 70]}
    inner = table(units).rename(columns={"race": "race_ethnicity"})
    inner["race_ethnicity"] = inner["race_ethnicity"].map({"a": "White", "b": "Asian", "c": "Hispanic or Latino"})
    assert withheld(protect(inner, policy.domains["services"], policy).cells) == set()
    assert ("t", "Asian") in withheld(protect(inner, policy.domains["health_services"], policy).cells)
