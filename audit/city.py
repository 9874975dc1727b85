"""Cities in a release: governments of their own, which no sum of the State may hold.

The register says which agencies are a city's. Its figures are taken for those of one more State: the same measures and
counts by other names, everyone of it for the whole. So nothing that is shown of the State says anything of it, and what
is shown of it is attacked by itself.
"""

import json
from collections.abc import Iterator, Mapping

import pandas as pd

_GROUP = "cities"
_EVERYONE = "ALL"
_LISTS = {"nested": " > ", "sum": " + "}


def cities(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the agencies that the register says are a city's."""
    register = tables.get("agencies", pd.DataFrame()).reindex(columns=["agency", "size_group"]).astype(object)
    own = register["size_group"].fillna("").str.strip().str.lower() == _GROUP
    return sorted(register.loc[own, "agency"])


def apart(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables of a release with each city a State of its own.

    A city whose people are in the tables of cells is a part of the State all the same: releases once were made so.
    """
    summed = set(tables["cells"]["agency"]) if "cells" in tables else set()
    for city in (each for each in cities(tables) if each not in summed):
        tables = {name: _renamed(rows, city) for name, rows in tables.items()}
        for name, named in (("measures", _measures), ("policy", _policy)):
            if name in tables:
                tables[name] = pd.concat([tables[name], named(tables[name], city)], ignore_index=True)
    return tables


def leaks(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Yield a line for each city whose people are summed into the State's tables of cells."""
    if "cells" in tables:
        there = set(tables["cells"]["agency"])
        yield from (
            f"cells: {city} is a city, and is summed into the State" for city in cities(tables) if city in there
        )


def _renamed(rows: pd.DataFrame, city: str) -> pd.DataFrame:
    if not {"measure", "agency"} <= set(rows.columns):
        return rows
    own = rows["agency"] == city
    measure = rows["measure"].where(~own, rows["measure"].astype(str) + _of(city))
    return rows.assign(measure=measure, agency=rows["agency"].where(~own, _EVERYONE))


def _measures(rows: pd.DataFrame, city: str) -> pd.DataFrame:
    formulas = rows["formula"].map(lambda text: _counts(text, city), na_action="ignore")
    return rows.assign(measure=rows["measure"].astype(str) + _of(city), formula=formulas)


def _counts(formula: str, city: str) -> str:
    """The formula with the city's counts in the place of the State's."""
    parts = json.loads(formula)
    return json.dumps(
        parts
        | {
            key: parts[key] + _of(city)
            for key in ("count", "numerator", "denominator")
            if isinstance(parts.get(key), str)
        }
    )


def _policy(rows: pd.DataFrame, city: str) -> pd.DataFrame:
    """What the policy says of counts that no table of cells holds, of the city's."""
    own = rows[rows["part"].isin(["count", *_LISTS])]
    values = [
        _LISTS[part].join(name + _of(city) for name in value.split(_LISTS[part])) if part in _LISTS else value
        for part, value in zip(own["part"], own["value"], strict=True)
    ]
    return own.assign(name=own["name"] + _of(city), value=values)


def _of(city: str) -> str:
    return f" of {city}"
