"""The audit trail of a home: who was let in, left, was refused, and took internal data away; and what was released.

It is two files of one kind, each line chained to those before it, with the head of the chain beside the file: what
happens to releases stands in `releases/journal.jsonl` (see `metrics.journal`), which only the commands write; what
readers do stands in `access/audit.jsonl`, which the internal site writes and which can write nothing else of the home.
Of a person it holds the subject that the provider gave, and no name or address.
"""

from datetime import datetime
from pathlib import Path

from etl import chain
from etl.home import Home
from metrics import journal
from metrics.release import PublishError

FOLDER = "access"
FILE = "audit.jsonl"
SIGN_IN, SIGN_OUT, REFUSED, EXPORT = "sign_in", "sign_out", "refused", "export"
_LONGEST = 200


def write(home: Path, event: str, now: datetime, subject: str, **more: str) -> None:
    """Add one line and flush it to the disk, from any of several processes. `more`: what else there is to say.

    Raises OSError where it cannot be written, PublishError where the file is damaged.
    """
    said = {name: _plain(text) for name, text in {"subject": subject, **more}.items()}
    entry = {"event": event, "time": now.isoformat(timespec="seconds"), **said}
    try:
        chain.extend(home / FOLDER / FILE, [entry])
    except chain.Broken as problem:
        raise PublishError(f"{problem}; restore it from a backup") from None


def read(home: Path) -> list[journal.Entry]:
    """Return what readers did, oldest first. Raises PublishError for a damaged file."""
    try:
        return chain.records(home / FOLDER / FILE)
    except chain.Broken as problem:
        raise PublishError(f"{problem}; restore it from a backup") from None


def verify(home: Path) -> int:
    """Return how many lines the trail has, all of them as they were written. Raises PublishError."""
    counted = 0
    for path, older in ((home / FOLDER / FILE, False), (Home(home).releases / journal.FILE, True)):
        if not path.parent.is_dir():
            continue
        try:
            counted += chain.hold(path, older=older)
        except chain.Broken as problem:
            raise PublishError(f"{problem}; restore it from a backup") from None
    return counted


def _plain(text: str) -> str:
    """Return a text as it may stand in a line: short, without control characters.

    >>> _plain("/rows\\x00\\n")
    '/rows??'
    """
    return "".join(each if each.isprintable() else "?" for each in text[:_LONGEST])
