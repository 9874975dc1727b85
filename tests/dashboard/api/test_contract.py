"""The API keeps to its own description, for what it should take and for what it should refuse (schemathesis)."""

import json
import subprocess
import sys
from collections.abc import Container
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.api.resource import ROOT

pytestmark = pytest.mark.long

ONCE = ("--phases", "examples,coverage,fuzzing", "--max-examples", "3", "--generation-deterministic")
"""Every kind of question once, the same each time."""
# Those left out are for APIs that make or hide things: this one is read only and public.
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection", "positive_data_acceptance", "unsupported_method",
    "allow_header_conformance",
)  # fmt: skip


# One of each shape: the other tables are made of the same declarations, and `make test-all` asks them all.
SHAPES = (
    "", "/openapi.json", "/releases", "/releases/{release}", "/figures", "/figures.{form}", "/figures/{figure_id}",
    "/figures/{figure_id}/explain", "/measures", "/revisions",
)  # fmt: skip


def sampled(described: dict[str, Any], shapes: Container[str] | None) -> dict[str, Any]:
    """Return the description of these addresses, with the first question of each kind for each.

    The questions of a table are made alike, and each is asked with the others. No description can tell a cursor of
    ours from another word: test_rows.py asks with cursors.
    """
    found = {name: path for name, path in described["paths"].items() if not shapes or name[len(ROOT) :] in shapes}
    for path in found.values():
        asked, seen = [], set()
        for each in path["get"]["parameters"]:
            kind = json.dumps(each["schema"]) + each["name"][:3] * each["name"].startswith("in-")
            if each["name"] != "cursor" and kind not in seen:
                seen.add(kind)
                asked.append(each)
        path["get"]["parameters"] = asked
    return {**described, "paths": found}


def drawn(seed: int) -> tuple[str, ...]:
    """Return how questions are drawn by a seed, many of each address."""
    return ("--phases", "fuzzing", "--max-examples", "20", "--seed", str(seed))


@pytest.mark.parametrize(
    ("shapes", "how"),
    [
        pytest.param(SHAPES, ONCE, id="one of each"),
        pytest.param(None, ONCE, id="all", marks=pytest.mark.slow),
        pytest.param(None, drawn(2), id="all, seed 2", marks=pytest.mark.slow),
        pytest.param(None, drawn(3), id="all, seed 3", marks=pytest.mark.slow),
    ],
)
def test_the_api_keeps_to_its_description(
    api: FlaskClient, live: str, tmp_path: Path, shapes: tuple[str, ...] | None, how: tuple[str, ...]
) -> None:
    described = sampled(api.get(f"{ROOT}/openapi.json").get_json(), shapes)
    (tmp_path / "openapi.json").write_text(json.dumps(described))
    # Too long a question is refused before it is read.
    refusals = "negative_data_rejection.expected-statuses = [400, 404, 406, 409, 414]"
    (tmp_path / "schemathesis.toml").write_text(f"[checks]\n{refusals}\n")
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", "openapi.json", "--url", live, *how,
        "--checks", ",".join(CHECKS), "--no-color",
    ]  # fmt: skip
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=1500, check=False)
    print(said.stdout[-6000:], said.stderr[-2000:])
    assert said.returncode == 0
