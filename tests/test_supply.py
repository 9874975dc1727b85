"""What comes from elsewhere: pinned by hash, under a licence that we may pass on, listed, asked about."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
ALLOWED = {
    *(
        "MIT",
        "MIT-0",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "0BSD",
        "ISC",
        "Zlib",
        "CC0-1.0",
        "PSF-2.0",
        "OFL-1.1",
    ),
    # May be passed on unchanged beside a program under another licence.
    *("MPL-2.0", "LGPL-3.0-only"),
}


@pytest.fixture(scope="module")
def bill() -> dict[str, list[dict[str, object]]]:
    made = subprocess.run([sys.executable, "scripts/sbom.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, list[dict[str, object]]] = json.loads(made.stdout)
    return found


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit_of_packages", ROOT / "scripts" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_package_is_pinned_by_hash() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        blocks = re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"))
        assert len(blocks) > (20 if "peer" in lock.name else 50)
        assert [block.split()[0] for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []


def test_every_package_has_a_licence_that_may_be_passed_on(bill: dict[str, list[dict[str, object]]]) -> None:
    refused = {}
    for each in bill["components"]:
        if each["type"] != "library":
            continue
        told = json.dumps(each.get("licenses", "none told"))
        named = set(re.findall(r'"(?:id|expression)": "([^"]+)"', told))
        words = {word for name in named for word in re.findall(r"[\w.-]+", name)} - {"AND", "OR", "WITH"}
        if not words or not words <= ALLOWED:
            refused[each["name"]] = told
    assert refused == {}


def test_the_bill_of_materials_names_what_is_installed_with_its_hashes(
    bill: dict[str, list[dict[str, object]]],
) -> None:
    assert bill["bomFormat"] == "CycloneDX"
    libraries = {each["name"]: each for each in bill["components"] if each["type"] == "library"}
    assert {"dash", "duckdb", "flask", "gunicorn"} <= set(libraries)
    for name, each in libraries.items():
        assert each["purl"] == f"pkg:pypi/{name}@{each['version']}"
        assert each["externalReferences"], name


def test_silence_of_the_auditor_is_not_taken_for_a_good_answer(audit: ModuleType) -> None:
    assert audit.verdict("") == (["audit: NOT DONE, the service of known vulnerabilities could not be reached"], False)
    skipped = {"dependencies": [{"name": "a", "skip_reason": "not found"}, {"name": "b", "version": "1", "vulns": []}]}
    assert audit.verdict(json.dumps(skipped))[0][0].startswith("audit: NOT DONE for 1 of 2 packages")
    clean = {"dependencies": [{"name": "b", "version": "1", "vulns": []}]}
    assert audit.verdict(json.dumps(clean)) == (["audit: no known vulnerability in 1 packages"], False)
    flawed = {"dependencies": [{"name": "b", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}]}
    assert audit.verdict(json.dumps(flawed)) == (["audit: b 1: PYSEC-1, mended in 2"], True)
