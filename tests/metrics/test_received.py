"""Who may know of a delivery: the Office of each, an agency of those that are all its own."""

import json
from pathlib import Path

from etl import report
from metrics.received import received
from metrics.release import Shelf
from metrics.scope import EVERYTHING, Scope

DELIVERY = {
    "file": "a.csv", "state": "refused", "source": "", "title": "", "title_es": "", "rows": 1, "nature": "",
    "agencies": ["DOT"], "periods": [],
    "findings": [{"rule": "cell", "column": "sex", "expected": "x", "count": 9, "rows": [2, 3]}],
}  # fmt: skip


def write(home: Path, name: str, text: str) -> None:
    (home / report.FOLDER).mkdir(parents=True, exist_ok=True)
    (home / report.FOLDER / name).write_text(text)


def test_an_agency_knows_of_what_is_all_its_own_and_the_public_of_nothing(tmp_path: Path) -> None:
    several = [
        {**DELIVERY, "file": f"{n}", "agencies": who} for n, who in enumerate((["DOT"], ["DCF"], ["DCF", "DOT"], []))
    ]
    write(tmp_path, "1.json", json.dumps({"time": "2026-11-22T12:00:00+00:00", "deliveries": several}))
    assert [each.file for each in received(tmp_path, EVERYTHING)] == ["0", "1", "2", "3"]
    assert [each.file for each in received(tmp_path, Scope(("DOT",)))] == ["0"]
    assert received(tmp_path, Scope(())) == ()
    assert received(tmp_path, Scope(("DCF", "DOT"))) != received(tmp_path, EVERYTHING)
    assert [len(Shelf(tmp_path / "releases", audience).received()) for audience in ("public", "internal")] == [0, 4]


def test_the_newest_come_first_and_a_damaged_report_hides_no_other(tmp_path: Path) -> None:
    for name, time in (("1.json", "2026-11-22T12:00:00+00:00"), ("2.json", "2026-11-23T12:00:00+00:00")):
        write(tmp_path, name, json.dumps({"time": time, "deliveries": [DELIVERY]}))
    for name, text in (
        ("3.json", "{"),
        ("4.json", "[]"),
        ("5.json", '{"time": "x", "deliveries": []}'),
        (".new-6.json", "{}"),
    ):
        write(tmp_path, name, text)
    found = received(tmp_path, EVERYTHING)
    assert [each.time.day for each in found] == [23, 22]
    assert found[0].findings[0].rows == (2, 3)
