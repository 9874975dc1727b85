"""A file of JSON lines that is only ever appended to, each line with a checksum of itself and of all before it.

A torn last line, left by a crash, says nothing and is cut before the next one is written. Any other difference from
what was written breaks the chain. What a chain cannot know is that whole lines at its end are gone: something
written after them has to remember its `head`. A chain that is extended has its head in a file beside it.

A file may have been begun before its lines had checksums. With `older`, such lines may stand at its beginning; they
are taken as they are found, and the first line with a checksum seals them.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from filelock import FileLock

START = "0" * 64
"""The head of a chain without a line."""
_SEAL = "chain"


class Broken(ValueError):
    """A line is not what was written; the message names the file and the line."""


class _Entry(NamedTuple):
    line: bytes
    record: dict[str, Any]
    head: str
    sealed: bool


def append(path: Path, records: Iterable[Mapping[str, Any]], *, older: bool = False) -> str:
    """Append records in one write, flush them to the disk and return the new head.

    Raises Broken if what stands there is damaged: nothing is then written behind it.
    """
    old = _whole(path, older)
    head, lines = _head(old), []
    for record in records:
        line, head = _line(record, head)
        lines.append(line)
    kept = sum(len(entry.line) + 1 for entry in old)
    with path.open("r+b" if path.exists() else "xb") as file:
        # Every line is begun by the end of the one before, which a crash may have cut off.
        file.truncate(max(kept - 1, 0))
        file.seek(0, os.SEEK_END)
        file.write((b"\n" if kept else b"") + b"".join(line + b"\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return head


class _Head(NamedTuple):
    lines: int
    bytes: int
    head: str


def extend(path: Path, records: Iterable[Mapping[str, Any]], *, older: bool = False) -> str:
    """Append as `append` does, from several processes at once, and keep the head beside the file; return it.

    Of what stands there only what came after the kept head is read. With `older`, the file may have been begun without
    a head. Raises Broken for a file that is shorter than its head says, or has none; nothing is then written behind it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock"):
        known = _kept(path)
        if known is None:
            found = _whole(path, older)
            if found and not older:
                raise Broken(f"{path}: {_beside(path).name} beside it is gone")
            if found:
                append(path, [])
            known = _Head(len(found), sum(len(each.line) + 1 for each in found), _head(found))
            _keep(path, known)
        with path.open("r+b" if path.exists() else "x+b") as file:
            known = _after(path, file, known)
            lines, head = [], known.head
            for record in records:
                line, head = _line(record, head)
                lines.append(line + b"\n")
            written = b"".join(lines)
            file.truncate(known.bytes)
            file.seek(known.bytes)
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        _keep(path, _Head(known.lines + len(lines), known.bytes + len(written), head))
    return head


def hold(path: Path, *, older: bool = False) -> int:
    """Hold a file that is extended to its chain and to the head beside it; return its number of lines. Raises Broken.

    With `older`, there may be no head.
    """
    with FileLock(f"{path}.lock"):
        found, known = heads(path), _kept(path)
    if known is None:
        if len(found) > 1 and not older:
            raise Broken(f"{path}: {_beside(path).name} beside it is gone")
    elif known.lines >= len(found) or found[known.lines] != known.head:
        raise Broken(f"{path}: has lost lines, of which {_beside(path).name} beside it knows {known.lines}")
    return len(found) - 1


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.head")


def _kept(path: Path) -> _Head | None:
    try:
        said = json.loads(_beside(path).read_bytes())
        return _Head(int(said["lines"]), int(said["bytes"]), str(said["head"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise Broken(f"{_beside(path)}: is not what was written") from None


def _keep(path: Path, head: _Head) -> None:
    beside = _beside(path)
    fresh = beside.with_name(f".{beside.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(head._asdict(), file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(beside)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _after(path: Path, file: BinaryIO, known: _Head) -> _Head:
    """Return the head after the lines that a crash kept from being known; what it left of a line is no line."""
    file.seek(0, os.SEEK_END)
    if file.tell() < known.bytes:
        raise Broken(f"{path}: has lost lines, of which {_beside(path).name} beside it knows {known.lines}")
    file.seek(known.bytes)
    found = [_Entry(b"", {}, known.head, True)]
    *lines, _ = file.read().split(b"\n")
    for line in lines:
        if (entry := _entry(line, found, False)) is None:
            raise Broken(f"{path}, line {known.lines + len(found)}: is not what was written")
        found.append(entry)
    return _Head(known.lines + len(lines), known.bytes + sum(len(each) + 1 for each in lines), found[-1].head)


def records(path: Path, *, older: bool = False) -> list[dict[str, Any]]:
    """Return every record, oldest first; none if there is no such file. Raises Broken."""
    return [entry.record for entry in _whole(path, older)]


def heads(path: Path, *, older: bool = False) -> list[str]:
    """Return the head before the first line and after each line. Raises Broken."""
    return [START, *(entry.head for entry in _whole(path, older))]


def begun(path: Path) -> bool:
    """Whether any line of the file has a checksum, or it has no line at all. Raises Broken."""
    lines = _whole(path, True)
    return not lines or lines[-1].sealed


def _whole(path: Path, older: bool) -> list[_Entry]:
    if not path.exists():
        return []
    *lines, last = path.read_bytes().split(b"\n")
    found: list[_Entry] = []
    for number, line in enumerate(lines, start=1):
        entry = _entry(line, found, older)
        if entry is None:
            raise Broken(f"{path}, {_where(number, found)}: is not what was written")
        found.append(entry)
    if last and (entry := _entry(last, found, older)) is not None:
        found.append(entry)
    elif last and _entry(last[:-1], found, older) is not None:
        raise Broken(f"{path}, line {len(lines) + 1}: does not end as it was written")
    return found


def _where(number: int, found: list[_Entry]) -> str:
    # A line without a checksum is held by the first line with one.
    first = next((place for place, entry in enumerate(found, start=1) if not entry.sealed), number)
    return f"line {number}" if first == number or found[-1].sealed else f"one of lines {first} to {number}"


def _line(record: Mapping[str, Any], head: str) -> tuple[bytes, str]:
    plain = json.dumps(record, sort_keys=True)
    seal = hashlib.sha256(f"{head}\n{plain}".encode()).hexdigest()
    return json.dumps({**record, _SEAL: seal}).encode(), seal


def _entry(line: bytes, found: list[_Entry], older: bool) -> _Entry | None:
    """Return a line with its record, or nothing if it is not byte for byte what follows the lines found."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    if not isinstance(record, dict):
        return None
    head = _head(found)
    if _SEAL not in record:
        taken = older and not (found and found[-1].sealed)
        seal = hashlib.sha256(head.encode() + b"\n" + line).hexdigest()
        return _Entry(line, record, seal, False) if taken else None
    del record[_SEAL]
    expected, seal = _line(record, head)
    return _Entry(line, record, seal, True) if expected == line else None


def _head(found: list[_Entry]) -> str:
    return found[-1].head if found else START
