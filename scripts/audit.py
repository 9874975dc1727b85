"""Ask for known vulnerabilities of the locked packages, once a day for each lock. `--again` asks in any case.

Leaves with 1 where one is known. Where the service cannot be asked it says so and leaves with 0: whoever has no network
shall be able to work, and nobody shall read silence as a good answer.
"""

import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
KEPT = Path(sys.prefix) / "audited.json"
_PATIENCE = 90


def main(again: bool) -> int:
    """Print one line, or one for each vulnerability; return what to leave with."""
    key = [hashlib.sha256(LOCK.read_bytes()).hexdigest(), datetime.now(UTC).date().isoformat()]
    if not again and KEPT.exists():
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
        if kept["of"] == key:
            return _say(kept["said"], kept["bad"])
    said, bad = verdict(_asked())
    KEPT.write_text(json.dumps({"of": key, "said": said, "bad": bad}), encoding="utf-8")
    return _say(said, bad)


def verdict(answer: str) -> tuple[list[str], bool]:
    """Return the lines to print for the auditor's JSON, and whether a vulnerability is known.

    The auditor itself counts a package that it could not look up as one without a vulnerability; this does not.
    """
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return ["audit: NOT DONE, the service of known vulnerabilities could not be reached"], False
    known = [
        f"audit: {each['name']} {each['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'none'}"
        for each in packages
        for flaw in each.get("vulns", ())
    ]
    unasked = sum("skip_reason" in each for each in packages)
    if known:
        return known, True
    if unasked:
        return [f"audit: NOT DONE for {unasked} of {len(packages)} packages, which the service did not know"], False
    return [f"audit: no known vulnerability in {len(packages)} packages"], False


def _asked() -> str:
    command = [Path(sys.executable).with_name("pip-audit"), "--requirement", LOCK, "--disable-pip", "--require-hashes"]
    options = ["--progress-spinner", "off", "--timeout", "5", "--format", "json"]
    try:
        done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _say(lines: list[str], bad: bool) -> int:
    print("\n".join(lines))
    return int(bad)


if __name__ == "__main__":
    sys.exit(main("--again" in sys.argv))
