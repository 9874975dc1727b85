"""The demonstration's sign-in: a role is chosen, on this machine only, and every page says that it is one."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard import create_app
from dashboard.access.settings import Demonstration
from metrics import trail
from metrics.release import PublishError
from tests.dashboard import entry

BAND = {"en": "Demonstration sign-in: anyone on this machine", "es": "Acceso de demostración"}
PAGES = (
    "/", "/measures/employees", "/agencies/DOT", "/explore", "/plain", "/plain/measures/employees", "/exports",
    "/account", "/embed/employees/groups", "/nope",
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, sample_home: Path) -> Path:
    home = tmp_path_factory.mktemp("demonstration")
    (home / "releases").symlink_to(sample_home / "releases")
    return home


@pytest.fixture
def stranger(home: Path) -> FlaskClient:
    return create_app(home, "internal", Demonstration()).server.test_client()


@pytest.mark.long
@pytest.mark.parametrize("lang", BAND)
def test_every_page_says_that_it_is_a_demonstration(stranger: FlaskClient, lang: str) -> None:
    assert "demo" in stranger.get(f"/sign-in?lang={lang}").get_data(as_text=True)
    client = entry.signed_in(stranger, "analyst")
    for page in PAGES:
        address = page.replace("/plain", "/plain/es") if lang == "es" and page.startswith("/plain") else page
        assert BAND[lang] in client.get(f"{address}?lang={lang}").get_data(as_text=True), page


@pytest.mark.parametrize(
    "form",
    [
        {}, {"role": "owner"}, {"role": "agency"}, {"role": "agency", "agency": "NOPE"}, {"role": "agency:DOT,DCF"},
        {"role": "agency", "agency": "DOT' OR '1'='1"}, {"role": ["analyst", "governor"], "csrf": "guessed"},
    ],
    ids=str,
)  # fmt: skip
def test_a_role_that_there_is_not_or_a_form_of_another_site_lets_nobody_in(
    stranger: FlaskClient, home: Path, form: dict[str, str]
) -> None:
    token = entry.token_of(stranger.get("/sign-in").get_data(as_text=True))
    before = len(trail.read(home))
    assert stranger.post("/sign-in", data={"csrf": token, **form}).status_code == 403
    assert stranger.post("/sign-in", data={"role": "analyst"}).status_code == 403
    assert stranger.get("/").status_code == 303
    assert [each["event"] for each in trail.read(home)[before:]] == ["refused", "refused"]


@pytest.mark.parametrize("address", ["/sign-in", "/sign-in/back", "/", "/account", "/api/v1/x"])
def test_another_machine_is_refused_before_anything_else(stranger: FlaskClient, address: str) -> None:
    for elsewhere in ({"REMOTE_ADDR": "10.1.2.3"}, {"HTTP_X_FORWARDED_FOR": "10.1.2.3"}):
        assert stranger.get(address, environ_overrides=elsewhere).status_code == 403


def test_there_is_no_provider_to_come_back_from(stranger: FlaskClient) -> None:
    assert stranger.get("/sign-in/back?code=x&state=y").status_code == 403
    answer = stranger.get("/api/v1/measures", headers={"Authorization": "Bearer a.b.c"})
    assert answer.status_code == 403


def test_who_has_not_signed_in_gets_no_file_and_no_part_of_a_page(stranger: FlaskClient) -> None:
    for address in (
        "/download/figures.csv",
        "/rows/figures.csv",
        "/plain",
        "/exports",
        "/_dash-layout",
        "/sitemap.xml",
    ):
        answer = stranger.get(address)
        assert answer.status_code in (303, 403), address
        assert len(answer.get_data()) < 600
    assert stranger.get("/healthz").get_json() == {"release": "2026.1", "audience": "internal"}


def test_nobody_is_let_in_whom_the_trail_cannot_take(stranger: FlaskClient, home: Path) -> None:
    token = entry.token_of(stranger.get("/sign-in").get_data(as_text=True))
    path = home / trail.FOLDER / trail.FILE
    trail.write(home, trail.REFUSED, entry.NOW, "nobody")
    sound = path.read_bytes()
    path.write_bytes(sound[:-9])
    assert stranger.post("/sign-in", data={"csrf": token, "role": "analyst"}).status_code == 500
    assert stranger.get("/").status_code == 303
    with pytest.raises(PublishError, match="restore it from a backup"):
        trail.verify(home)
    path.write_bytes(sound)
    assert trail.verify(home) > 0


def test_a_role_is_changed_by_signing_in_anew_only(home: Path, stranger: FlaskClient) -> None:
    client = entry.signed_in(stranger, "agency:DOT")
    old = client.get_cookie("equity")
    assert old
    entry.signed_in(client, "analyst")
    fresh = client.get_cookie("equity")
    assert fresh
    assert fresh.value != old.value
    other = client.application.test_client()
    other.set_cookie("equity", old.value)
    assert other.get("/account").status_code == 303
