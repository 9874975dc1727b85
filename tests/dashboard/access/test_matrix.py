"""Every role at every address with forged choices: no row beyond its scope, no 500, no traceback, a line of the trail.

Internal rows of this home say whose they are (see `canary`), so that any byte of them tells in whose answer it stands.
"""

import json
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile, is_zipfile

import pandas as pd
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access.viewer import Viewer
from dashboard.api.resource import NO_DATA
from dashboard.exports.jobs import Asked, Jobs
from dashboard.exports.kinds import KINDS
from dashboard.language import tongue
from dashboard.tables import Tables
from metrics import trail
from metrics.release import Release, Shelf
from metrics.schema import TABLES
from metrics.scope import Scope
from tests.dashboard import entry
from tests.dashboard.access import canary
from tests.dashboard.access.addresses import PARTS, QUERIES, every
from tests.dashboard.access.canary import ACROSS, FILES, OTHER, OWN, STATE

pytestmark = pytest.mark.long

ROLES = ("governor", "analyst", "steward", f"agency:{OWN}", "agency:A27", "stranger", "public")
BEYOND = {
    f"agency:{OWN}": (canary.of(OTHER), canary.of(STATE), ACROSS, FILES),
    "agency:A27": (canary.of(OTHER), canary.of(STATE), canary.of(OWN), ACROSS, FILES),
    **dict.fromkeys(
        ("stranger", "public"), (canary.of(OTHER), canary.of(STATE), canary.of(OWN), ACROSS, FILES)
    ),
}  # fmt: skip
CALLBACK = "/_dash-update-component"
OF_PAGES = ("/_", "/assets/", "/healthz", "/readyz", "/robots.txt", "/sitemap.xml")
"""What pages are made of and what is said of the server itself."""
FORGED = {"X-Role": "governor", "X-Forwarded-User": "governor", "X-Original-URL": "/", "X-HTTP-Method-Override": "GET"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return canary.write(tmp_path_factory.mktemp("canaries"))


@pytest.fixture(scope="module")
def clients(home: Path) -> dict[str, FlaskClient]:
    """A client of each role over one home; a stranger is at the internal pages and has not signed in."""
    found = {
        "stranger": entry.internal(home, "governor").application.test_client(),
        "public": entry.client(home, "public"),
    }
    shared = found["stranger"].application
    return found | {role: entry.signed_in(shared.test_client(), role) for role in ROLES if role not in found}


def told(answer: TestResponse) -> str:
    """Return all texts of an answer, whatever its form."""
    body = answer.get_data()
    answer.close()
    if answer.mimetype.endswith("parquet"):
        return pd.read_parquet(BytesIO(body)).to_csv()
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as file:
            return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    return body.decode("utf-8", "replace")


def held(client: FlaskClient, role: str, method: str, path: str, query: str) -> TestResponse:
    """Ask; hold the answer to what the role may read."""
    form = {"agency": OTHER, "form": "csv.zip", "role": "governor"} if method != "GET" else None
    address = f"{path}?{query}" if query else path
    answer = client.open(address, method=method, data=form, headers=FORGED)
    where = (role, method, address[:300], answer.status_code)
    assert answer.status_code < 500, where
    assert answer.status_code != 429, where
    text = told(answer)
    assert "Traceback" not in text, where
    found = [words for words in BEYOND.get(role, ()) if words in text and words not in unquote(query)]
    assert not found, (*where, found)
    return answer


def test_every_part_of_an_address_is_known_here(clients: dict[str, FlaskClient]) -> None:
    """A route with a part of a new name must say in `addresses.PARTS` what to fill it with."""
    rules = clients["analyst"].application.url_map.iter_rules()
    known = {*PARTS, "address"}
    assert {name for rule in rules for name in rule.arguments} - known == set()


@pytest.mark.long
@pytest.mark.parametrize("role", [f"agency:{OWN}", "stranger", "public"])
def test_no_role_gets_a_row_beyond_its_scope(clients: dict[str, FlaskClient], role: str) -> None:
    client = clients[role]
    for number, (method, path) in enumerate(every(client.application, fills=3)):
        held(client, role, method, path, QUERIES[number % len(QUERIES)])


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_role_gets_a_row_beyond_its_scope_at_any_address(clients: dict[str, FlaskClient], role: str) -> None:
    client, tried = clients[role], 0
    for number, (method, path) in enumerate(every(client.application, fills=None)):
        for query in (QUERIES[number % len(QUERIES)], QUERIES[(number * 7 + 3) % len(QUERIES)]):
            held(client, role, method, path, query)
            tried += 1
    for query in QUERIES:
        for path in ("/", "/explore", "/measures/employees", f"/agencies/{OTHER}", "/compare", "/plain", "/exports"):
            held(client, role, "GET", path, query)
            tried += 1
    print(f"{role}: {tried} tried")


@pytest.mark.long
@pytest.mark.parametrize("table", TABLES)
def test_a_table_holds_own_rows_and_of_others_what_is_public(home: Path, table: str) -> None:
    folder = home / "releases" / "2026.1"
    inside, outside = Release(folder, "internal"), Release(folder, "public")
    own, nobody = Release(folder, "internal", Scope((OWN,))), Release(folder, "internal", Scope(()))
    if table != "manifest":
        pd.testing.assert_frame_equal(nobody.table(table), outside.table(table))
    found = own.table(table)
    if "agency" in found:
        pd.testing.assert_frame_equal(
            found[found["agency"] != OWN].reset_index(drop=True),
            outside.table(table).query("agency != @OWN").reset_index(drop=True),
        )
    text = found.to_csv()
    assert not any(words in text for words in BEYOND[f"agency:{OWN}"])
    assert (canary.of(OWN) in text) == (canary.of(OWN) in inside.table(table).to_csv() and table != "findings")


@pytest.mark.parametrize("sort", ["", "-agency"])
def test_a_walk_through_a_table_gives_an_agency_its_rows_each_once(clients: dict[str, FlaskClient], sort: str) -> None:
    client, found = clients[f"agency:{OWN}"], []
    whole = client.get("/api/v1/figures?limit=10000").get_json()["rows"]
    address = f"/api/v1/figures?limit=97&sort={sort}"
    while address:
        answer = client.get(address).get_json()
        found += answer["rows"]
        address = answer["next"]
    assert len(whole) > 6
    assert len(found) == len(whole)
    assert all(row in found for row in whole)


def test_a_cursor_of_another_role_opens_no_row(clients: dict[str, FlaskClient]) -> None:
    """A cursor holds a place, and the last value sorted by: who has it reads on in the own rows."""
    address = f"/api/v1/figures?in-group=Canary&sort=-agency&limit=1&agency={OTHER}&agency={OWN}&agency={STATE}"
    for _ in range(4):
        address = clients["analyst"].get(address).get_json()["next"]
        if not address:
            break
        held(clients[f"agency:{OWN}"], f"agency:{OWN}", "GET", *address.split("?", 1))
        held(clients["agency:A27"], "agency:A27", "GET", *address.split("?", 1))


@pytest.mark.parametrize("path", ["/measures/employees", f"/agencies/{OTHER}", "/deliveries", "/download/figures.csv"])
def test_other_spellings_of_an_address_open_nothing_more(clients: dict[str, FlaskClient], path: str) -> None:
    query = f"agency={OTHER}&dimension=office"
    shapes = (path, f"/{path}", f"{path}/", f"{path};x", f"{path}.", f"{path}%20", f"{path}%00", path.upper(),
              path.replace("/", "%2f"), f"/x/..{path}", f"/.{path}", f"/%{ord(path[1]):x}{path[2:]}")  # fmt: skip
    for shape in shapes:
        for role in (f"agency:{OWN}", "agency:A27", "stranger", "public"):
            held(clients[role], role, "GET", shape, query)


def test_the_office_reads_everything_and_an_agency_its_own(clients: dict[str, FlaskClient]) -> None:
    for role in ("governor", "analyst", "steward"):
        text = told(clients[role].get("/download/figures.csv"))
        assert all(words in text for words in (canary.of(OWN), canary.of(OTHER), canary.of(STATE), ACROSS))
    own = told(clients[f"agency:{OWN}"].get("/download/figures.csv"))
    assert canary.of(OWN) in own
    page = told(clients[f"agency:{OWN}"].get(f"/measures/employees?agency={OWN}&dimension=office"))
    assert canary.of(OWN) in page


def test_the_office_knows_of_every_delivery_an_agency_of_its_own_and_the_public_of_none(
    clients: dict[str, FlaskClient],
) -> None:
    every_one = {canary.of(agency) for agency in (OWN, OTHER, STATE)}
    known = {**dict.fromkeys(("governor", "analyst", "steward"), every_one), f"agency:{OWN}": {canary.of(OWN)}}
    for role in ROLES:
        for address in ("/deliveries", f"/deliveries?agency={OTHER}&state=refused&show=all&lang=es"):
            page = told(clients[role].get(address))
            here = known.get(role, set())
            if "agency=" in address:
                here = here - {canary.of(OWN)}
            # The warnings of the release stand on the page too, each in its agency's words.
            assert {words for words in every_one if f"{words}.csv" in page} == here, (role, address)
    assert clients["public"].get("/deliveries").status_code == 404
    assert 'href="/deliveries' not in told(clients["public"].get("/search?q=deliveries"))
    assert told(clients["steward"].get("/search?q=deliveries")).count('href="/deliveries"') == 2
    assert '"/deliveries"' in told(clients["steward"].get("/"))
    assert 'href="/deliveries' not in told(clients["public"].get("/"))


@pytest.mark.long
def test_a_page_made_for_one_role_is_not_shown_to_another(clients: dict[str, FlaskClient]) -> None:
    for address in (f"/measures/employees?agency={OTHER}&dimension=office", "/explore?in-group=Canary", "/plain/es"):
        said = {
            role: told(clients[role].get(address)) for role in ("analyst", f"agency:{OWN}", "agency:A27", "governor")
        }
        assert not any(words in said[f"agency:{OWN}"] for words in BEYOND[f"agency:{OWN}"]), address
        assert said["agency:A27"] != said["analyst"], address
        again = told(clients[f"agency:{OWN}"].get(address))
        assert not any(words in again for words in BEYOND[f"agency:{OWN}"]), address


def body(
    path: object = "/measures/employees", search: object = f"?agency={OTHER}&dimension=office"
) -> dict[str, object]:
    """Return a callback's request as Dash makes it."""
    return {
        "output": "..page.children...title.children..",
        "outputs": [{"id": "page", "property": "children"}, {"id": "title", "property": "children"}],
        "inputs": [
            {"id": "address", "property": "pathname", "value": path},
            {"id": "address", "property": "search", "value": search},
        ],
        "changedPropIds": ["address.pathname"],
    }


@pytest.mark.long
def test_a_forged_callback_gets_no_more_and_without_the_token_403_and_a_line(
    clients: dict[str, FlaskClient], home: Path
) -> None:
    client, role = clients[f"agency:{OWN}"], f"agency:{OWN}"
    for query in QUERIES:
        answer = client.post(CALLBACK, json=body(search=f"?{query}"), headers=entry.header(client))
        assert answer.status_code == 200, query[:80]
        assert not any(words in told(answer) and words not in unquote(query) for words in BEYOND[role]), query[:80]
    for path, search in ((["x"], ""), ("/", {"agency": OTHER}), (7, ""), ("/", 1e9), (True, "")):
        assert client.post(CALLBACK, json=body(path, search), headers=entry.header(client)).status_code == 400
    before = len(trail.read(home))
    stolen = entry.header(clients["analyst"])
    for given in ({}, {"X-CSRFToken": "guessed"}, stolen, {"X-CSRFToken": "\u00e9"}):
        answer = client.post(CALLBACK, json=body(), headers=given)
        assert answer.status_code == 403
        assert json.loads(told(answer)).keys() == {"error"}
    assert clients["stranger"].post(CALLBACK, json=body()).status_code == 403
    lines = trail.read(home)[before:]
    assert [each["event"] for each in lines] == ["refused"] * 5
    assert trail.verify(home) == len(trail.read(home))


@pytest.mark.long
def test_what_is_taken_away_of_internal_data_is_in_the_trail(clients: dict[str, FlaskClient], home: Path) -> None:
    client, before = clients["analyst"], len(trail.read(home))
    taken = {
        "/download/figures.csv?release=2026.1": ("csv", ""), "/rows/goals.parquet": ("parquet", ""),
        "/figure/employees/groups.svg": ("svg", ""), "/exhibit/pipeline.json": ("json", ""),
        "/api/v1/figures?limit=3&in-source=Jane": ("json", "0"), "/api/v1/figures?limit=3": ("json", "3"),
        "/api/v1/measures.csv?limit=2": ("csv", "2"), "/api/v1/measures/employees": ("json", ""),
        "/api/v1/releases/2026.1": ("json", ""),
    }  # fmt: skip
    for address in taken:
        assert client.get(address).status_code == 200, address
        assert client.head(address).status_code == 200, address
    said = trail.read(home)[before:]
    assert {(each["event"], each["release"]) for each in said} == {("export", "2026.1")}
    assert [(each["path"], each["form"], each["rows"]) for each in said] == [
        (address.partition("?")[0], *what) for address, what in taken.items()
    ]
    assert "Jane" not in json.dumps(said)
    for address in ("/measures", *NO_DATA, "/api/v1/", "/embed/employees/groups"):
        assert client.get(address).status_code == 200, address
    for address in (
        "/api//v1/figures",
        "/API/v1/figures",
        "/api/v1/FIGURES",
        "/api/v1/figures;x",
        "/download/figures.csv/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.get("/api/v1/figures?limit=x").status_code == 400
    assert len(trail.read(home)) == before + len(said)


@pytest.mark.long
def test_every_address_that_hands_out_rows_leaves_a_line(clients: dict[str, FlaskClient], home: Path) -> None:
    client, unnoted = clients["analyst"], []
    for path in [path for method, path in every(client.application, fills=1) if method == "GET"]:
        before = len(trail.read(home))
        answer = client.get(path)
        text = told(answer)
        page = answer.mimetype == "text/html" or path in NO_DATA or path.startswith(OF_PAGES)
        if answer.status_code == 200 and not page and len(trail.read(home)) == before:
            unnoted.append((path, answer.mimetype, text[:80]))
    assert unnoted == []
    assert trail.verify(home) == len(trail.read(home))


@pytest.mark.long
@pytest.mark.parametrize("form", ["csv.zip", "parquet.zip", "duckdb.zip"])
def test_a_whole_release_as_files_is_that_of_the_scope(home: Path, form: str, tmp_path: Path) -> None:
    shelf = Shelf(home / "releases", "internal", lambda: Scope((OWN,)))
    (tmp_path / "all.zip").write_bytes(KINDS["release"].forms[form](Tables(shelf.current()), tongue("en"), ""))
    with ZipFile(tmp_path / "all.zip") as file:
        file.extractall(tmp_path / "out")
    if form.startswith("duckdb"):
        (tmp_path / "out" / "manifest.json").write_text("{}")
        text = "".join(Release(tmp_path / "out", "internal").table(name).to_csv() for name in TABLES)
    else:
        texts = {".parquet": lambda path: pd.read_parquet(path).to_csv()}
        files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
        text = "".join(texts.get(path.suffix, Path.read_text)(path) for path in files)
    assert canary.of(OWN) in text
    assert not any(words in text for words in BEYOND[f"agency:{OWN}"])


def test_a_document_is_its_owners_alone(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, "internal", tmp_path / "jobs")
    mine, yours = (Viewer(subject, "", (f"agency:{OWN}",)) for subject in ("person-1", "person-2"))
    asked = [Asked("report", "", "pdf", "2026.1", "en", each.owner, each.scope.agencies) for each in (mine, yours)]
    assert asked[0].id != asked[1].id
    assert asked[0].id != Asked("report", "", "pdf", "2026.1", "en", mine.owner, None).id
    place = jobs.folder / asked[0].id
    place.mkdir(parents=True)
    (place / "job.json").write_text(json.dumps(asdict(asked[0])))
    (place / "done").touch()
    assert jobs.get(asked[0].id, mine.owner) is not None
    for other in (yours.owner, "", Viewer("person-1", "", ("analyst",)).owner):
        assert jobs.get(asked[0].id, other) is None
        assert jobs.file(asked[0].id, other) is None
