"""Strings that must be in no byte of anything public: names of people who do not exist, put into test data."""

import gzip
import html
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import duckdb

from audit.error import AuditError


@dataclass(frozen=True, slots=True)
class Found:
    """A string where it must not be: the file, and in it the bytes, the packed member, or table and column."""

    path: Path
    where: str
    string: str


def search(folder: Path, strings: Iterable[str]) -> list[Found]:
    """Return where any of the strings stands in any file under `folder`, whatever the case of its letters.

    Bytes are searched as UTF-8, UTF-16 and as HTML, JSON and addresses write it; gzip and zip files are unpacked;
    DuckDB and Parquet files, whose texts are packed, are read value by value. Raises AuditError for an empty string,
    a folder without files, or a file of those kinds that cannot be read.
    """
    wanted = [each for each in strings if each]
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if not wanted or not files:
        raise AuditError(f"{folder}: {len(files)} files and {len(wanted)} strings; expected at least one of each")
    found = []
    for path in files:
        for where, content in _contents(path):
            lower = content.lower()
            found += [Found(path, where, each) for each in wanted if any(form in lower for form in _forms(each))]
        if path.suffix in (".duckdb", ".parquet"):
            found += [Found(path, where, each) for where, each in _values(path, wanted)]
    return found


def _forms(string: str) -> set[bytes]:
    said = {string, html.escape(string), json.dumps(string)[1:-1], quote(string), quote(string, safe="")}
    said |= {each.lower() for each in said}
    plain = {each.encode() for each in said}
    wide = {string.lower().encode(code) for code in ("utf-16-le", "utf-16-be")}
    return {each.lower() for each in plain | wide}


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    content = path.read_bytes()
    yield "name", str(path.name).encode()
    yield "bytes", content
    try:
        if content[:2] == b"\x1f\x8b":
            yield "unpacked", gzip.decompress(content)
        elif content[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    yield name, packed.read(name)
    except (OSError, EOFError, zipfile.BadZipFile) as problem:
        raise AuditError(f"{path}: is packed and cannot be unpacked: {problem}; it cannot be vouched for") from problem


def _values(path: Path, wanted: list[str]) -> Iterator[tuple[str, str]]:
    try:
        if path.suffix == ".parquet":
            with duckdb.connect() as connection:
                yield from _in_table(connection, "read_parquet(?)", [str(path)], "values", wanted)
            return
        with duckdb.connect(str(path), read_only=True) as connection:
            for schema, name in connection.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall():
                yield from _in_table(connection, f"{_quoted(schema)}.{_quoted(name)}", [], str(name), wanted)
    except duckdb.Error as problem:
        raise AuditError(f"{path}: cannot be read: {problem}; it cannot be vouched for") from problem


def _in_table(
    connection: duckdb.DuckDBPyConnection, source: str, bound: list[str], name: str, wanted: list[str]
) -> Iterator[tuple[str, str]]:
    columns = connection.execute(f"DESCRIBE SELECT * FROM {source}", bound).fetchall()  # noqa: S608 - names are quoted
    for column, *_ in columns:
        asked = f"SELECT count(*) FROM {source} WHERE contains(lower(CAST({_quoted(column)} AS VARCHAR)), lower(?))"  # noqa: S608
        for each in wanted:
            answer = connection.execute(asked, [*bound, each]).fetchone()
            if answer and answer[0]:
                yield f"{name}.{column}", each


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
