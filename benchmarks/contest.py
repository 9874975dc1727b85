"""One contest: the same work by several contestants, in turn, with equal results, as times and memory."""

import multiprocessing
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from benchmarks.goal import Goal

Work = Callable[[], Any]
OURS = "ours"
FOLDER = Path(tempfile.gettempdir()) / "equity-benchmarks"
"""What is generated stays here, since it is the same each time."""


@dataclass(frozen=True, slots=True)
class Contest:
    """A piece of work and who does it. `ours` is among the contestants; `same` tells whether two results agree.

    `beside`: what a contestant does more or less than we do, by name. `alone`: the module that the contest is of, where
    each measures its memory in a process that has done and imported nothing else; threads and Java do not survive a
    fork.
    """

    title: str
    contestants: Mapping[str, Work]
    same: Callable[[Any, Any], bool]
    beside: Mapping[str, str]
    alone: str = ""
    goals: "tuple[Goal, ...]" = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of every round, processor seconds a round (median) and the memory that one run adds, in MB."""

    name: str
    seconds: tuple[float, ...]
    processor: float
    megabytes: float
    ratio: float
    beside: str

    @property
    def median(self) -> float:
        """The median of the rounds in seconds."""
        return statistics.median(self.seconds)


def held(contest: Contest, rounds: int = 7) -> Iterator[Timing]:
    """Yield the timing of each contestant. Raises ValueError where results differ: then no time means anything."""
    results = {name: work() for name, work in contest.contestants.items()}
    for name, result in results.items():
        if not contest.same(result, results[OURS]):
            raise ValueError(f"{contest.title}: {name} has another result than we have; mend that first")
    del results
    seconds: dict[str, list[float]] = {name: [] for name in contest.contestants}
    processor: dict[str, list[float]] = {name: [] for name in contest.contestants}
    for _ in range(rounds):
        for name, work in contest.contestants.items():
            wall, cpu = time.perf_counter(), _processor()
            work()
            seconds[name].append(time.perf_counter() - wall)
            processor[name].append(_processor() - cpu)
    ours = statistics.median(seconds[OURS])
    for name, work in contest.contestants.items():
        yield Timing(
            name,
            tuple(seconds[name]),
            statistics.median(processor[name]),
            _alone(contest, name) if contest.alone else _added(work),
            statistics.median(seconds[name]) / ours,
            contest.beside.get(name, ""),
        )


def _processor() -> float:
    """Processor seconds of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _added(work: Work) -> float:
    """The growth of a child process's peak memory while it works, in MB."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def child() -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        work()
        sender.send((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)

    process = context.Process(target=child)
    process.start()
    grown: float = receiver.recv()
    process.join()
    return grown


def _alone(contest: Contest, name: str) -> float:
    """The peak memory of a process of its own, and of those that it starts, while a contestant works once, in MB."""
    command = [sys.executable, "-m", "benchmarks.alone", contest.alone, contest.title, name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own module
    return float(done.stdout.split()[-1])


def close(one: Any, other: Any) -> bool:
    """Whether two arrays agree to nine digits, absent values in the same places."""
    return bool(np.allclose(one, other, rtol=1e-9, atol=1e-12, equal_nan=True))
