"""What the API offers: a resource for each table of a release, with its columns and what may be asked of them.

The answers, the OpenAPI document and the page at /api are all made of these declarations.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from dashboard.selection import COLUMN
from metrics.schema import TABLES

ROOT = "/api/v1"
NO_DATA = frozenset({ROOT, f"{ROOT}/releases", f"{ROOT}/openapi.json"})
"""Addresses whose answers hold no row of a release and nothing of what is in it."""
_ONE = r"-?[0-9]{1,18}(\.[0-9]{1,18})?"
NUMBER = rf"^(-?|(>=|<=|>|<|=)?{_ONE}|{_ONE}\.\.{_ONE})$"
"""What may be asked of a number: 5, >=5, <5, 5..10, or `-` for a blank cell; nothing asks nothing."""
LONGEST, MOST_VALUES = 200, 100
PAGE, MOST_ROWS = 100, 10_000
"""Rows of an answer in JSON where no number is asked for; rows that may be asked for."""
MOST_IN_FILE = 50_000
"""Rows of an answer as CSV or Parquet where no number is asked for: all of them, or a problem."""
TEXT, NUMERIC, WHOLE, YES_NO, LIST = "string", "number", "integer", "boolean", "array"
_TYPES = {str: TEXT, float: NUMERIC, int: WHOLE, bool: YES_NO}
_KEYS = {
    "figures": "figure_id",
    "measures": "measure",
    "agencies": "agency",
    "directives": "directive",
    "goals": "goal",
    "sources": "source",
    "towns": "town",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that may be asked in an address. `column`: whose cells it asks of, blank: of the whole answer.

    `part`: whether a part of a text is enough. `many`: whether it may be given more than once; one of the values does.
    """

    name: str
    schema: Mapping[str, Any]
    column: str = ""
    part: bool = False
    many: bool = False

    def takes(self, value: str) -> bool:
        """Return whether a value is one that the schema allows."""
        schema = self.schema
        if schema["type"] == WHOLE:
            known = re.fullmatch("[0-9]{1,9}", value) is not None
            return known and int(value) in range(schema["minimum"], schema["maximum"] + 1)
        if schema["type"] == LIST:
            return all(each in schema["items"]["enum"] for each in value.split(",")) if value else True
        if schema["type"] == YES_NO:
            return value in ("true", "false")
        if "enum" in schema:
            return value in schema["enum"]
        if "pattern" in schema and re.fullmatch(schema["pattern"][1:-1], value) is None:
            return False
        return bool(len(value) <= schema.get("maxLength", LONGEST))


RELEASE = Parameter("release", {"type": TEXT, "maxLength": 60})
LANGUAGE = Parameter("lang", {"type": TEXT, "enum": ["en", "es"], "default": "en"})
BENCHMARK = Parameter("benchmark", {"type": TEXT, "maxLength": LONGEST})


@dataclass(frozen=True)
class Resource:
    """A table of a release. `key`: the column that names one thing in it, blank where none does."""

    name: str
    key: str

    @cached_property
    def columns(self) -> Mapping[str, str]:
        """Column -> type of its values in JSON; any may be null."""
        return MappingProxyType({str(each.name): _TYPES[each.type.python_type] for each in TABLES[self.name].columns})

    @property
    def path(self) -> str:
        return f"{ROOT}/{self.name}"

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """What may be asked of its rows, by name. A column called as something else is asked for by its long name."""
        known = [*self._shared, *self._wholes, *self._parts]
        return MappingProxyType({each.name: each for each in reversed(known)})

    @cached_property
    def of_one(self) -> Mapping[str, Parameter]:
        """What may be asked of one thing in it."""
        return MappingProxyType({each.name: each for each in (RELEASE, self._fields)})

    @property
    def _fields(self) -> Parameter:
        return Parameter("fields", {"type": LIST, "items": {"type": TEXT, "enum": list(self.columns)}})

    @property
    def _shared(self) -> tuple[Parameter, ...]:
        ways = ["", *(sign + name for name in self.columns for sign in ("", "-"))]
        return (
            RELEASE,
            self._fields,
            Parameter("sort", {"type": TEXT, "enum": ways}),
            Parameter("limit", {"type": WHOLE, "minimum": 1, "maximum": MOST_ROWS}),
            Parameter("cursor", {"type": TEXT, "pattern": "^[A-Za-z0-9_-]{1,600}$", "maxLength": 600}),
            Parameter("count", {"type": YES_NO, "default": False}),
        )

    @property
    def _wholes(self) -> tuple[Parameter, ...]:
        return tuple(Parameter(name, _schema(kind), name, many=True) for name, kind in self.columns.items())

    @property
    def _parts(self) -> tuple[Parameter, ...]:
        return tuple(
            Parameter(COLUMN + name, _schema(kind) if kind in (NUMERIC, WHOLE) else _TEXT, name, part=True)
            for name, kind in self.columns.items()
        )


_TEXT = {"type": TEXT, "maxLength": LONGEST}


def _schema(kind: str) -> dict[str, Any]:
    """Return what may be asked of a column whole."""
    if kind in (NUMERIC, WHOLE):
        return {"type": TEXT, "pattern": NUMBER, "maxLength": 80}
    return {"type": TEXT, "enum": ["", "-", "true", "false"]} if kind == YES_NO else dict(_TEXT)


RESOURCES: Mapping[str, Resource] = MappingProxyType(
    {name: Resource(name, _KEYS.get(name, "")) for name in TABLES if name != "manifest"}
)
"""Every table of a release but its manifest, which `/releases/<id>` tells."""
