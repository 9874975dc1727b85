"""The warehouse and the definitions in, the tables of a release out. Nothing here depends on the day or the id."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pandas as pd
from sqlalchemy.engine import Connection

from etl import warehouse as store
from etl.engine import Engine
from etl.limits import Limits
from metrics import factor, place
from metrics.count import ahead, contracts, registry
from metrics.definition import DEFINITIONS, Adjusted, DefinitionError, Duration, Measure, Rate, load_measures
from metrics.disclosure import figures as shown
from metrics.disclosure import policy, whole
from metrics.formula import division, figure, kind, reference, upkeep
from metrics.formula.inputs import Inputs
from metrics.lexicon import BENCHMARKS, DIMENSIONS
from metrics.reuse import Reuse
from metrics.reuse import signature as reuse_signature
from metrics.table import (
    cells,
    directives,
    findings,
    goals,
    municipal,
    plans,
    progress,
    register,
    rules,
    summaries,
)

Tables = dict[str, pd.DataFrame]
Tick = Callable[[str], None]
"""Called with what is being worked on."""


class FigureError(ValueError):
    """Rows of the warehouse that no figure can be made of; the message names the measure."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a release's tables are cut from: figures with their working columns, the head counts that cells are summed
    from, the tables that need no cutting; `documents` of plans by the name that a release gives them; `cities`:
    agencies that are no part of the State; `paid`: payments to vendors, which decide what dollars are public; `told`:
    how series moved, which is the same for whoever sees them whole."""

    measures: Mapping[str, Measure]
    figures: pd.DataFrame
    inner: pd.DataFrame
    geography: str
    plain: Tables
    warnings: pd.DataFrame
    cities: frozenset[str]
    documents: Mapping[str, Path]
    paid: pd.DataFrame
    reuse: Reuse = field(default_factory=Reuse)
    told: progress.Told = field(default_factory=dict)


def silent(what: str) -> None:
    """Say nothing of what is being worked on."""


def compute(
    warehouse: Path, definitions: Path = DEFINITIONS, *, tick: Tick = silent, engine: Engine | None = None
) -> Tables:
    """Return the internal tables of a release by name. `definitions` is the folder of the measures' files.

    Raises DefinitionError for a definition that does not fit the warehouse, FigureError for rows that no
    figure can be made of.
    """
    return internal(worked(warehouse, definitions, tick=tick, engine=engine))


def worked(
    warehouse: Path,
    definitions: Path = DEFINITIONS,
    *,
    tick: Tick = silent,
    limits: Limits = store.DEFAULT,
    engine: Engine | None = None,
    reuse: Reuse | None = None,
) -> Work:
    """Return the figures of every measure; `engine` counts the records that they ask for, `reuse` keeps what would be
    computed again. Raises DefinitionError, FigureError."""
    reuse = reuse or Reuse()
    measures = load_measures(definitions)
    if not measures:
        raise DefinitionError(f"{definitions} holds no definition; expected at least one .toml file")
    _check_words(measures.values())
    with store.reading(warehouse, limits, engine) as connection:
        geography = place.home(connection)
        heads = cells.inner(connection)
        references = reference.load(connection)
        weighted = factor.rows(references, heads, geography, factor.load())
        references = pd.concat([references, weighted], ignore_index=True) if len(weighted) else references
        made = []
        filled = store.filled(connection)
        due = [each for each in measures.values() if each.kind != "upkeep" and _delivered(each, filled)]
        ahead.expect(connection, _asked(due))
        for measure in due:
            tick(measure.title)
            made.append(_made(reuse, connection, measure, geography, references))
        figures = _formed([each for each in made if not each.empty])
        kept = [
            upkeep.figures(each, measures, figures, geography) for each in measures.values() if each.kind == "upkeep"
        ]
        sources = register.sources(connection)
        if any(len(each) for each in kept):
            figures = _formed([each for each in (figures, *kept) if not each.empty])
            described = pd.DataFrame([upkeep.DESCRIBED]).reindex(columns=sources.columns).astype(object)
            sources = pd.concat([sources, described.where(described.notna(), None)], ignore_index=True)
        figures = figure.identified(figures)
        return Work(
            measures=measures,
            figures=figures,
            inner=heads,
            geography=geography,
            plain={
                "hierarchies": cells.hierarchies(policy.current()),
                "policy": rules.table(policy.current()),
                "measures": register.measures(measures.values(), figures),
                "sources": sources,
                "agencies": register.agencies(connection),
                "plans": plans.table(connection, warehouse.parent / "snapshots"),
                "goals": goals.table(connection, measures),
                "contract_goals": plans.contract_goals(connection),
                "towns": municipal.towns(connection, geography),
                "protected_classes": municipal.classes(connection),
                "city_steps": municipal.steps(connection),
            },
            warnings=register.warnings(connection),
            cities=place.cities(connection),
            documents=plans.kept(connection, warehouse.parent / "snapshots"),
            paid=contracts.payments(connection),
            reuse=reuse,
        )


def internal(work: Work) -> Tables:
    """Return every table, nothing withheld."""
    return _tables(work, work.figures, cells.whole(work.inner, policy.current()))


def public(work: Work, counts: pd.DataFrame) -> Tables:
    """Return the tables that anybody may see. `counts` are the cells as the public gets them: `cells.protecting`."""
    sources = work.plain["sources"]
    figures = shown.public(work.figures, work.measures, counts, policy.current(), work.cities, work.paid)
    told = replace(
        work,
        plain={
            **work.plain,
            "sources": register.public_sources(sources),
            "plans": plans.public(work.plain["plans"]),
            "goals": goals.public(work.plain["goals"], work.measures, figures),
        },
        warnings=register.public_warnings(work.warnings, sources),
    )
    return _tables(told, figures, counts)


def _delivered(measure: Measure, filled: set[str]) -> bool:
    """Return whether anything was delivered that a measure counts, by the tables that have rows; the register and
    reference shares alone are nothing of it. Raises DefinitionError for a name or dimension that there is not."""
    keys = ("numerator", "denominator") if isinstance(measure.formula, Rate | Adjusted) else ("count",)
    named = [registry.count(name, measure.id, key) for name, key in zip(whole.counts_of(measure), keys, strict=False)]
    spans = [registry.span(measure.formula.span, measure.id)] if isinstance(measure.formula, Duration) else []
    asked = {table for each in named for table in each.tables} | {table for each in spans for table in each.tables}
    for count in named:
        division.asked(measure, count, getattr(measure.formula, "where", {}))
    return not asked or bool(asked & (filled - {"agency", "benchmark"}))


def _made(
    reuse: Reuse, connection: Connection, measure: Measure, geography: str, references: pd.DataFrame
) -> pd.DataFrame:
    """Return the figures of a measure, those of a period together, in the order of periods."""
    # Some reference shares are made anew with every year: what a measure is not held against is nothing of it.
    references = references[references["benchmark"].isin(measure.benchmarks)].reset_index(drop=True)
    make = partial(_figures, measure=measure, geography=geography, references=references)
    # The register says of every measure who is due, and who is a city.
    register = reuse_signature(connection, store.agency.name)
    made_of = (measure, register, geography, references)
    return reuse.figures(connection, measure.id, made_of, lambda: _read(connection, measure), make)


def _asked(measures: Iterable[Measure]) -> dict[object, set[tuple[str, ...]]]:
    """Return the columns by which the measures divide each of their counts, by the count's reader."""
    found: dict[object, set[tuple[str, ...]]] = {}
    for measure in measures:
        where = getattr(measure.formula, "where", {})
        for name in whole.counts_of(measure):
            count = registry.counts()[name]
            found.setdefault(count.read, set()).add((*division.asked(measure, count, where), *where))
    return found


def _read(connection: Connection, measure: Measure) -> Inputs:
    """Return what a measure's figures are made of. Raises DefinitionError, FigureError."""
    with _named(measure):
        return kind.of(measure).read(connection, measure)


def _figures(read: Inputs, measure: Measure, geography: str, references: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that are made of what was read. Raises DefinitionError, FigureError."""
    with _named(measure):
        return _formed([kind.of(measure).figures(read, measure, geography, references)])


@contextmanager
def _named(measure: Measure) -> Iterator[None]:
    try:
        yield
    except DefinitionError:
        raise
    except ValueError as problem:
        raise FigureError(f"measure {measure.id}: {problem}; correct the delivery and load it again") from problem


def _formed(made: list[pd.DataFrame]) -> pd.DataFrame:
    columns = [*figure.FIGURES, *figure.WORKING]
    rows = pd.concat(made, ignore_index=True) if made else pd.DataFrame(columns=columns)
    rows = rows.reindex(columns=columns)
    numbers = {*figure.NUMBERS, *figure.RATIO, "reference_margin", "reference_se"}
    # Column by column: on frames of a few rows, which most measures are, pandas takes twice as long for all.
    return pd.DataFrame(
        {name: cells.astype("float64") if name in numbers else _texts(cells) for name, cells in rows.items()},
        columns=columns,
    )


def _texts(cells: pd.Series) -> pd.Series:
    held = cells.to_numpy(dtype=object, copy=True)
    held[pd.isna(held)] = None
    return pd.Series(held, cells.index, dtype=object)


def _tables(work: Work, figures: pd.DataFrame, counts: pd.DataFrame) -> Tables:
    heads = [name for name, each in work.measures.items() if each.kind == "representation"]
    missing = register.incomplete(figures[figures["measure"].isin(heads)])
    said = work.plain["measures"].set_index("measure", drop=False).to_dict("index")
    of = work.reuse
    marks = of.marks(figures)
    moved, summed = [], []
    for name, part in figures.groupby("measure"):
        measure, words_of = work.measures[str(name)], said[str(name)]
        move = partial(progress.table, part, measure, words_of, work.geography, missing, work.told)
        made_of = (measure, words_of, work.geography, missing, marks.get(part.index))
        moved.append(of.frame(f"progress of {name}", made_of, move))
        # A summary is of one period; progress is of all of them.
        for period, rows in part.groupby("period", dropna=False):
            sums = partial(summaries.table, rows, measure)
            summed.append(of.frame(f"summaries of {name}, {period}", (measure, marks.get(rows.index)), sums))
    filled = [each for each in moved if not each.empty]
    some = [each for each in summed if not each.empty]
    return {
        **work.plain,
        "cells": counts,
        "figures": figure.cut(figures),
        "representation": figure.stated(figures),
        "progress": pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=progress.COLUMNS),
        "summaries": pd.concat(some, ignore_index=True) if some else pd.DataFrame(columns=summaries.COLUMNS),
        "findings": findings.table(figures, work.measures),
        "directives": directives.table(work.measures, figures),
        "quality": register.quality(work.warnings, missing),
    }


def _check_words(measures: Iterable[Measure]) -> None:
    """Hold definitions to benchmarks and dimensions that have words in every language."""
    for measure in measures:
        asked = (
            ("benchmarks", measure.benchmarks, BENCHMARKS),
            ("dimensions", measure.breakdown.dimensions, DIMENSIONS),
        )
        for key, names, known in asked:
            for name in names:
                if unknown := [part for part in name.split(" x ") if part not in known]:
                    raise DefinitionError(
                        f"{measure.id}.toml: {key} names {unknown[0]!r}; choose {', '.join(sorted(known))}"
                    )
