"""The simulator and what changed the number: published counts only, whole persons, parts that sum."""

import re
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.application import create_app
from dashboard.flows import Flows
from dashboard.gap import Gap, outlook
from dashboard.language import tongue
from dashboard.selection import from_query
from dashboard.tables import Tables
from metrics import projection
from metrics.release import Shelf
from tests.dashboard import entry, flows

pytestmark = pytest.mark.long

PATH = "/closing-the-gap"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return flows.write(tmp_path_factory.mktemp("gap"))


@pytest.fixture(scope="module")
def inside(home: Path) -> FlaskClient:
    return entry.internal(home)


@pytest.fixture(scope="module")
def outside(home: Path) -> FlaskClient:
    return create_app(home, "public").server.test_client()


def gap(home: Path, query: str = "", audience: str = "internal") -> Gap:
    tables = Tables(Shelf(home / "releases", audience).current())
    return Gap(tables, from_query(query, ("en", "es"))[0], tongue("en"))


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "query",
    [
        "?x=1",
        "?agency=DOT&group=Asian&share=30&turnover=12.5&years=20",
        "?agency=A29",
        "?agency=nobody&group=nobody&benchmark=none",
        "?job=Professionals",
        "?share=-5&turnover=nan&years=900",
        "?agency=DCF&period=FY2022",
    ],
)
def test_the_page_answers_whatever_is_asked(
    inside: FlaskClient, outside: FlaskClient, query: str, language: str
) -> None:
    for client in (inside, outside):
        said = text(client, f"{PATH}{query}&lang={language}")
        assert said.count("<h1") == 1
        assert ">nan" not in said
        assert "None<" not in said
        ids = re.findall(r' id="([^"]+)"', said)
        assert len(ids) == len(set(ids))


def test_settings_are_the_units_own_where_they_are_shown_and_say_so(home: Path) -> None:
    own = gap(home, "?agency=DOT&group=Asian")
    assert own.share.own
    assert own.share.origin == "The share in fiscal year 2025."
    state = gap(home, "?agency=DOT&group=Asian", "public")
    assert not state.share.own
    assert state.share.origin.startswith("The State’s share in fiscal year 2025")


def test_what_is_withheld_is_no_group_to_look_at(home: Path) -> None:
    hidden = gap(home, "?agency=A28", "public")
    assert "Asian" not in hidden.groups
    assert "Hispanic or Latino" in hidden.groups
    assert "A30" not in hidden.agencies


def test_a_job_category_is_of_the_state_and_counts_those_with_a_known_group(home: Path) -> None:
    job = gap(home, "?job=Professionals&group=White", "public")
    assert (job.people, job.everyone) == (280, 390)
    assert gap(home, "?agency=DOT&job=Professionals").job == "ALL"
    assert "Asian" not in gap(home, "?job=Technicians", "public").groups


def test_parity_is_whole_people_and_the_outlook_is_the_projection(home: Path) -> None:
    found = gap(home, "?agency=DOT&group=Asian&benchmark=labor_force&share=30")
    assert found.needed == -(-found.everyone * 5 // 100)
    ahead = found.outlook(30.0)
    slow = projection.simulate(
        found.people, found.everyone, hiring_share=0.3, turnover=found.turnover.value / 100, years=10, seed=20240712
    )
    by_hand = sorted(slow.group[:, 4])[len(slow.group) // 2 - 1]
    assert ahead.middle[4] == by_hand
    assert ahead.parity.year == projection.parity(slow, 0.05).year
    assert outlook(10, 100, 0.5, 0.1, 3, 0.2).low[0] == 10


def test_the_parts_of_a_year_sum_to_its_change_in_people_and_in_the_share(home: Path) -> None:
    found = gap(home, "?agency=DOT&group=Asian")
    years = Flows(found).years
    assert len(years) == 6
    for year in years:
        people, share = year.people, year.share
        assert people["before"] + people["hired"] - people["left"] + people["rest"] == people["after"]
        assert share is not None
        assert share["hired"] + share["left"] + share["rest"] == pytest.approx(share["change"], abs=1e-9)


def test_a_part_of_the_share_is_that_flow_beside_the_share_before(home: Path) -> None:
    found = gap(home, "?agency=DOT&group=Asian")
    year = Flows(found).years[-1]
    stock = found.history.set_index("period")
    start, end = stock["everyone"]["FY2024"], stock["everyone"]["FY2025"]
    share = year.people["before"] / start
    assert year.share is not None
    by_hand = 100 * (year.people["hired"] - share * int(0.09 * end)) / end
    assert year.share["hired"] == pytest.approx(by_hand)
    everyone_left = int(0.08 * end) - 3
    assert year.share["left"] == pytest.approx(-100 * (year.people["left"] - share * everyone_left) / end)


def test_a_job_category_says_why_it_has_no_flows(outside: FlaskClient) -> None:
    assert "for all jobs together, not for one job category" in text(outside, f"{PATH}?job=Professionals")
    assert "not in two years that follow each other" in text(outside, f"{PATH}?agency=DOT")


def test_an_agency_without_job_categories_says_why_and_where_they_are(outside: FlaskClient) -> None:
    said = text(outside, f"{PATH}?agency=DOT")
    assert "For one agency, groups by job category are not shown, to protect people" in said
    assert "For one agency" not in text(outside, PATH)


def test_the_form_keeps_the_unit_and_the_filters_forget_the_settings(inside: FlaskClient) -> None:
    said = text(inside, f"{PATH}?agency=DOT&group=Asian&share=30&lang=es")
    forms = {re.search(r'id="(\w+)"', form)[1]: form for form in re.findall(r"<form.*?</form>", said, re.S)}  # type: ignore[index]
    assert 'name="agency" value="DOT"' in forms["settings"]
    assert 'name="lang" value="es"' in forms["settings"]
    assert 'name="share"' not in forms["filters"]


def test_the_page_calls_no_number_a_quota_and_compares_both_ways_of_hiring(inside: FlaskClient) -> None:
    said = text(inside, f"{PATH}?agency=DOT&group=Asian")
    assert "is not a quota" in said
    assert "At today’s hiring" in said
    assert "If hires matched the labor force" in said
    assert "Demonstration: Asian: " in said


def test_the_files_hold_the_way_year_by_year_and_the_flows(inside: FlaskClient) -> None:
    query = "?agency=DOT&group=Asian&share=30&years=5"
    rows = pd.read_csv(StringIO(text(inside, f"/exhibit/path.csv{query}")))
    assert rows["year"].tolist() == list(range(2025, 2031))
    assert (rows["lower"] <= rows["people"]).all()
    assert rows["chance_of_parity"].is_monotonic_increasing
    assert "share=30" in rows["link"].iloc[0]
    moved = pd.read_csv(StringIO(text(inside, f"/exhibit/flow.csv{query}")))
    assert (moved["before"] + moved["hired"] - moved["left"] + moved["rest"] == moved["after"]).all()
    for name in ("path", "flow"):
        assert "Demonstration data" in text(inside, f"/exhibit/{name}.svg{query}")


def test_a_release_without_head_counts_says_so(home: Path, tmp_path: Path) -> None:
    from metrics import release as releases

    folder = tmp_path / "releases" / "2026.1"
    folder.mkdir(parents=True)
    bare = {name: rows for name, rows in flows.tables("public").items() if name in ("measures", "agencies", "manifest")}
    for audience in releases.AUDIENCES:
        releases.write(folder / f"{audience}.duckdb", bare)
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    releases.point(tmp_path / "releases", "2026.1")
    client = create_app(tmp_path, "public").server.test_client()
    assert "no head counts by group" in text(client, PATH)
    assert "holds no scan" in text(client, "/disparities")
    assert client.get("/exhibit/path.csv").status_code == 404
