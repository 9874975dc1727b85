"""A home's deliveries and releases turned into what they were before the chain and the journal were kept."""

import json
from dataclasses import asdict
from pathlib import Path

import duckdb

from etl import snapshot
from metrics import journal
from metrics.release import AUDIENCES, Shelf, manifest_of
from metrics.verify import checksum


def ledger(snapshots: Path) -> None:
    """Write the ledger as lines without checksums."""
    lines = [json.dumps(asdict(each)).encode() + b"\n" for each in snapshot.loads(snapshots)]
    (snapshots / snapshot.LEDGER).write_bytes(b"".join(lines))


def releases(folder: Path) -> None:
    """Take the journal and the revisions away, and let each release say in its files when it was published."""
    for name in (journal.FILE, f"{journal.FILE}.head"):
        (folder / name).unlink()
    for name in Shelf(folder).ids():
        manifest = manifest_of(folder, name)
        for audience in AUDIENCES:
            path = folder / name / f"{audience}.duckdb"
            with duckdb.connect(str(path)) as file:
                file.execute("INSERT INTO manifest VALUES ('published', ?, 'official')", [manifest["published"]])
                file.execute("DROP TABLE revisions")
            manifest["files"][path.name] = checksum(path)
            manifest["rows"][audience]["manifest"] += 1
            del manifest["rows"][audience]["revisions"]
        del manifest["journal"], manifest["after"]
        (folder / name / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False))
