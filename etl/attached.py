"""Documents that a delivery of plans names and that lie beside it: kept with its snapshot, not read into the warehouse.

`snapshots/<sha256 of the delivery>.documents/<name>` holds the bytes as received.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from etl.build import Loaded
from etl.contract import Problem

FOLDER = ".documents"
SUFFIXES = (".pdf", ".html")
MOST = 10 * 1024 * 1024
_TABLE, _COLUMN = "plans", "document"
_PDF = b"%PDF-"


def named(loaded: Loaded | None) -> list[str]:
    """Return the names of files that a delivery says its plans' documents are: no address, no folder, PDF or HTML."""
    if loaded is None or _TABLE not in loaded.tables:
        return []
    said = loaded.tables[_TABLE][_COLUMN].dropna().unique()
    return [name for name in map(str, said) if Path(name).name == name and Path(name).suffix.lower() in SUFFIXES]


def beside(path: Path, loaded: Loaded | None) -> list[Path]:
    """Return those of them that lie beside the delivery at `path`; a link that leads elsewhere is none."""
    found = (path.parent / name for name in named(loaded))
    return [each for each in found if each.is_file() and not each.is_symlink()]


def problems(path: Path, loaded: Loaded | None) -> list[Problem]:
    """Return what is wrong with the documents beside a delivery: too large, or not what their names say."""
    wrong = ((each, _wrong(each)) for each in beside(path, loaded))
    return [Problem(each.name, None, None, what) for each, what in wrong if what]


def keep(snapshots: Path, snapshot: str, documents: Iterable[Path]) -> None:
    """Copy documents beside the snapshot that names them, whole or not at all; those kept once stay as they are."""
    home, wanted = snapshots / f"{snapshot}{FOLDER}", list(documents)
    if home.exists() or not wanted:
        return
    fresh = snapshots / f".{snapshot}{FOLDER}.{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        for document in wanted:
            copied = fresh / document.name
            shutil.copyfile(document, copied)
            with copied.open("rb") as file:
                os.fsync(file.fileno())
            copied.chmod(0o444)
        fresh.rename(home)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _wrong(path: Path) -> str:
    size = path.stat().st_size
    if size > MOST:
        return f"has {size / 1024 / 1024:.0f} MB; expected a document of at most {MOST // 1024 // 1024} MB"
    data = path.read_bytes()
    if path.suffix.lower() == ".pdf":
        return "" if data.startswith(_PDF) else "is no PDF; expected a file that begins with %PDF-"
    try:
        return "" if data.decode("utf-8").lstrip("\ufeff \t\r\n").startswith("<") else "is no HTML; expected markup"
    except UnicodeDecodeError:
        return "is not UTF-8; save it as UTF-8"
