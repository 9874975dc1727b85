"""Several worker processes write one audit trail: no line is lost, none stands twice, the chain holds."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from metrics import trail
from tests.attack.forged import asked
from tests.attack.forging import serving, signed_in
from tests.dashboard import sample

pytestmark = pytest.mark.slow
READERS, EACH, WORKERS = 4, 10, 2


def test_what_several_workers_hand_out_stands_in_one_chain(tmp_path: Path) -> None:
    sample.write(tmp_path)
    with serving(tmp_path, "internal", WORKERS, EQUITY_API_RATE="100000 per minute") as site:
        known = signed_in(site, "analyst")

        def read(number: int) -> None:
            for turn in range(EACH):
                path = f"/api/v1/figures.csv?limit={1 + number}" if turn % 2 else f"/api/v1/figures?limit={1 + number}"
                answer = known.answer(asked("GET", path))
                assert b" 200 OK" in answer.partition(b"\r\n")[0], answer[:300]

        with ThreadPoolExecutor(READERS) as readers:
            list(readers.map(read, range(READERS)))
    lines = [each for each in trail.read(tmp_path) if each["event"] == trail.EXPORT]
    assert Counter((each["form"], each["rows"]) for each in lines) == {
        (form, str(1 + number)): EACH // 2 for form in ("csv", "json") for number in range(READERS)
    }
    assert trail.verify(tmp_path) == READERS * EACH + 1
