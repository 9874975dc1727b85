"""The fields that the order's preamble names: what a home without any delivery says of each."""

import pandas as pd
import pytest

from etl.build import build
from etl.register import Register
from etl.registry import sources
from metrics.compute import Tables, compute
from metrics.definition import load_measures

pytestmark = pytest.mark.long

FIELDS = ("education", "health", "justice", "employment", "housing", "childcare")
NOT_COLLECTED = "not_collected"


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The release of a home that was delivered nothing: the bundled figures alone."""
    path = tmp_path_factory.mktemp("bundled") / "warehouse.duckdb"
    build(path, [], sources(), Register())
    return compute(path)


def plain(computed: Tables, measure: str, period: str, dimension: str) -> dict[str, float]:
    rows = computed["figures"]
    rows = rows[(rows["measure"] == measure) & (rows["period"] == period) & (rows["dimension"] == dimension)]
    rows = rows[rows["benchmark"].isna() & (rows["geography"] == "Connecticut")]
    return dict(zip(rows["group"], rows["value"], strict=True))


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_of_the_preamble_has_two_measures_with_figures_or_an_honest_absence(
    computed: Tables, field: str
) -> None:
    rows = computed["figures"]
    rows = rows[
        rows["benchmark"].isna() & (rows["dimension"] == "race_ethnicity") & (rows["geography"] == "Connecticut")
    ]
    told = {
        name
        for name, measure in load_measures().items()
        if measure.domain == field and measure.kind == "outcome"
        for statuses in [set(rows.loc[rows["measure"] == name, "status"])]
        if "shown" in statuses or statuses == {NOT_COLLECTED}
    }
    assert len(told) >= 2


@pytest.mark.parametrize("field", [field for field in FIELDS if field != "childcare"])
def test_only_childcare_has_no_figures_by_race(computed: Tables, field: str) -> None:
    rows = computed["figures"]
    shown = rows[(rows["dimension"] == "race_ethnicity") & rows["value"].notna()]
    measures = load_measures()
    assert len({name for name in shown["measure"] if measures[name].domain == field}) >= 2


def test_childcare_is_said_to_be_not_collected_and_by_whom(computed: Tables) -> None:
    rows = computed["figures"]
    mine = rows[rows["measure"].isin(["childcare_assistance", "childcare_take_up"])]
    by_race = mine[mine["dimension"] == "race_ethnicity"]
    assert set(by_race["status"]) == {NOT_COLLECTED}
    assert by_race["value"].isna().all()
    assert plain(computed, "childcare_assistance", "2017-07-01", "ALL") == {"ALL": 15_390}
    assert plain(computed, "childcare_assistance", "2016-07-01", "ALL") == {"ALL": 22_874}
    pages = computed["sources"].set_index("source").loc["ct_published_figures", "caveats"]
    assert "does not collect useable data on race or ethnicity" in pages


def test_infant_mortality_is_as_the_cdc_published_it_by_race(computed: Tables) -> None:
    # CDC, as reported by ctmirror.org on 4 January 2018; everyone: Department of Public Health, 2010 to 2014.
    assert plain(computed, "infant_mortality", "2013/2015", "race_ethnicity") == {
        "Black or African American": 9.96, "Hispanic or Latino": 6.91, "White": 3.53,
    }  # fmt: skip
    assert plain(computed, "infant_mortality", "2010/2014", "ALL") == {"ALL": 5.1}


def test_life_expectancy_is_that_of_the_state_life_tables(computed: Tables) -> None:
    # National Vital Statistics Reports 70-1 (2018), and the report on 2020 by cthealthpolicy.org.
    assert plain(computed, "life_expectancy", "2018", "sex") == {"Female": 82.9, "Male": 77.9}
    assert plain(computed, "life_expectancy", "2020", "sex") == {"Female": 81.3, "Male": 75.6}
    assert plain(computed, "life_expectancy", "2018", "ALL") == {"ALL": 80.4}


def test_a_pandemic_year_judges_no_change_in_the_length_of_life(computed: Tables) -> None:
    rows = computed["progress"]
    assert set(rows.loc[rows["measure"] == "life_expectancy", "status"]) == {"not_enough_data"}


def test_people_in_prison_are_held_against_the_population(computed: Tables) -> None:
    # The News-Times, 18 October 2020, from the Department of Correction: of 8,885 people.
    assert plain(computed, "people_in_prison", "2020-01-01", "race_ethnicity") == {
        "Black or African American": 42.7, "Hispanic or Latino": 26.4, "White": 29.9,
    }  # fmt: skip
    rows = computed["figures"]
    held = rows[(rows["measure"] == "people_in_prison") & (rows["period"] == "2020-01-01")]
    black = held[(held["benchmark"] == "population") & (held["group"] == "Black or African American")].iloc[0]
    assert black["gap"] == pytest.approx(42.7 - black["benchmark_value"])
    assert 9 < black["benchmark_value"] < 12


def test_housing_cost_burden_is_that_of_2018_with_its_interval(computed: Tables) -> None:
    # DataHaven from survey microdata; published shares to one decimal: 31.3 or 31.4, 50.8, 51.4.
    found = plain(computed, "housing_cost_burden", "2018", "race_ethnicity")
    assert found["White"] == pytest.approx(31.35, abs=0.06)
    assert found["Black or African American"] == pytest.approx(50.8, abs=0.05)
    assert found["Hispanic or Latino"] == pytest.approx(51.4, abs=0.05)
    rows = computed["figures"]
    against = rows[(rows["measure"] == "housing_cost_burden") & (rows["benchmark"] == "best_group")]
    assert set(pd.Series(against["comparison"])) == {"worse"}
