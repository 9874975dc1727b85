"""Every cell of every table as one unknown, every sum as one line, and what is known at which level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from audit import joint, structure
from audit.array import OPEN, Flags, Floats, Ints
from audit.error import Contradiction
from audit.table import KINDS, META, TOTAL, described
from audit.zeros import inhabited

AGENCY, AS_OF, DOMAIN = "agency", "as_of", "domain"
SLICE = (DOMAIN, "period", "nature")
_PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the system in one domain, period and nature, and the dimensions that its lines sum over.

    `apart`: agencies (TOTAL is the state) whose numbers are others than those of the same name elsewhere, which are
    then called by `where`.
    """

    cells: pd.DataFrame
    dimensions: tuple[str, ...]
    where: str
    apart: frozenset[str] = frozenset()

    @property
    def slice(self) -> tuple[str, ...]:
        """The domain, period and nature that all its cells have; nothing where they have several."""
        there = [self.cells[name].to_numpy(dtype=object) for name in SLICE if name in self.cells]
        return tuple(str(each[0]) for each in there if (each == each[0]).all())


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between cells that is no sum: least <= sum of factor * cell <= most. `cells` are coordinates.

    A coordinate that a rule does not name is TOTAL.
    """

    cells: tuple[Mapping[Any, Any], ...]
    factors: tuple[float, ...]
    least: float
    most: float
    level: int
    said: str


@dataclass(frozen=True, slots=True)
class System:
    """`cells`: coordinates, `target` (withheld and shown nowhere that is level 0 and a cell), `table`, `row`.

    `catalogued` (a table of cells withholds it), `inhabited` (and it cannot be 0, see `audit.zeros`).
    `lines` (m, n) with `least` and `most` (m,), known from level `since` (m,). `facts`: columns cell, low, high, level.
    `cuts` (n,) each: for a dimension the number of the member that people crossed are of, −1 for all other cells.
    """

    cells: pd.DataFrame
    coordinates: tuple[str, ...]
    lines: sp.csr_matrix
    least: Floats
    most: Floats
    since: Ints
    said: tuple[str, ...]
    facts: pd.DataFrame
    notes: tuple[str, ...] = field(default=())
    cuts: tuple[Ints, ...] = field(default=())

    def name(self, cell: int) -> str:
        """Return the words of a cell."""
        row = self.cells.iloc[cell]
        return described({name: row[name] for name in self.coordinates})

    def bounds(self, level: int) -> tuple[Floats, Floats]:
        """Return what level's facts alone say of each cell: low and high (n,), 0 and infinity where nothing."""
        low, high = np.zeros(len(self.cells)), np.full(len(self.cells), OPEN)
        here = self.facts[self.facts["level"] <= level]
        places = here["cell"].to_numpy(dtype=np.int64)
        np.maximum.at(low, places, here["low"].to_numpy())
        np.minimum.at(high, places, here["high"].to_numpy())
        if (low > high).any():
            cell = int(np.flatnonzero(low > high)[0])
            told = here.loc[here["cell"] == cell, "said"].drop_duplicates().tolist()
            raise Contradiction(
                f"{self.name(cell)} would be at least {low[cell]:g} and at most {high[cell]:g} by {', '.join(told)}; "
                "check that these are of the same data"
            )
        return low, high

    def places(self, asked: pd.DataFrame) -> Ints:
        """Return the positions of coordinates, −1 where the system has no such cell."""
        wanted = completed(asked, self.coordinates)
        first = np.flatnonzero(~self.cells.duplicated(list(self.coordinates)).to_numpy())
        index = pd.MultiIndex.from_frame(self.cells.iloc[first][list(self.coordinates)])
        found = index.get_indexer(pd.MultiIndex.from_frame(wanted))
        return np.where(found >= 0, first[found], -1).astype(np.int64)


def completed(rows: pd.DataFrame, coordinates: Sequence[str]) -> pd.DataFrame:
    """Return rows with exactly these coordinates; one that is absent or blank is TOTAL."""
    there = {name: rows.get(name, TOTAL) for name in coordinates}
    return pd.DataFrame(there, index=rows.index, dtype=object).fillna(TOTAL)


def built(
    parts: Sequence[Part], parents: Mapping[str, Mapping[str, str]], rules: Sequence[Rule] = (), *, crossed: bool = True
) -> System:
    """Join the tables where they hold the same aggregate, and make every line and rule one of the system.

    A table whose shown values differ from those of an earlier one for the same aggregate counts other people: it is
    kept apart and a note says so. `crossed`: tables that form a cycle are filled with people (see `audit.joint`).
    Raises AuditError for a table that does not add up.
    """
    members = _members(parts)
    # Agencies that came since an earlier release are no part of its state.
    made = [_inferred(each, parents, {} if each.apart else members[each.slice]) for each in parts]
    coordinates = _coordinates(made)
    frames = [completed(each.cells, coordinates).join(each.cells[list(META)]) for each in made]
    people, notes = _populations(frames, coordinates, parts)
    whole = pd.concat([each.assign(_people=people[number]) for number, each in enumerate(frames)], ignore_index=True)
    keys = [*coordinates, "_people"]
    number = np.asarray(whole.groupby(keys, sort=False).ngroup(), dtype=np.int64)
    cells = whole.drop_duplicates(keys, ignore_index=True)[[*coordinates, "_people", "table", "row"]]
    starts = np.asarray(np.cumsum([0, *(len(each) for each in frames)]), dtype=np.int64)
    matrix = _matrix(made, starts, number, len(cells))
    cells = cells.assign(
        target=_targets(whole, number, len(cells)),
        catalogued=_any(whole["withheld"].to_numpy(dtype=bool) & (whole["kind"] == KINDS[0]), number, len(cells)),
        inhabited=_any(inhabited(whole, coordinates), number, len(cells)),
    )
    said = ["a sum"] * matrix.shape[0]
    nothing = np.zeros(matrix.shape[0])
    facts = _facts(whole, number)
    base = System(
        cells, coordinates, matrix, nothing, nothing.copy(), nothing.astype(np.int64), tuple(said), facts, tuple(notes)
    )
    tied = _pruned(_ruled(base, rules))
    return _crossed(tied, parts, parents) if crossed else tied


def _members(parts: Sequence[Part]) -> dict[tuple[str, ...], dict[str, set[str]]]:
    """Slice -> column -> the members that its tables of today have in it."""
    found: dict[tuple[str, ...], dict[str, set[str]]] = {}
    for part in parts:
        here = found.setdefault(part.slice, {})
        for name in part.cells.columns if part.cells["kind"].iloc[0] in KINDS[:2] else ():
            if name not in META:
                here.setdefault(str(name), set()).update(part.cells[name])
    return found


def _inferred(
    part: Part, parents: Mapping[str, Mapping[str, str]], members: Mapping[str, set[str]]
) -> structure.Structure:
    made = structure.inferred(part.cells, part.dimensions, parents, part.where, members)
    if not part.apart:
        return made
    as_of = np.where(made.cells[AGENCY].isin(list(part.apart)), part.where, TOTAL)
    return replace(made, cells=made.cells.assign(**{AS_OF: as_of}))


def _coordinates(made: Sequence[structure.Structure]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for each in made:
        names |= dict.fromkeys(str(name) for name in each.cells.columns if name not in META)
    return (*(name for name in names if name not in SLICE), *(name for name in SLICE if name in names))


def _populations(
    frames: Sequence[pd.DataFrame], coordinates: Sequence[str], parts: Sequence[Part]
) -> tuple[list[int], list[str]]:
    seen: list[pd.Series] = []
    people, notes = [], []
    for frame, part in zip(frames, parts, strict=True):
        shown = frame[frame["value"].notna()].set_index(list(coordinates))["value"]
        for number, there in enumerate(seen):
            both = shown.index.intersection(there.index)
            if not (shown.loc[both] != there.loc[both]).any():
                seen[number] = pd.concat([there, shown.drop(both)])
                people.append(number)
                break
        else:
            if seen:
                notes.append(f"{part.where} counts other people than the tables before it, and is not joined to them")
            seen.append(shown)
            people.append(len(seen) - 1)
    return people, notes


def _matrix(made: Sequence[structure.Structure], starts: Ints, number: Ints, width: int) -> sp.csr_matrix:
    heights = np.cumsum([0, *(int(each.line.max()) + 1 if len(each.line) else 0 for each in made)])
    lines = np.concatenate([each.line + top for each, top in zip(made, heights, strict=False)])
    cells = np.concatenate([number[each.cell + start] for each, start in zip(made, starts, strict=False)])
    signs = np.concatenate([each.sign for each in made]).astype(float)
    matrix = sp.csr_matrix((signs, (lines, cells)), shape=(int(heights[-1]), width))
    return _distinct(matrix)


def _distinct(matrix: sp.csr_matrix) -> sp.csr_matrix:
    """Drop lines that say the same as another, which joined tables share."""
    luck = np.random.default_rng(0).normal(size=matrix.shape[1])
    _, first = np.unique(np.round(matrix @ luck, 9), return_index=True)
    return matrix[np.sort(first)]


def _targets(whole: pd.DataFrame, number: Ints, width: int) -> Flags:
    """A cell that a table withholds; a withheld figure only where no table of cells shows its count."""
    withheld, shown = whole["withheld"].to_numpy(dtype=bool), whole["value"].notna().to_numpy()
    kind = whole["kind"].to_numpy()
    cells, figures, seen = (np.zeros(width, dtype=bool) for _ in range(3))
    cells[number[withheld & (kind == KINDS[0])]] = True
    figures[number[withheld & (kind == KINDS[1])]] = True
    seen[number[shown & np.isin(kind, KINDS[:2])]] = True
    return cells | (figures & ~seen)


def _any(flags: Flags, number: Ints, width: int) -> Flags:
    found = np.zeros(width, dtype=bool)
    found[number[np.asarray(flags)]] = True
    return found


def _facts(whole: pd.DataFrame, number: Ints) -> pd.DataFrame:
    shown = whole["value"].notna()
    values = whole.loc[shown, "value"].to_numpy()
    facts = pd.DataFrame(
        {
            "cell": number[shown.to_numpy()],
            "low": values,
            "high": values,
            "level": whole.loc[shown, "level"].to_numpy(dtype=np.int64),
            "said": whole.loc[shown, "table"].to_numpy(),
        }
    )
    return facts.drop_duplicates(["cell", "low", "level"], ignore_index=True)


def _ruled(system: System, rules: Sequence[Rule]) -> System:
    """Add the rules; one that names a cell that no table has says nothing that is kept."""
    if not rules:
        return system
    asked = pd.DataFrame([dict(cell) for rule in rules for cell in rule.cells])
    places = system.places(asked)
    factors = np.array([factor for rule in rules for factor in rule.factors])
    lines = np.repeat(np.arange(len(rules)), [len(rule.cells) for rule in rules])
    lost = np.isin(lines, lines[places < 0])
    shape = (len(rules), len(system.cells))
    extra = sp.csr_matrix((factors[~lost], (lines[~lost], places[~lost])), shape=shape)
    kept = np.setdiff1d(np.arange(len(rules)), lines[lost])
    levels = [rules[place].level for place in kept]
    return replace(
        system,
        lines=sp.vstack([system.lines, extra[kept]], format="csr"),
        least=np.concatenate([system.least, [rules[place].least for place in kept]]),
        most=np.concatenate([system.most, [rules[place].most for place in kept]]),
        since=np.concatenate([system.since, levels]).astype(np.int64),
        said=(*system.said, *(rules[place].said for place in kept)),
    )


def _pruned(system: System) -> System:
    """Drop sums that stand in one line only and that nobody shows or withholds: such a line says nothing."""
    lines = system.lines
    told = np.zeros(len(system.cells), dtype=bool)
    told[system.facts["cell"].to_numpy(dtype=np.int64)] = True
    loose = ~told & ~system.cells["target"].to_numpy(dtype=bool)
    sums = (system.least == 0) & (system.most == 0)
    kept = np.ones(lines.shape[0], dtype=bool)
    while True:
        entries = lines[kept].tocoo()
        once = np.bincount(entries.col, minlength=lines.shape[1]) == 1
        empty = loose[entries.col] & once[entries.col] & (entries.data == -1)
        numbers = np.flatnonzero(kept)
        drop = numbers[np.unique(entries.row[empty])]
        drop = drop[sums[drop]]
        if not len(drop):
            break
        kept[drop] = False
    said = tuple(word for word, keep in zip(system.said, kept, strict=True) if keep)
    return replace(
        system,
        lines=lines[kept],
        least=system.least[kept],
        most=system.most[kept],
        since=system.since[kept],
        said=said,
    )


def _crossed(system: System, parts: Sequence[Part], parents: Mapping[str, Mapping[str, str]]) -> System:
    """Add the people behind tables that form a cycle, slice by slice, as cells that no table lists."""
    dimensions = [name for name in system.coordinates if name not in (*SLICE, AS_OF)]
    tables: dict[tuple[str, ...], list[list[str]]] = {}
    for part in parts:
        if part.dimensions and not part.apart and part.cells["kind"].iloc[0] in KINDS[:3]:
            here = [name for name in dimensions if name in part.cells]
            tables.setdefault(part.slice, []).append(joint.levels(part.cells, here, parents))
    people = system.cells["_people"] == 0
    if AS_OF in system.coordinates:
        people &= system.cells[AS_OF] == TOTAL
    used = np.zeros(len(system.cells), dtype=bool)
    used[np.unique(system.lines.indices)] = True
    used[system.facts["cell"].to_numpy(dtype=np.int64)] = True
    for key, some in tables.items():
        fixed = [name for name in SLICE if name in system.coordinates]
        inside = people & used
        if len(key) == len(fixed):
            inside &= (system.cells[fixed] == list(key)).all(axis=1) if fixed else True
        made = joint.crossing(system.cells.loc[inside, dimensions], some, parents)
        if isinstance(made, int):
            note = f"{', '.join(key)}: crossing all tables would take {made} cells; they are only held to agree in sums"
            system = replace(system, notes=(*system.notes, note))
        elif made is not None:
            system = _with(system, made, dict(zip(fixed, key, strict=False)))
            people = people.reindex(system.cells.index, fill_value=False)
            used = np.pad(used, (0, len(made.cells)))
    return replace(system, cuts=_cuts(system.cells, dimensions))


def _cuts(cells: pd.DataFrame, dimensions: Sequence[str]) -> tuple[Ints, ...]:
    people = (cells["table"] == _PEOPLE).to_numpy()
    divided = [name for name in dimensions if (cells.loc[people, name] != TOTAL).any()]
    # Members of another domain or year are other people.
    slices = [cells[name] for name in SLICE if name in cells]
    numbers = [np.asarray(cells.groupby([cells[name], *slices], sort=False).ngroup()) for name in divided]
    return tuple(np.where(people, number, -1).astype(np.int64) for number in numbers)


def _with(system: System, made: joint.Crossing, fixed: Mapping[str, str]) -> System:
    start, height = len(system.cells), system.lines.shape[0]
    rows = completed(made.cells.assign(**fixed), system.coordinates)
    rows = rows.assign(_people=0, table=_PEOPLE, row=0, target=False, catalogued=False, inhabited=False)
    sums, line = np.unique(made.listed, return_inverse=True)
    width = start + len(rows)
    old = sp.csr_matrix((system.lines.data, system.lines.indices, system.lines.indptr), shape=(height, width))
    entries = np.concatenate([np.ones(len(line)), np.full(len(sums), -1.0)])
    places = np.concatenate([line, np.arange(len(sums))]), np.concatenate([start + made.crossed, sums])
    nothing = np.zeros(len(sums))
    return replace(
        system,
        cells=pd.concat([system.cells, rows], ignore_index=True),
        lines=sp.vstack([old, sp.csr_matrix((entries, places), shape=(len(sums), width))], format="csr"),
        least=np.concatenate([system.least, nothing]),
        most=np.concatenate([system.most, nothing]),
        since=np.concatenate([system.since, nothing.astype(np.int64)]),
        said=(*system.said, *["a crossing"] * len(sums)),
    )
