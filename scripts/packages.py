"""What is installed by a lock: names, versions, hashes, licences. Needs nothing but Python."""

import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
}
_READ = {"resvg-py": "MIT"}
"""Licences that stand in a package's own files and not in its metadata."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package of a lock. `licence`: an SPDX expression, blank where it is not told or the package is not here."""

    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str
    installed: bool


def locked(lock: Path = LOCK) -> list[Package]:
    """Return the packages of a lock, each once and by name."""
    found: dict[tuple[str, str], list[str]] = {}
    hashes: list[str] = []
    for line in lock.read_text(encoding="utf-8").splitlines():
        if pinned := _PINNED.match(line):
            hashes = found.setdefault((pinned[1], pinned[2]), [])
        hashes += _HASH.findall(line)
    return [
        Package(name, version, tuple(kept), *_told(name, version)) for (name, version), kept in sorted(found.items())
    ]


def _told(name: str, version: str) -> tuple[str, bool]:
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "", False
    if told["Version"] != version:
        return "", False
    if expression := told.get("License-Expression"):
        return str(expression), True
    classified = [each.rpartition("::")[2].strip() for each in told.get_all("Classifier") or [] if "License ::" in each]
    known = sorted({_CLASSIFIERS[each] for each in classified if each in _CLASSIFIERS})
    free = (told.get("License") or "").strip()
    return _READ.get(name) or " OR ".join(known) or (free if len(free) < 30 else ""), True
