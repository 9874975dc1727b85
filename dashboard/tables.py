"""A release's tables as pages want them: whole small tables, figures one measure at a time, each read once."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.language import Tongue
from metrics import browse, words
from metrics.naming import is_preview
from metrics.received import Received
from metrics.release import Release, Shelf, manifest_of

EVERYONE = "ALL"
STATEWIDE = "Connecticut"
DEMONSTRATION = "demonstration"
NOT_REPORTED = "Not reported"
REPRESENTATION = "representation"
OUTCOME = "outcome"


Place = tuple[str, str, str]
"""Agency, geography, dimension."""


class Tables:
    """One release, seen by pages. Cheap to make: what was read is kept by release and table."""

    def __init__(self, release: Release, contact: str = "", received: tuple[Received, ...] = ()) -> None:
        """`contact`: the mail address for errors, blank where the deployer has set none. `received`: what became of
        deliveries, for the page that tells of it; no release holds those that were refused."""
        self.release = release
        self.received = received
        self.contact = contact
        self.id = release.id
        self.audience = release.audience

    @property
    def manifest(self) -> Mapping[str, str]:
        return self.release.manifest

    @property
    def home(self) -> Path:
        """The folder that holds the releases, and what whoever serves them lays beside."""
        return self.release.path.parents[2]

    @property
    def place(self) -> str:
        """The state or city of the statewide figures; `ALL` where the release names none."""
        return self.manifest.get("place") or STATEWIDE

    @property
    def demonstration(self) -> bool:
        """Whether any row of the release is a demonstration."""
        return self.manifest.get("has_demonstration") == "yes"

    @property
    def preview(self) -> bool:
        """Whether this is a preview, which the public never sees."""
        return self.manifest.get("preview") == "yes"

    def sizes(self) -> Mapping[str, int]:
        """Return the number of rows of each table, as the release's manifest counts them; of a part of them, anew."""
        if not self.release.scope.whole:
            return self.release.rows()
        manifest = manifest_of(self.release.path.parents[1], self.id)
        return dict(manifest.get("rows", {}).get(self.audience, {}))

    def releases(self) -> list[tuple[str, str]]:
        """Return the releases of this home up to this one, oldest first: id and the day it was published, ISO."""
        folder = self.release.path.parents[1]
        shelf = Shelf(folder, self.audience)
        names = [name for name in shelf.ids() if not is_preview(name)]
        known = names[: names.index(self.id) + 1] if self.id in names else names
        return [(name, str(manifest_of(folder, name).get("published", ""))) for name in known]

    def together(self) -> "Together":
        """Return the same release for pages that tell all measures of all agencies together."""
        return Together(self.release, self.contact)

    def whole(self, name: str) -> pd.DataFrame:
        """Return a whole table. Not for `figures`, `representation`, `progress`, which `of` reads by measure."""
        return _read(self.release, name, None)

    def of(self, name: str, measure: str) -> pd.DataFrame:
        """Return the rows of one measure."""
        return _read(self.release, name, measure)

    def figure(self, figure_id: str) -> pd.DataFrame:
        """Return the rows of one figure: one without benchmark, one for each that it is held against."""
        return _figure(self.release, figure_id)

    def places(self, measure: str) -> Mapping[Place, Any]:
        """Return where the figures of each agency, geography and dimension stand in the measure's table."""
        return _places(self.release, measure)

    def at(self, measure: str, places: Iterable[Place]) -> pd.DataFrame:
        """Return a measure's figures of these agencies, geographies and dimensions."""
        known = self.places(measure)
        rows = [known[place] for place in places if place in known]
        figures = self.of("figures", measure)
        return figures.iloc[np.concatenate(rows)] if rows else figures.iloc[:0]

    def smallest_base(self, measure: str, row: Any) -> float | None:
        """Return the smaller base of the two figures that a row of `progress` compares; None if neither is known."""
        figures = self.at(measure, [(row["agency"], self.place, row["dimension"])])
        same = figures[
            (figures["group"] == row["group"])
            & figures["period"].isin((row["base_period"], row["period"]))
            & absent(figures["benchmark"])
        ]
        least = same["denominator"].min()
        return None if pd.isna(least) else float(least)

    def measures(self) -> list[dict[str, Any]]:
        """Return the definitions, in the release's order."""
        return [dict(row) for row in _measures(self.release)]

    def measure(self, name: str) -> dict[str, Any] | None:
        """Return one definition, or None."""
        return next((dict(row) for row in _measures(self.release) if row["measure"] == name), None)

    def agency_names(self) -> Mapping[str, str]:
        """Return code -> name of every agency of the register."""
        rows = self.whole("agencies")
        return dict(zip(rows["agency"], rows["name"], strict=True))


class Together(Tables):
    """A release seen by pages that tell all measures of all agencies together: each table is read once for all.

    Measures that no row tells together, a city's, keep their agencies.
    """

    def of(self, name: str, measure: str) -> pd.DataFrame:
        held, none = _together(self.release, name)
        return held.get(measure, none)

    def places(self, measure: str) -> Mapping[Place, Any]:
        return _places_together(self.release, measure)


def published(tables: Tables, language: str) -> str:
    """Return the day a release was published, or a preview was made, in words."""
    return words.day(date.fromisoformat(tables.manifest["published"][:10]), language)


def edition(tables: Tables, t: Tongue) -> str:
    """Return which release this is and of which day; of a preview, that it is one."""
    day = published(tables, t.language)
    if tables.preview:
        return t("Preview {id}, made {day}, not published", id=tables.id, day=day)
    return t("Release {id}, published {day}", id=tables.id, day=day)


def in_words(measure: Mapping[Any, Any], column: str, language: str) -> str:
    """Return a text of a measure or source in a language: title, question, why, people, caveats."""
    return str(measure[f"{column}_{language}" if language != "en" else column])


def listed(text: str) -> tuple[str, ...]:
    """Return the names in a list column: benchmarks, dimensions.

    >>> listed('["labor_force", "population"]'), listed("sex;program x sex")
    (('labor_force', 'population'), ('sex', 'program x sex'))
    """
    if (text or "").startswith("["):
        return tuple(str(each) for each in json.loads(text))
    return tuple(part.strip() for part in re.split("[;,]", text or "") if part.strip())


def sentences(text: str) -> tuple[str, ...]:
    """Return the entries of a list of sentences: a JSON list, or one on each line."""
    if text.startswith("["):
        return tuple(str(each) for each in json.loads(text))
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def absent(column: pd.Series) -> "pd.Series[bool]":
    """Return where a column says nothing."""
    return column.isna() | (column == "")


def _blank(value: Any) -> Any:
    return "" if value is None or (not isinstance(value, str) and pd.isna(value)) else value


@lru_cache(maxsize=8)
def _measures(release: Release) -> tuple[Mapping[str, Any], ...]:
    rows = _read(release, "measures", None)
    return tuple({str(key): _blank(value) for key, value in row.items()} for row in rows.to_dict("records"))


@lru_cache(maxsize=256)
def _places(release: Release, measure: str) -> Mapping[Place, Any]:
    found: Any = _read(release, "figures", measure).groupby(["agency", "geography", "dimension"], sort=False).indices
    return dict(found)


@lru_cache(maxsize=12)  # three tables of each of four releases
def _together(release: Release, name: str) -> tuple[Mapping[str, pd.DataFrame], pd.DataFrame]:
    rows = browse.together(release, name)
    return {str(measure): own for measure, own in rows.groupby("measure", sort=False)}, rows.iloc[:0]


@lru_cache(maxsize=512)
def _places_together(release: Release, measure: str) -> Mapping[Place, Any]:
    held, none = _together(release, "figures")
    found: Any = held.get(measure, none).groupby(["agency", "geography", "dimension"], sort=False).indices
    return dict(found)


@lru_cache(maxsize=256)
def _figure(release: Release, figure_id: str) -> pd.DataFrame:
    return release.table("figures", figure_id=figure_id)


@lru_cache(maxsize=512)  # three tables of a hundred measures, and those of the release itself
def _read(release: Release, name: str, measure: str | None) -> pd.DataFrame:
    return release.table(name) if measure is None else release.table(name, measure=measure)
