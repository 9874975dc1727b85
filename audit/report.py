"""What an audit found, for people and for machines."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from audit.level import Answer
from audit.system import System

SAFE, BREACHED = 0, 3


@dataclass(frozen=True, slots=True)
class Report:
    """The answers by level; `staff`: what each agency's people know exactly of others; `leaks`: told outright."""

    name: str
    system: System
    answers: Sequence[Answer]
    staff: pd.DataFrame | None
    leaks: Sequence[str]
    notes: Sequence[str]
    seconds: float

    @property
    def code(self) -> int:
        """0 where nothing can be worked out, 3 where something can or is not decided."""
        counted = sum(each.exact + each.narrow + each.undecided for each in self.answers)
        staff = 0 if self.staff is None else int(self.staff[["exact", "undecided"]].to_numpy().sum())
        return BREACHED if counted or staff or self.leaks else SAFE

    def worst(self, most: int) -> list[dict[str, Any]]:
        """Return the cells that are known best, each at the first level that tells it: exact, then narrow ones."""
        rows = pd.concat([each.cells.assign(level=each.level) for each in self.answers], ignore_index=True)
        rows = rows[rows["exact"] | rows["narrow"] | rows["undecided"]]
        if rows.empty:
            return []
        rows = rows.assign(width=rows["high"] - rows["low"])
        rows = rows.sort_values(["level", "undecided", "width", "cell"]).drop_duplicates("cell")
        rows = rows.sort_values(["undecided", "width", "level", "cell"]).head(most)
        found = []
        for row in rows.to_dict("records"):
            high = float(row["high"])
            cell = int(row["cell"])
            found.append(
                {
                    "level": row["level"],
                    "cell": self.system.name(cell),
                    "table": str(self.system.cells["table"].iloc[cell]),
                    "row": int(self.system.cells["row"].iloc[cell]),
                    "low": int(row["low"]),
                    "high": int(high) if high < float("inf") else None,
                    "found": "exact" if row["exact"] else "narrow" if row["narrow"] else "undecided",
                }
            )
        return found

    def as_json(self, most: int) -> str:
        """Return the report as one JSON object."""
        levels = {
            each.level: {
                "withheld": each.withheld,
                "exact": each.exact,
                "narrow": each.narrow,
                "relaxed": each.relaxed,
                "undecided": each.undecided,
                "seconds": round(each.seconds, 2),
            }
            for each in self.answers
        }
        return json.dumps(
            {
                "name": self.name,
                "cells": self.cells,
                "levels": levels,
                "staff": None if self.staff is None else self.staff.to_dict("records"),
                "leaks": list(self.leaks),
                "notes": list(self.notes),
                "worst": self.worst(most),
                "seconds": round(self.seconds, 2),
                "breached": self.code == BREACHED,
            },
            ensure_ascii=False,
        )

    @property
    def cells(self) -> int:
        """Cells that the tables list."""
        return int((self.system.cells["row"] > 0).sum())

    def text(self, most: int) -> str:
        """Return the report as lines of text."""
        said = [f"{self.name}: {self.cells} cells", "level  withheld   exact  narrow  relaxed  undecided  seconds"]
        said += [
            f"{each.level:5} {each.withheld:9} {each.exact:7} {each.narrow:7} {each.relaxed:8} {each.undecided:10} "
            f"{each.seconds:8.1f}"
            for each in self.answers
        ]
        if self.staff is not None:
            exact, undecided = int(self.staff["exact"].sum()), int(self.staff["undecided"].sum())
            told = f"; {undecided} undecided" if undecided else ""
            said.append(f"K2, the staff of one of {len(self.staff)} agencies: {exact} cells of others exact{told}")
        said += [f"told outright: {each}" for each in self.leaks[:most]]
        if len(self.leaks) > most:
            said.append(f"told outright: {len(self.leaks) - most} more")
        for each in self.worst(most):
            high = "or more" if each["high"] is None else f"to {each['high']}"
            number = f"is {each['low']}" if each["found"] == "exact" else f"is {each['low']} {high}"
            said.append(f"{each['level']} {each['found']}: {each['cell']} {number}")
        said += [f"note: {each}" for each in self.notes]
        safe = "Nothing withheld can be worked out."
        said.append(safe if self.code == SAFE else "Withheld numbers can be worked out, or that is not decided.")
        return "\n".join(said)
