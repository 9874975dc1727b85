"""Protection of every period, each by itself, in several processes: periods share no cell."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context

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


def protected(
    cases: list[Case], domain: Domain, policy: Policy, *, processes: int = 1
) -> Iterator[tuple[Case, Protected]]:
    """Yield each case with its cells as they may be published, the same whatever the number of processes.

    Raises ProtectionError.
    """
    large = [case for case in cases if len(case.inner) >= LARGE]
    many = min(processes, len(large))
    if many < 2:
        for case in cases:
            yield case, protect(case.inner, domain, policy, frozen=case.frozen)
        return
    # A server that is forked before it has threads: a fork of this process, with the database's, may not run on.
    texts = (pd.get_option("mode.string_storage"),)
    with ProcessPoolExecutor(many, get_context("forkserver"), orphan.begin, texts) as pool:
        try:
            yield from zip(cases, pool.map(_protect, cases, repeat(domain), repeat(policy)), strict=True)
        except BrokenProcessPool:
            raise ProtectionError(
                f"{domain.name}: a process of the protection was ended from outside, perhaps for want of memory; free "
                "memory and publish again"
            ) from None


def _protect(case: Case, domain: Domain, policy: Policy) -> Protected:
    return protect(case.inner, domain, policy, frozen=case.frozen)
