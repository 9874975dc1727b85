"""Files hold the numbers of the page, their origin, and nothing that a spreadsheet would run."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient

from metrics import release as releases
from tests.dashboard import entry, sample

CHARTS = ["groups", "trend", "agencies"]


def rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def test_a_figures_csv_has_its_numbers_and_their_origin(internal: FlaskClient) -> None:
    found = rows(internal, "/figure/employees/groups.csv?agency=DOT&benchmark=population")
    assert {row["agency"] for row in found} == {"DOT"}
    assert {row["benchmark"] for row in found} == {"", "population"}
    assert {row["release"] for row in found} == {"2026.1"}
    assert {row["nature"] for row in found} == {"demonstration"}
    assert {row["source"] for row in found} == {"workforce_counts"}
    assert all("agency=DOT" in row["link"] for row in found)


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_picture_says_where_it_is_from(internal: FlaskClient, chart: str, language: str) -> None:
    answer = internal.get(f"/figure/employees/{chart}.svg?lang={language}")
    assert answer.status_code == 200
    text = " ".join(fromstring(answer.get_data(as_text=True)).itertext())
    stamp = "Demonstration data." if language == "en" else "Datos de demostración."
    for part in ("2026.1", "Agency head counts", stamp, "/measures/employees"):
        assert part in text


@pytest.mark.long
@pytest.mark.parametrize("chart", CHARTS)
def test_a_picture_as_png_is_twice_its_size(internal: FlaskClient, chart: str) -> None:
    data = internal.get(f"/figure/employees/{chart}.png").data
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20], "big") == 2 * 960


def test_official_figures_carry_no_stamp(internal: FlaskClient) -> None:
    assert "Demonstration" not in internal.get("/figure/suspension_rate/groups.svg").get_data(as_text=True)


def test_no_text_of_a_picture_runs_out_of_it(internal: FlaskClient) -> None:
    from dashboard.drawing.lettering import width

    picture = fromstring(internal.get("/figure/employees/groups.svg").get_data(as_text=True))
    name = "{http://www.w3.org/2000/svg}"
    direct = [each for each in picture.iter(f"{name}text") if each.get("text-anchor") is None]
    for each in direct:
        reach = float(each.get("x", 0)) + width(each.text or "", float(each.get("font-size", 13)))
        assert reach < 960, each.text


def test_withheld_figures_are_in_no_public_file(public: FlaskClient) -> None:
    for row in rows(public, f"/figure/employees/groups.csv?agency={sample.SMALL}"):
        assert row["status"] == "withheld"
        for column in ("value", "numerator", "lower", "upper", "gap", "comparison", "ratio", "persons", "points"):
            assert row[column] == ""


def test_a_whole_table_can_be_had_as_csv_and_parquet(internal: FlaskClient) -> None:
    found = rows(internal, "/download/agencies.csv")
    assert len(found) == 31
    parquet = pd.read_parquet(io.BytesIO(internal.get("/download/agencies.parquet").data))
    assert set(parquet["agency"]) == {row["agency"] for row in found}


@pytest.mark.long
def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    folder = tmp_path / "releases" / "2026.1"
    folder.mkdir(parents=True)
    contents = sample.tables()
    contents["agencies"].loc[0, "name"] = "=HYPERLINK(1)"
    contents["figures"]["source"] = "@SUM(1)"
    releases.write(folder / "internal.duckdb", contents)
    (folder / "manifest.json").write_text("{}")
    releases.point(tmp_path / "releases", "2026.1")
    client = entry.internal(tmp_path)
    assert "'=HYPERLINK(1)" in {row["name"] for row in rows(client, "/download/agencies.csv")}
    assert {row["source"] for row in rows(client, "/figure/employees/groups.csv")} == {"'@SUM(1)"}


@pytest.mark.parametrize(
    "address",
    [
        "/figure/nope/groups.csv",
        "/figure/employees/nope.csv",
        "/figure/employees/groups.exe",
        "/figure/suspension_rate/agencies.png",
        "/download/nope.csv",
        "/download/agencies.xls",
        "/download/agencies.csv?release=1999.1",
    ],
)
def test_what_is_not_there_is_a_404_that_says_so(internal: FlaskClient, address: str) -> None:
    answer = internal.get(address)
    assert answer.status_code == 404
    assert answer.get_json()["error"]
