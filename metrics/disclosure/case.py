"""Protection of every period, each by itself, in several processes: periods share no cell."""

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import active_children, get_context

import pandas as pd

from metrics import orphan
from metrics.disclosure.catalogue import ProtectionError
from metrics.disclosure.policy import Domain, Policy
from metrics.disclosure.protect import Protected, protect

LARGE = 400
"""Rows of inner counts from which a process of its own is worth its start."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is protected together: the inner counts of a period and nature, and how they were published before."""

    period: str
    nature: str
    inner: pd.DataFrame
    frozen: pd.DataFrame | None


@contextmanager
def begun(
    cases: list[Case], domain: Domain, policy: Policy, *, processes: int = 1
) -> Iterator[Iterator[tuple[Case, Protected]]]:
    """Begin, and yield an iterator of each case with its cells as they may be published, the same for any number of
    processes.

    With two `processes` or more, others are at work from the beginning on, for a single large case too, while the
    caller does something else; one is the caller's, at work when it is asked. Left before all are done, the others
    are ended. Raises ProtectionError, as the iterator does.
    """
    large = [case for case in cases if len(case.inner) >= LARGE]
    if processes < 2 or not large:
        yield ((case, protect(case.inner, domain, policy, frozen=case.frozen)) for case in cases)
        return
    others = set(active_children())
    # A server that is forked before it has threads: a fork of this process, with the database's, may not run on.
    texts = (pd.get_option("mode.string_storage"),)
    with ProcessPoolExecutor(min(processes, len(large)), get_context("forkserver"), orphan.begin, texts) as pool:
        found = [pool.submit(_protect, case, domain, policy) for case in cases]
        try:
            yield _awaited(cases, found, domain, pool)
        finally:
            if not all(each.done() for each in found):
                # The pool would finish what it has begun, of which nobody makes anything.
                for process in set(active_children()) - others:
                    process.terminate()


def _awaited(
    cases: list[Case], found: list[Future[Protected]], domain: Domain, pool: ProcessPoolExecutor
) -> Iterator[tuple[Case, Protected]]:
    for case, each in zip(cases, found, strict=True):
        try:
            yield case, each.result()
        except BrokenProcessPool:
            raise ProtectionError(
                f"{domain.name}: a process of the protection was ended from outside, perhaps for want of memory; free "
                "memory and publish again"
            ) from None
    # What the caller makes of them takes memory too.
    pool.shutdown()


def _protect(case: Case, domain: Domain, policy: Policy) -> Protected:
    return protect(case.inner, domain, policy, frozen=case.frozen)
