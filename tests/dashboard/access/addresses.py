"""Every address that the application answers, found in its own map, filled in with what there is and what there is not.

A route that is added is among them without a word here, as long as the names of its parts are; a test says if not.
"""

import random
import re
from collections.abc import Iterator
from itertools import product
from urllib.parse import quote

from flask import Flask

from dashboard.pages import PATHS
from metrics.schema import TABLES
from tests.dashboard.access.canary import OTHER, OWN, of

PARTS = {
    "measure": ["employees", "suspension_rate", "nope"],
    "chart": ["groups", "trend", "agencies", "findings", "nope"],
    "form": ["csv", "json", "svg", "parquet", "xlsx", "exe"],
    "table": [*TABLES, "nope"],
    "page": ["measures/employees", f"agencies/{OTHER}", f"es/agencies/{OWN}", "plans", "nope"],
    "path": [],
    "kind": ["briefing", "pack", "report", "release", "nope"],
    "name": ["0" * 24, "..", "x"],
    "file": [f"{'0' * 64}.pdf", "..%2F..%2Fpublic.duckdb"],
    "agency": [OWN, OTHER, "nope"],
    "figure": [f"employees-{OTHER}-{of(OTHER)}".lower().replace(" ", "_"), "employees-all-nope", "nope"],
    "filename": ["site.css"],
    "package_name": ["dash"],
    "rest": ["v1/nope", "v2/figures", "nope"],
    "fingerprinted_path": ["nope.js"],
}  # fmt: skip
_OTHERS = ["employees", OTHER, "figures", "nope"]
QUERIES = [
    "",
    f"agency={OTHER}&dimension=office",
    f"agency={OTHER}&agency={OWN}&dimension=office&group={quote(of(OTHER))}",
    "agency=ALL&dimension=office",
    "dimension=race_ethnicity%20x%20job_category%20x%20nothing",
    f"in-agency=%3D{OTHER}&columns=agency,group,value,nope,note,job_category",
    f"in-group=Canary&in-agency={OTHER}&table=figures&sort=-value&page=2",
    "in-value=%3E%3D1e400&in-nope=1&page=99999999999999999999999",
    f"role=governor&roles=governor&scope=ALL&viewer=governor&audience=internal&agencies={OTHER}",
    "agency=%00%FF%FE&group=%F0%9F%92%A5&period=%E2%80%AE2025&dimension=%ED%A0%80",
    "agency=DOT'%20OR%20'1'%3D'1&measure=%22%3B%20DROP%20TABLE%20figures",
    f"with={','.join([OTHER] * 400)}&measure=employees",
    "&".join(f"agency={OTHER}" for _ in range(300)),
    "release=..%2F..%2Fetc&lang=xx",
    "release=2026.1-preview.1&lang=es",
    f"agency[]={OTHER}&agency[$ne]=DOT&group[]=x",
    f"cursor={'A' * 3000}&fields={'agency,' * 200}&limit=-1&agency={OTHER}",
    f"q={'%2525' * 300}&show=%3Cscript%3E&town=../../x&years=NaN&share=-1e309&turnover=inf&job=x",
]


def every(server: Flask, *, fills: int | None, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Yield method and path; at most `fills` of each rule, chosen at random, all where it is None."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    for rule in server.url_map.iter_rules():
        names = sorted(rule.arguments)
        found = [
            _filled(rule.rule, dict(zip(names, parts, strict=True)))
            for parts in product(*(PARTS.get(name, _OTHERS) for name in names))
        ]
        if rule.rule == "/<path:path>":
            found = sorted({_filled(path, {"measure": "employees", "agency": a, "figure": f, "reader": "analyst"})
                            for path in PATHS for a in PARTS["agency"] for f in PARTS["figure"]})  # fmt: skip
            found.append("/nope")
        some = found if fills is None else dice.sample(found, min(fills, len(found)))
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE", "PATCH"}):
            yield from ((method, path) for path in some)


def _filled(rule: str, parts: dict[str, str]) -> str:
    return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda found: parts[found[1]], rule)
