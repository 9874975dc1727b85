"""A home's `sources.toml`: which databases and services deliveries are fetched from, and how each is asked.

A connection, token or key is never in it: it says where the secret is kept.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from etl.origins.secret import Secret

CENSUS = "https://api.census.gov/data"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SettingsError(ValueError):
    """`sources.toml` says something that has no meaning; the message says where and what is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A delivery from a database: the rows of one query."""

    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A delivery from a Socrata portal. `columns`: heading to field; none: all, headed as the portal shows them."""

    dataset: str
    columns: Mapping[str, str] = field(default_factory=dict)
    where: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """A delivery from the Census Data API: estimates of some variables for some places.

    `variables`: the variable's code to the cells of its row; variables with the same cells are summed. `whole`: the
    variable that shares are taken of. `cells`: what every row says. `labels`: what a variable must be called.
    """

    dataset: str
    geography: str
    within: str | None
    variables: Mapping[str, Mapping[str, str]]
    whole: str | None
    cells: Mapping[str, str]
    labels: Mapping[str, str]


Ask = Query | Dataset | Estimates


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One table of `sources.toml`: a database (`connection`) or a service (`address`), and its deliveries by name."""

    name: str
    kind: str
    deliveries: Mapping[str, Ask]
    address: str = ""
    secret: Secret | None = None


def origin(path: Path, name: str) -> Origin:
    """Return an origin that the settings at `path` name. Raises SettingsError."""
    if not path.exists():
        raise SettingsError(f"{path} does not exist; docs/sources.md says how to write it")
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as problem:
        raise SettingsError(f"{path} cannot be read: {problem}; mend it") from None
    if name not in said:
        raise SettingsError(f"{path} has no [{name}]; choose {', '.join(said) or 'a name and write it there'}")
    return _Reader(f"{path}, [{name}]").origin(name, said[name])


class _Reader:
    """Reads one origin; messages begin with where it stands."""

    def __init__(self, place: str) -> None:
        self.place = place

    def origin(self, name: str, said: Any) -> Origin:
        if not isinstance(said, dict) or said.get("kind") not in ("sql", "socrata", "census"):
            raise SettingsError(f'{self.place}: kind is missing or unknown; choose "sql", "socrata" or "census"')
        kind = said["kind"]
        secret_key = {"sql": "connection", "socrata": "token", "census": "key"}[kind]
        self.keys("", said, {"kind", "deliveries", secret_key} | (set() if kind == "sql" else {"address"}))
        secret = self.secret(secret_key, said.get(secret_key))
        if kind == "sql" and secret is None:
            raise SettingsError(f"{self.place}: connection is missing; {_KEPT}")
        address = said.get("address", CENSUS if kind == "census" else None)
        deliveries = said.get("deliveries")
        if not isinstance(deliveries, dict) or not deliveries:
            raise SettingsError(f"{self.place}: has no deliveries; write [{name}.deliveries.NAME] for each")
        readers: dict[str, Callable[[str, dict[str, Any]], Ask]] = {
            "sql": self.query,
            "socrata": self.dataset,
            "census": self.estimates,
        }
        asks: dict[str, Ask] = {}
        for each, ask in deliveries.items():
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", each) or not isinstance(ask, dict):
                raise SettingsError(
                    f"{self.place}: deliveries.{each[:80]} is no delivery; expected a table [{name}.deliveries.NAME], "
                    "its name of letters, digits, _ and -"
                )
            asks[each] = readers[kind](f"deliveries.{each}.", ask)
        return Origin(
            name=name,
            kind=kind,
            deliveries=asks,
            address="" if kind == "sql" else self.web_address(address),
            secret=secret,
        )

    def query(self, at: str, said: dict[str, Any]) -> Query:
        self.keys(at, said, {"query"})
        return Query(query=self.text(at, said, "query"))

    def dataset(self, at: str, said: dict[str, Any]) -> Dataset:
        self.keys(at, said, {"dataset", "columns", "where"})
        dataset = self.text(at, said, "dataset")
        if not re.fullmatch(r"[a-z0-9]{4}-[a-z0-9]{4}", dataset):
            raise SettingsError(f"{self.place}: {at}dataset is {dataset!r}; expected four and four, as abcd-1234")
        return Dataset(
            dataset=dataset,
            columns=self.texts(at, said, "columns"),
            where=self.text(at, said, "where") if "where" in said else None,
        )

    def estimates(self, at: str, said: dict[str, Any]) -> Estimates:
        self.keys(at, said, {"dataset", "for", "in", "variables", "whole", "cells", "labels"})
        given = said.get("variables")
        if not isinstance(given, dict) or not given:
            raise SettingsError(f'{self.place}: {at}variables is missing; expected {{ B03002_003E = "White", ... }}')
        variables = {
            code: {"group": cells} if isinstance(cells, str) else self.texts(f"{at}variables.", given, code)
            for code, cells in given.items()
        }
        whole = self.text(at, said, "whole") if "whole" in said else None
        for code in [*variables, *([whole] if whole else [])]:
            if not re.fullmatch(r"[A-Z0-9]+_[A-Z0-9_]*[A-Z]", code):
                raise SettingsError(f"{self.place}: {at}variables has {code!r}; expected a code such as B03002_003E")
        return Estimates(
            dataset=self.text(at, said, "dataset").strip("/"),
            geography=self.text(at, said, "for"),
            within=self.text(at, said, "in") if "in" in said else None,
            variables=variables,
            whole=whole,
            cells=self.texts(at, said, "cells"),
            labels=self.texts(at, said, "labels"),
        )

    def keys(self, at: str, said: dict[str, Any], known: set[str]) -> None:
        if unknown := sorted(said.keys() - known):
            raise SettingsError(f"{self.place}: {at}{unknown[0]} is not known; choose {', '.join(sorted(known))}")

    def text(self, at: str, said: dict[str, Any], key: str) -> str:
        value = said.get(key)
        if not isinstance(value, str) or not value.strip():
            raise SettingsError(f"{self.place}: {at}{key} is missing; expected text")
        return value.strip()

    def texts(self, at: str, said: dict[str, Any], key: str) -> dict[str, str]:
        value = said.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            raise SettingsError(f'{self.place}: {at}{key} is no table of texts; expected {{ NAME = "TEXT" }}')
        return dict(value)

    def secret(self, key: str, said: Any) -> Secret | None:
        if said is None:
            return None
        if not isinstance(said, dict) or len(said) != 1 or not said.keys() <= {"environment", "file"}:
            raise SettingsError(f"{self.place}: {key} is a secret and must not stand here; {_KEPT}")
        (kept, where), *_ = said.items()
        if not isinstance(where, str) or not where:
            raise SettingsError(f"{self.place}: {key} is no place for a secret; {_KEPT}")
        return Secret(environment=where) if kept == "environment" else Secret(file=Path(where))

    def web_address(self, address: Any) -> str:
        parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
        alone = not parts.query and not parts.fragment and parts.username is None
        if not (parts.hostname and alone and (parts.scheme == "https" or parts.hostname in _LOOPBACK)):
            raise SettingsError(f"{self.place}: address is missing or unfit; expected https://HOST without a password")
        return str(address).rstrip("/")


_KEPT = 'expected { environment = "VARIABLE" } or { file = "PATH" }'
