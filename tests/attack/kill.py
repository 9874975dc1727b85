"""kill -9 at random moments of loading and publishing."""

import random
import time
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from etl.home import Home
from metrics.release import Shelf
from tests.attack.program import Deliveries, Outcome, acknowledged, employees, killed, run, whole

START = 1.5
"""Seconds that a process of its own takes before it works."""
OFFICE = ("--office", "Office of Equity and Opportunity")


def kill_many(
    home: Home, definitions: Path, folder: Path, times: int, seed: int, seconds: Mapping[str, float] | None = None
) -> Outcome:
    """Kill `times` commands, each at any moment of the time it takes or just after; in the end all is there.

    Every fourth round goes by way of a preview and its sign-off. `seconds`: how long a load and a publish take here;
    measured if absent.
    """
    luck = random.Random(seed)  # noqa: S311 - a repeatable choice of moments
    outcome, deliveries = Outcome(), Deliveries(folder)
    if seconds is None:
        seconds = {}
        for command in (("load", deliveries.next()), ("publish",)):
            begun = time.monotonic()
            code, said = run(home, definitions, *command)
            outcome.hold(code == 0, f"{command}: {said}")
            seconds[command[0]] = time.monotonic() - begun + START
    for turn in count():
        if outcome.tried >= times:
            break
        for command in _round(home, deliveries.next(), turn):
            before = acknowledged(home)
            longest = seconds["load" if command[0] == "load" else "publish"] * 1.2
            outcome.tried += 1
            code, said = killed(home, definitions, luck.uniform(0.2, longest), *command)
            outcome.count("killed" if code is None else "refused" if code else "done in time")
            # A step may lack what the killed step before it would have brought.
            allowed = {None, 0, 1, 3} if command[0] != "load" and len(command) > 1 else {None, 0}
            outcome.hold(code in allowed and "Traceback" not in said, f"{command} left with {code}: {said}")
            try:
                whole(home)
            except Exception as problem:
                outcome.hold(False, f"{command}: nothing whole is served: {problem}")
            outcome.hold(acknowledged(home)[: len(before)] == before, f"{command}: an acknowledged load is gone")
    for command in (("load", str(deliveries.path)), ("publish",), ("verify",)):
        code, said = run(home, definitions, *command)
        outcome.hold(code == 0, f"{command} after all: {said}")
    outcome.hold(employees(home) == deliveries.employees, "the last delivery is not what is served")
    outcome.facts["loads acknowledged"] = len(acknowledged(home))
    outcome.facts["releases made"] = len(Shelf(home.releases, "internal").ids())
    outcome.facts["seconds to load and publish"] = round(sum(seconds.values()), 1)
    return outcome


def _round(home: Home, path: str, turn: int) -> list[tuple[str, ...]]:
    if turn % 4:
        return [("load", path), ("publish",)]
    newest = [name for name in Shelf(home.releases, "internal").ids() if "preview" in name]
    signing = ("sign-off", newest[-1] if newest else "2026.1-preview.1", *OFFICE)
    return [("load", path), ("publish", "--preview"), signing, ("publish", "--release")]
