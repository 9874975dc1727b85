"""What is known of a release only once its files are written: it stands beside them, in the manifest.

So a preview's files can be signed and then published byte for byte.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

FILE = "manifest.json"
AFTER = ("published", "preview", "preview_was", "signed_by")
_SEAL = "after"


def sealed(facts: Mapping[str, str]) -> dict[str, str]:
    """Return a manifest's facts with a checksum of those that no file of the release repeats."""
    return {**facts, _SEAL: _checksum(facts)}


def after(folder: Path) -> dict[str, str]:
    """Return what the manifest in a release's folder says that its files do not.

    Raises ValueError if that is not what was written.
    """
    path = folder / FILE
    if not path.exists():
        raise ValueError(f"{path} is gone; `equity verify` says what to do")
    try:
        said = json.loads(path.read_bytes())
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise ValueError(f"{path} is not what was written; `equity verify` says what to do")
    # Files older than the seal say themselves when they were published.
    if _SEAL not in said and "journal" not in said:
        return {}
    if said.get(_SEAL) != _checksum(said):
        raise ValueError(f"{path} is not what was written; `equity verify` says what to do")
    return {key: said[key] for key in AFTER if key in said}


def _checksum(facts: Mapping[str, str]) -> str:
    plain = json.dumps([[key, facts.get(key)] for key in AFTER])
    return hashlib.sha256(plain.encode()).hexdigest()
