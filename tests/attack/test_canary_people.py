"""People who do not exist go in with the deliveries, by name; no byte of anything public may tell of them."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from audit import canary
from commands.attack import attack
from dashboard.application import create_app
from etl.delivered import DELIVERIES
from etl.demonstration.heads import workforce_counts
from etl.desk import State
from etl.home import Home
from etl.load import load
from metrics import export
from metrics.publish import publish
from metrics.release import Shelf
from metrics.schema import TABLES
from tests.attack import program
from tests.etl import good

PEOPLE = ("Zyxolphe Quillfeather", "Wrenlock Obadiyah-Pfoert", "quillfeather.z@example.org", "999-88-7777")
IDS = ("canary-e7f3a91", "canary-a7f3a92", "canary-m7f3a93")
"""Pseudonymous ids of people who do not exist: they may be delivered, and reach no release of any audience."""
PAGES = (
    "/", "/measures", "/measures/employees", "/measures/employees?agency=DOT", "/agencies",
    "/agencies/DOT", "/data", "/methodology", "/healthz", "/?lang=es", "/data?lang=es",
)  # fmt: skip


def records(inbox: Path) -> None:
    """Write a delivery of each kind of record of people, for an agency of the register."""
    ids = {"person_id": IDS[0], "applicant_id": IDS[1], "member_id": IDS[2]}
    for name, source in DELIVERIES.items():
        if source.people:
            row = {**good.ROWS[name][0], "agency": "DOT"}
            mine = {column: ids.get(column, cell) for column, cell in row.items()}
            good.write(inbox, name, [{k: v for k, v in mine.items() if k in {each.name for each in source.columns}}])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a good delivery under a person's name, and two that name people and are refused."""
    folder = tmp_path_factory.mktemp("canary")
    inbox = folder / "inbox"
    inbox.mkdir()
    counts = workforce_counts(["DOT", "DOC", "DSS", "OTT"])
    counts = counts[counts["period"].isin(["FY2024", "FY2025"])]
    counts.to_csv(inbox / f"workforce_counts_{PEOPLE[0]} {PEOPLE[2]}.csv", index=False)
    heading = "agency,period,job_category,race_ethnicity,sex,employees"
    (inbox / "workforce_counts_named.csv").write_text(
        f"{heading},name,ssn\nDOT,FY2025,1,WH,F,1,{PEOPLE[1]},{PEOPLE[3]}\n"
    )
    (inbox / "workforce_counts_label.csv").write_text(f"{heading}\nDOT,FY2025,1,{PEOPLE[1]},F,1\n")
    records(inbox)
    home = Home(folder / "home")
    report = load([inbox], home)
    refused = {each.path.name for each in report.deliveries if each.state is State.REFUSED}
    assert refused == {"workforce_counts_named.csv", "workforce_counts_label.csv"}
    publish(
        home.warehouse,
        home.releases,
        now=datetime(2026, 11, 22, tzinfo=UTC),
        attack=attack,
        definitions=program.few(folder / "definitions"),
    )
    return home


@pytest.mark.long
def test_no_byte_of_anything_public_names_them(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "public"
    out.mkdir()
    release = Shelf(home.releases).current()
    for form in ("csv", "parquet", "duckdb"):
        export.write(release, out / form, form)
    (out / "public.duckdb").write_bytes((home.releases / release.id / "public.duckdb").read_bytes())
    client = create_app(home.path).server.test_client()
    for number, page in enumerate(PAGES):
        answer = client.get(page)
        assert answer.status_code == 200, page
        (out / f"{number}.html").write_bytes(answer.data)
    # A copy, since what wrote the files may not have let go of them yet.
    copytree(out, tmp_path / "copy")
    assert canary.search(tmp_path / "copy", (*PEOPLE, *IDS)) == []


@pytest.mark.long
def test_no_byte_of_a_release_of_any_audience_holds_an_id_of_a_person(home: Home, tmp_path: Path) -> None:
    copytree(home.path, tmp_path / "home", symlinks=True)
    assert canary.search(tmp_path / "home" / "releases", IDS) == []
    kept = {each.string for each in canary.search(tmp_path / "home", IDS)}
    assert kept == set(IDS), "they were delivered"


def test_no_table_of_a_release_has_a_column_for_ids_of_people() -> None:
    ids = {"person_id", "applicant_id", "member_id"}
    assert not any(ids & set(table.columns.keys()) for table in TABLES.values())


@pytest.mark.long
def test_the_search_would_have_found_them(home: Home, tmp_path: Path) -> None:
    # A copy, since the pages keep the release open.
    copytree(home.path, tmp_path / "home", symlinks=True)
    kept = {each.string for each in canary.search(tmp_path / "home", PEOPLE)}
    assert {PEOPLE[0], PEOPLE[2]} <= kept
