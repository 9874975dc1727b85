"""Attacks that were withstood: the same question to the same program is not asked twice.

A piece of a release is asked with all that it is told of: the public rows, every earlier release's, payroll, rules, the
truth, the settings and this program. If all of that is what it was the answer is too. What an earlier release showed
just as today's does is no knowledge beside today's, so that a year which nothing was said about since stays the same
question, whatever was published of other years. Only attacks that found nothing are remembered.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from audit import digest
from audit.split import Outcome, Task
from audit.system import Part, Rule

_STANDS_ON = ("numpy", "pandas", "scipy", "duckdb")


class Stood:
    """The questions that were withstood, by checksum, in a file that can be removed at any time; `anew`: ask all."""

    def __init__(self, path: Path, *, anew: bool = False) -> None:
        self.path = path
        self.known = frozenset[str]() if anew else _read(path)
        self.asked: dict[str, str] = {}
        """Name of a piece -> its question, of the release at hand."""

    def left(self, tasks: Sequence[Task]) -> list[Task]:
        """Return the tasks that must be attacked; of a release that stood whole the smallest, which answers for it."""
        self.asked = {task.name: question(task) for task in tasks}
        return [each for each in tasks if self.asked[each.name] not in self.known] or sorted(tasks, key=_size)[:1]

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Remember the questions of this release that were withstood, now or before, and no others."""
        fell = {each.name for each in outcomes if not withstood(each)}
        held = sorted(asked for name, asked in self.asked.items() if name not in fell)
        fresh = self.path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(held), encoding="utf-8")
        fresh.replace(self.path)


def withstood(outcome: Outcome) -> bool:
    """Whether nothing was found and nothing was left open, at any level and by the staff of any agency."""
    if any(each.exact or each.narrow or each.undecided for each in outcome.answers):
        return False
    return outcome.staff is None or not outcome.staff[["exact", "undecided"]].to_numpy().any()


def question(task: Task) -> str:
    """Return a checksum of all that an attack is made of, whatever the order of rows, tables and rules."""
    said = hashlib.sha256(_program().encode())
    parents = {name: sorted(tree.items()) for name, tree in task.parents.items()}
    said.update(repr((task.name, sorted(parents.items()), task.settings)).encode())
    for parts in (task.parts, task.truth or ()):
        said.update(f"{len(parts)} {task.truth is None}".encode())
        said.update("".join(sorted(map(table, parts))).encode())
    said.update("".join(sorted(map(_rule, task.rules))).encode())
    return said.hexdigest()


def table(part: Part) -> str:
    """Return a checksum of a table and of how it is told; on which row of its file a cell stands is nothing of it."""
    cells = part.cells.assign(row=part.cells["row"] > 0)
    names = sorted(map(str, cells))
    said = hashlib.sha256(repr((part.dimensions, sorted(part.apart), part.where if part.apart else "")).encode())
    said.update(digest.of_rows(cells, names))
    return said.hexdigest()


def _rule(rule: Rule) -> str:
    cells = sorted(
        (factor, sorted((str(key), str(word)) for key, word in cell.items()))
        for cell, factor in zip(rule.cells, rule.factors, strict=True)
    )
    return hashlib.sha256(repr((cells, rule.least, rule.most, rule.level)).encode()).hexdigest()


def _size(task: Task) -> int:
    return task.size


@cache
def _program() -> str:
    found = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in _STANDS_ON).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def _read(path: Path) -> frozenset[str]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # What a crash left torn is asked again.
        return frozenset()
    return frozenset(map(str, said)) if isinstance(said, list) else frozenset()
