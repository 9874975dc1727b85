"""A figure's files hold the page's numbers, all that must travel with them, and nothing that a program would run."""

import io
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient

from metrics import release as releases
from metrics.workbook import workbook
from tests.dashboard import entry, sample

CHARTS = ["groups", "trend", "agencies"]
ADDRESS = "/figure/employees/groups"


def sheets(data: bytes) -> dict[str, pd.DataFrame]:
    return pd.read_excel(io.BytesIO(data), sheet_name=None, engine="calamine")


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_pdf_is_tagged_and_says_its_language(internal: FlaskClient, chart: str, language: str) -> None:
    answer = internal.get(f"/figure/employees/{chart}.pdf?lang={language}")
    assert answer.content_type == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert b"/StructTreeRoot" in answer.data
    assert f"/Lang({language})".encode() in answer.data
    assert b"pdfuaid:part" in answer.data


def test_a_workbook_has_the_figures_and_what_they_are(internal: FlaskClient) -> None:
    found = sheets(internal.get(f"{ADDRESS}.xlsx?agency=DOT").data)
    assert list(found) == ["Figures", "About"]
    assert set(found["Figures"]["agency"]) == {"DOT"}
    assert found["Figures"]["value"].dtype == float
    about = dict(found["About"].to_numpy().tolist())
    assert about["Formula"].startswith("100 × employees of the group ÷")
    assert "2026.1" in about["Release"]
    assert "Demonstration data." in about["Caution"]
    assert "agency=DOT" in about["Permanent link"]
    assert {"Definition", "Source", "Benchmark", "Question", "Answer"} <= set(about)


def test_json_has_the_rows_of_the_csv_and_no_nan(internal: FlaskClient) -> None:
    text = internal.get(f"{ADDRESS}.json").get_data(as_text=True)
    told = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    csv = pd.read_csv(io.BytesIO(internal.get(f"{ADDRESS}.csv").data))
    assert [row["figure_id"] for row in told["figures"]] == csv["figure_id"].tolist()
    assert [row["value"] for row in told["figures"]] == pytest.approx(csv["value"].tolist(), nan_ok=True)
    assert told["demonstration"] is True


def test_withheld_figures_hold_no_number_in_any_form(public: FlaskClient) -> None:
    query = f"?agency={sample.SMALL}"
    hidden = ("value", "numerator", "lower", "upper", "gap", "ratio", "persons", "points")
    for row in json.loads(public.get(f"{ADDRESS}.json{query}").data)["figures"]:
        assert row["status"] == "withheld"
        assert [row[name] for name in hidden] == [None] * len(hidden)
    found = sheets(public.get(f"{ADDRESS}.xlsx{query}").data)["Figures"]
    assert found[list(hidden)].isna().all(axis=None)


def test_a_workbook_runs_nothing(tmp_path: Path) -> None:
    rows = pd.DataFrame({"=A1": ["=1+1", "@SUM(1)", None], "n": [1.0, -2.0, float("nan")]})
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook({"a": rows}, "title"))
    found = sheets(path.read_bytes())["a"]
    assert found.columns.tolist() == ["'=A1", "n"]
    assert found["'=A1"].tolist()[:2] == ["'=1+1", "'@SUM(1)"]
    assert found["n"].tolist()[:2] == [1.0, -2.0]


@pytest.mark.long
def test_the_code_for_another_site_frames_a_page_that_may_be_framed(public: FlaskClient) -> None:
    code = public.get("/figure/employees/groups.txt").get_data(as_text=True)
    source = re.search(r'src="http://localhost([^"]+)"', code)
    assert source
    answer = public.get(source[1].replace("&amp;", "&"))
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    text = answer.get_data(as_text=True)
    assert "Demonstration data." in text
    assert "<script" not in text
    for other in ("/", "/plain", "/measures/employees"):
        assert "frame-ancestors 'none'" in public.get(other).headers["Content-Security-Policy"]


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_chart_can_be_framed(public: FlaskClient, chart: str, language: str) -> None:
    answer = public.get(f"/embed/employees/{chart}?lang={language}")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.get_data(as_text=True)


def test_a_withheld_agency_in_a_frame_says_why(public: FlaskClient) -> None:
    assert "to protect people" in public.get(f"/embed/employees/groups?agency={sample.SMALL}").get_data(as_text=True)


@pytest.mark.long
def test_names_that_end_as_formulas_stay_text_in_a_release(tmp_path: Path) -> None:
    folder = tmp_path / "releases" / "2026.1"
    folder.mkdir(parents=True)
    contents = sample.tables()
    contents["agencies"].loc[0, "name"] = "=HYPERLINK(1)"
    releases.write(folder / "internal.duckdb", contents)
    (folder / "manifest.json").write_text("{}")
    releases.point(tmp_path / "releases", "2026.1")
    client = entry.internal(tmp_path)
    found = sheets(client.get("/download/agencies.xlsx").data)["agencies"]
    assert "'=HYPERLINK(1)" in set(found["name"])
