"""Which sources there are: every module of `etl.sources` and `etl.deliveries` that declares a SOURCE."""

import importlib
import pkgutil
from collections.abc import Hashable, Mapping
from pathlib import Path
from types import ModuleType

import etl.deliveries
import etl.sources
from etl import table
from etl.contract import Source


def sources(packages: tuple[ModuleType, ...] = (etl.deliveries, etl.sources)) -> dict[str, Source]:
    """Return every source by id. A new source is a new file: nothing lists it."""
    found: dict[str, Source] = {}
    for package in packages:
        for module in pkgutil.iter_modules(package.__path__):
            source = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "SOURCE", None)
            if isinstance(source, Source):
                if source.id in found:
                    raise ValueError(f"two modules declare the source {source.id!r}; give one another id")
                found[source.id] = source
    return found


def delivery_of(path: Path, known: Mapping[str, Source]) -> Source | None:
    """Return the standard delivery that the file's name says it is: the longest stem it begins with."""
    name = table.stem(path)
    fits = [
        source
        for source in known.values()
        if source.stem
        and (name == source.stem or name.startswith((f"{source.stem}_", f"{source.stem}-", f"{source.stem}.")))
    ]
    return max(fits, key=lambda source: len(source.stem or ""), default=None)


def publication_of(
    headings: list[str], known: Mapping[str, Source], first: Mapping[Hashable, object] | None = None
) -> Source | None:
    """Return the publication whose headings these are; where several have them, `first`, the first row, decides."""
    fits = [source for source in known.values() if source.recognises(headings)]
    if len(fits) > 1 and first is not None:
        fits = [source for source in fits if source.names_itself(first)]
    return fits[0] if len(fits) == 1 else None
