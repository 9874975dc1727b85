"""A closed year keeps its pattern; more is withheld where it must be, never less."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from metrics.disclosure.catalogue import ProtectionError, system
from metrics.disclosure.pattern import Earlier, earlier
from metrics.disclosure.policy import Policy
from metrics.disclosure.protect import protect
from tests.metrics.disclosure.test_protect import LARGE, RACE, table, withheld

pytestmark = pytest.mark.long

Small = Callable[..., Policy]
FORCED = 'forced = [["agency"]]\n' + RACE


def test_the_pattern_of_an_earlier_release_is_kept_though_another_would_do(small: Small) -> None:
    policy = small(FORCED)
    inner = table(LARGE)
    first = protect(inner, policy.domains["d"], policy)
    other = first.cells.copy()
    swap = {"a": "c", "c": "a"}
    other["race"] = other["race"].replace(swap)
    other["value"] = np.nan
    again = protect(inner, policy.domains["d"], policy, frozen=other)
    assert withheld(again.cells) == withheld(other)
    assert withheld(other) != withheld(first.cells)


def test_corrected_data_withhold_more_and_never_less(small: Small) -> None:
    policy = small(FORCED)
    first = protect(table(LARGE), policy.domains["d"], policy)
    hidden = withheld(first.cells)
    agency, race = next((agency, race) for agency in "wyz" for race in "abc" if (agency, race) not in hidden)
    corrected = table(LARGE | {"x": [30, 22, 28]})
    corrected.loc[(corrected["agency"] == agency) & (corrected["race"] == race), "value"] = 1
    again = protect(corrected, policy.domains["d"], policy, frozen=first.cells)
    assert withheld(first.cells) < withheld(again.cells)
    assert (agency, race) in withheld(again.cells)
    anew = protect(corrected, policy.domains["d"], policy)
    assert ("x", "b") not in withheld(anew.cells), "a fresh choice would have shown it"


def test_a_withheld_count_that_became_zero_leaves_the_table(small: Small) -> None:
    policy = small(FORCED)
    first = protect(table(LARGE), policy.domains["d"], policy)
    again = protect(table(LARGE | {"x": [30, 0, 30]}), policy.domains["d"], policy, frozen=first.cells)
    assert not ((again.cells["agency"] == "x") & (again.cells["race"] == "b")).any()


def test_an_agency_that_comes_late_is_not_told_by_the_difference_of_two_releases(small: Small) -> None:
    policy = small(FORCED)
    first = protect(table({name: values for name, values in LARGE.items() if name != "x"}), policy.domains["d"], policy)
    assert withheld(first.cells) == set()
    again = protect(table(LARGE), policy.domains["d"], policy, frozen=first.cells)
    hidden = withheld(again.cells)
    assert ("x", "b") in hidden
    told = first.cells[(first.cells["agency"] == "TOTAL")].set_index("race")["value"]
    now = again.cells[(again.cells["agency"] == "TOTAL")].set_index("race")
    known = {race for race in "abc" if now.loc[race, "status"] == "shown" or ("x", race) not in hidden}
    assert "b" not in known, f"{now.loc['b', 'value']} less {told['b']} would be the late agency's"
    assert len(known) <= 1, "one unknown in a row is no unknown"


def closed(policy_rest: str = "") -> str:
    return (
        'closed = ["before"]\n' + RACE
        + "".join(
            f'[[domain.d.table]]\nid = "{name}"\ncount = "{name}"\ndimensions = ["agency", "race"]\n'
            for name in ("before", "hires", "leavers")
        )
        + '[[domain.d.line]]\nby = ["agency", "race"]\nequal = true\n'
        + "terms = { people = 1, before = -1, hires = -1, leavers = 1 }\n" + policy_rest
    )  # fmt: skip


def flow() -> pd.DataFrame:
    before = table({"w": [40, 30, 25], "x": [30, 20, 28], "y": [35, 41, 27], "z": [33, 29, 44]})
    hires = table({"w": [9, 8, 7], "x": [9, 2, 8], "y": [9, 9, 9], "z": [8, 8, 8]})
    leavers = table({"w": [5, 6, 7], "x": [5, 6, 7], "y": [8, 7, 9], "z": [7, 7, 8]})
    people = before.assign(value=before["value"] + hires["value"] - leavers["value"])
    counts = {"people": people, "before": before, "hires": hires, "leavers": leavers}
    return pd.concat([frame.assign(count=name) for name, frame in counts.items()], ignore_index=True)


def test_what_was_told_of_all_others_is_told_to_the_staff_of_one_late_agency_alone(small: Small) -> None:
    policy = small(FORCED)
    domain = policy.domains["d"]

    def known(*late: str) -> Earlier:
        before = {name: values for name, values in LARGE.items() if name not in late}
        return earlier(system(table(LARGE), domain, policy), protect(table(before), domain, policy).cells, domain)

    units = sorted(LARGE)
    one = known("x")
    assert one.tells(units.index("x")).sum() > 1
    assert not one.tells(units.index("y")).any()
    two = known("x", "y")
    assert two.told.any()
    assert not any(two.tells(unit).any() for unit in range(len(units)))


def test_stock_and_flow_are_one_system(small: Small) -> None:
    policy = small(closed())
    before = flow()[lambda each: each["count"] == "before"]
    shown = protect(
        before.assign(count="people"), small(RACE).domains["d"], policy
    ).cells.assign(table_id="before", count="before")  # fmt: skip
    made = protect(flow(), policy.domains["d"], policy, frozen=shown)
    cells = made.cells[(made.cells["agency"] == "x") & (made.cells["race"] == "b")].set_index("count")["status"]
    assert cells["before"] == "shown"
    assert cells["hires"] == "withheld"
    assert "withheld" in cells[["people", "leavers"]].tolist(), "both would give the third"


def test_a_closed_count_needs_its_pattern_and_a_broken_identity_is_told(small: Small) -> None:
    policy = small(closed())
    with pytest.raises(ProtectionError, match="before is closed; give the pattern"):
        protect(flow(), policy.domains["d"], policy)
    broken = flow()
    broken.loc[0, "value"] += 1
    with pytest.raises(ProtectionError, match="is not 0 in 1 cells by agency, race; correct the deliveries"):
        protect(broken, policy.domains["d"], policy)


def test_hires_are_no_more_than_applicants(small: Small) -> None:
    lines = (
        '[[domain.d.table]]\nid = "h"\ncount = "hires"\ndimensions = ["agency", "race"]\n'
        '[[domain.d.line]]\nby = ["agency", "race"]\nequal = false\nterms = { people = 1, hires = -1 }\n'
    )
    policy = small(RACE + lines)
    applicants, hires = table(LARGE), table(LARGE).assign(value=lambda each: each["value"] // 3)
    both = pd.concat([applicants.assign(count="people"), hires.assign(count="hires")])
    made = protect(both, policy.domains["d"], policy)
    assert made.report.narrowest >= 1
    with pytest.raises(ProtectionError, match="is below 0 in 12 cells"):
        protect(
            pd.concat([applicants.assign(count="hires"), hires.assign(count="people")]), policy.domains["d"], policy
        )
