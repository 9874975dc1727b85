"""What a scope lets read is said once, for every table, and fails to the public side."""

from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from metrics.release import Release, Shelf
from metrics.release import write as write_file
from metrics.schema import TABLES
from metrics.scope import APART, EVERYTHING, OWN, Scope, is_code
from tests.dashboard import sample


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of two rows of figures for each benchmark, inside and outside."""
    folder = tmp_path_factory.mktemp("home") / "releases" / "2026.1"
    folder.mkdir(parents=True)
    for audience, value in (("internal", 3.0), ("public", None)):
        rows = [
            {"figure_id": f"{agency}-{benchmark}", "agency": agency, "measure": "employees", "benchmark": benchmark,
             "value": value, "status": "shown" if value else "withheld", "nature": "demonstration"}
            for agency in ("DOT", "DCF", "ALL", None)
            for benchmark in (None, *APART, "statewide", "weighted_availability", "one that is new")
        ]  # fmt: skip
        facts = pd.DataFrame({"key": ["release", "origin"], "value": ["2026.1", audience]})
        write_file(folder / f"{audience}.duckdb", {"figures": pd.DataFrame(rows), "manifest": facts})
    (folder / "manifest.json").write_text('{"release": "2026.1"}')
    return folder


@pytest.mark.long
@pytest.mark.parametrize("agencies", [("DOT",), ("DCF",), ("DOT", "DCF"), ("DMV",), ()])
def test_numbers_are_those_of_own_rows_that_tell_of_nobody_else(folder: Path, agencies: tuple[str, ...]) -> None:
    found = Release(folder, "internal", Scope(agencies)).table("figures")
    told = found[found["value"].notna()]
    assert set(told["agency"]) == set(agencies) & {"DOT", "DCF"}
    assert set(told["benchmark"].dropna()) == (set(APART) if len(told) else set())
    assert len(found) == len(Release(folder, "public").table("figures"))


def test_what_is_of_no_agency_is_the_public_files(folder: Path) -> None:
    assert Release(folder, "internal", Scope(("DOT",))).manifest["origin"] == "public"
    assert Release(folder, "internal").manifest["origin"] == "internal"
    assert {"sources", "measures", "findings", "manifest", "agencies"}.isdisjoint(OWN)


def test_the_public_file_has_no_scope(folder: Path) -> None:
    assert Release(folder, "public", Scope(("DOT",))).scope == EVERYTHING


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "ATTACH '/tmp/other.duckdb' AS other",
        "COPY figures TO '/tmp/out.csv'",
        "SET enable_external_access = true",
        "SET threads = 64",
        "INSTALL httpfs",
        "DELETE FROM inside.main.figures",
        "SELECT getenv('HOME')",
    ],
)
def test_two_files_are_locked_down_as_one_is(folder: Path, statement: str) -> None:
    release = Release(folder, "internal", Scope(("DOT",)))
    with pytest.raises(sa.exc.DBAPIError), release._engine.connect() as connection:
        connection.exec_driver_sql(statement)


def test_each_connection_has_the_views_and_asks_no_file_by_its_name(folder: Path) -> None:
    release = Release(folder, "internal", Scope(("DOT",)))
    with release._engine.connect() as one, release._engine.connect() as other:
        for connection in (one, other):
            numbers = connection.exec_driver_sql("SELECT count(value) FROM figures WHERE agency = 'DCF'").scalar()
            assert numbers == 0
    for name in TABLES:
        statement = release.statement(name)
        assert statement is not None
        assert "inside" not in str(statement)


def test_a_shelf_asks_at_every_call_who_reads(folder: Path) -> None:
    asked = [Scope(("DOT",)), EVERYTHING, Scope(("DOT",)), Scope(())]
    shelf = Shelf(folder.parent, "internal", lambda: asked.pop(0))
    first, whole, again, nobody = (shelf.get("2026.1") for _ in range(4))
    assert first is again
    assert len({first, whole, nobody}) == 3
    assert [each.table("figures")["value"].notna().sum() for each in (first, whole, nobody)] == [9, 48, 0]


@pytest.mark.parametrize("text", ["", "dot", "D", "DOT' OR 1=1 --", "DOT,DCF", "ÁB", "DOT\n", "A" * 13, "*"])
def test_what_is_no_code_is_no_scope(text: str) -> None:
    assert not is_code(text)
    with pytest.raises(ValueError, match="expected a code"):
        Scope((text,))


@pytest.mark.long
def test_rows_come_in_the_order_that_files_have_them_in(tmp_path: Path) -> None:
    folder = sample.write(tmp_path) / "2026.1"
    own, whole = Release(folder, "internal", Scope(("DOT",))), Release(folder, "internal")
    pd.testing.assert_frame_equal(
        own.table("figures", agency="DOT", benchmark=None), whole.table("figures", agency="DOT", benchmark=None)
    )
    found = own.table("figures")
    texts = [column.name for column in TABLES["figures"].columns if column.type.python_type is str]
    pd.testing.assert_frame_equal(found, found.sort_values(texts, kind="stable", na_position="first"))
