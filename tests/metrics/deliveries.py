"""A small warehouse of standard deliveries: rows as an agency types them, checked and made standard as a load does."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from etl import warehouse
from etl.delivered import DELIVERIES
from etl.harmonize import Labels
from tests.metrics import small

AGENCIES = ("PARKS", "FIRE", "LIBRARY")
RECEIVED = "2026-01-01"
Typed = Mapping[str, Sequence[Mapping[str, str]]]


def rows(name: str, typed: Sequence[Mapping[str, str]], nature: str = "official") -> pd.DataFrame:
    """Return the rows that a delivery becomes in its table."""
    source = DELIVERIES[name]
    frame = pd.DataFrame(typed, dtype=object).fillna("").assign(nature=nature)
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    labels = Labels(source=name, tables={}, agencies={each.lower(): each for each in AGENCIES}, file=name)
    source.check(frame, name, labels)
    (made,) = source.transform(frame, labels).tables.values()
    return made.assign(snapshot=name)


def build(path: Path, typed: Typed, received: str = RECEIVED, more: Mapping[str, pd.DataFrame] | None = None) -> Path:
    """Write a warehouse with these deliveries, all received on a day, and a register of three agencies."""
    snapshots = pd.DataFrame(
        [
            {
                "snapshot": name, "source": name, "name": f"{name}.csv", "address": "f", "bytes": 1,
                "received": received, "nature": "official", "rows": len(each),
            }
            for name, each in typed.items()
        ]
    )  # fmt: skip
    sources = pd.DataFrame(
        [{"source": name, "publisher": "The agencies", "title": name, "title_es": name} for name in typed]
    )
    tables = {str(DELIVERIES[name].table): rows(name, each) for name, each in typed.items()}
    with warehouse.rebuild(path) as connection:
        for name, part in {
            "agency": small.agencies(*AGENCIES), "snapshot": snapshots, "source": sources, **tables, **(more or {}),
        }.items():  # fmt: skip
            warehouse.fill(connection, warehouse.TABLES[name], part)
    return path
