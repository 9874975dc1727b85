"""People who do not exist go in with the deliveries, by name; no byte of anything public may tell of them."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from audit import canary
from commands.attack import attack
from dashboard.application import create_app
from etl import demonstration
from etl.desk import State
from etl.home import Home
from etl.load import load
from metrics import export
from metrics.publish import publish
from metrics.release import Shelf
from tests.attack import program

PEOPLE = ("Zyxolphe Quillfeather", "Wrenlock Obadiyah-Pfoert", "quillfeather.z@example.org", "999-88-7777")
PAGES = (
    "/", "/measures", "/measures/employees", "/measures/employees?agency=DOT", "/agencies",
    "/agencies/DOT", "/data", "/methodology", "/healthz", "/?lang=es", "/data?lang=es",
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a good delivery under a person's name, and two that name people and are refused."""
    folder = tmp_path_factory.mktemp("canary")
    inbox = folder / "inbox"
    inbox.mkdir()
    good = demonstration.write(inbox, ["DOT", "DOC", "DSS", "OTT"])
    good.rename(inbox / f"workforce_counts_{PEOPLE[0]} {PEOPLE[2]}.csv")
    heading = "agency,period,job_category,race_ethnicity,sex,employees"
    (inbox / "workforce_counts_named.csv").write_text(
        f"{heading},name,ssn\nDOT,FY2025,1,WH,F,1,{PEOPLE[1]},{PEOPLE[3]}\n"
    )
    (inbox / "workforce_counts_label.csv").write_text(f"{heading}\nDOT,FY2025,1,{PEOPLE[1]},F,1\n")
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
    assert canary.search(tmp_path / "copy", PEOPLE) == []


@pytest.mark.long
def test_the_search_would_have_found_them(home: Home, tmp_path: Path) -> None:
    # A copy, since the pages keep the release open.
    copytree(home.path, tmp_path / "home", symlinks=True)
    kept = {each.string for each in canary.search(tmp_path / "home", PEOPLE)}
    assert {PEOPLE[0], PEOPLE[2]} <= kept
