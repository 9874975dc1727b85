"""The policy's file is read whole, or refused with the file and the key that a person must look at."""

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.vocabulary.label import RACE_ETHNICITY, SEX
from metrics.disclosure import policy
from metrics.disclosure.policy import Policy, PolicyError

Small = Callable[..., Policy]
TABLE = '[[domain.d.table]]\nid = "a"\ndimensions = ["agency", "race"]\n'


def test_the_policy_of_the_office_holds_what_the_design_asks() -> None:
    found = policy.load()
    assert (found.threshold, found.base, found.version) == (6, 20, 2)
    assert (found.pay.people, found.pay.crossed, found.pay.rounding) == (10, 20, 1000)
    assert (found.dollars.vendors, found.dollars.percent, found.dollars.largest, found.dollars.share) == (3, 10, 2, 85)
    workforce = found.domains["workforce"]
    assert workforce.threshold == 6
    assert found.domains["health_services"].threshold == 11, "Medicaid asks for more"
    assert {"agency": "agency", "job_category": "job_category"} in [dict(each) for each in workforce.forced]
    assert [name for name, each in found.dimensions.items() if each.sensitive] == [
        "disability", "veteran", "justice_impacted",
    ]  # fmt: skip
    assert not any({"agency", "race_ethnicity", "job_category"} <= set(table.levels) for table in workforce.tables)


def test_every_group_that_people_report_has_a_place_at_each_level() -> None:
    found = policy.load()
    races, sexes = found.dimensions["race_ethnicity"], found.dimensions["sex"]
    assert {races.group(name, "race5") for name in RACE_ETHNICITY.values()} == {
        "White", "Black or African American", "Hispanic or Latino", "Asian", "All other groups", "Not reported",
    }  # fmt: skip
    assert {sexes.group(name, "sex2") for name in SEX.values()} == {"Female", "Male, X or not reported"}
    assert ("sex", "X", "Male, X or not reported") in found.hierarchies


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (TABLE.replace('"race"', '"rase"'), "domain.d.table[1].dimensions: 'rase' is no level"),
        (TABLE.replace('"agency", "race"', '"race", "race2"'), "names a dimension twice"),
        (TABLE.replace('id = "a"\n', ""), "domain.d.table[1].id: missing; write a text"),
        (TABLE + TABLE, "domain.d.table: has an id twice"),
        (TABLE + "unit_base = 0\n", "unit_base: is 0; it must be a whole number from 1"),
        (TABLE + 'colour = "red"\n', "domain.d.table[1].colour: is not known"),
        ('source = "moon"\n' + TABLE, "domain.d.source: is 'moon'; choose one of"),
        (TABLE + '[[domain.d.line]]\nby = ["race"]\nequal = true\nterms = { cats = 1 }\n', "'cats' is counted by no"),
        ("", "domain.d.table: missing"),
    ],
)
def test_a_fault_is_told_with_its_place(small: Small, rest: str, said: str) -> None:
    with pytest.raises(PolicyError) as fault:
        small(rest)
    assert str(fault.value).startswith("policy.toml: ")
    assert said in str(fault.value)


def test_a_member_in_two_groups_is_refused(tmp_path: Path) -> None:
    text = policy.FILE.read_text(encoding="utf-8").replace('["Male", "X", "Not reported"]', '["Male", "X", "X"]')
    (tmp_path / "policy.toml").write_text(text)
    with pytest.raises(PolicyError, match=r"dimension.sex.groups.sex2: puts 'X' into two groups"):
        policy.load(tmp_path / "policy.toml")


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text("version = = 1")
    with pytest.raises(PolicyError, match=r"policy.toml: not TOML"):
        policy.load(tmp_path / "policy.toml")
