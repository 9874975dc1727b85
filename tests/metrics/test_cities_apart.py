"""A city in the register is a government of its own: in no sum of the State, and with rows of its own."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from audit.examine import one_release
from audit.level import Settings
from metrics import release
from metrics.compute import Tables, internal, worked
from tests.metrics import deliveries, small
from tests.metrics.disclosure.test_figures import LARGE, staff
from tests.metrics.things import ROWS

pytestmark = pytest.mark.long

CITY = "ELM"
SHARES = {"White": 63.0, "Black or African American": 10.0, "Hispanic or Latino": 18.0, "Asian": 5.0}


def events(table: str, column: str, kind: str, scale: dict[str, int]) -> pd.DataFrame:
    """One row an agency, race and word of `kind`, as many times the people of LARGE's first agency as `scale` says."""
    rows = [
        {"agency": code, "period": "FY2025", "job_category": small.OTHERS, "race_standard": "omb_1997",
         "race_ethnicity": race, "sex": "Female", kind: word, column: n // part, "nature": "official", "snapshot": "s1"}
        for code in (*LARGE, CITY)
        for race, n in zip(SHARES, LARGE["DOT"], strict=False)
        for word, part in scale.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def tables(peers: str) -> dict[str, pd.DataFrame]:
    register = small.agencies(*LARGE, CITY)
    register["size_group"] = ["" if code != CITY else peers for code in register["agency"]]
    counts = [staff(code, numbers) for code, numbers in LARGE.items()]
    return {
        "agency": register,
        "workforce_count": pd.concat([*counts, staff(CITY, (210, 31, 13, 4, 3))]),
        "applicant_counts": events("applicant_counts", "applicants", "stage", {"applied": 1, "hired": 4}),
        "benchmark": small.shares("population", "2019/2023", SHARES),
    }


def made(folder: Path, peers: str) -> tuple[Tables, Tables]:
    folder.mkdir()
    given = tables(peers)
    work = worked(small.build(folder / "w.duckdb", **given), small.definitions(folder / "definitions", given))
    both = internal(work), small.public(work)
    for name, each in zip(("internal", "public"), both, strict=True):
        release.write(folder / f"{name}.duckdb", each)
    return both


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("city")


@pytest.fixture(scope="module")
def apart(home: Path) -> tuple[Tables, Tables]:
    return made(home / "apart", "cities")


def plain(some: Tables, measure: str, agency: str, dimension: str = "ALL") -> pd.DataFrame:
    rows = some["figures"]
    rows = rows[(rows["measure"] == measure) & (rows["agency"] == agency) & (rows["dimension"] == dimension)]
    return rows[rows["benchmark"].isna()].set_index("group")


def test_the_states_figures_are_of_its_own_agencies(apart: tuple[Tables, Tables]) -> None:
    inside, _ = apart
    heads = plain(inside, "employees", "ALL").loc["ALL"]
    assert heads["numerator"] == sum(sum(numbers) for numbers in LARGE.values())
    assert (heads["agencies_delivered"], heads["agencies_due"]) == (3, 3)
    asians = plain(inside, "employees", "ALL", "race_ethnicity").loc["Asian"]
    assert asians["numerator"] == sum(numbers[3] for numbers in LARGE.values())
    assert plain(inside, "selection_rate", "ALL").loc["ALL", "denominator"] == 3 * (900 + 180 + 150 + 60)
    cells = inside["cells"]
    assert CITY not in set(cells["agency"])
    everyone = (cells.filter(["agency", "job_category", "race_ethnicity", "sex"]) == "TOTAL").all(axis=1)
    assert set(cells.loc[everyone, "value"]) == {heads["numerator"]}


def test_a_city_has_rows_of_its_own_by_group_and_is_not_held_against_the_state(apart: tuple[Tables, Tables]) -> None:
    inside, _ = apart
    assert plain(inside, "employees", CITY, "race_ethnicity").loc["Asian", "numerator"] == 4
    assert plain(inside, "selection_rate", CITY, "race5").loc["Asian", "denominator"] == 60
    held = inside["figures"][inside["figures"]["benchmark"] == "statewide"]
    assert CITY not in set(held["agency"])
    assert set(LARGE) <= set(held["agency"])


def test_the_public_gets_a_citys_totals_and_rates_of_everyone_and_no_group(apart: tuple[Tables, Tables]) -> None:
    _, shown = apart
    rows = shown["figures"][shown["figures"]["agency"] == CITY]
    assert set(rows["dimension"]) == {"ALL"}
    assert plain(shown, "employees", CITY).loc["ALL", "numerator"] == 261
    assert plain(shown, "leadership", CITY).empty
    rate = plain(shown, "selection_rate", CITY).loc["ALL"]
    assert (rate["numerator"], rate["denominator"]) == (322, 1290)
    assert plain(shown, "selection_rate", "DOT").empty


def test_a_city_of_few_people_shows_not_even_how_many(tmp_path: Path) -> None:
    given = tables("Cities")
    heads = given["workforce_count"]
    given["workforce_count"] = pd.concat([heads[heads["agency"] != CITY], staff(CITY, (12, 3, 2, 0, 0))])
    shown = small.public(
        worked(small.build(tmp_path / "w.duckdb", **given), small.definitions(tmp_path / "definitions", given))
    )
    row = plain(shown, "employees", CITY).loc["ALL"]
    assert row["status"] == "withheld"
    assert pd.isna(row["numerator"])


def test_the_attack_finds_nothing_in_a_release_with_a_city(home: Path, apart: tuple[Tables, Tables]) -> None:
    report = one_release(
        home / "apart" / "public.duckdb", Settings(), truth=home / "apart" / "internal.duckdb", processes=1
    )
    assert report.code == 0, report.text(20)


def test_the_attack_refuses_a_city_that_is_summed_into_the_state(home: Path, apart: tuple[Tables, Tables]) -> None:
    damaged = home / "damaged.duckdb"
    damaged.write_bytes((home / "apart" / "public.duckdb").read_bytes())
    with duckdb.connect(str(damaged)) as connection:
        connection.execute("UPDATE agencies SET size_group = 'Cities' WHERE agency = 'DMV'")
    report = one_release(damaged, Settings(), truth=home / "apart" / "internal.duckdb", processes=1)
    assert report.code == 3
    assert any("DMV is a city" in line for line in report.leaks)


def test_the_attack_finds_a_small_group_of_a_city(home: Path, apart: tuple[Tables, Tables]) -> None:
    damaged = home / "group.duckdb"
    damaged.write_bytes((home / "apart" / "public.duckdb").read_bytes())
    with duckdb.connect(str(damaged)) as connection:
        connection.execute(f"ATTACH '{home / 'apart' / 'internal.duckdb'}' AS inside")
        connection.execute(
            "INSERT INTO figures BY NAME SELECT * FROM inside.figures"
            " WHERE agency = ? AND measure = 'employees' AND dimension = 'race5' AND benchmark IS NULL",
            [CITY],
        )
    report = one_release(damaged, Settings(), truth=home / "apart" / "internal.duckdb", processes=1)
    assert report.code == 3
    assert any("a small number of people is told" in line and "ELM" in line for line in report.leaks)


def test_what_cities_alone_have_is_summed_over_cities_and_the_rest_over_the_state(tmp_path: Path) -> None:
    register = small.agencies(*deliveries.AGENCIES).assign(size_group="")
    register.loc[register["agency"] == "FIRE", "size_group"] = "Cities"
    plan = {
        "agency": "FIRE", "kind": "city", "version": "1", "drafting": "2024-01-01", "consulted": "2024-09-01",
        "representation": "present", "service_delivery": "present", "program_impact": "present",
        "demographic_trends": "present",
    }  # fmt: skip
    of_state = [row for row in ROWS["plans"] if row["agency"] == "PARKS" and row["kind"] == "state"]
    typed = {"plans": [*of_state, plan], "budget": ROWS["budget"]}
    path = deliveries.build(tmp_path / "w.duckdb", typed, more={"agency": register})
    folder = small.definitions(tmp_path / "definitions", {"plans": pd.DataFrame(), "budget": pd.DataFrame()})
    inside = internal(worked(path, folder))
    year = inside["figures"][inside["figures"]["period"] == "FY2025"]
    cities = year[(year["measure"] == "city_plans_by_step") & (year["dimension"] == "ALL")]
    assert cities[["agency", "value", "agencies_delivered", "agencies_due"]].values.tolist() == [["ALL", 1, 1, 1]]
    noted = year[(year["measure"] == "budget_equity_note") & (year["dimension"] == "ALL")].set_index("agency")
    assert noted["denominator"].to_dict() == {"ALL": 2000, "PARKS": 2000, "FIRE": 2000}
    assert noted.loc["ALL", ["agencies_delivered", "agencies_due"]].tolist() == [1, 2]
    year = year[year["benchmark"].isna()]
    owed = year[(year["measure"] == "plan_present") & (year["dimension"] == "ALL")].set_index("agency")
    assert owed.loc["ALL", "denominator"] == 2
