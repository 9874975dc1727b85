"""Write the bill of materials of an environment, as CycloneDX 1.6 JSON: `python scripts/sbom.py > sbom.cdx.json`.

The same lock in the same environment gives the same bytes: it holds no time and no serial number.
"""

import json
import platform
import sys
import tomllib
from typing import Any

from packages import LOCK, ROOT, Package, locked

_SPDX = frozenset(("MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MPL-2.0", "OFL-1.1", "PSF-2.0"))


def bill(packages: list[Package]) -> dict[str, Any]:
    """Return the bill of the packages that are installed."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    whole = {
        "type": "application",
        "bom-ref": about["name"],
        "name": about["name"],
        "version": about["version"],
        "licenses": [{"license": {"id": about["license"]}}],
    }
    python = {"type": "platform", "bom-ref": "python", "name": "python", "version": platform.python_version()}
    here = [each for each in packages if each.installed]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": whole},
        "components": [python, *map(_component, here)],
        "dependencies": [{"ref": about["name"], "dependsOn": ["python", *(_address(each) for each in here)]}],
    }


def _component(package: Package) -> dict[str, Any]:
    address = _address(package)
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": package.name,
        "version": package.version,
        "purl": address,
        # One of these was installed: which, depends on the machine.
        "externalReferences": [
            {"type": "distribution", "url": address, "hashes": [{"alg": "SHA-256", "content": each}]}
            for each in package.hashes
        ],
    }
    if package.licence:
        told = {"license": {"id": package.licence}} if package.licence in _SPDX else {"expression": package.licence}
        found["licenses"] = [told]
    return found


def _address(package: Package) -> str:
    return f"pkg:pypi/{package.name}@{package.version}"


if __name__ == "__main__":
    json.dump(bill(locked(LOCK)), sys.stdout, indent=1)
    print()
