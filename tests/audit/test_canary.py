"""A string that must not be public is found in every kind of file, and nowhere else."""

import gzip
import zipfile
from pathlib import Path

import duckdb
import pytest

from audit import canary
from audit.error import AuditError

NAME = "Zyxolphe Quillfeather"


@pytest.fixture
def public(tmp_path: Path) -> Path:
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / "page.html").write_text("<p>nothing</p>")
    with duckdb.connect(str(folder / "public.duckdb")) as connection:
        connection.execute('CREATE TABLE "cells" AS SELECT i AS value, \'Asian\' AS "the group" FROM range(5000) t(i)')
        connection.execute("CHECKPOINT")
    return folder


def test_a_clean_folder_has_no_canary(public: Path) -> None:
    assert canary.search(public, [NAME]) == []


def test_a_packed_text_in_a_database_is_found_by_its_value(public: Path) -> None:
    with duckdb.connect(str(public / "public.duckdb")) as connection:
        connection.execute(
            "CREATE TABLE people AS SELECT CASE WHEN i = 4321 THEN 'by ' || ? ELSE 'person ' || i END AS who "
            "FROM range(200000) t(i)",
            [NAME],
        )
        connection.execute("CHECKPOINT")
    assert "people.who" in {each.where for each in canary.search(public, [NAME.upper()])}


def test_a_parquet_file_is_read(public: Path) -> None:
    target = public / "cells.parquet"
    duckdb.sql("SELECT ? AS who FROM range(2000)", params=[NAME]).write_parquet(str(target), compression="zstd")
    assert ("values.who", NAME) in {(each.where, each.string) for each in canary.search(public, ["other", NAME])}


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
def test_bytes_are_searched_in_every_width(public: Path, code: str) -> None:
    (public / "notes.csv").write_bytes(f"a,b\n1,{NAME}\n".encode(code))
    (found,) = canary.search(public, [NAME])
    assert (found.path.name, found.where) == ("notes.csv", "bytes")


def test_packed_files_and_escaped_texts_are_searched(public: Path) -> None:
    (public / "a.json.gz").write_bytes(gzip.compress(f'{{"who": "{NAME}"}}'.encode()))
    with zipfile.ZipFile(public / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet1.xml", f"<v>{NAME}</v>")
    (public / "c.html").write_text("<a title='O&#x27;Hare &amp; Ünal'>")
    (public / "d.json").write_text('"O\'Hare & \\u00dcnal"')
    found = {(each.path.name, each.where) for each in canary.search(public, [NAME, "O'Hare & Ünal"])}
    assert found == {("a.json.gz", "unpacked"), ("b.xlsx", "sheet1.xml"), ("c.html", "bytes"), ("d.json", "bytes")}


def test_a_file_that_cannot_be_vouched_for_stops_the_search(public: Path) -> None:
    (public / "broken.duckdb").write_bytes(b"not a database")
    with pytest.raises(AuditError, match="cannot be vouched for"):
        canary.search(public, [NAME])


def test_a_search_for_nothing_is_refused(public: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(AuditError, match="0 files"):
        canary.search(empty, [NAME])
    with pytest.raises(AuditError, match="0 strings"):
        canary.search(public, [""])
