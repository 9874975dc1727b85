"""A policy small enough that every table can be tried."""

from collections.abc import Callable
from pathlib import Path

import pytest

from metrics.disclosure import policy
from metrics.disclosure.policy import Policy

SMALL = """
version = 1
effective = 2026-11-22
threshold = 4
base = {base}
[source]
medicaid = 11
[rate]
decimal_base = 1000
[pay]
people = 10
crossed = 20
rounding = 1000
[dollars]
vendors = 3
percent = 10
largest = 2
share = 85
[events.nested]
[events.sums]
[dimension.agency]
levels = ["agency"]
[dimension.job]
levels = ["job"]
[dimension.race]
levels = ["race", "race2"]
[dimension.race.groups.race2]
other = ["b", "c"]
[dimension.sex]
levels = ["sex"]
[dimension.disability]
levels = ["disability"]
sensitive = true
[domain.d]
unit = "agency"
count = "people"
"""


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Policy]:
    """Make a policy of threshold 4 with one domain `d` from the rest of its file."""

    def make(rest: str, base: int = 1) -> Policy:
        path = tmp_path / "policy.toml"
        path.write_text(SMALL.format(base=base) + rest)
        return policy.load(path)

    return make
