"""What an attacker brings along: payroll head counts, earlier releases, and how stocks and flows hang together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from audit import digest, event, figure, release, table
from audit.error import AuditError
from audit.release import Release
from audit.system import AGENCY, SLICE, Part, Rule
from audit.table import META, TOTAL

PAYROLL, EARLIER = 1, 3
_PUBLIC = ("agency", "job_category")
FLOWS = ("workforce", "hires", "leavers")
"""Domains whose cells are stocks, people who came, and people who left."""
_YEAR = re.compile(r"^(\D*)(\d{4})$")


def payroll(path: Path, published: pd.DataFrame) -> list[Part]:
    """Return head counts of a CSV (agency, job_category or other dimensions, value; TOTAL where summed) as a table.

    `published` has the coordinates of the cells audited. Where the CSV has no column domain, period or nature it has
    to be plain which is meant. Raises AuditError.
    """
    cells = table.read(path)
    if cells["withheld"].any():
        row = int(cells.loc[cells["withheld"], "row"].iloc[0])
        raise AuditError(f"{path.name}: row {row}, column 'value': empty; expected the head count")
    for name in SLICE:
        if name in published and name not in cells:
            values = sorted(set(published[name]) - {TOTAL})
            if name == "domain" and FLOWS[0] in values:
                values = [FLOWS[0]]
            if len(values) != 1:
                raise AuditError(
                    f"{path.name}: row 1: there is no column {name!r}, and the release has {', '.join(values)}; add it"
                )
            cells[name] = values[0]
    if unknown := [name for name in cells if name not in (*published.columns, *META)]:
        raise AuditError(f"{path.name}: row 1: {unknown[0]!r} is no dimension of the tables; choose among "
                         f"{', '.join(map(str, published.columns))}")  # fmt: skip
    return [_payroll(cells, path.name)]


def payroll_of(truth: Sequence[Part]) -> list[Part]:
    """Return the head counts by agency and job, with their sums, of tables of true cells."""
    found = []
    for part in truth:
        names = [name for name in part.cells.columns if name not in (*META, *SLICE)]
        if AGENCY not in names:
            continue
        private = [name for name in names if name not in _PUBLIC]
        open_ = (part.cells[private] == TOTAL).all(axis=1) & part.cells["value"].notna()
        if open_.any():
            found.append(_payroll(part.cells[open_].reset_index(drop=True), f"payroll of {part.where}"))
    return found


def _payroll(cells: pd.DataFrame, where: str) -> Part:
    whole = cells.assign(kind="payroll", level=PAYROLL, table="payroll", withheld=False)
    # Head counts are exact cells; the sums between them are those of the tables they join.
    return Part(whole, (), where)


@dataclass(frozen=True, slots=True)
class Known:
    """What a release shows of one domain, period and nature: its tables, and the checksums of what they say."""

    parts: list[Part] = field(default_factory=list)
    said: set[object] = field(default_factory=set)


def known(today: Sequence[Part]) -> dict[tuple[str, ...], Known]:
    """Return slice -> what the release at hand shows of it, to hold earlier ones against."""
    found: dict[tuple[str, ...], Known] = {}
    for part in today:
        here = found.setdefault(part.slice, Known())
        here.parts.append(part)
        here.said.add(_said(part))
    return found


def earlier(today: Mapping[tuple[str, ...], Known], before: Release) -> list[Part]:
    """Return what an earlier release showed of the same periods, but for what the tables of `today` show just so.

    An agency whose shown numbers were revised since, and the state wherever an agency was revised, came or went,
    are other numbers than today's: they are kept under the earlier release's name, and its lines still tie them to
    the agencies that did not change.
    """
    told = [
        *release.parts(before, kind="earlier", level=EARLIER)[0],
        *figure.parts(before, kind="earlier", level=EARLIER),
        *event.parts(before, kind="earlier", level=EARLIER),
    ]
    slices: dict[tuple[str, ...], list[Part]] = {}
    for part in told:
        slices.setdefault(part.slice, []).append(part)
    found = []
    for key, there in slices.items():
        here = today.get(key, Known())
        fresh = [part for part in there if _said(part) not in here.said]
        if not here.parts or not fresh:
            continue
        apart = _changed(
            table.joined([each.cells for each in here.parts]), table.joined([each.cells for each in there])
        )
        # Where a number was revised, one name may mean two numbers, and every table of then is kept.
        where = before.name if apart else None
        found += [replace(part, where=where or part.where, apart=apart) for part in (there if apart else fresh)]
    return found


def _said(part: Part) -> tuple[object, ...]:
    """Return what a table says: its coordinates and numbers, and what its lines sum over."""
    names = sorted(str(name) for name in part.cells if name not in META)
    return part.dimensions, digest.of_rows(part.cells, [*names, "value", "withheld"])


def _changed(here: pd.DataFrame, there: pd.DataFrame) -> frozenset[str]:
    coordinates = list(dict.fromkeys(str(name) for name in (*here, *there) if name not in META))
    here, there = (rows.assign(**{name: TOTAL for name in coordinates if name not in rows}) for rows in (here, there))
    both = here.merge(there, on=coordinates, suffixes=("", "_before"))
    told = both[both["value"].notna() & both["value_before"].notna()]
    revised = set(told.loc[told["value"] != told["value_before"], AGENCY])
    moved = set(here[AGENCY]) != set(there[AGENCY])
    return frozenset(revised | {TOTAL}) if revised or moved else frozenset()


def flows(parts: Sequence[Part], names: tuple[str, str, str] = FLOWS) -> Iterator[Rule]:
    """Yield stock(t) = stock(t − 1) + came − left for every cell whose four counts some table has."""
    frames = [part.cells[part.cells["domain"].isin(names)] for part in parts if "domain" in part.cells]
    if not frames:
        return
    cells = table.joined(frames)
    coordinates = [name for name in cells.columns if name not in META]
    cells = cells[coordinates].drop_duplicates()
    split = cells["period"].str.extract(_YEAR)
    cells = cells.assign(_kind=split[0], _year=pd.to_numeric(split[1])).dropna(subset=["_year"])
    others = [name for name in coordinates if name not in ("domain", "period")]
    on = [*others, "_kind", "_year"]
    stock, came, left = (cells[cells["domain"] == name] for name in names)
    before = stock.assign(_year=stock["_year"] + 1)
    both = stock.merge(before[[*on, "period"]], on=on, suffixes=("", "_before"))
    both = both.merge(came[on], on=on).merge(left[on], on=on)
    for row in both.to_dict("records"):
        cell = {name: str(row[name]) for name in others}
        period, past = str(row["period"]), str(row["period_before"])
        four = tuple(
            {**cell, "domain": domain, "period": at}
            for domain, at in zip((names[0], names[0], names[1], names[2]), (period, past, period, period), strict=True)
        )
        yield Rule(four, (1.0, -1.0, -1.0, 1.0), 0.0, 0.0, EARLIER, f"stock and flow of {period}")
