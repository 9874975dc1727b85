"""Which counts there are: every module of `metrics.count` that declares COUNTS."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import metrics.count
from metrics.count.count import Count
from metrics.definition import DefinitionError


@cache
def counts() -> Mapping[str, Count]:
    """Return every count by name. A new count is a new entry in a module's COUNTS: nothing lists them."""
    found: dict[str, Count] = {}
    for module in pkgutil.iter_modules(metrics.count.__path__):
        for each in getattr(importlib.import_module(f"metrics.count.{module.name}"), "COUNTS", ()):
            if each.name in found:
                raise ValueError(f"two counts are named {each.name!r}; give one another name")
            found[each.name] = each
    return MappingProxyType(found)


def count(name: str, measure: str, key: str) -> Count:
    """Return the count that the formula of `measure` names under `key`. Raises DefinitionError."""
    known = counts()
    if name not in known:
        raise DefinitionError(f"{measure}.toml: formula: {key} is {name!r}; choose {', '.join(sorted(known))}")
    return known[name]
