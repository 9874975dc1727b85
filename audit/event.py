"""Figures of people's events, such as who was hired of those who applied, that no table of cells holds.

Their counts are cells of tables of their own, one a count and dimension: agencies sum to the State, groups are at most
everyone, a part is at most its whole. What stands in the open may be small by itself, as the rest of its whole, or
beside another count of the same people.
"""

import json
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from audit.figure import EVERYONE, FOLDED, head_counts
from audit.level import Settings
from audit.release import WITHHELD, Release
from audit.system import Part, Rule
from audit.table import TOTAL

_ABOUT = ["agency", "period", "nature", "dimension", "group"]
_ROLES = ("numerator", "denominator")
_OPEN = ("things", "dollars")
_BASE = 20
_CHAIN = " > "
_PLUS = " + "


def counts(release: Release) -> dict[str, tuple[str, ...]]:
    """Return measure -> the counts of people that it is of, numerator first, of measures that no table of cells holds.

    The release's table `policy` says which counts are of things; of a count that it does not name the worst is taken.
    """
    policy = release.table("policy").reindex(columns=["part", "name", "value"])
    kinds = policy[policy["part"] == "count"].set_index("name")["value"].to_dict()
    heads = head_counts(release)
    found = {}
    for measure, text in release.table("measures").reindex(columns=["measure", "formula"]).itertuples(index=False):
        formula = json.loads(text) if isinstance(text, str) else {}
        names = tuple(str(formula[key]) for key in ("count", *_ROLES) if key in formula)
        if names and measure not in heads and any(kinds.get(name) not in _OPEN for name in names):
            # What a formula filters is another count, and may not be taken for the whole one.
            filtered = "".join(f" where {key} is {word}" for key, word in sorted(formula.get("where", {}).items()))
            found[str(measure)] = tuple(f"{name}{filtered}" for name in names)
    return found


def parts(release: Release, *, kind: str = "figure", level: int = 0) -> list[Part]:
    """Return the counts of events as tables: one a measure, dimension, period, nature and side of the rate."""
    found: list[Part] = []
    shown = _shown(release)
    for names, rows in _figures(release):
        for role, name in zip(_ROLES, names, strict=False):
            # What another measure shows of the same people is withheld nowhere.
            known = pd.Series([shown.get((name, *place), np.nan) for place in _places(rows)], index=rows.index)
            rows = rows.assign(**{role: rows[role].fillna(known)})  # noqa: PLW2901 - the same rows, better known
            found += _tables(release.name, rows, role, name, kind, level)
    return found


def _tables(where: str, rows: pd.DataFrame, role: str, count: str, kind: str, level: int) -> Iterator[Part]:
    for dimension, part in rows.groupby("dimension", sort=False):
        column = _column(str(dimension))
        measure = part["measure"].iloc[0]
        cells = _placed(part, count).assign(
            table=f"{kind} {measure}, {role} by {dimension}", row=part["row"], value=part[role],
            withheld=part[role].isna(), kind=kind, level=level,
        )  # fmt: skip
        lines = ("agency",) if column is None else ("agency", column)
        for _, one in cells.groupby(["period", "nature"], sort=False):
            yield Part(one.reset_index(drop=True), lines, f"{where}: {measure} by {dimension}")


def rules(release: Release, *, level: int = 0) -> list[Rule]:
    """Return that a group is at most everyone, and a part at most its whole, where one of the two is withheld."""
    found: list[Rule] = []
    for names, rows in _figures(release):
        hidden = rows[rows["status"] == WITHHELD]
        for dimension, part in hidden.groupby("dimension", sort=False):
            cells = [_placed(part, name).to_dict("records") for name in names]
            if len(cells) > 1:
                pairs = zip(cells[1], cells[0], strict=True)
                found += [Rule(pair, (1.0, -1.0), 0.0, np.inf, level, "a part of a whole") for pair in pairs]
            if dimension == EVERYONE:
                continue
            whole = part.assign(dimension=EVERYONE, group=EVERYONE)
            for some, name in zip(cells, names, strict=True):
                pairs = zip(_placed(whole, name).to_dict("records"), some, strict=True)
                found += [Rule(pair, (1.0, -1.0), 0.0, np.inf, level, "a group of everyone") for pair in pairs]
    return found


def leaks(release: Release, settings: Settings) -> Iterator[str]:
    """Yield a line for each shown figure that tells a small count: its own, the rest of its whole, of too small a base,
    or what it lacks of another count of the same people."""
    least = settings.threshold
    known: dict[str, dict[tuple[str, ...], float]] = {}
    chains = _chains(release)
    for names, rows in _figures(release):
        rate = len(names) > 1
        for row in rows[rows["status"] != WITHHELD].to_dict("records"):
            top, base, total = row["numerator"], row["denominator"], row["dimension"] == EVERYONE
            told = [("counts", top)] if rate or not total else []
            told += [("leaves", base - top)] if rate else []
            where = f"{row['measure']}, {', '.join(str(row[name]) for name in _ABOUT)}"
            if any(0 < number < least for _, number in told):
                yield f"figures: a small number of people is told: {where}"
            if (rate or not total) and base < _BASE:
                yield f"figures: a rate of too few people: {where}"
            place = tuple(str(row[name]) for name in _ABOUT)
            for name, number in zip(names, (top, base), strict=False):
                for chain in (each for each in chains if name in each):
                    others = (known.get(other, {}).get(place, np.nan) for other in chain if other not in names)
                    if any(0 < abs(number - other) < least for other in others):
                        yield f"figures: with another measure a small number of people is told: {where}"
                known.setdefault(name, {})[place] = number
    yield from _rests(release, known, least)


def _rests(release: Release, known: Mapping[str, Mapping[tuple[str, ...], float]], least: int) -> Iterator[str]:
    """Yield a line for each place where a sum and all its parts but one are shown, and that one is small."""
    policy = release.table("policy").reindex(columns=["part", "name", "value"])
    for whole, text in policy.loc[policy["part"] == "sum", ["name", "value"]].itertuples(index=False):
        names = str(text).split(_PLUS)
        for place, number in known.get(str(whole), {}).items():
            shown = [known[name][place] for name in names if place in known.get(name, {})]
            if len(shown) == len(names) - 1 and 0 < number - sum(shown) < least:
                yield f"figures: what is left of {whole} is a small number of people: {', '.join(place)}"


def _places(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    return [tuple(map(str, place)) for place in rows[_ABOUT].itertuples(index=False, name=None)]


def _shown(release: Release) -> dict[tuple[str, ...], float]:
    """Return (count, place) -> the number that some measure shows there."""
    found: dict[tuple[str, ...], float] = {}
    for names, rows in _figures(release):
        for name, role in zip(names, _ROLES, strict=False):
            told = rows[rows[role].notna()]
            found |= dict(zip([(name, *place) for place in _places(told)], told[role], strict=True))
    return found


def _chains(release: Release) -> list[list[str]]:
    policy = release.table("policy").reindex(columns=["part", "value"])
    return [str(value).split(_CHAIN) for value in policy.loc[policy["part"] == "nested", "value"]]


def _figures(release: Release) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
    rows = release.table("figures")
    if rows.empty:
        return
    rows = rows.assign(row=range(2, len(rows) + 2))
    for role in _ROLES:
        rows[role] = pd.to_numeric(rows[role], errors="coerce").astype("float64")
    # Nothing in nothing is not applicable, and a count of 0 all the same.
    plain = rows[rows["benchmark"].isna() & ((rows["status"] == WITHHELD) | rows["numerator"].notna())]
    for measure, names in counts(release).items():
        held = plain[plain["measure"] == measure]
        if not held.empty:
            yield names, held


def _column(dimension: str) -> str | None:
    """The coordinate of a dimension; several crossed are one."""
    return None if dimension == EVERYONE else " x ".join(FOLDED.get(name, name) for name in dimension.split(" x "))


def _placed(rows: pd.DataFrame, count: str) -> pd.DataFrame:
    """The coordinates of figures' counts. Each dimension stands apart: agencies that send one dimension at a time may
    know the sex of more people than the race of."""
    columns = {
        "domain": [f"{count} by {_column(name) or EVERYONE}" for name in rows["dimension"]],
        "period": rows["period"].astype(str),
        "nature": rows["nature"].astype(str),
        "agency": rows["agency"].where(rows["agency"] != EVERYONE, TOTAL),
    }
    cells = pd.DataFrame(columns, index=rows.index)
    for dimension in set(rows["dimension"]):
        if column := _column(str(dimension)):
            cells[column] = rows["group"].where(rows["dimension"] == dimension)
    return cells.fillna(TOTAL).astype(object)
