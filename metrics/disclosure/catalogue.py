"""All cells of all tables of a domain with every margin, each once, and how they sum over the people inside.

A cell is known by its count and by one set of members for each dimension, so that a cell that stands in several
tables, or under two names, is one cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from metrics.disclosure import block
from metrics.disclosure.axis import Axis, Whole, axis
from metrics.disclosure.policy import Domain, Policy, Table

TOTAL = "TOTAL"
Numbers = NDArray[np.float64]


class ProtectionError(ValueError):
    """Counts that cannot be protected as they are. The message says where, what was found and what to do."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One margin of a table: `levels` of the dimensions that stay, and the cell of each combination of groups."""

    table: Table
    levels: Mapping[str, str]
    cells: Whole
    public: bool


@dataclass(frozen=True, slots=True)
class System:
    """The published cells and the people inside.

    `cells` (K, V): cell = sum of inner counts; `links` (., V): rows that are 0, where blocks agree and where lines of
    the domain hold; `bounds` (., V): rows that are at least 0. `inner` (V,): the true inner counts, `value` (K,): the
    cells' own. `unit` (K,), `inner_unit` (V,): member of the domain's unit, -1 where summed. `patterns`: the cells of
    each margin of each table, as arrays with one axis for each of its dimensions.
    """

    axes: tuple[Axis, ...]
    counts: tuple[str, ...]
    codes: Whole
    cells: sparse.csr_array
    links: sparse.csr_array
    bounds: sparse.csr_array
    inner: Numbers
    value: Numbers
    unit: Whole
    inner_unit: Whole
    patterns: tuple[Pattern, ...]
    across: tuple[tuple[Whole, Whole], ...]
    """Pairs of arrays of cells: statewide ones (n,), and what each unit has of them (units, n)."""

    def rows(self) -> pd.DataFrame:
        """Return a row for each table and cell: `table_id`, `count`, each dimension's member or TOTAL, `cell`."""
        frames = [self._rows(each) for each in self.patterns if each.public]
        return pd.concat(frames, ignore_index=True)

    def _rows(self, pattern: Pattern) -> pd.DataFrame:
        names = {
            each.name: each.levels[pattern.levels[each.name]].names if each.name in pattern.levels else (TOTAL,)
            for each in self.axes
        }
        places = pd.MultiIndex.from_product(list(names.values()), names=list(names))
        return places.to_frame(index=False).assign(
            table_id=pattern.table.id, count=pattern.table.count, cell=pattern.cells.ravel()
        )


def system(inner: pd.DataFrame, domain: Domain, policy: Policy, *, crossed: bool = True) -> System:
    """Return the cells of the tables of `domain` that `inner` can fill.

    `inner`: a column for each dimension at its finest level, `value`, and `count` unless all rows are of the
    domain's first table's count. Members that occur, with 0 too, are the members there are; a combination that does
    not occur is 0. Tables whose dimensions or count did not come are left out. With `crossed` false, tables that
    form a cycle are only held to agree in pairs, which asks less than that the same people fill them.

    Raises ProtectionError for values that are not counts, unknown columns and lines that the counts break.
    """
    frame = inner if "count" in inner else inner.assign(count=domain.tables[0].count)
    _check(frame, domain, policy)
    here = [name for name in policy.dimensions if name in frame and frame[name].notna().all()]
    axes = tuple(axis(policy.dimensions[name], frame[name]) for name in here)
    came = set(frame["count"])
    forced = tuple(
        Table(f"public {index}", domain.tables[0].count, levels) for index, levels in enumerate(domain.forced)
    )
    tables = [each for each in (*domain.tables, *forced) if each.count in came and set(each.levels) <= set(here)]
    if not any(table in domain.tables for table in tables):
        raise ProtectionError(
            f"{domain.name}: no table can be made of columns {', '.join(sorted(map(str, inner.columns)))}; "
            f"the catalogue asks for {', '.join(sorted({name for each in domain.tables for name in each.levels}))}"
        )
    build = _Build(axes, tuple(dict.fromkeys(table.count for table in tables)))
    for count in build.counts:
        mine = [each for each in tables if each.count == count]
        build.add(mine, frame[frame["count"] == count], policy, domain.unit, crossed)
    for line in domain.lines:
        if set(line.terms) <= came and set(line.by) <= set(here):
            build.line(line.terms, line.by, line.equal, domain)
    return build.done(domain, public={table.id for table in domain.tables})


def _check(frame: pd.DataFrame, domain: Domain, policy: Policy) -> None:
    if unknown := sorted(set(map(str, frame.columns)) - set(policy.dimensions) - {"count", "value"}):
        raise ProtectionError(f"{domain.name}: column {unknown[0]!r} is no dimension of the policy; add or drop it")
    values = frame["value"].to_numpy(dtype="float64")
    wrong = ~np.isfinite(values) | (values < 0) | ((values != np.round(values)) & (not domain.dollars))
    if wrong.any():
        kind = "an amount from 0" if domain.dollars else "a whole number from 0"
        raise ProtectionError(
            f"{domain.name}: row {int(np.flatnonzero(wrong)[0])} of the counts: value is {values[wrong][0]}; "
            f"expected {kind}; correct the delivery"
        )


class _Build:
    """Collects the blocks, cells and links of each count."""

    def __init__(self, axes: tuple[Axis, ...], counts: tuple[str, ...]) -> None:
        self.axes, self.counts = axes, counts
        self.width = 0
        self.inner: list[Numbers] = []
        self.places: list[dict[str, Whole]] = []
        self.starts: list[int] = []
        self.blocks: list[tuple[str, dict[str, str]]] = []
        self.links: list[sparse.csr_array] = []
        self.bounds: list[sparse.csr_array] = []
        self.rows: list[sparse.csr_array] = []
        self.codes: dict[int, int] = {}
        self.found: list[tuple[Table, dict[str, str], Whole]] = []

    def add(self, tables: list[Table], frame: pd.DataFrame, policy: Policy, unit: str, crossed: bool) -> None:
        ranks = {each.name: len(policy.dimensions[each.name].levels) for each in self.axes}
        ranked = [
            {name: policy.dimensions[name].levels.index(each.levels[name]) for name in ranks if name in each.levels}
            for each in tables
        ]
        found = block.reduce(ranked, ranks) if crossed else block.pairs(ranked, ranks)
        start = len(self.blocks)
        for crossed_levels in found.blocks:
            self._block(tables[0].count, self._named(crossed_levels, policy), frame)
        mine = range(start, len(self.blocks))
        for table in tables:
            for size in range(len(table.levels) + 1):
                for kept in combinations([each.name for each in self.axes if each.name in table.levels], size):
                    levels = {name: table.levels[name] for name in kept}
                    # Any block that has the cell says the same, since blocks agree in what they share; a statewide
                    # cell is said without units where it can be.
                    able = [number for number in mine if self._has(number, levels)]
                    self._cells(
                        table,
                        levels,
                        min(able, key=lambda number: (unit in self.places[number], len(self.inner[number]))),
                    )
        for one, two, shared in found.links:
            named = self._named(shared, policy)
            self.links.append(self._sums(start + one, named)[1] - self._sums(start + two, named)[1])

    @staticmethod
    def _named(ranked: Mapping[str, int], policy: Policy) -> dict[str, str]:
        return {name: policy.dimensions[name].levels[rank] for name, rank in ranked.items()}

    def _block(self, count: str, levels: dict[str, str], frame: pd.DataFrame) -> None:
        held = [each for each in self.axes if each.name in levels]
        shape = [len(each.levels[levels[each.name]].names) for each in held]
        places = np.indices(shape).reshape(len(shape), -1) if shape else np.zeros((0, 1), dtype="int64")
        groups = [
            each.levels[levels[each.name]].of[pd.Index(each.members).get_indexer(pd.Index(frame[each.name]))]
            for each in held
        ]
        flat = np.ravel_multi_index(groups, shape) if shape else np.zeros(len(frame), dtype="int64")
        people = frame["value"].to_numpy(dtype="float64")
        self.inner.append(np.bincount(flat, weights=people, minlength=places.shape[1]).astype("float64"))
        self.places.append(dict(zip((each.name for each in held), places, strict=True)))
        self.blocks.append((count, levels))
        self.starts.append(self.width)
        self.width += places.shape[1]

    def _sums(self, number: int, levels: Mapping[str, str]) -> tuple[Whole, sparse.csr_array]:
        """Return the codes of the cells of a margin and their rows over the block's inner counts."""
        count, held = self.blocks[number]
        size = len(self.inner[number])
        code = np.full(size, self.counts.index(count), dtype="int64")
        flat = np.zeros(size, dtype="int64")
        cells = np.full(1, self.counts.index(count), dtype="int64")
        for each in self.axes:
            code = code * each.size
            cells = cells * each.size
            if each.name in levels:
                level = each.levels[levels[each.name]]
                group = each.between(held[each.name], levels[each.name])[self.places[number][each.name]]
                flat = flat * len(level.names) + group
                cells = (cells[:, None] + level.key).ravel()
        shape = (len(cells), self.width)
        columns = np.arange(size) + self.starts[number]
        return cells, sparse.csr_array((np.ones(size), (flat, columns)), shape=shape)

    def _cells(self, table: Table, levels: dict[str, str], number: int) -> None:
        codes, rows = self._sums(number, levels)
        new = [index for index, code in enumerate(codes.tolist()) if code not in self.codes]
        for index in new:
            # Two groups of one pattern may be one set of members no more than once.
            self.codes.setdefault(int(codes[index]), len(self.codes))
        self.rows.append(rows[new])
        numbers = np.array([self.codes[code] for code in codes.tolist()], dtype="int64")
        shape = [len(each.levels[levels[each.name]].names) for each in self.axes if each.name in levels]
        self.found.append((table, levels, numbers.reshape(shape)))

    def line(self, terms: Mapping[str, int], by: Mapping[str, str], equal: bool, domain: Domain) -> None:
        parts = [factor * self._line_rows(count, by, domain) for count, factor in terms.items()]
        row = sum(parts[1:], parts[0])
        total = row @ np.concatenate(self.inner)
        broken = int(((total != 0) if equal else (total < 0)).sum())
        if broken:
            said = " + ".join(f"{factor} x {count}" for count, factor in terms.items())
            raise ProtectionError(
                f"{domain.name}: {said} {'is not 0' if equal else 'is below 0'} in {broken} cells by {', '.join(by)}; "
                "correct the deliveries or leave one of these counts out"
            )
        (self.links if equal else self.bounds).append(row)

    def _line_rows(self, count: str, by: Mapping[str, str], domain: Domain) -> sparse.csr_array:
        for number, (its, _) in enumerate(self.blocks):
            if its == count and self._has(number, by):
                return _wide(self._sums(number, by)[1], self.width)
        raise ProtectionError(
            f"{domain.name}: no table of {count} is by {', '.join(by.values())}; add one for the line"
        )

    def _has(self, number: int, levels: Mapping[str, str]) -> bool:
        """Return whether the cells of a margin are sums of the block's inner counts."""
        held = self.blocks[number][1]
        order = {each.name: list(each.levels) for each in self.axes}
        return set(levels) <= set(held) and all(
            order[name].index(held[name]) <= order[name].index(level) for name, level in levels.items()
        )

    def done(self, domain: Domain, public: set[str]) -> System:
        inner = np.concatenate(self.inner)
        cells = sparse.vstack([_wide(each, self.width) for each in self.rows], format="csr")
        codes = np.fromiter(self.codes, dtype="int64", count=len(self.codes))
        # The order of the codes is the same however the tables are crossed.
        order = np.argsort(codes)
        codes, cells = codes[order], cells[order]
        places = np.argsort(order)
        self.found = [(table, levels, places[numbers]) for table, levels, numbers in self.found]
        owner = np.concatenate(
            [
                place.get(domain.unit, np.full(len(inside), -1))
                for place, inside in zip(self.places, self.inner, strict=True)
            ]
        )
        unit = np.full(len(codes), -1, dtype="int64")
        across = []
        whole = {(table.id, tuple(sorted(levels.items()))): numbers for table, levels, numbers in self.found}
        for table, levels, numbers in self.found:
            if domain.unit in levels:
                where = [each.name for each in self.axes if each.name in levels].index(domain.unit)
                unit[numbers] = np.indices(numbers.shape)[where]
                summed = whole[table.id, tuple(sorted((name, levels[name]) for name in levels if name != domain.unit))]
                across.append((summed.ravel(), np.moveaxis(numbers, where, 0).reshape(numbers.shape[where], -1)))
        return System(
            axes=self.axes,
            counts=self.counts,
            codes=codes,
            cells=cells,
            links=_stack(self.links, self.width),
            bounds=_stack(self.bounds, self.width),
            inner=inner,
            value=cells @ inner,
            unit=unit,
            inner_unit=owner,
            patterns=tuple(
                Pattern(table, levels, numbers, table.id in public) for table, levels, numbers in self.found
            ),
            across=tuple(across),
        )


def _wide(rows: sparse.csr_array, width: int) -> sparse.csr_array:
    return sparse.csr_array((rows.data, rows.indices, rows.indptr), shape=(rows.shape[0], width))


def _stack(parts: list[sparse.csr_array], width: int) -> sparse.csr_array:
    if not parts:
        return sparse.csr_array((0, width))
    rows = sparse.vstack([_wide(each, width) for each in parts], format="csr")
    rows.eliminate_zeros()
    return rows[np.flatnonzero(np.diff(rows.indptr))]
