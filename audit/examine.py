"""A whole audit: files in, a report out."""

import time
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from audit import city, dollars, event, figure, median, outside, release, rule, split, table
from audit.error import AuditError
from audit.leak import leaks
from audit.level import Settings
from audit.merge import merged
from audit.report import Report
from audit.split import Outcome, Said, Task
from audit.stood import Stood
from audit.system import Part
from audit.table import META


def one_table(
    path: Path,
    settings: Settings,
    *,
    hierarchies: Path | None = None,
    truth: Path | None = None,
    payroll: Path | None = None,
    earlier: Sequence[Path] = (),
) -> Report:
    """Audit a long CSV (see `audit.table.read`). `truth`: the same table with every value. Raises AuditError."""
    start = time.monotonic()
    parents = table.hierarchies(hierarchies) if hierarchies else {}
    parts = _split(table.read(path), path.name)
    real = _split(table.read(truth), truth.name) if truth else None
    more = [
        Part(part.cells.assign(kind="earlier", level=outside.EARLIER), part.dimensions, part.where)
        for each in earlier
        for part in _split(table.read(each), each.name)
    ]
    whole = [*parts, *_payroll(payroll, parts, real), *more]
    outcome = split.run(Task(path.name, whole, parents, (), real, settings))
    return _reported(path.name, [outcome], real, settings, (), _missing(payroll, real, earlier), start)


def one_release(
    path: Path,
    settings: Settings,
    *,
    truth: Path | None = None,
    payroll: Path | None = None,
    earlier: Sequence[Path] = (),
    processes: int | None = None,
    said: Said | None = None,
    stood: Stood | None = None,
) -> Report:
    """Audit a release file or a folder of its exports. `truth`: the internal file of the same release, or its exports.

    What no line joins (years, domains) is attacked apart in up to `processes` processes, by default two where there
    are two processors; the answers are the same for any number. `said` is told a line of each that is done. Pieces
    that `stood` remembers are not attacked again, and the report is of the others. The report's `code` is 0 where
    nothing can be worked out and 3 where something can. Raises AuditError.
    """
    start = time.monotonic()
    public = release.read(path)
    cells, notes = release.parts(public)
    figures = [*figure.parts(public), *event.parts(public)]
    if not cells and not figures:
        raise AuditError(f"{path}: holds no counts; there is nothing to audit")
    rules = [*figure.rules(public), *event.rules(public), *outside.flows(cells), *rule.lines(public, cells)]
    parents = table.parents(public.table("hierarchies"), "hierarchies") if "hierarchies" in public.tables else {}
    real: list[Part] | None = None
    heads: list[Part] | None = None
    internal: release.Release | None = None
    if truth:
        internal = release.read(truth)
        # What a table counts does not depend on who may see it.
        internal.tables.setdefault("policy", public.table("policy"))
        heads = [*release.parts(internal)[0], *figure.parts(internal)]
        real = [*heads, *event.parts(internal)]
    today = outside.known([*cells, *figures]) if earlier else {}
    past = [part for each in earlier for part in outside.earlier(today, release.read(each))]
    settings = rule.known(public, settings)
    whole = [*cells, *figures, *_payroll(payroll, [*cells, *figures], heads), *past]
    tasks = split.tasks(whole, parents, rules, real, settings)
    asked = tasks if stood is None else stood.left(tasks)
    if len(asked) < len(tasks):
        notes.append(f"{len(tasks) - len(asked)} of {len(tasks)} pieces are what they were when they stood")
    outcomes = split.all_of(asked, processes, said)
    if stood is not None:
        stood.add(outcomes)
    notes += _missing(payroll, real, earlier)
    told = [*city.leaks(public.tables), *leaks(public), *event.leaks(public, settings), *median.leaks(public, internal)]
    told += dollars.leaks(public)
    return _reported(path.name, outcomes, real, settings, told, notes, start)


def _split(cells: pd.DataFrame, where: str) -> list[Part]:
    """One part for each table of a file, its columns those that the table divides or holds fixed."""
    dimensions = tuple(str(name) for name in cells.columns if name not in META)
    return [
        Part(part.reset_index(drop=True), dimensions, f"{where}: {name}" if cells["table"].nunique() > 1 else where)
        for name, part in cells.groupby("table", sort=False)
    ]


def _payroll(path: Path | None, parts: Sequence[Part], truth: Sequence[Part] | None) -> list[Part]:
    if path:
        whole = table.joined([part.cells for part in parts])
        return outside.payroll(path, whole[[name for name in whole if name not in META]])
    return outside.payroll_of(truth) if truth else []


def _missing(payroll: Path | None, truth: Sequence[Part] | None, earlier: Sequence[Path]) -> list[str]:
    notes = []
    if not payroll and not truth:
        notes.append("no payroll head counts were given: K1 is K0")
    if not earlier:
        notes.append("no earlier releases were given: K3 adds flows only, where there are any")
    return notes


def _reported(
    name: str,
    outcomes: Sequence[Outcome],
    truth: Sequence[Part] | None,
    settings: Settings,
    leaks: Sequence[str],
    notes: Sequence[str],
    start: float,
) -> Report:
    system, answers, staff = merged(outcomes)
    if not settings.crossed:
        notes = [*notes, "tables are only held to agree in what they share: people who fit all of them may be fewer"]
    if truth is None:
        notes = [*notes, "no truth was given: a cell counts as narrow if it cannot be as big as twice the threshold"]
    return Report(name, system, answers, staff, leaks, [*notes, *system.notes], time.monotonic() - start)
