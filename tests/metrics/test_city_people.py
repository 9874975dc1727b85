"""A city's people, step by step, typed by hand: who is counted, of whom, and in whose rows."""

from pathlib import Path
from shutil import copy

import pytest

from metrics.compute import Work, internal, worked
from metrics.definition import DEFINITIONS, DefinitionError, load_measure, load_measures
from metrics.disclosure import whole
from tests.metrics import city_rows, readability, small
from tests.metrics.city_rows import CITY

pytestmark = pytest.mark.long

MEASURES = {name: each for name, each in load_measures().items() if not each.breakdown.together}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    folder = tmp_path_factory.mktemp("city")
    for name in MEASURES:
        copy(DEFINITIONS / f"{name}.toml", folder)
    return worked(small.build(folder / "w.duckdb", **city_rows.tables()), folder)


def at(work: Work, measure: str, group: str = "ALL", dimension: str = "ALL") -> tuple[float, float]:
    rows = work.figures
    row = rows[
        (rows["measure"] == measure) & (rows["group"] == group) & (rows["dimension"] == dimension)
        & (rows["period"] == "FY2025") & rows["benchmark"].isna()
    ]  # fmt: skip
    return row.iloc[0]["numerator"], row.iloc[0]["denominator"]


def test_each_step_is_of_those_who_were_there_when_the_year_began(work: Work) -> None:
    assert at(work, "city_retention") == (36, 40)
    assert at(work, "city_promotion") == (1, 40), (
        "twice promoted is one person; who came in the year is not in the base"
    )
    assert at(work, "city_training") == (1, 40), "a course that is asked for opens no way"
    assert at(work, "city_discipline") == (1, 40)
    assert at(work, "city_discharge") == (1, 40), "who left of their own will is not discharged"
    assert at(work, "city_appraisal") == (1, 30)


def test_applicants_are_those_of_the_openings_of_the_year(work: Work) -> None:
    assert at(work, "city_selection") == (3, 25)
    assert at(work, "city_selection", "yes", "justice_impacted") == (1, 1)
    assert at(work, "city_recruitment", "Asian", "race_ethnicity") == (13, 25)


def test_pay_is_held_against_the_middle_of_the_city(work: Work) -> None:
    assert at(work, "city_pay") == (20, 41)


def test_who_serves_at_the_mayors_pleasure_stands_apart_and_is_left_out_of_the_political_test_only(work: Work) -> None:
    assert at(work, "city_retention", "yes", "at_will") == (2, 2)
    assert at(work, "city_tested", "age", "protected_class")[0] == 41
    assert at(work, "city_tested", "political opinion", "protected_class")[0] == 39
    assert at(work, "city_tested")[0] == 41, "everyone once, however many classes there are"
    assert at(work, "city_tested", "guild", "protected_class")[0] == 0, "a test on a class that has ended is of nobody"


def test_blank_answers_are_not_reported_and_are_no_yardstick(work: Work) -> None:
    assert at(work, "city_retention", "Not reported", "justice_impacted") == (31, 35)
    rows = work.figures
    assert not ((rows["group"] == "Not reported") & rows["benchmark"].notna()).any()


def test_other_agencies_and_all_agencies_together_have_no_rows(work: Work) -> None:
    assert set(work.figures["agency"]) == {CITY}


def test_the_public_gets_totals_that_are_public_anyway_and_nothing_by_class(work: Work) -> None:
    rows = small.public(work)["figures"]
    assert set(rows["dimension"]) <= {"ALL"}
    told = rows[rows["status"] == "shown"]["numerator"].dropna()
    assert not told.between(1, 5).any()
    assert {"city_recruitment", "city_tested"} <= set(rows["measure"])
    assert {name for name, each in MEASURES.items() if whole.of_people(each)} == set(MEASURES)


def test_the_tables_of_a_city_tell_its_law_and_its_steps(work: Work) -> None:
    tables = internal(work)
    law = tables["protected_classes"].set_index("class")
    assert (law.loc["age", "dimension"], law.loc["political opinion", "tested"]) == ("age_band", "not_at_will")
    steps = tables["city_steps"].set_index("step")["taken"]
    assert steps.to_dict() == {
        "drafting": True, "consulted": True, "mayor_reviewed": False, "council_approved": False, "effective": False,
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_definitions_of_a_city_are_easy_to_read_and_call_the_text_proposed(name: str) -> None:
    measure = MEASURES[name]
    said = [measure.question, measure.why, *measure.caveats]
    assert readability.grade(" ".join(said)) <= 8
    assert (
        readability.inflesz(" ".join([measure.spanish.question, measure.spanish.why, *measure.spanish.caveats])) >= 55
    )
    assert any("proposed" in each for each in said)


def test_a_measure_of_nobody_is_refused(tmp_path: Path) -> None:
    text = (
        (DEFINITIONS / "city_pay.toml").read_text(encoding="utf-8").replace("agencies   = true", "agencies   = false")
    )
    (tmp_path / "nobody.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match="neither agencies nor together"):
        load_measure(tmp_path / "nobody.toml")
