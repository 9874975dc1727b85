"""Rows through the API are the rows of the release and of the pages' files: filtered, sorted, part after part."""

import io
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient

from dashboard.api.resource import RESOURCES, ROOT
from metrics.release import Shelf
from metrics.walk import Place, Way, part

pytestmark = pytest.mark.long


def walked(api: FlaskClient, address: str) -> list[dict[str, object]]:
    rows, pages = [], 0
    while address:
        said = api.get(address)
        assert said.status_code == 200, said.get_data(as_text=True)
        page = said.get_json()
        rows += page["rows"]
        address, pages = page["next"], pages + 1
        assert pages < 200
    return rows


def numbers(name: str) -> set[str]:
    return {column for column, kind in RESOURCES[name].columns.items() if kind in ("number", "integer")}


def same(left: pd.DataFrame, right: pd.DataFrame, name: str) -> None:
    assert list(left.columns) == list(right.columns)
    for column in left:
        one, other = (
            each[column].astype(float) if column in numbers(name) else each[column].astype(object).fillna("")
            for each in (left, right)
        )
        assert one.reset_index(drop=True).equals(other.reset_index(drop=True)), column


@pytest.mark.parametrize("name", ["figures", "measures", "progress", "findings", "sources"])
def test_rows_are_those_of_the_release_in_json_csv_and_parquet(api: FlaskClient, sample_home: Path, name: str) -> None:
    release = Shelf(sample_home / "releases", "public").current()
    told = release.table(name)
    rows = pd.DataFrame(walked(api, f"{ROOT}/{name}?limit=700"), columns=list(told.columns))
    same(rows, told, name)
    same(pq.read_table(io.BytesIO(api.get(f"{ROOT}/{name}.parquet").data)).to_pandas(), told, name)
    csv = pd.read_csv(io.BytesIO(api.get(f"{ROOT}/{name}.csv").data), dtype=str, keep_default_na=False)
    for column in numbers(name):
        csv[column] = csv[column].replace("", None).astype(float)
    for column in set(csv) - numbers(name):
        csv[column] = csv[column].replace({"true": True, "false": False} if column in ("agencies", "leads") else {})
    same(csv, told, name)


def test_rows_are_those_of_the_pages_files(api: FlaskClient) -> None:
    page = api.get("/figure/employees/groups.csv?agency=DOT&benchmark=population")
    shown = pd.read_csv(io.BytesIO(page.data))
    period, dimension = shown[["period", "dimension"]].iloc[0]
    asked = f"{ROOT}/figures?agency=DOT&measure=employees&period={period}&dimension={dimension}"
    found = pd.DataFrame(walked(api, f"{asked}&benchmark=population&benchmark=-"))
    shown, found = (each.assign(benchmark=each["benchmark"].fillna("")) for each in (shown, found))
    both = shown.merge(found, on=["figure_id", "benchmark"], suffixes=("_page", "_api"))
    assert len(both) == len(shown) == len(found)
    for column in ("value", "lower", "upper", "numerator", "denominator", "gap"):
        pd.testing.assert_series_equal(
            both[f"{column}_page"], both[f"{column}_api"], check_names=False, check_exact=True
        )


def test_filters_are_those_of_explore(api: FlaskClient) -> None:
    query = "in-measure=EMPLOY&in-value=20..40&sort=-value"
    page = api.get(f"/rows/figures.csv?{query}&columns=figure_id,benchmark,value")
    shown = pd.read_csv(io.BytesIO(page.data))
    found = walked(api, f"{ROOT}/figures?{query}&fields=figure_id,benchmark,value&limit=1000")
    assert shown["value"].tolist() == [row["value"] for row in found]
    assert set(map(tuple, shown[["figure_id", "benchmark", "value"]].fillna("").to_numpy().tolist())) == {
        (row["figure_id"], row["benchmark"] or "", row["value"]) for row in found
    }


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("agency=DOT&agency=DCF", lambda row: row["agency"] in ("DOT", "DCF")),
        ("benchmark=-", lambda row: row["benchmark"] is None),
        ("benchmark=-&benchmark=population", lambda row: row["benchmark"] in (None, "population")),
        ("value=>=50", lambda row: row["value"] >= 50),
        ("value=5&value=<1", lambda row: row["value"] == 5 or row["value"] < 1),
        ("status=withheld", lambda row: row["value"] is None),
        ("agency=&measure=uninsured_rate", lambda row: row["measure"] == "uninsured_rate"),
    ],
)
def test_a_filter_keeps_what_it_says(api: FlaskClient, query: str, holds: object) -> None:
    every = api.get(f"{ROOT}/figures?count=true&limit=1").get_json()["count"]
    page = api.get(f"{ROOT}/figures?{query}&limit=10000&count=true").get_json()
    assert page["count"] == len(page["rows"])
    assert 0 < page["count"] <= every
    assert all(holds(row) for row in page["rows"])  # type: ignore[operator]


def test_yes_and_no_are_asked_for_as_words(api: FlaskClient) -> None:
    yes, no = (api.get(f"{ROOT}/measures?agencies={word}").get_json()["rows"] for word in ("true", "false"))
    assert {row["measure"] for row in yes} == {"employees", "leadership"}
    assert {row["agencies"] for row in no} == {False}


@pytest.mark.parametrize("sort", ["value", "-value", "group", "-benchmark"])
def test_a_walk_misses_nothing_and_repeats_nothing(api: FlaskClient, sort: str) -> None:
    asked = f"{ROOT}/figures?measure=employees&measure=uninsured_rate&agency=ALL&sort={sort}"
    found = walked(api, f"{asked}&limit=17")
    whole = api.get(f"{asked}&limit=10000").get_json()["rows"]
    assert found == whole
    values = [row[sort.removeprefix("-")] for row in found]
    there = [value for value in values if value is not None]
    assert there == sorted(there, reverse=sort.startswith("-"))
    assert values[len(there) :] == [None] * (len(values) - len(there))


def test_a_table_is_walked_by_yes_and_no(sample_home: Path) -> None:
    release = Shelf(sample_home / "releases", "public").current()
    place: Place | None = None
    found = []
    while True:
        rows, place = part(release, "measures", [], ["measure", "agencies"], Way("agencies", down=True), place, 1)
        found += rows["agencies"].to_pylist()
        if place is None:
            break
    assert found == sorted(found, reverse=True)
    assert len(found) == 6


def test_fields_are_in_the_order_asked(api: FlaskClient) -> None:
    row = api.get(f"{ROOT}/figures?fields=value,group,value&limit=1").get_json()["rows"][0]
    assert list(row) == ["value", "group"]


def test_a_file_is_never_cut_in_silence(api: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.api.rows.MOST_IN_FILE", 10)
    said = api.get(f"{ROOT}/figures.csv?fields=figure_id")
    assert said.status_code == 400
    assert "more than 10 rows" in said.get_json(force=True)["detail"]
    parts = api.get(f"{ROOT}/figures.csv?fields=figure_id&limit=5")
    assert parts.get_data(as_text=True).count("\n") == 6
    following = parts.headers["Link"].partition(">")[0].removeprefix("<")
    assert following.startswith(f"{ROOT}/figures.csv?")
    assert api.get(following).status_code == 200


def test_no_text_of_a_file_is_a_formula() -> None:
    import pyarrow as pa

    from dashboard.api.form import as_csv

    texts = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "White", None, "a=b", ""]
    rows = pd.read_csv(io.BytesIO(as_csv(pa.table({"text": texts, "n": [-1.5] * 10}))), keep_default_na=False)
    assert rows["text"].tolist()[:6] == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\rx"]
    assert rows["text"].tolist()[6:] == ["White", "", "a=b", ""]
    assert set(rows["n"]) == {-1.5}
