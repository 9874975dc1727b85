"""Measures of things and dollars: every row of the directives table has one, and all compute on typed deliveries."""

from pathlib import Path
from shutil import copy

import pandas as pd
import pytest

from metrics.compute import Tables, worked
from metrics.compute import internal as tables_of
from metrics.count import registry
from metrics.definition import DEFINITIONS, DefinitionError, Measure, Outcome, load_measure, load_measures
from metrics.disclosure import days, whole
from tests.metrics import deliveries, readability, small
from tests.metrics.things import ROWS

pytestmark = pytest.mark.long

MEASURES = load_measures()
SECTIONS = (
    "3a",
    "3c",
    "3d",
    "3e",
    "3f",
    "3g",
    "3h",
    "3i",
    "3j",
    "3k",
    "3l",
    "5",
    "6a",
    "6b",
    "6c",
    "municipal",
    "city",
)


def of_things(measure: Measure) -> bool:
    return not isinstance(measure.formula, Outcome) and not whole.of_people(measure) and not days.of_people(measure)


THINGS = sorted(name for name, each in MEASURES.items() if of_things(each))
FEW = ("plan_present", "plan_days_late", "plans_by_stage", "contract_dollars_small", "contract_dollars_women",
       "measures_defined", "measures_current", "measures_reviewed", "budget_per_resident", "towns_silver")  # fmt: skip


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("few")
    for name in FEW:
        copy(DEFINITIONS / f"{name}.toml", folder)
    return tables_of(worked(deliveries.build(folder / "w.duckdb", ROWS), folder))


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    folder = tmp_path_factory.mktemp("things")
    for name in THINGS:
        copy(DEFINITIONS / f"{name}.toml", folder)
    return worked(deliveries.build(folder / "w.duckdb", ROWS), folder).figures


def of(rows: pd.DataFrame, measure: str, group: str = "ALL", benchmark: str | None = None, **equal: str) -> pd.Series:
    asked = {"measure": measure, "agency": "ALL", "group": group, "period": "FY2025", **equal}
    for column, value in asked.items():
        rows = rows[rows[column] == value]
    rows = rows[rows["benchmark"].isna() if benchmark is None else rows["benchmark"] == benchmark]
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_about_things_has_a_measure(section: str) -> None:
    assert [name for name in THINGS if MEASURES[name].directive == section]


def test_every_count_and_span_is_used_by_a_measure() -> None:
    used = {name for each in MEASURES.values() for name in whole.counts_of(each)}
    for each in MEASURES.values():
        used |= {getattr(each.formula, key, None) for key in ("span", "goal", "governed", "among", "squares")}
    assert {*registry.counts(), *registry.spans()} <= used


@pytest.mark.long
@pytest.mark.parametrize("name", THINGS)
def test_every_measure_of_things_computes_on_its_delivery(figures: pd.DataFrame, name: str) -> None:
    rows = figures[(figures["measure"] == name) & figures["benchmark"].isna()]
    if name in ("contract_index_minority", "contract_index_women", "contract_index_disability"):
        assert rows.empty, "the typed delivery has ready firms of one certification only"
        return
    assert rows["value"].notna().any()
    assert rows.loc[rows["value"].notna(), "source"].notna().all()
    drawn = name.startswith("contract_index")
    assert rows["lower"].isna().all() != drawn, "complete things have no interval, but for the firms that were paid"
    assert not rows.duplicated(["agency", "period", "dimension", "group"]).any()


@pytest.mark.parametrize("name", THINGS)
def test_definitions_of_things_are_easy_to_read(name: str) -> None:
    measure = MEASURES[name]
    english = " ".join([measure.question, f"{measure.why}", *measure.caveats])
    spanish = " ".join([measure.spanish.question, measure.spanish.why, *measure.spanish.caveats])
    assert readability.grade(english) <= 8
    assert readability.inflesz(spanish) >= 55


def test_a_target_is_missed_or_met_by_a_complete_count_without_chance(few: Tables) -> None:
    row = of(few["figures"], "plan_present", benchmark="target")
    assert (row["numerator"], row["denominator"], row["comparison"]) == (2, 3, "worse")
    assert pd.isna(row["gap_lower"])
    assert of(few["figures"], "plan_present", agency="LIBRARY")["value"] == 0
    assert of(few["figures"], "plan_present", "ALL", "target", agency="PARKS")["comparison"] == "similar"


def test_the_register_is_owed_and_those_that_sent_plans_have_delivered(few: Tables) -> None:
    row = of(few["figures"], "plan_present")
    assert (row["agencies_delivered"], row["agencies_due"]) == (2, 3)


def test_dollars_are_held_against_the_goals_in_force_on_their_days(few: Tables) -> None:
    row = of(few["figures"], "contract_dollars_small", "54", "goal")
    # 250 before 2025 at 25 percent, 400 in 2025 at the industry's own 40.
    assert row["benchmark_value"] == pytest.approx((250 * 25 + 400 * 40) / 650)
    assert row["comparison"] == "better"


def test_where_no_goal_governs_all_dollars_nothing_is_compared(few: Tables) -> None:
    rows = few["figures"]
    assert rows[(rows["measure"] == "contract_dollars_women") & rows["benchmark"].notna()].empty


def test_a_statewide_median_is_of_all_things_and_not_of_agencies_medians(few: Tables) -> None:
    row = of(few["figures"], "plan_days_late")
    assert (row["value"], row["denominator"]) == ((100 + 29) / 2, 2)
    assert row["unit"] == "days"


def test_dollars_for_each_resident_are_told_by_town_and_region(few: Tables) -> None:
    rows = few["figures"]
    assert of(rows, "budget_per_resident", "Avon", dimension="town")["value"] == pytest.approx(1100 / 200)
    region = of(rows, "budget_per_resident", "Capitol Planning Region")
    assert region["value"] == pytest.approx(3000 / 1200)


def test_what_no_agency_sends_has_no_coverage(few: Tables) -> None:
    assert pd.isna(of(few["figures"], "towns_silver")["agencies_due"])


def test_the_measures_are_measured_as_of_the_newest_fiscal_year(few: Tables) -> None:
    rows = few["figures"]
    assert of(rows, "measures_defined")["value"] == len(FEW)
    reviewed, current = (of(rows, name) for name in ("measures_reviewed", "measures_current"))
    assert (reviewed["numerator"], reviewed["denominator"]) == (len(FEW), len(FEW))
    assert current["numerator"] == len(FEW) - 3


def test_things_have_no_measures_of_inequality_and_no_head_count_to_be_complete(few: Tables) -> None:
    assert few["summaries"].empty
    assert few["quality"].empty


def test_a_gap_to_a_goal_is_what_is_missing_from_it(few: Tables) -> None:
    rows = few["progress"]
    rows = rows[(rows["measure"] == "contract_dollars_small") & (rows["of"] == "gap") & (rows["agency"] == "ALL")]
    construction = rows[rows["group"] == "23"].iloc[0]
    assert (construction["status"], construction["benchmark"]) == ("target_met_or_exceeded", "goal")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('governed    = "governed_sbe"\n', "", "goal and governed go together"),
        ('goal        = "asked_sbe"\ngoverned    = "governed_sbe"\n', "", "benchmarks name goal, but the formula"),
    ],
)
def test_a_goal_needs_what_it_asks_and_what_it_governs(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "contract_dollars_small.toml"
    text = (DEFINITIONS / path.name).read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DefinitionError, match=message):
        load_measure(path)


@pytest.mark.parametrize("formula", ['kind = "duration"\nspan = "eternity"', 'kind = "total"\ncount = "stars"'])
def test_a_count_or_span_that_there_is_not_is_named_with_the_choices(tmp_path: Path, formula: str) -> None:
    text = (DEFINITIONS / "plan_days_late.toml").read_text(encoding="utf-8")
    (tmp_path / "late.toml").write_text(
        text.replace('kind = "duration"\nspan = "plan_late"', formula), encoding="utf-8"
    )
    with pytest.raises(DefinitionError, match="choose "):
        worked(small.build(tmp_path / "w.duckdb"), tmp_path)


def test_few_people_turned_away_for_a_record_are_not_shown(tmp_path: Path) -> None:
    copy(DEFINITIONS / "record_rejections.toml", tmp_path)
    shown = {}
    for rejected in (3, 7):
        rows = [
            {**row, "rejected_for_record": "bears on the duties" if place < rejected else ""}
            for place, row in enumerate(ROWS["applicants"])
        ]
        work = worked(deliveries.build(tmp_path / f"{rejected}.duckdb", {"applicants": rows}), tmp_path)
        row = of(small.public(work)["figures"], "record_rejections")
        shown[rejected] = (row["status"], row["value"])
    assert shown[7] == ("shown", 17.5)
    assert shown[3][0] == "withheld"
    assert pd.isna(shown[3][1])


def test_every_figure_is_traced_to_a_source(few: Tables) -> None:
    named = {each for text in few["figures"]["source"] for each in text.split(";")}
    assert "measures" in named
    # A load describes the sources that rows name; the warehouse typed here was not loaded.
    assert named - {"a census"} <= set(few["sources"]["source"])
