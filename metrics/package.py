"""What lies beside an exported release: a Frictionless data package, and how to cite it.

The package follows https://specs.frictionlessdata.io/data-package/: a resource for each file, with its checksum and the
schema of its columns.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from metrics.release import TABLES, Release

PACKAGE, CITATION = "datapackage.json", "CITATION.cff"
_MEDIA = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "duckdb": "application/vnd.duckdb.file",
}
_STATE = "Connecticut"


def write(release: Release, folder: Path, files: list[Path], form: str) -> list[Path]:
    """Write both beside the `files` of an export and return their paths."""
    package = {
        "profile": "data-package" if form != "csv" else "tabular-data-package",
        "name": f"equity-benchmarks-{release.id}-{release.audience}".lower(),
        "title": _title(release),
        "version": release.id,
        "created": release.manifest["published"],
        "sources": _sources(release),
        "resources": [_resource(path, form) for path in files],
    }
    described = folder / PACKAGE
    described.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    cited = folder / CITATION
    cited.write_text(citation(release), encoding="utf-8")
    return [described, cited]


def citation(release: Release) -> str:
    """Return how to cite a release, as a Citation File (https://citation-file-format.github.io)."""
    place = release.manifest.get("place") or _STATE
    office = "State of Connecticut, Office of Equity and Opportunity" if place == _STATE else place
    facts = {
        "cff-version": "1.2.0",
        "message": "If you use these figures, cite them with the release they are from.",
        "type": "dataset",
        "title": _title(release),
        "version": release.id,
        "date-released": release.manifest["published"][:10],
    }
    # A text in JSON's quotes is a text in YAML.
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in facts.items()]
    return "\n".join([*lines, "authors:", f"  - name: {json.dumps(office, ensure_ascii=False)}"]) + "\n"


def _title(release: Release) -> str:
    invented = "DEMONSTRATION DATA, not real people or results: " if _demonstration(release) else ""
    return f"{invented}Statewide equity benchmarks, release {release.id} ({release.audience})"


def _demonstration(release: Release) -> bool:
    return release.manifest.get("has_demonstration") == "yes"


def _sources(release: Release) -> list[dict[str, str]]:
    rows = release.table("sources").drop_duplicates("source")
    found = []
    for row in rows.to_dict("records"):
        address = row["address"] if isinstance(row["address"], str) and row["address"].startswith("http") else ""
        found.append({"title": str(row["title"]), **({"path": address} if address else {})})
    return found


def _resource(path: Path, form: str) -> dict[str, Any]:
    named: dict[str, Any] = {
        "name": path.stem.replace("_", "-"),
        "path": path.name,
        "format": form,
        "mediatype": _MEDIA[form],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_checksum(path)}",
    }
    table = TABLES.get(path.stem)
    if table is None:
        return named
    named["description"] = str(table.comment)
    if form == "csv":
        named |= {"profile": "tabular-data-resource", "encoding": "utf-8"}
    return {**named, "schema": {"fields": _fields(table), "missingValues": [""]}}


def _fields(table: sa.Table) -> list[Mapping[str, str]]:
    kinds = {str: "string", int: "number", float: "number", bool: "boolean"}
    return [{"name": each.name, "type": kinds[each.type.python_type]} for each in table.columns]


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
