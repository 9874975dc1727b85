"""What a measure is: one TOML file each, read into frozen dataclasses.

The page, the chart's axis, the sentence, the methodology entry and the export's headings all read this one
object. A file names things; it never contains code.
"""

import tomllib
import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

DEFINITIONS = Path(__file__).parent / "definitions"

T = TypeVar("T")


class DefinitionError(ValueError):
    """A definition that a person must fix. The message names the file, the key and the choices."""


class Favourable(StrEnum):
    """Which direction is good."""

    HIGHER = "higher"
    LOWER = "lower"
    PARITY = "parity"
    NONE = "none"


class Statistic(StrEnum):
    """Where the numbers' uncertainty comes from, which decides how a change is judged.

    `stock`: head counts, mostly the same people each year · `flow`: events or selections of a year ·
    `survey`: a sample with its margins of error.
    """

    STOCK = "stock"
    FLOW = "flow"
    SURVEY = "survey"


class Unit(StrEnum):
    PERCENT = "percent"
    PERSONS = "persons"
    THINGS = "things"
    DOLLARS = "dollars"
    DAYS = "days"
    RATIO = "ratio"
    PER_1000 = "per_1000"
    YEARS = "years"


class Rba(StrEnum):
    """What a measure tells: how a population fares, which is nobody's score; or of an agency's work how much was done,
    how well, and who is better off (Results-Based Accountability; M. Friedman, Trying Hard Is Not Good Enough, 2005).
    """

    POPULATION = "population"
    HOW_MUCH = "how_much"
    HOW_WELL = "how_well"
    BETTER_OFF = "better_off"


class Domain(StrEnum):
    """What a measure is about. Conditions of the population are kept apart from agencies' performance."""

    WORKFORCE = "workforce"
    LEADERSHIP = "leadership"
    CAREERS = "careers"
    BOARDS = "boards"
    TRAINING = "training"
    SERVICES = "services"
    ENGAGEMENT = "engagement"
    COMMUNICATION = "communication"
    PLANS = "plans"
    POLICIES = "policies"
    BUDGET = "budget"
    CONTRACTING = "contracting"
    CITY = "city"
    MUNICIPAL = "municipal"
    EDUCATION = "education"
    HEALTH = "health"
    JUSTICE = "justice"
    EMPLOYMENT = "employment"
    HOUSING = "housing"
    CHILDCARE = "childcare"
    CHILDREN = "children"
    POPULATION = "population"


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A group's share of a count of people, in percent of those with a reported group.

    `count` is a name of `metrics.count`; `where` keeps only the rows with those labels. `bridge`: counts under the
    race standard of 2024 are led to the groups of 1997 (etl.vocabulary.bridge), so that they can be compared and
    summed with the others; the measure's caveats then say so.
    """

    count: str
    where: Mapping[str, str] = field(default_factory=dict)
    bridge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A published indicator: a rate with or without its base, a count, or an amount."""

    indicator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One count in another: `numerator` and `denominator` are names of `metrics.count`, `where` keeps rows of both.

    In percent, or in the measure's unit per one of the denominator (dollars for each resident). `goal`: the count of
    what was asked of the numerator, where that follows from rules in force by date (benchmark `goal`); `governed`: the
    count of the part of the denominator that any rule was in force for. Where that is not all of it, nothing is
    compared. `among` and `squares`: of dollars, all that the numerator is a part of, and the sum of the squares of what
    each firm was paid, from which the rate has an interval.
    """

    numerator: str
    denominator: str
    where: Mapping[str, str] = field(default_factory=dict)
    among: str | None = None
    squares: str | None = None
    goal: str | None = None
    governed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """A rate in percent as it would be if every group were made up alike: `stratum` is the dimension of both counts
    whose common mix the groups are led to."""

    numerator: str
    denominator: str
    stratum: str
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A count by itself: a number of things, people or dollars."""

    count: str
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """The median number of days that things took: `span` is a name of `metrics.count`."""

    span: str
    where: Mapping[str, str] = field(default_factory=dict)


class Kept(StrEnum):
    """What of the measures' own upkeep is measured."""

    DEFINED = "defined"
    REVIEWED = "reviewed"
    CURRENT = "current"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """The measures themselves: how many are defined; of these, reviewed in time or with data of the current year."""

    of: Kept


Formula = Representation | Rate | Adjusted | Total | Duration | Upkeep | Outcome
FORMULAS: Mapping[str, type[Formula]] = {
    "representation": Representation,
    "rate": Rate,
    "adjusted": Adjusted,
    "total": Total,
    "duration": Duration,
    "upkeep": Upkeep,
    "outcome": Outcome,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a value is read: its unit, its decimals, the direction that is good, its kind of statistic."""

    unit: Unit
    decimals: int
    favourable: Favourable
    statistic: Statistic


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The dimensions people are divided by, whether agencies have rows of their own, and by which of the dimensions
    (all of them, unless some are named); `together`: whether all agencies together have rows, which cities do not."""

    dimensions: tuple[str, ...]
    agencies: bool = False
    agency_dimensions: tuple[str, ...] | None = None
    together: bool = True

    def of_agency(self, dimension: str) -> bool:
        """Return whether agencies have rows of their own by a dimension."""
        return self.agencies and (self.agency_dimensions is None or dimension in self.agency_dimensions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where the value should be, by which year (none where it is due already), and who said so."""

    value: float
    authority: str
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    """Below these a figure is not shown: people in the numerator, people in the base."""

    numerator: int = 6
    denominator: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who answers for the definition, and when it is looked at again."""

    owner: str
    reviewed_by: str
    reviewed_on: date
    next_review: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Spanish:
    """The same words in Spanish; required, as a page without them is no page."""

    title: str
    question: str
    why: str
    people: str
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure. `id` is the file's stem and its address; `people` is what is counted, in the plural.

    `benchmarks` are in order of preference: surveys by name (`labor_force`, `population`, `enrollment`),
    `everyone` (the value for all groups together), `best_group` (the most favourable group's value), `target`,
    `goal` (what the rules in force on each day ask for).
    `exceptional` periods are shown, but no trend or progress begins or ends with one. Where domains stand side by side
    each is told by one measure, the one that `leads` it.
    """

    id: str
    version: int
    title: str
    question: str
    why: str
    people: str
    domain: Domain
    directive: str
    rba: Rba
    formula: Formula
    reading: Reading
    breakdown: Breakdown
    benchmarks: tuple[str, ...] = ()
    target: Target | None = None
    minimum: Minimum = field(default_factory=Minimum)
    exceptional: tuple[str, ...] = ()
    leads: bool = False
    caveats: tuple[str, ...] = ()
    review: Review
    spanish: Spanish

    @property
    def kind(self) -> str:
        """`representation`, `rate`, `adjusted`, `total`, `duration`, `upkeep` or `outcome`."""
        return next(name for name, cls in FORMULAS.items() if isinstance(self.formula, cls))


def load_measures(folder: Path = DEFINITIONS) -> dict[str, Measure]:
    """Return every measure by id, in order of id. Raises DefinitionError, also where two measures lead one domain."""
    found = {path.stem: load_measure(path) for path in sorted(folder.glob("*.toml"))}
    leading: dict[Domain, str] = {}
    for name, each in found.items():
        if each.leads and leading.setdefault(each.domain, name) != name:
            raise DefinitionError(f"{name}.toml: leads is true, but {leading[each.domain]} leads {each.domain.value}")
    return found


def load_measure(path: Path) -> Measure:
    """Return the measure in `path`. Raises DefinitionError."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise DefinitionError(f"{path.name}: not TOML: {problem}") from None
    measure = _build(Measure, {"id": path.stem, **values}, path.name)
    if len(measure.caveats) != len(measure.spanish.caveats):
        raise DefinitionError(
            f"{path.name}: spanish: caveats has {len(measure.spanish.caveats)} entries; "
            f"write one for each of the {len(measure.caveats)} in caveats"
        )
    if unknown := set(measure.breakdown.agency_dimensions or ()) - set(measure.breakdown.dimensions):
        raise DefinitionError(
            f"{path.name}: breakdown: agency_dimensions names {_named(unknown)}; choose of dimensions"
        )
    if not (measure.breakdown.together or measure.breakdown.agencies):
        raise DefinitionError(f"{path.name}: breakdown: neither agencies nor together; nothing would be left")
    if "target" in measure.benchmarks and measure.target is None:
        raise DefinitionError(f"{path.name}: benchmarks name target, but there is no [target]")
    if measure.rba == Rba.POPULATION and not isinstance(measure.formula, Outcome):
        raise DefinitionError(
            f"{path.name}: rba is population, but the formula is no outcome; choose what it tells of work"
        )
    if "goal" in measure.benchmarks and not (isinstance(measure.formula, Rate) and measure.formula.goal):
        raise DefinitionError(f"{path.name}: benchmarks name goal, but the formula has no goal")
    if isinstance(measure.formula, Rate) and (measure.formula.goal is None) != (measure.formula.governed is None):
        raise DefinitionError(f"{path.name}: formula: goal and governed go together; write both or neither")
    if isinstance(measure.formula, Rate) and (measure.formula.among is None) != (measure.formula.squares is None):
        raise DefinitionError(f"{path.name}: formula: among and squares go together; write both or neither")
    return measure


def _build(cls: type[T], values: Mapping[str, Any], where: str) -> T:
    hints = get_type_hints(cls)
    required = {
        each.name
        for each in fields(cls)  # type: ignore[arg-type]
        if each.default is MISSING and each.default_factory is MISSING
    }
    if unknown := values.keys() - hints.keys():
        raise DefinitionError(f"{where}: unknown {_named(unknown)}; known are {_named(hints)}")
    if missing := required - values.keys():
        raise DefinitionError(f"{where}: {_named(missing)} missing")
    return cls(**{key: _value(hints[key], values[key], f"{where}: {key}") for key in values})


def _value(wanted: Any, value: Any, where: str) -> Any:
    if wanted == Formula:
        return _formula(value, where)
    if get_origin(wanted) in (Union, types.UnionType):
        wanted = next(each for each in get_args(wanted) if each is not types.NoneType)
    if is_dataclass(wanted):
        if not isinstance(value, dict):
            raise DefinitionError(f"{where} is {value!r}; it must be a table")
        return _build(wanted, value, where)  # type: ignore[arg-type]
    if get_origin(wanted) is tuple:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise DefinitionError(f"{where} is {value!r}; it must be a list of texts")
        return tuple(value)
    if get_origin(wanted) is Mapping:
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            raise DefinitionError(f"{where} is {value!r}; it must be a table of texts")
        return types.MappingProxyType(dict(value))
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        if value not in list(wanted):
            raise DefinitionError(f"{where} is {value!r}; choose {_named(wanted)}")
        return wanted(value)
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        raise DefinitionError(f"{where} is {value!r}; it must be a {wanted.__name__}")
    return value


def _formula(value: Any, where: str) -> Formula:
    if not isinstance(value, dict):
        raise DefinitionError(f"{where} is {value!r}; it must be a table")
    kind = str(value.get("kind"))
    if kind not in FORMULAS:
        raise DefinitionError(f"{where}: kind is {kind!r}; choose {_named(FORMULAS)}")
    rest = {key: each for key, each in value.items() if key != "kind"}
    return _build(FORMULAS[kind], rest, where)


def _named(names: Iterable[Any]) -> str:
    return ", ".join(sorted(str(name) for name in names))
