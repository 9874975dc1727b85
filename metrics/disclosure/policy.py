"""The policy of protection: one dated file, read into frozen dataclasses.

The file says which tables the public gets, which counts are small, which are public already, and how rates, pay and
dollars are shown. Code reads rules from here and holds none of its own.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "policy.toml"


class PolicyError(ValueError):
    """A policy that a person must fix. The message names the file, the key, what was found and what was expected."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What people are divided by. `levels` from fine to coarse; `groups`: level -> {member: group of that level}."""

    name: str
    levels: tuple[str, ...]
    groups: Mapping[str, Mapping[str, str]]
    sensitive: bool

    def group(self, member: str, level: str) -> str:
        """Return the group of the finest `member` at `level`; a member that no group names is its own."""
        return self.groups.get(level, {}).get(member, member)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the catalogue: `count` by `levels` (dimension -> level), with every margin.

    Members of the domain's unit with a base under `unit_base` have its margins only.
    """

    id: str
    count: str
    levels: Mapping[str, str]
    unit_base: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """Sum of `terms` (count -> factor) is 0 in each cell `by` levels if `equal`, else at least 0."""

    terms: Mapping[str, int]
    by: Mapping[str, str]
    equal: bool


@dataclass(frozen=True, slots=True)
class Domain:
    """What is protected together: tables, lines between their counts, facts that are public already.

    `unit` is the dimension whose members publish for themselves and whose tables may be dropped; `forced` are level
    maps of tables that are public anyway; `closed` counts keep the pattern given. `threshold` is the source's.
    """

    name: str
    unit: str
    tables: tuple[Table, ...]
    lines: tuple[Line, ...]
    forced: tuple[Mapping[str, str], ...]
    closed: tuple[str, ...]
    dollars: bool
    threshold: int


@dataclass(frozen=True, slots=True)
class Rate:
    """Rates have one decimal from `decimal_base` people on, none below."""

    decimal_base: int


@dataclass(frozen=True, slots=True)
class Pay:
    """A median is of at least `people`, of `crossed` where groups are crossed, rounded to `rounding` dollars."""

    people: int
    crossed: int
    rounding: int


@dataclass(frozen=True, slots=True)
class Dollars:
    """A sum of dollars is of at least `vendors`; p % rule with `percent`; (n, k) rule with `largest` and `share`."""

    vendors: int
    percent: int
    largest: int
    share: int


@dataclass(frozen=True, slots=True)
class Policy:
    """Every rule of protection, with its version and the date from which it holds.

    `sources`: source -> its own threshold; `whole`: sources whose tables are shown whole or not at all. Of counts in no
    table: `nested` are chains of counts, each of some of those before it, `sums` the counts that add up to another.
    """

    version: int
    effective: date
    threshold: int
    base: int
    sources: Mapping[str, int]
    whole: tuple[str, ...]
    rate: Rate
    pay: Pay
    dollars: Dollars
    nested: tuple[tuple[str, ...], ...]
    sums: Mapping[str, tuple[str, ...]]
    dimensions: Mapping[str, Dimension]
    domains: Mapping[str, Domain]

    @property
    def name(self) -> str:
        """How a release names the policy that it was made by: version and date."""
        return f"{self.version} of {self.effective.isoformat()}"

    @property
    def folded(self) -> Mapping[str, str]:
        """Coarser level -> the dimension whose groups it folds: race5 -> race_ethnicity."""
        return {level: each.name for each in self.dimensions.values() for level in each.levels[1:]}

    @property
    def hierarchies(self) -> tuple[tuple[str, str, str], ...]:
        """Every (dimension, member, group) in which the group is not the member itself."""
        return tuple(
            (each.name, member, group)
            for each in self.dimensions.values()
            for groups in each.groups.values()
            for member, group in groups.items()
        )


def load(path: Path = FILE) -> Policy:
    """Return the policy in `path`. Raises PolicyError."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise PolicyError(f"{path.name}: not TOML: {problem}") from None
    file = _Section(path.name, "", values)
    dimensions = {name: _dimension(each) for name, each in file.sections("dimension")}
    level_of = {level: name for name, each in dimensions.items() for level in each.levels}
    sources = file.section("source").numbers()
    threshold = file.get("threshold", int)
    rate, pay, dollars = file.section("rate"), file.section("pay"), file.section("dollars")
    events = file.section("events")
    policy = Policy(
        version=file.get("version", int),
        effective=file.get("effective", date),
        threshold=threshold,
        base=file.get("base", int),
        sources=sources,
        whole=file.texts("whole", []),
        rate=Rate(**rate.only("decimal_base")),
        pay=Pay(**pay.only("people", "crossed", "rounding")),
        dollars=Dollars(**dollars.only("vendors", "percent", "largest", "share")),
        nested=tuple(tuple(events.section("nested").texts(name)) for name in events.get("nested", dict)),
        sums={name: events.section("sums").texts(name) for name in events.get("sums", dict)},
        dimensions=dimensions,
        domains={name: _domain(name, each, level_of, sources, threshold) for name, each in file.sections("domain")},
    )
    events.done()
    file.done()
    return policy


@cache
def current() -> Policy:
    """Return the policy that is in force: the one beside this module. Raises PolicyError."""
    return load()


class _Section:
    """A table of the file that knows where it is, so that each error names file and key."""

    def __init__(self, file: str, key: str, values: Mapping[str, Any]) -> None:
        self.file, self.key, self.values = file, key, dict(values)
        self.asked: set[str] = set()

    def fail(self, key: str, problem: str) -> PolicyError:
        where = f"{self.key}.{key}" if self.key else key
        return PolicyError(f"{self.file}: {where}: {problem}")

    def get(self, key: str, kind: type[Any], default: Any = None) -> Any:
        self.asked.add(key)
        if key not in self.values and default is not None:
            return default
        if key not in self.values:
            raise self.fail(key, f"missing; write {_WORDS[kind]}")
        value = self.values[key]
        if type(value) is not kind or (kind is int and value < 1):
            raise self.fail(key, f"is {value!r}; it must be {_WORDS[kind]}")
        return value

    def texts(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        value = self.get(key, list, default)
        if not all(isinstance(each, str) for each in value):
            raise self.fail(key, f"is {value!r}; it must be a list of texts")
        return tuple(value)

    def section(self, key: str) -> "_Section":
        return _Section(self.file, f"{self.key}.{key}" if self.key else key, self.get(key, dict))

    def sections(self, key: str) -> list[tuple[str, "_Section"]]:
        inside = self.section(key)
        return [(name, inside.section(name)) for name in inside.values]

    def rows(self, key: str, *, needed: bool) -> list["_Section"]:
        value = self.get(key, list, None if needed else [])
        if not all(isinstance(each, dict) for each in value):
            raise self.fail(key, f"is {value!r}; write [[{self.key}.{key}]] sections")
        return [_Section(self.file, f"{self.key}.{key}[{index}]", each) for index, each in enumerate(value, 1)]

    def only(self, *keys: str) -> dict[str, int]:
        found = {key: self.get(key, int) for key in keys}
        self.done()
        return found

    def numbers(self) -> Mapping[str, int]:
        return {key: self.get(key, int) for key in self.values}

    def done(self) -> None:
        if unknown := sorted(self.values.keys() - self.asked):
            raise self.fail(unknown[0], f"is not known; known are {', '.join(sorted(self.asked))}")


_WORDS = {
    int: "a whole number from 1",
    date: "a date",
    list: "a list",
    dict: "a section",
    str: "a text",
    bool: "a bool",
}


def _dimension(section: _Section) -> Dimension:
    name = section.key.rpartition(".")[2]
    levels = section.texts("levels")
    named = section.section("groups") if "groups" in section.values else _Section(section.file, "", {})
    groups: dict[str, Mapping[str, str]] = {}
    for level in named.values:
        if level not in levels[1:]:
            raise named.fail(level, f"is not a coarser level; those are {', '.join(levels[1:]) or 'none'}")
        inside = named.section(level)
        members = [(member, group) for group in inside.values for member in inside.texts(group)]
        twice = {member for member, _ in members if [each for each, _ in members].count(member) > 1}
        if twice:
            raise named.fail(level, f"puts {sorted(twice)[0]!r} into two groups; each member has one")
        groups[level] = dict(members)
    sensitive = section.get("sensitive", bool, False)
    section.done()
    return Dimension(name, levels, groups, sensitive)


def _domain(
    name: str, section: _Section, level_of: Mapping[str, str], sources: Mapping[str, int], threshold: int
) -> Domain:
    def levels(where: _Section, key: str, names: tuple[str, ...]) -> Mapping[str, str]:
        if unknown := [each for each in names if each not in level_of]:
            raise where.fail(key, f"{unknown[0]!r} is no level of a dimension; levels are {', '.join(level_of)}")
        found = {level_of[each]: each for each in names}
        if len(found) < len(names):
            raise where.fail(key, f"{list(names)} names a dimension twice; name one level of each")
        return found

    source = section.get("source", str, "")
    if source and source not in sources:
        raise section.fail("source", f"is {source!r}; choose one of [source]: {', '.join(sources)}")
    default, unit = section.get("count", str), section.get("unit", str)
    if unit not in level_of.values():
        raise section.fail("unit", f"is {unit!r}; choose a dimension: {', '.join(sorted(set(level_of.values())))}")
    tables = []
    for each in section.rows("table", needed=True):
        count = each.get("count", str, default)
        names = levels(each, "dimensions", each.texts("dimensions"))
        tables.append(Table(each.get("id", str), count, names, each.get("unit_base", int, 1)))
        each.done()
    if len({table.id for table in tables}) < len(tables):
        raise section.fail("table", "has an id twice; give each table its own")
    counts = {table.count for table in tables}
    lines = [_line(each, levels, counts) for each in section.rows("line", needed=False)]
    forced = section.get("forced", list, [])
    domain = Domain(
        name=name,
        unit=unit,
        tables=tuple(tables),
        lines=tuple(lines),
        forced=tuple(levels(section, "forced", tuple(each)) for each in forced),
        closed=section.texts("closed", []),
        dollars=section.get("dollars", bool, False),
        threshold=max(threshold, sources.get(source, threshold)),
    )
    section.done()
    return domain


def _line(section: _Section, levels: Callable[..., Mapping[str, str]], counts: set[str]) -> Line:
    terms = section.get("terms", dict)
    if unknown := sorted(terms.keys() - counts):
        raise section.fail("terms", f"{unknown[0]!r} is counted by no table; counts are {', '.join(sorted(counts))}")
    line = Line(terms, levels(section, "by", section.texts("by")), section.get("equal", bool))
    section.done()
    return line
