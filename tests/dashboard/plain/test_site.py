"""The static site holds together as a folder: every link in it leads to a file of it; it is put in place whole."""

import posixpath
from pathlib import Path
from urllib.parse import unquote

import pytest
from defusedxml.ElementTree import fromstring

from dashboard.plain import site
from dashboard.plain.links import Filed, file_of
from dashboard.plain.pages import names
from dashboard.tables import Tables
from tests.dashboard.plain.test_pages import Page


@pytest.fixture(scope="module")
def job(sample_home: Path) -> site.Job:
    return site.Job(sample_home / "releases", "public", "2026.1", "https://example.org/equity")


@pytest.fixture(scope="module")
def few(tables: Tables) -> list[str]:
    """Enough pages that every kind is among them."""
    return [
        name
        for name in names(tables)
        if "/" not in name or name in ("measures/employees", "measures/uninsured_rate", "agencies/DOT")
    ]


@pytest.fixture(scope="module")
def folder(job: site.Job, few: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "names", lambda _: few)
        assert site.write(job, out) == 2 * len(few)
    return out


def test_every_link_leads_to_a_file_of_the_site(folder: Path, tables: Tables) -> None:
    known = {file_of(name, language) for name in names(tables) for language in ("en", "es")}
    files = list(folder.rglob("*.html"))
    assert len(files) > 15
    for path in files:
        here = path.relative_to(folder).parent.as_posix()
        for each in Page(path.read_text(encoding="utf-8")).all("a"):
            address = unquote(str(each["href"]))
            if address.startswith(("#", "https://")):
                continue
            found, _, place = posixpath.normpath(posixpath.join(here, address)).partition("#")
            assert found in known or (folder / found).exists(), (path, address)
            if place and (folder / found).exists():
                assert f'id="{place}"' in (folder / found).read_text(encoding="utf-8"), (path, address)


def test_without_the_app_no_page_leads_to_it(folder: Path) -> None:
    for path in folder.rglob("*.html"):
        assert 'href="/' not in path.read_text(encoding="utf-8"), path


def test_figures_are_there_as_csv(folder: Path) -> None:
    text = (folder / "data" / "employees.csv").read_text(encoding="utf-8")
    assert text.startswith("figure_id,")
    assert "2026.1" in text


def test_the_map_leads_to_the_files(folder: Path, few: list[str]) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = fromstring((folder / "sitemap.xml").read_text(encoding="utf-8"))
    addresses = [str(each.text).removeprefix("https://example.org/equity/") for each in found.iter(f"{space}loc")]
    assert len(addresses) == 2 * len(few)
    for each in addresses:
        assert (folder / (each if each.endswith(".html") else f"{each}index.html")).exists(), each


def test_a_host_shows_the_404_page_from_anywhere(folder: Path) -> None:
    text = (folder / "404.html").read_text(encoding="utf-8")
    assert '<base href="https://example.org/equity/">' in text
    assert "Page not found" in text
    assert '<base href="https://example.org/equity/es/">' in (folder / "es" / "404.html").read_text(encoding="utf-8")


def test_links_hold_between_folders() -> None:
    assert Filed("measures/employees", "es").to("agencies/DOT", "en") == "../../agencies/DOT.html"
    assert Filed("", "en").to("", "es") == "es/index.html"
    assert Filed("measures/employees", "es").csv("employees") == "../../data/employees.csv"


def test_an_interrupt_leaves_what_was_there(
    job: site.Job, folder: Path, few: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(folder.parent.rglob("*"))

    def stop(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(site, "names", lambda _: few)
    with pytest.raises(KeyboardInterrupt):
        site.write(job, folder, tick=stop)
    assert sorted(folder.parent.rglob("*")) == before


def test_what_is_no_site_is_not_replaced(job: site.Job, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(site.NotOurs, match="name an empty or a new folder"):
        site.write(job, tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "mine"
