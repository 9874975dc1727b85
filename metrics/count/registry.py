"""Which counts there are: every module of `metrics.count` that declares COUNTS."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import metrics.count
from metrics.count.count import Count, Span
from metrics.definition import DefinitionError


@cache
def counts() -> Mapping[str, Count]:
    """Return every count by name. A new count is a new entry in a module's COUNTS: nothing lists them."""
    found: dict[str, Count] = {}
    for each in _declared("COUNTS"):
        if each.name in found:
            raise ValueError(f"two counts are named {each.name!r}; give one another name")
        found[each.name] = each
    return MappingProxyType(found)


@cache
def spans() -> Mapping[str, Span]:
    """Return every span of days by name: the entries of the modules' SPANS."""
    return MappingProxyType({each.name: each for each in _declared("SPANS")})


def span(name: str, measure: str) -> Span:
    """Return the span that the formula of `measure` names. Raises DefinitionError."""
    known = spans()
    if name not in known:
        raise DefinitionError(f"{measure}.toml: formula: span is {name!r}; choose {', '.join(sorted(known))}")
    return known[name]


def _declared(what: str) -> list[Any]:
    names = [module.name for module in pkgutil.iter_modules(metrics.count.__path__)]
    modules = [importlib.import_module(f"metrics.count.{name}") for name in names]
    return [each for module in modules for each in getattr(module, what, ())]


def count(name: str, measure: str, key: str) -> Count:
    """Return the count that the formula of `measure` names under `key`. Raises DefinitionError."""
    known = counts()
    if name not in known:
        raise DefinitionError(f"{measure}.toml: formula: {key} is {name!r}; choose {', '.join(sorted(known))}")
    return known[name]
