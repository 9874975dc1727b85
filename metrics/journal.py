"""The journal of a home's releases: what was made, signed and served, each line chained to those before it.

A release's folder never changes, so what happens to it later stands here. `made` keeps the checksum of the
release's manifest, and each manifest keeps the head of the journal at its making: neither can be cut unnoticed.

Releases older than the journal are `adopted` by its first entry: entered as they are found, before anything else.
"""

import hashlib
from datetime import datetime
from pathlib import Path

from etl import chain
from metrics import manifest as beside
from metrics.naming import coming, is_preview
from metrics.release import PublishError, Shelf, manifest_of

FILE = "journal.jsonl"
MADE, SIGNED, SERVED, ADOPTED = "made", "signed", "served", "adopted"
Entry = dict[str, str]
"""`event`, `release`, `time`, and what else the event has to say."""


def write(releases: Path, event: str, release: str, now: datetime, **more: str) -> None:
    """Append one entry and flush it to the disk. The caller holds the home's lock. Raises PublishError."""
    entries = [*_adoption(releases, now), _entry(event, release, now, **more)]
    try:
        chain.extend(releases / FILE, entries, older=True)
    except chain.Broken as problem:
        raise _damaged(problem) from None


def older(releases: Path) -> list[str]:
    """Return the releases that are older than the journal and not entered in it yet, oldest first.

    Raises PublishError for a damaged journal.
    """
    entries = read(releases)
    # A crash may have cut the adoption short; once anything else is entered, it was complete.
    if any(each["event"] != ADOPTED for each in entries):
        return []
    entered = {each["release"] for each in entries}
    manifests = {name: _manifest(releases, name) for name in Shelf(releases).ids() if name not in entered}
    return [name for name, manifest in manifests.items() if manifest and "journal" not in manifest]


def read(releases: Path) -> list[Entry]:
    """Return every entry, oldest first. Raises PublishError for a damaged journal."""
    try:
        return chain.records(releases / FILE)
    except chain.Broken as problem:
        raise _damaged(problem) from None


def heads(releases: Path) -> list[str]:
    """Return the head of the journal before its first entry and after each. Raises PublishError."""
    try:
        return chain.heads(releases / FILE)
    except chain.Broken as problem:
        raise _damaged(problem) from None


def last(releases: Path, event: str, release: str) -> Entry | None:
    """Return the newest entry of that event for a release, if there is one. Raises PublishError."""
    return next(
        (each for each in reversed(read(releases)) if (each["event"], each["release"]) == (event, release)), None
    )


def states(releases: Path, now: datetime) -> list[dict[str, str | bool]]:
    """Return `release`, `published`, `served`, `state` and `told` of every release and preview, oldest first.

    `state` is served or earlier of a release; preview, signed, embargoed, published or replaced of a preview; or
    damaged. `told` says it in words. Raises PublishError for a damaged journal.
    """
    entries = read(releases)
    signed = {each["release"]: each for each in entries if each["event"] == SIGNED}
    previews = [each["release"] for each in entries if each["event"] == MADE and is_preview(each["release"])]
    manifests = {name: _manifest(releases, name) for name in Shelf(releases, "internal").ids()}
    published = {manifest.get("preview_was"): name for name, manifest in manifests.items()}
    current = _served(releases)
    rows: list[dict[str, str | bool]] = []
    for name, manifest in manifests.items():
        day, given = manifest.get("published", ""), signed.get(name, {})
        if not day:
            state, told = "damaged", "its manifest cannot be read; `equity verify` says what to do"
        elif not is_preview(name):
            state = "served" if name == current else "earlier"
            told = f"published {day}"
        elif name in published:
            state, told = "published", f"preview, published as {published[name]}"
        elif (newer := coming(name)) in manifests or name != (newer := previews[-1]):
            state, told = "replaced", f"preview of {day}, replaced by {newer}"
        elif not given:
            state, told = "preview", f"preview of {day}, not signed off"
        else:
            state, told = "signed", f"preview, signed off by {given['office']} on {moment(given['time'])}"
            if (embargo := given.get("embargo")) and now < datetime.fromisoformat(embargo):
                state, told = "embargoed", f"{told}, under embargo until {moment(embargo)}"
        rows.append({"release": name, "published": day, "served": name == current, "state": state, "told": told})
    return rows


def moment(time: str) -> str:
    """Return a moment as a person reads it: to the minute, with its distance from Greenwich.

    >>> moment("2026-12-24T08:00:00-05:00")
    '2026-12-24 08:00 -05:00'
    """
    read_as = datetime.fromisoformat(time)
    return f"{read_as:%Y-%m-%d %H:%M} {read_as.isoformat()[-6:]}"


def _manifest(releases: Path, name: str) -> dict[str, str]:
    try:
        manifest = manifest_of(releases, name)
    except ValueError:
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _adoption(releases: Path, now: datetime) -> list[Entry]:
    """Return the entries of the releases that are older than the journal, and of the one that is served."""
    if not (names := older(releases)):
        return []
    sums = {name: hashlib.sha256((releases / name / beside.FILE).read_bytes()).hexdigest() for name in names}
    entries = [_entry(ADOPTED, name, now, manifest=each) for name, each in sums.items()]
    current = _served(releases)
    return [*entries, _entry(SERVED, current, now)] if current in sums else entries


def _served(releases: Path) -> str:
    try:
        return Shelf(releases).current().id
    except FileNotFoundError:
        return ""


def _entry(event: str, release: str, now: datetime, **more: str) -> Entry:
    return {"event": event, "release": release, "time": now.isoformat(), **more}


def _damaged(problem: chain.Broken) -> PublishError:
    return PublishError(f"{problem}; restore the releases from a backup. What is served is still served")
