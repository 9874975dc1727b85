"""A preview's pages say that they are one, in both languages, wherever a figure may be taken from them."""

import json
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard import create_app
from metrics.manifest import sealed
from metrics.naming import preview_id
from tests.dashboard import entry, sample

pytestmark = pytest.mark.long

PREVIEW = preview_id("2026.2", 1)
PAGES = ("/", "/measures", "/measures/employees", "/agencies/DOT", "/data", "/methodology")
SAID = {
    "en": ("Preview: not published.", "It shows what release 2026.2 may become.", f"Preview {PREVIEW}, made"),
    "es": ("Versión previa: no publicada.", "Muestra lo que puede llegar a ser la publicación 2026.2.", "sin publicar"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample release and a preview of the next."""
    home = tmp_path_factory.mktemp("previewed")
    releases = sample.write(home)
    shutil.copytree(releases / "2026.1", releases / PREVIEW)
    said = sealed({"release": PREVIEW, "preview": "yes", "journal": "", "published": "2026-11-22"})
    (releases / PREVIEW / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def internal(home: Path) -> FlaskClient:
    return entry.internal(home)


@pytest.mark.parametrize("lang", SAID)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_preview_says_so_and_no_other(internal: FlaskClient, page: str, lang: str) -> None:
    body = internal.get(f"{page}?release={PREVIEW}&lang={lang}").get_data(as_text=True)
    assert [each for each in SAID[lang] if each not in body] == []
    assert "You are seeing release" not in body
    assert f"Release {PREVIEW}" not in body
    plain = internal.get(f"{page}?lang={lang}").get_data(as_text=True)
    assert [each for each in SAID[lang] if each in plain] == []


def test_links_stay_in_the_preview(internal: FlaskClient) -> None:
    body = internal.get(f"/?release={PREVIEW}").get_data(as_text=True)
    assert f"/measures?release={PREVIEW}" in body


@pytest.mark.parametrize("lang", SAID)
def test_a_picture_of_a_preview_is_stamped(internal: FlaskClient, lang: str) -> None:
    picture = internal.get(f"/figure/employees/groups.svg?release={PREVIEW}&lang={lang}").get_data(as_text=True)
    assert SAID[lang][0] in picture
    assert SAID[lang][2] in picture
    assert SAID[lang][0] not in internal.get(f"/figure/employees/groups.svg?lang={lang}").get_data(as_text=True)


def test_a_preview_names_no_day_of_publication_in_a_file(internal: FlaskClient) -> None:
    lines = internal.get(f"/figure/employees/groups.csv?release={PREVIEW}").get_data(as_text=True).splitlines()
    assert lines[0].endswith("release,published,link")
    assert f",{PREVIEW},,http" in lines[1]


def test_the_public_sees_no_preview(home: Path) -> None:
    public = create_app(home, "public").server.test_client()
    body = public.get(f"/?release={PREVIEW}").get_data(as_text=True)
    assert f"There is no release {PREVIEW}" in body
    assert SAID["en"][0] not in body


def test_a_preview_made_after_its_address_was_asked_for_is_shown(home: Path, internal: FlaskClient) -> None:
    later = preview_id("2026.2", 2)
    assert f"There is no release {later}" in internal.get(f"/?release={later}").get_data(as_text=True)
    shutil.copytree(home / "releases" / PREVIEW, home / "releases" / later)
    assert SAID["en"][0] in internal.get(f"/?release={later}").get_data(as_text=True)
