"""A plan's document on its way into a release and onto a page: as it was, and of plans that are out only."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy

import pytest
from flask.testing import FlaskClient

from dashboard.application import create_app
from metrics import documents
from metrics.definition import DEFINITIONS
from metrics.publish import preview, publish, publish_preview
from metrics.release import PublishError, Release, manifest_of
from metrics.signoff import sign
from metrics.verify import verify
from tests.metrics import deliveries
from tests.metrics.things import ROWS

pytestmark = pytest.mark.long

DAY = datetime(2026, 11, 22, tzinfo=UTC)
PAGE = "<!doctype html><title>Plan</title><script>alert(1)</script>"


def unbroken(*_: object) -> str:
    """An attack that finds nothing."""
    return ""


def prepared(home: Path) -> tuple[Path, Path]:
    """Write a warehouse whose plans name documents, and these; return warehouse and definitions."""
    named = {("PARKS", "1"): "parks.html", ("PARKS", "2"): "draft.html", ("FIRE", "1"): "fire.pdf"}
    plans = [
        {**row, "document": named.get((row["agency"], row["version"]), "") if row["kind"] == "state" else ""}
        for row in ROWS["plans"]
    ]
    kept = home / "snapshots" / "plans.documents"
    kept.mkdir(parents=True)
    (kept / "parks.html").write_text(PAGE)
    (kept / "draft.html").write_text(PAGE + "draft")
    (kept / "fire.pdf").write_bytes(b"%PDF-1.4")
    (home / "definitions").mkdir()
    copy(DEFINITIONS / "plan_present.toml", home / "definitions")
    return deliveries.build(home / "warehouse.duckdb", {"plans": plans}), home / "definitions"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    warehouse, definitions = prepared(folder)
    publish(warehouse, folder / "releases", now=DAY, attack=unbroken, definitions=definitions)
    return folder


@pytest.fixture(scope="module")
def client(home: Path) -> FlaskClient:
    return create_app(home, "public").server.test_client()


def files(home: Path, audience: str = "public") -> dict[tuple[str, str], str]:
    opened = Release(home / "releases" / "2026.1", audience)
    rows = opened.table("plans", kind="state")
    opened.close()
    return {(row["agency"], row["version"]): row["file"] for row in rows.to_dict("records") if row["file"]}


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_a_release_holds_the_documents_of_plans_that_are_out(home: Path, audience: str) -> None:
    named = files(home, audience)
    assert set(named) == {("PARKS", "1"), ("FIRE", "1")}
    assert sorted(named.values()) == manifest_of(home / "releases", "2026.1")["documents"]
    assert sorted(path.name for path in (home / "releases" / "2026.1" / "documents").iterdir()) == sorted(
        named.values()
    )


def test_a_page_runs_nothing_and_a_pdf_is_saved(home: Path, client: FlaskClient) -> None:
    named = files(home)
    page = client.get(f"/documents/{named['PARKS', '1']}?release=2026.1")
    assert (page.status_code, page.get_data(as_text=True)) == (200, PAGE)
    assert page.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    saved = client.get(f"/documents/{named['FIRE', '1']}")
    assert saved.mimetype == "application/pdf"
    assert saved.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "name",
    ["../manifest.json", "..%2Fmanifest.json", "public.duckdb", f"{'0' * 64}.html", f"{'x' * 64}.pdf", "a.html"],
)
def test_nothing_else_of_a_release_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/documents/{name}").status_code == 404
    assert client.get(f"/documents/{'0' * 64}.html?release=2020.1").status_code == 404


def test_the_page_of_plans_leads_to_the_document_and_not_to_the_draft(home: Path, client: FlaskClient) -> None:
    said = client.get("/plans?agency=PARKS").get_data(as_text=True)
    assert f"/documents/{files(home)['PARKS', '1']}?release=2026.1" in said
    assert "draft.html" not in said


def test_a_document_that_was_changed_is_found(tmp_path: Path) -> None:
    warehouse, definitions = prepared(tmp_path)
    releases = tmp_path / "releases"
    publish(warehouse, releases, now=DAY, attack=unbroken, definitions=definitions)
    name = manifest_of(releases, "2026.1")["documents"][0]
    (releases / "2026.1" / documents.FOLDER / name).write_text("another plan")
    with pytest.raises(PublishError, match="checksum differs"):
        verify(releases, "2026.1")


def test_a_previews_documents_become_the_releases(tmp_path: Path) -> None:
    warehouse, definitions = prepared(tmp_path)
    releases = tmp_path / "releases"
    name = preview(warehouse, releases, now=DAY, attack=unbroken, definitions=definitions)
    sign(releases, name, "Office of Equity and Opportunity", now=DAY)
    made = publish_preview(releases, now=DAY + timedelta(days=1))
    assert manifest_of(releases, made)["documents"] == manifest_of(releases, name)["documents"]
    verify(releases, made)
