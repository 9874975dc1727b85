"""A Socrata portal on this machine: paging, throttling, errors, damage, change. All of a dataset comes, or nothing."""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from etl import snapshot, warehouse
from etl.desk import State
from etl.home import Home
from etl.load import Report, load, refresh
from etl.origins import socrata
from etl.origins.fetch import fetched
from etl.origins.refusal import Refused
from etl.origins.settings import Dataset
from etl.origins.web import Patience, Server
from tests.etl.origins.open_data import Service, portal, serving

COLUMNS = {
    "agency": ("Agency", "text"),
    "fiscal": ("Fiscal year", "text"),
    "job": ("Job", "number"),
    "group": ("Race", "text"),
    "sex": ("Sex", "text"),
    "heads": ("Employees", "number"),
    "as_of": ("As of", "calendar_date"),
    "place": ("Place", "point"),
}
TAKEN = (
    'columns = { agency = "agency", period = "fiscal", job_category = "job", race_ethnicity = "group", sex = "sex", '
    'employees = "heads" }'
)
QUICK = Patience(tries=4, pause=0.01, longest=1, answer=0.5, page=1.0)


def rows() -> list[dict[str, Any]]:
    cells = [
        {"agency": agency, "fiscal": f"FY{year}", "job": str(job), "group": race, "sex": sex, "heads": str(20 + job)}
        for agency in ("DOT", "DOC")
        for year in (2024, 2025)
        for job in (1, 2)
        for race in ("WH", "BL", "HI")
        for sex in "FM"
    ]
    found = [{":id": f"row-{i:04}", **row, "as_of": "2025-06-30T00:00:00.000"} for i, row in enumerate(cells)]
    random.Random(5).shuffle(found)  # noqa: S311 - a disorder, not a secret
    return found


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(portal(dict(COLUMNS), rows())) as service:
        yield service


def settings(home: Home, service: Service, more: str = TAKEN, name: str = "workforce_counts") -> None:
    home.path.mkdir(exist_ok=True)
    home.origins.write_text(
        f'[open_data]\nkind = "socrata"\naddress = "{service.address}"\ntoken = {{ environment = "TOKEN" }}\n'
        f'[open_data.deliveries.{name}]\ndataset = "abcd-1234"\n{more}\n'
    )


def fetch_and_load(home: Home, page: int = 10) -> Report:
    variables = {"TOKEN": "canary-token-1f"}
    with fetched("open_data", home, variables, patience=QUICK, page=page) as deliveries:
        return load([], home, fetched=deliveries)


def told(report: Report) -> str:
    return "\n".join(str(problem) for delivery in report.deliveries for problem in delivery.problems)


def counts(home: Home) -> pd.DataFrame:
    with warehouse.reading(home.warehouse) as connection:
        return warehouse.read(connection, sa.select(warehouse.workforce_count))


def pages(service: Service) -> list[int]:
    return [int(asked["$offset"]) for _, asked, _ in service.asked if "$offset" in asked]


@pytest.mark.long
def test_every_page_is_read_in_a_stable_order_with_the_token_and_becomes_a_snapshot(
    home: Home, service: Service
) -> None:
    settings(home, service)
    report = fetch_and_load(home)
    assert [each.state for each in report.deliveries] == [State.LOADED], told(report)
    assert pages(service) == [0, 10, 20, 30, 40]
    assert {headers["X-App-Token"] for _, _, headers in service.asked} == {"canary-token-1f"}
    found = counts(home)
    assert len(found) == 48
    assert found["employees"].sum() == 24 * 21 + 24 * 22
    (entry,) = snapshot.loads(home.snapshots)
    assert entry.address == f"{service.address}/resource/abcd-1234"
    assert not any(b"canary" in path.read_bytes() for path in home.path.rglob("*") if path.is_file())
    assert not any(path.suffix == ".json" for path in home.fetching.rglob("*")), "pages go when all is kept"


@pytest.mark.long
def test_what_came_is_kept_so_the_load_is_repeated_without_the_service(home: Home) -> None:
    with serving(portal(dict(COLUMNS), rows())) as service:
        settings(home, service)
        fetch_and_load(home)
    home.warehouse.unlink()
    refresh(home)
    assert len(counts(home)) == 48


@pytest.mark.long
def test_the_same_rows_again_change_nothing(home: Home, service: Service) -> None:
    settings(home, service)
    fetch_and_load(home)
    assert [each.state for each in fetch_and_load(home, page=7).deliveries] == [State.UNCHANGED]


def test_headings_are_those_of_the_portals_own_download_unless_columns_are_named(
    home: Home, service: Service, tmp_path: Path
) -> None:
    service.state["columns"].pop("place")
    server = Server(service.address, QUICK)
    socrata.fetch(server, Dataset(dataset="abcd-1234", where="agency = 'DOT'"), tmp_path / "a.csv", tmp_path / "pages")
    text = (tmp_path / "a.csv").read_text().splitlines()
    assert text[0] == "Agency,Fiscal year,Job,Race,Sex,Employees,As of"
    assert text[1] == "DOT,FY2024,1,WH,F,21,2025-06-30"
    assert len(text) == 25


@pytest.mark.long
def test_a_null_that_the_service_leaves_out_is_a_blank_cell_and_breaks_its_promise(
    home: Home, service: Service
) -> None:
    del service.state["rows"][0]["heads"]
    settings(home, service)
    report = fetch_and_load(home)
    assert "column employees: is blank" in told(report)


@pytest.mark.long
@pytest.mark.parametrize("fault", ["busy", "later", "odd", "broken", "cut", "half", "slow", "drip"])
def test_what_goes_wrong_once_is_tried_again(home: Home, service: Service, fault: str) -> None:
    settings(home, service)
    service.faults = ["", "", fault]
    began = time.monotonic()
    report = fetch_and_load(home)
    assert not report.refused, told(report)
    assert fault != "busy" or time.monotonic() - began >= 1, "Retry-After said one second"
    assert pages(service) == [0, 0, 10, 20, 30, 40]
    assert len(counts(home)) == 48


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("busy", "answers 429, 4 times"),
        ("broken", "answers 502, 4 times"),
        ("cut", "breaks off, 4 times"),
        ("half", "cut short or damaged, 4 times"),
        ("slow", "does not answer in time, 4 times"),
        ("drip", "was not done after 1 seconds, 4 times"),
    ],
)
@pytest.mark.long
def test_what_goes_wrong_each_time_refuses_the_whole_and_a_later_fetch_goes_on(
    home: Home, service: Service, fault: str, said: str
) -> None:
    settings(home, service)
    service.faults = ["", "", "", "", *[fault] * 4]
    report = fetch_and_load(home)
    assert said in told(report)
    assert "what came so far is kept" in told(report)
    assert counts(home).empty
    assert snapshot.loads(home.snapshots) == []
    assert pages(service)[:2] == [0, 10]
    service.asked.clear()
    assert not fetch_and_load(home).refused
    assert pages(service) == [20, 30, 40], "pages that came are not asked for again"
    assert len(counts(home)) == 48


@pytest.mark.long
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("page", "answers with a page instead of data"),
        ("moved", "leads elsewhere (302)"),
        ("refused", "wants a token or key"),
    ],
)
def test_what_trying_again_cannot_mend_is_refused_at_once(home: Home, service: Service, fault: str, said: str) -> None:
    settings(home, service)
    service.faults = ["", "", fault]
    report = fetch_and_load(home)
    assert said in told(report)
    assert len(service.asked) == 3
    assert "canary" not in told(report)


@pytest.mark.long
def test_a_server_that_is_down_is_told(home: Home) -> None:
    with serving(portal(dict(COLUMNS), rows())) as service:
        settings(home, service)
    assert "cannot be reached (NewConnectionError), 4 times" in told(fetch_and_load(home))


def appear(state: dict[str, Any]) -> None:
    state["rows"].append({**state["rows"][0], ":id": "row-0000a", "agency": "DAS"})


def vanish(state: dict[str, Any]) -> None:
    state["rows"].pop()


def swap(state: dict[str, Any]) -> None:
    """One row goes and another comes, so that the number stays and a row moves to the page before."""
    state["rows"] = [row for row in state["rows"] if row[":id"] != "row-0047"]
    state["rows"].append({**state["rows"][0], ":id": "row-0000a"})


def rename(state: dict[str, Any]) -> None:
    state["columns"] = {**state["columns"], "heads": ("Employees", "text")}


def rewrite(state: dict[str, Any]) -> None:
    state["updated"] += 60


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (appear, "went from 48 to 49 rows while it was read"),
        (vanish, "went from 48 to 47 rows while it was read"),
        (swap, "a row came twice, so another may be missing"),
        (rename, "changed its column heads while it was read"),
        (rewrite, "was written anew while it was read"),
    ],
)
def test_a_dataset_that_changes_while_it_is_read_is_refused_and_read_anew(
    home: Home, service: Service, change: Any, said: str
) -> None:
    settings(home, service)
    service.state["after"] = {4: change}
    report = fetch_and_load(home)
    assert said in told(report)
    assert counts(home).empty
    service.asked.clear()
    fetch_and_load(home)
    assert pages(service) == [0, 10, 20, 30, 40], "pages of another state of the data are not used"


@pytest.mark.long
def test_a_changed_dataset_does_not_go_on_with_the_pages_of_before(home: Home, service: Service) -> None:
    settings(home, service)
    service.faults = ["", "", "", *["broken"] * 4]
    assert fetch_and_load(home).refused
    rewrite(service.state)
    service.asked.clear()
    assert not fetch_and_load(home).refused
    assert pages(service)[0] == 0


@pytest.mark.long
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('columns = { agency = "agence" }', "has no column agence (any more); it has agency, as_of"),
        ('columns = { where = "place" }', "column place holds a point"),
        ("", "column place holds a point"),
    ],
)
def test_columns_that_are_not_there_or_hold_no_single_value_are_refused(
    home: Home, service: Service, more: str, said: str
) -> None:
    settings(home, service, more)
    assert said in told(fetch_and_load(home))


def test_a_column_that_nobody_asked_for_is_refused(service: Service, tmp_path: Path) -> None:
    service.state["extra"] = {"surprise": "canary-cell"}
    ask = Dataset(dataset="abcd-1234", columns={"agency": "agency"})
    with pytest.raises(Refused, match="sends a column surprise that was not asked for"):
        socrata.fetch(Server(service.address, QUICK), ask, tmp_path / "a.csv", tmp_path / "pages")


@pytest.mark.long
def test_a_page_that_is_short_is_refused(service: Service, tmp_path: Path) -> None:
    service.state["after"] = {4: vanish, 8: lambda state: state["rows"].append({":id": "row-9999", "agency": "DAS"})}
    ask = Dataset(dataset="abcd-1234", columns={"agency": "agency"})
    with pytest.raises(Refused, match="page 5 holds 7 rows; expected 8"):
        socrata.fetch(Server(service.address, QUICK), ask, tmp_path / "a.csv", tmp_path / "pages", page=10)


@pytest.mark.long
def test_a_dataset_that_is_unknown_or_a_query_that_is_wrong_is_told_in_the_servers_words(
    home: Home, service: Service
) -> None:
    service.state["dataset"] = "wxyz-9876"
    settings(home, service)
    assert "answers 404 (Not found)" in told(fetch_and_load(home))


@pytest.mark.long
def test_personal_data_from_a_service_is_refused_and_nothing_of_it_is_kept(home: Home, service: Service) -> None:
    service.state["rows"][0]["agency"] = "canary.person@example.org"
    settings(home, service)
    report = fetch_and_load(home)
    assert "look like an e-mail address" in told(report)
    assert "canary" not in told(report)
    assert not any(b"canary" in path.read_bytes() for path in home.path.rglob("*") if path.is_file())
