"""Fetch the small bundle of plotly.js: `python -m dashboard.bundle`. Run at set-up; it needs npm."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from dashboard.plotly import SMALL, VERSION

PACKAGE = "plotly.js-basic-dist-min"
_SHA256 = "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba"
_INSIDE = "package/plotly-basic.min.js"


class NotFetched(Exception):
    """The small bundle could not be had; the message says why."""


def fetch(path: Path = SMALL) -> Path:
    """Write the small bundle to `path`, unless it is there. Raises NotFetched."""
    if path.exists() and _is_ours(path.read_bytes()):
        return path
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetched("npm is not installed")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603 - npm, and a name of ours
            [npm, "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=folder, capture_output=True, text=True, check=False
        )
        found = list(Path(folder).glob("*.tgz"))
        if done.returncode or len(found) != 1:
            raise NotFetched(f"npm could not fetch {PACKAGE} {VERSION}")
        script = unpacked(found[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(script)
    return path


def unpacked(archive: Path) -> bytes:
    """Return the script in npm's archive. Raises NotFetched if it is not the one that was looked at."""
    try:
        with tarfile.open(archive) as opened:
            member = opened.extractfile(_INSIDE)
            script = member.read() if member else b""
    except (KeyError, tarfile.TarError):
        script = b""
    if not _is_ours(script):
        raise NotFetched(f"{PACKAGE} {VERSION} is not the file it was: its sha256 is another")
    return script


def _is_ours(script: bytes) -> bool:
    return hashlib.sha256(script).hexdigest() == _SHA256


if __name__ == "__main__":
    try:
        print(SMALL.name, f"{fetch().stat().st_size:,} bytes")
    except NotFetched as problem:
        print(f"{problem}: charts bring the whole of Plotly, about 1 MB more", file=sys.stderr)
