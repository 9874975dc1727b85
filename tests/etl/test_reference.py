"""The bundled figures: each with its citation, in standard words, and equal to what its publication gives."""

import csv

import pandas as pd
import pytest

from etl import warehouse
from etl.reference import FOLDER, PAGES, collect, read, reference
from etl.registry import sources
from etl.vocabulary import period
from etl.vocabulary.label import EVERYONE, RACE_ETHNICITY, SEX, STATUSES

WORDS = {EVERYONE, *RACE_ETHNICITY.values(), *SEX.values()}
CODES = (-9999, -6666, 2499, 250001)


@pytest.fixture(scope="module", params=["outcomes", "benchmarks"])
def rows(request: pytest.FixtureRequest) -> pd.DataFrame:
    return read(request.param)


def test_every_figure_has_a_citation_and_says_when_it_was_read(rows):
    assert (rows["citation"].str.len() > 20).all()
    assert rows["retrieved"].str.contains(r"read \d{4}-\d{2}-\d{2}").all()


def test_every_figure_is_in_standard_words_and_from_a_known_source(rows):
    assert set(rows["group"]) <= WORDS
    assert set(rows["dimension"]) <= {EVERYONE, "race_ethnicity", "sex"}
    assert set(rows["nature"]) == {"official"}
    assert set(rows["source"]) <= {PAGES, *sources()}
    moments = rows["period"] if "period" in rows else rows["vintage"]
    assert [period.parse(text).text for text in moments] == moments.to_list()


def test_no_code_of_a_publisher_is_a_figure(rows):
    numbers = rows.select_dtypes("number")
    assert not numbers.isin(CODES).any(axis=None)
    assert not (numbers < 0).any(axis=None)


def test_only_the_state_is_bundled_and_every_absence_has_its_status():
    rows = read("outcomes")
    assert set(rows["geography"]) == {"Connecticut"}
    assert set(rows["status"]) <= set(STATUSES)
    assert ((rows["status"] == "shown") == rows["value"].notna()).all()
    assert not rows.duplicated(["indicator", "period", "dimension", "group"]).any()


def test_every_indicator_and_benchmark_is_bundled():
    typed = set(pd.read_csv(FOLDER / "pages.csv")["indicator"])
    assert set(read("outcomes")["indicator"]) == set(collect.SINCE) | typed
    assert set(read("benchmarks")["benchmark"]) == set(collect.VINTAGES)


def test_the_reference_fits_the_warehouse_and_names_its_publishers(tmp_path):
    tables = reference().tables
    with warehouse.rebuild(tmp_path / "warehouse.duckdb") as connection:
        for name, rows in tables.items():
            warehouse.fill(connection, warehouse.TABLES[name], rows.assign(snapshot="bundled"))
    used = set(tables["outcome"]["source"]) | set(tables["benchmark"]["source"])
    assert set(tables["source"]["source"]) == used
    pages = tables["source"].set_index("source").loc[PAGES]
    assert pages["publisher"] == "Various, see citation"
    assert {"citation", "retrieved"}.isdisjoint(tables["outcome"].columns)


def test_the_bundle_stays_small():
    assert len(read("outcomes")) + len(read("benchmarks")) <= 1000


@pytest.mark.shared
def test_every_figure_is_what_its_publication_gives(shared):
    for name, computed in zip(("outcomes", "benchmarks"), collect.collect(shared / "data"), strict=True):
        bundled = read(name)
        numbers = list(bundled.select_dtypes("number").columns)
        texts = [column for column in bundled.columns if column not in numbers]
        pd.testing.assert_frame_equal(
            bundled[texts].astype(str), computed[texts].fillna("").astype(str), check_dtype=False
        )
        pd.testing.assert_frame_equal(bundled[numbers], computed[numbers].astype("float64"), rtol=0, atol=1e-6)


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_register_has_the_states_agencies_once_under_every_name():
    register = rows_of("agencies.csv")
    assert len(register) == 31
    assert all(row["agency"] == row["acronym"].upper() for row in register)
    names = [
        name.lower()
        for row in register
        for name in {row["agency"].lower(), row["name"].lower(), *filter(None, row["former_names"].lower().split(";"))}
    ]
    assert len(names) == len(set(names))
    former = {row["agency"]: row["former_names"] for row in register}
    assert former["ADS"].split(";")[0] == "Department of Rehabilitation Services"


def test_every_town_is_in_one_planning_region_and_one_legacy_county():
    places = rows_of("places.csv")
    assert len({place["town"] for place in places}) == len(places) == 169
    regions = pd.Series([place["planning_region"] for place in places]).value_counts()
    assert sorted(regions) == [6, 15, 16, 17, 18, 19, 19, 21, 38]
    assert regions["Greater Bridgeport Planning Region"] == 6
    counties = pd.Series([place["legacy_county"] for place in places]).value_counts()
    assert counties.to_dict() == {
        "Fairfield County": 23, "Hartford County": 29, "Litchfield County": 26, "Middlesex County": 15,
        "New Haven County": 27, "New London County": 21, "Tolland County": 13, "Windham County": 15,
    }  # fmt: skip
