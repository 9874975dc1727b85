"""A release as independent pieces: what no line joins is attacked apart, by several processes where there are many.

Lines never join two domains, periods or natures, but for stocks and flows and other rules that name cells of several.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process

import numpy as np
import pandas as pd

from audit import level
from audit.level import Answer, Settings
from audit.system import SLICE, Part, Rule, System, built
from audit.table import TOTAL
from audit.truth import truth_of

_WORTH = 1500
"""Listed cells beside the largest piece from which a second process is worth its start."""

Said = Callable[[str], None]
Slice = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Tables and rules that no line ties to others, and the truth of their cells."""

    name: str
    parts: Sequence[Part]
    parents: Mapping[str, Mapping[str, str]]
    rules: Sequence[Rule]
    truth: Sequence[Part] | None
    settings: Settings

    @property
    def size(self) -> int:
        """Rows of its tables."""
        return sum(len(part.cells) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the attack on one task found; `staff` as in `audit.level.attacked`."""

    name: str
    system: System
    answers: Sequence[Answer]
    staff: pd.DataFrame | None
    seconds: float


def run(task: Task) -> Outcome:
    """Attack one task. Raises AuditError."""
    start = time.monotonic()
    system = built(task.parts, task.parents, task.rules, crossed=task.settings.crossed)
    values = truth_of(system, task.truth) if task.truth is not None else None
    answers, staff = level.attacked(system, values, task.settings)
    return Outcome(task.name, system, answers, staff, time.monotonic() - start)


def all_of(tasks: Sequence[Task], processes: int | None = None, said: Said | None = None) -> list[Outcome]:
    """Attack every task, in up to so many processes (two, or one on a single core), and return outcomes in order.

    `said` is told of each that is done. Raises the first AuditError.
    """
    most = processes or min(2, os.cpu_count() or 1)
    sizes = [task.size for task in tasks]
    found: dict[int, Outcome] = {}
    if most < 2 or sum(sizes) - max(sizes, default=0) < _WORTH:
        for place, task in enumerate(tasks):
            found[place] = _told(run(task), len(tasks), place + 1, said)
        return list(found.values())
    # Not forked: a copy of a process whose threads hold locks may never run.
    texts = (pd.get_option("mode.string_storage"),)
    with ProcessPoolExecutor(min(most, len(tasks)), get_context("spawn"), _begin, texts) as pool:
        waiting = {pool.submit(run, tasks[place]): place for place in np.argsort(sizes, kind="stable")[::-1].tolist()}
        try:
            for done in as_completed(waiting):
                found[waiting[done]] = _told(done.result(), len(tasks), len(found) + 1, said)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [found[place] for place in range(len(tasks))]


def _begin(storage: str) -> None:
    """Begin a process of the pool, which waits at a pipe that it holds open itself and must be told to end."""
    pd.set_option("mode.string_storage", storage)
    threading.Thread(target=_until_alone, daemon=True).start()


def _until_alone() -> None:
    # As `metrics.orphan` does, of whose package the attack uses nothing.
    starter = parent_process()
    if starter is not None:
        starter.join()
        os._exit(1)


def _told(one: Outcome, every: int, done: int, said: Said | None) -> Outcome:
    if said is not None:
        exact, narrow, open_ = (
            max(getattr(each, name) for each in one.answers) for name in ("exact", "narrow", "undecided")
        )
        listed = int((one.system.cells["row"] > 0).sum())
        said(
            f"{done} of {every}: {one.name}: {listed} cells, {one.answers[0].withheld} withheld, {exact} exact, "
            f"{narrow} narrow, {open_} undecided, {one.seconds:.1f} s"
        )
    return one


def tasks(
    parts: Sequence[Part],
    parents: Mapping[str, Mapping[str, str]],
    rules: Sequence[Rule],
    truth: Sequence[Part] | None,
    settings: Settings,
) -> list[Task]:
    """Return one task for each set of domains, periods and natures that rules tie together, in the order of `parts`."""
    apart = [one for part in parts for one in _sliced(part)]
    known = list(dict.fromkeys(key for key, _ in apart))
    above = {key: key for key in known}

    def top(key: Slice) -> Slice:
        while above[key] != key:
            key = above[key]
        return key

    reach = [
        {key for cell in rule.cells if (key := tuple(str(cell.get(name, TOTAL)) for name in SLICE)) in above}
        for rule in rules
    ]
    for tied in reach:
        for key in tied:
            above[top(key)] = top(next(iter(tied)))
    groups: dict[Slice, list[Slice]] = {}
    for key in known:
        groups.setdefault(top(key), []).append(key)
    mine: dict[Slice, list[Part]] = {}
    for key, part in apart:
        mine.setdefault(top(key), []).append(part)
    real: dict[Slice, list[Part]] = {}
    for key, part in (one for each in truth or () for one in _sliced(each)):
        if key in above:
            real.setdefault(top(key), []).append(part)
    ruled: dict[Slice, list[Rule]] = {}
    for rule, tied in zip(rules, reach, strict=True):
        if tied:
            ruled.setdefault(top(next(iter(tied))), []).append(rule)
    return [
        Task(
            _name(keys), mine[head], parents, ruled.get(head, []),
            None if truth is None else real.get(head, []), settings,
        )
        for head, keys in groups.items()
    ]  # fmt: skip


def _sliced(part: Part) -> Iterator[tuple[Slice, Part]]:
    names = [name for name in SLICE if name in part.cells]
    if not names:
        yield (TOTAL,) * len(SLICE), part
        return
    if len(part.slice) == len(names):
        only = dict(zip(names, part.slice, strict=True))
        yield tuple(only.get(name, TOTAL) for name in SLICE), part
        return
    keys = part.cells[names].astype(str)
    for key, rows in part.cells.groupby([keys[name] for name in names], sort=False):
        told = dict(zip(names, key, strict=True))
        here = tuple(str(told.get(name, TOTAL)) for name in SLICE)
        yield here, replace(part, cells=rows.reset_index(drop=True))


def _name(keys: Sequence[Slice]) -> str:
    columns = [list(dict.fromkeys(each)) for each in zip(*keys, strict=True)]
    return " ".join("+".join(each) for each in columns if each != [TOTAL])
