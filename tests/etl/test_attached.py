"""Documents that plans name are kept with their delivery, and refused where they are not what they say."""

from pathlib import Path

import pytest

from etl import attached, snapshot
from etl.demonstration import documents
from etl.desk import State
from etl.home import Home
from etl.load import check, load

HEAD = "agency,kind,version,drafting,document,representation,service_delivery,program_impact,demographic_trends\n"
PAGE = "<!doctype html><title>Plan</title>"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "agencies.csv").write_text("agency,name\nPARKS,Parks Department\n")
    return folder


def deliver(inbox: Path, *names: str) -> Path:
    rows = [f"PARKS,state,{k},2024-01-01,{name},present,partly,missing,present\n" for k, name in enumerate(names)]
    path = inbox / "plans.csv"
    path.write_text(HEAD + "".join(rows))
    return path


def kept(home: Home) -> list[str]:
    return sorted(path.name for path in home.snapshots.glob(f"*{attached.FOLDER}/*"))


@pytest.mark.long
def test_a_document_beside_its_plan_is_kept_and_is_no_delivery(inbox: Path, tmp_path: Path) -> None:
    path, home = deliver(inbox, "plan.html", "absent.pdf", "A title"), Home(tmp_path / "home")
    (inbox / "plan.html").write_text(PAGE)
    report = load([inbox], home)
    assert {each.path.name: each.state for each in report.deliveries} == {
        "agencies.csv": State.LOADED, "plans.csv": State.LOADED,
    }  # fmt: skip
    assert kept(home) == ["plan.html"]
    (held,) = home.snapshots.glob(f"*{attached.FOLDER}/plan.html")
    assert held.read_text() == PAGE
    assert held.parent.name == f"{snapshot.checksum(path)}{attached.FOLDER}"


@pytest.mark.long
def test_a_document_that_comes_later_is_kept_with_the_delivery_that_stands(inbox: Path, tmp_path: Path) -> None:
    deliver(inbox, "plan.html")
    home = Home(tmp_path / "home")
    load([inbox], home)
    assert kept(home) == []
    (inbox / "plan.html").write_text(PAGE)
    assert {each.state for each in load([inbox], home).deliveries} == {State.UNCHANGED}
    assert kept(home) == ["plan.html"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("plan.pdf", b"<html>", "is no PDF"),
        ("plan.html", b"%PDF-1.4", "is no HTML"),
        ("plan.html", b"\xff\xfe<", "is not UTF-8"),
        ("plan.html", b"<" + b" " * attached.MOST, "at most 10 MB"),
    ],
)
def test_a_document_that_is_not_what_it_says_stops_its_delivery(
    inbox: Path, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    deliver(inbox, name)
    (inbox / name).write_bytes(data)
    for report in (check([inbox], Home(tmp_path / "home")), load([inbox], Home(tmp_path / "home"))):
        (problem,) = [problem for each in report.deliveries for problem in each.problems]
        assert said in str(problem)
        assert report.refused
    assert kept(Home(tmp_path / "home")) == []


@pytest.mark.long
def test_no_name_leads_out_of_the_folder(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text(PAGE)
    (inbox / "link.html").symlink_to(tmp_path / "secret.html")
    deliver(inbox, "../secret.html", str(tmp_path / "secret.html"), "link.html", "https://example.org/plan.html")
    home = Home(tmp_path / "home")
    assert not load([inbox / "agencies.csv", inbox / "plans.csv"], home).refused
    assert kept(home) == []


def test_the_demonstrations_documents_are_what_they_say() -> None:
    made = documents.documents(["DOT", "DCF", "DOC"])
    assert list(made) == ["equity_plan_dot_1.html", "equity_plan_dcf_1.pdf"]
    pdf = made["equity_plan_dcf_1.pdf"]
    place = int(pdf.rsplit(b"startxref\n", 1)[1].split()[0])
    assert pdf[place:].startswith(b"xref")
    for number in range(1, 7):
        entry = pdf[place:].splitlines()[2 + number]
        assert pdf[int(entry.split()[0]) :].startswith(f"{number} 0 obj".encode())
