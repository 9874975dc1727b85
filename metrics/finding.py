"""What the scan found, in words: one group beside its benchmark, how sure that is, what would close it, why not.

Rows are of table `findings`, as dicts with the figure's `unit`, `numerator` and `denominator`; what is blank is None.
"""

from collections.abc import Mapping
from types import MappingProxyType

from metrics import words
from metrics.clause import Row, on_base
from metrics.lexicon import Lexicon
from metrics.table.findings import LEVEL

_SURE, _VERY_SURE = 0.01, 0.001
_SHARED = ("labor_force", "population", "availability", "weighted_availability", "enrollment")
"""Benchmarks that are shares of people of their own."""


def _both(**entries: tuple[str, str]) -> Lexicon:
    return MappingProxyType({name: {"en": en, "es": es} for name, (en, es) in entries.items()})


FOUND = _both(
    behind=("Behind the benchmark", "Detrás de la referencia"),
    ahead=("Ahead of the benchmark", "Delante de la referencia"),
    apart=("Apart from the benchmark", "Apartado de la referencia"),
    may_be_chance=("Could be chance", "Podría ser azar"),
    similar=("No difference found", "Sin diferencia"),
    excluded=("Not tested", "Sin prueba"),
)
"""What a test says."""

CHANCE = _both(
    very_small=("Very small", "Muy pequeña"),
    small=("Small", "Pequeña"),
    some=("Fairly small", "Bastante pequeña"),
    could=("Could be chance", "Podría ser azar"),
)

REASONS = _both(
    not_shown=("There is no figure to test", "No hay cifra para probar"),
    no_benchmark_value=("The group has no benchmark", "El grupo no tiene referencia"),
    base_below_minimum=("Too few people to test", "Muy pocas personas para probar"),
    parity_below_one_person=("Parity would be less than one person", "La paridad sería menos de una persona"),
    no_interval=("The source gives no margin of error", "La fuente no da margen de error"),
)
"""Why a group was not tested."""

_SENTENCES = _both(
    share=(
        "{group}: {value} of {people}, {benchmark} of {reference}.",
        "{group}: {value} de {people}, {benchmark} de {reference}.",
    ),
    value=("{group}: {value}. {reference}: {benchmark}.", "{group}: {value}. {reference}: {benchmark}."),
    alone=("{group}: {value}.", "{group}: {value}."),
    unknown=("{group}: there is no figure.", "{group}: no hay cifra."),
)  # fmt: skip

_ACTIONS = _both(
    more=("{n} more {people}", "{n} {people} más"),
    fewer=("{n} fewer {people}", "{n} {people} menos"),
    more_of=("{n} more of {base} {people}", "{n} más de {base} {people}"),
    fewer_of=("{n} fewer of {base} {people}", "{n} menos de {base} {people}"),
    less_than_one=("Less than one person", "Menos de una persona"),
    up=("{gap} more", "{gap} más"),
    down=("{gap} less", "{gap} menos"),
)


def sentence(measure: Row, row: Row, language: str) -> str:
    """Return the plain sentence of a finding: the group's figure and its benchmark, no cause, no judgement.

    `measure`: a row of table `measures`.
    """
    group = words.named(measure, row["group"], language, row.get("dimension") or "")
    if row["value"] is None:
        return _say("unknown", language, group=group)
    based = on_base(measure, row)
    decimals = int(based["decimals"])
    value = words.number(row["value"], measure["unit"], decimals, language)
    if row["benchmark_value"] is None:
        return _say("alone", language, group=group, value=value)
    # The benchmark keeps its own decimals: few are counted, not it.
    benchmark = words.number(row["benchmark_value"], measure["unit"], int(measure["decimals"]), language)
    reference = words.reference(row["benchmark"], language)
    if measure["kind"] == "representation" and row["benchmark"] in _SHARED:
        people = measure["people" if language == "en" else f"people_{language}"]
        return _say(
            "share", language, group=group, value=value, people=people, benchmark=benchmark, reference=reference
        )
    return _say(
        "value", language, group=group, value=value, reference=reference[0].upper() + reference[1:], benchmark=benchmark
    )


def close(measure: Row, row: Row, language: str) -> str:
    """Return what would bring a group to its benchmark: in people where they are known, else in the unit; or nothing.

    A number of people is rounded to whole persons, as pages write it beside a figure.
    """
    if row["gap"] is None:
        return ""
    people = measure["people" if language == "en" else f"people_{language}"]
    if row["persons"] is None:
        return _in_unit(measure, row, language)
    missing = -row["persons"]
    if abs(missing) < 0.5:
        return _say("less_than_one", language)
    n = words.number(abs(missing), "persons", 0, language)
    way = "more" if missing > 0 else "fewer"
    if measure["kind"] == "representation":
        return _say(way, language, n=n, people=people)
    base = words.number(row["denominator"], "persons", 0, language)
    return _say(f"{way}_of", language, n=n, base=base, people=people)


def chance(p: float, language: str) -> str:
    """Return how likely a false alarm is, from the p that counts all tests of the scan (Benjamini and Hochberg).

    >>> chance(0.0004, "en"), chance(0.2, "en")
    ('Very small', 'Could be chance')
    """
    level = "very_small" if p < _VERY_SURE else "small" if p < _SURE else "some" if p < LEVEL else "could"
    return CHANCE[level][language]


def p_in_words(p: float, language: str) -> str:
    """Return the adjusted p itself.

    >>> p_in_words(0.00001, "en"), p_in_words(0.0123, "en")
    ('p under 0.001', 'p = 0.012')
    """
    if p < _VERY_SURE:
        return f"p {'menos de' if language == 'es' else 'under'} 0.001"
    return f"p = {words.number(p, 'ratio', 3, language)}"


def _in_unit(measure: Row, row: Row, language: str) -> str:
    decimals = int(measure["decimals"])
    if measure["unit"] == "percent":
        gap = words.points(abs(row["gap"]), decimals, language).removeprefix("+")
    else:
        gap = words.number(abs(row["gap"]), measure["unit"], decimals, language)
    return _say("up" if row["gap"] < 0 else "down", language, gap=gap)


def _say(key: str, language: str, **values: str) -> str:
    phrases: Mapping[str, str] = _SENTENCES.get(key) or _ACTIONS[key]
    return phrases[language].format(**values)
