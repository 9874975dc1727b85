"""What became of deliveries, kept for those who ask later: a file a load, in `EQUITY_HOME/access/deliveries/`.

It lies beside what the internal site is given, since the public one is not given that folder. It names rows, columns
and rules, and holds no cell of a delivery: nobody knows of a cell that breaks its promise what it holds. A heading that
no contract has may be a cell too, of a file without headings, and is left out as well.
"""

import json
import os
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.build import units
from etl.contract import BETWEEN, FILE, Problem, Source

if TYPE_CHECKING:
    from etl.desk import Delivery
    from etl.load import Report

FOLDER = Path("access") / "deliveries"
MOST, MOST_ROWS, _LONGEST = 300, 40, 300
"""So many loads are kept, and of each finding so many rows are named; so long is a text."""
_FRESH = ".new-"


def keep(home: Path, report: "Report", known: Mapping[str, Source], now: datetime) -> None:
    """Write what became of each delivery of a load, and forget the oldest loads. Raises OSError."""
    told = [_told(each, known) for each in report.deliveries if each.source or each.state == "refused"]
    if not told:
        return
    folder = home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}.json"
    fresh = folder / f"{_FRESH}{name}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"time": now.isoformat(timespec="seconds"), "deliveries": told}, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(folder / name)
    finally:
        fresh.unlink(missing_ok=True)
    for old in files(home)[MOST:]:
        old.unlink(missing_ok=True)


def files(home: Path) -> list[Path]:
    """Return the reports that are kept, newest first."""
    folder = home / FOLDER
    return sorted((each for each in folder.glob("*.json") if not each.name.startswith(".")), reverse=True)


def _told(delivery: "Delivery", known: Mapping[str, Source]) -> dict[str, Any]:
    source = known.get(delivery.source or "")
    periods = {unit[-1] for unit in units(delivery.loaded) if len(unit) == 3} if delivery.loaded else set()
    return {
        "file": _short(delivery.path.name),
        "state": delivery.state.value,
        "source": delivery.source or "",
        "title": source.title if source else "",
        "title_es": source.title_es if source else "",
        "rows": delivery.rows,
        "nature": delivery.loaded.load.nature if delivery.loaded else "",
        "agencies": list(delivery.agencies),
        "periods": sorted(periods),
        "findings": _findings(delivery.problems, {each.name for each in source.columns} if source else set()),
    }


def _findings(problems: tuple[Problem, ...], columns: set[str]) -> list[dict[str, Any]]:
    """Return the problems with the same rule, column and words together, in the order of their first rows."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for each in problems:
        column = each.column if each.column in columns else ""
        rule = each.rule or (BETWEEN if each.column else FILE)
        asked = (each.kept or each.message).removeprefix("is blank; ").removeprefix("expected ")
        rows = found.setdefault((rule, column or "", _short(asked)), [])
        if each.row is not None:
            rows.append(each.row)
    return [
        {"rule": rule, "column": column, "expected": said, "count": len(rows), "rows": sorted(rows)[:MOST_ROWS]}
        for (rule, column, said), rows in found.items()
    ]


def _short(text: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in text[:_LONGEST])
