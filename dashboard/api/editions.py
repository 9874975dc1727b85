"""Which releases there are, what each is, and what the API offers of the newest."""

import orjson

from dashboard.api.resource import RESOURCES, ROOT
from dashboard.api.rows import about
from dashboard.tables import Tables


def start(tables: Tables) -> bytes:
    """Return where everything is: each table with its address and its rows in the release, null if not counted."""
    sizes = tables.sizes()
    known = [{"table": name, "address": each.path, "rows": sizes.get(name)} for name, each in RESOURCES.items()]
    there = {"releases": f"{ROOT}/releases", "description": f"{ROOT}/openapi.json", "documentation": "/api"}
    return orjson.dumps({**about(tables), **there, "tables": known})


def releases(tables: Tables) -> bytes:
    """Return the releases up to the newest, newest first."""
    known = [
        {"release": name, "published": day, "newest": name == tables.id, "address": f"{ROOT}/releases/{name}"}
        for name, day in reversed(tables.releases())
    ]
    return orjson.dumps({**about(tables), "releases": known})


def release(tables: Tables) -> bytes:
    """Return what a release is: its manifest, and how many rows each of its tables has."""
    sizes = {name: count for name, count in tables.sizes().items() if name in RESOURCES}
    return orjson.dumps({**about(tables), "manifest": dict(tables.manifest), "tables": sizes})
