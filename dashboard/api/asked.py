"""What an address asks: read strictly, so that a slip is told and not passed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dashboard.api.problem import Problem, named
from dashboard.api.resource import LIST, MOST_VALUES, RELEASE, TEXT, WHOLE, YES_NO, Parameter, Resource
from metrics import browse, walk

Given = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the rows of a table; `limit` is None where the address does not say how many."""

    fields: tuple[str, ...]
    conditions: tuple[browse.Condition, ...]
    way: walk.Way
    question: tuple[tuple[str, str], ...]
    limit: int | None
    cursor: str
    count: bool


def values(given: Given, known: Mapping[str, Parameter]) -> dict[str, list[str]]:
    """Return what was given by name, each value one that may be. Raises Problem, which names what may not."""
    found: dict[str, list[str]] = {}
    for name, value in given:
        parameter = known.get(name)
        if parameter is None:
            raise Problem(
                "unknown-parameter", f"there is no parameter {name!r} here", parameter=name, known=sorted(known)
            )
        if not parameter.takes(value):
            raise _bad(parameter, value)
        found.setdefault(name, []).append(value)
        if len(found[name]) > (MOST_VALUES if parameter.many else 1):
            often = f"{MOST_VALUES} times at most" if parameter.many else "once"
            raise Problem("bad-value", f"{name} may be given {often}", parameter=name)
    return found


def one(given: Given, known: Mapping[str, Parameter]) -> dict[str, str]:
    """Return what was given, of parameters that may be given once. Raises Problem."""
    return {name: each[0] for name, each in values(given, known).items()}


@lru_cache(maxsize=256)
def asked(resource: Resource, given: Given) -> Asked:
    """Return what is asked of a table's rows. Raises Problem.

    Many ask the same: reading the address anew took a fifth of an answer that was made already.
    """
    found = values(given, resource.parameters)
    conditions, question = [], []
    for name in sorted(found):
        parameter = resource.parameters[name]
        there = sorted({value for value in found[name] if value})
        if parameter.column and there:
            question += [(name, value) for value in there]
            conditions.append(_condition(resource, parameter, there))
    sort = found.get("sort", [""])[0]
    limit = found.get("limit")
    return Asked(
        fields(resource, found),
        tuple(conditions),
        walk.Way(sort.removeprefix("-"), sort.startswith("-")),
        (*question, ("sort", sort)),
        int(limit[0]) if limit else None,
        found.get("cursor", [""])[0],
        found.get("count") == ["true"],
    )


def release(given: Given) -> str:
    """Return the release that is asked for, blank for the newest. Raises Problem."""
    named_so = [value for name, value in given if name == RELEASE.name]
    return one(tuple((RELEASE.name, value) for value in named_so), {RELEASE.name: RELEASE}).get(RELEASE.name, "")


def fields(resource: Resource, found: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the columns asked for, each once, in the order asked; all where none is named."""
    return tuple(dict.fromkeys(name for name in found.get("fields", [""])[0].split(",") if name)) or tuple(
        resource.columns
    )


def _condition(resource: Resource, parameter: Parameter, given: list[str]) -> browse.Condition:
    name, column, kind = resource.name, parameter.column, resource.columns[parameter.column]
    if parameter.part:
        return _understood(name, column, given[0])
    if kind == YES_NO:
        return walk.among(name, column, [each if each == browse.BLANK else each == "true" for each in given])
    if kind == TEXT:
        return walk.among(name, column, given)
    return browse.either([_understood(name, column, each) for each in given])


def _understood(name: str, column: str, value: str) -> browse.Condition:
    found = browse.condition(name, column, value)
    if found is None:
        raise Problem("bad-value", f"{value!r} asks nothing of {column}", parameter=column)
    return found


def _bad(parameter: Parameter, value: str) -> Problem:
    schema, name, shown = parameter.schema, parameter.name, value[:80]
    if name == "cursor":
        return Problem("bad-cursor", "the cursor is none of this server; take it from `next` of an answer")
    known = _choices(parameter)
    if known:
        return Problem("bad-value", f"{name} is not {shown!r}; choose {named(known)}", parameter=name, known=known)
    if schema["type"] == WHOLE:
        wanted = f"a whole number from {schema['minimum']} to {schema['maximum']}"
    elif len(value) > schema["maxLength"]:
        wanted = f"a text of {schema['maxLength']} letters at most"
    else:
        wanted = "5, >=5, <5 or 5..10, or - for a blank cell"
    return Problem("bad-value", f"{name} is {wanted}, and not {shown!r}", parameter=name)


def _choices(parameter: Parameter) -> list[str]:
    schema = parameter.schema
    if schema["type"] == YES_NO:
        return ["true", "false"]
    found = schema["items"]["enum"] if schema["type"] == LIST else schema.get("enum", ())
    return [each for each in found if each]
