"""Tables `cells` and `hierarchies`: the catalogue of counts of people, with every margin, whole and as the public
gets it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary.label import NOT_REPORTED, RACE_ETHNICITY, SEX, YES_NO
from metrics import place, schema
from metrics.disclosure.case import Case, begun
from metrics.disclosure.catalogue import TOTAL, system
from metrics.disclosure.pattern import SHOWN
from metrics.disclosure.policy import Policy
from metrics.disclosure.protect import Report

DOMAIN = "workforce"
COLUMNS = [column.name for column in schema.cells.columns]
DIMENSIONS = ("agency", "job_category", "race_ethnicity", "sex", "age_band", "disability", "veteran")
_CASE = ["period", "nature"]
Pending = Callable[[Callable[[str], None]], tuple[pd.DataFrame, dict[str, Report]]]
"""Called with what is told of each period that is protected: cells as the public gets them, and reports by period."""


def inner(connection: Connection) -> pd.DataFrame:
    """Return the State's head counts that the catalogue's tables are summed from: period, nature, dimensions, `value`.

    What one agency delivers and another does not is not reported of the other's people; what nobody delivered in a
    period is blank there.
    """
    counts = warehouse.workforce_count
    held = [name for name in DIMENSIONS if name in counts.c]
    by = [counts.c[name] for name in (*_CASE, *held)]
    people = sa.func.sum(counts.c.employees).cast(sa.Double).label("value")
    of_state = counts.c.agency.not_in(sorted(place.cities(connection)))
    rows = warehouse.read(connection, sa.select(*by, people).where(of_state).group_by(*by))
    rows[held] = rows[held].where(rows[held] != "", None)
    for name in held:
        came = rows[name].notna().groupby([rows[key] for key in _CASE]).transform("any")
        rows[name] = rows[name].where(rows[name].notna() | ~came, NOT_REPORTED).replace(YES_NO[-1], NOT_REPORTED)
    return rows


def whole(rows: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Return every cell of the catalogue with its count; `rows` as `inner` returns them."""
    made = []
    for case in _cases(rows):
        found = system(case.inner, policy.domains[DOMAIN], policy, crossed=False)
        cells = found.rows()
        cells = cells.assign(value=found.value[cells["cell"].to_numpy()], status=SHOWN)
        made.append(_released(cells, case))
    return _joined(made)


@contextmanager
def protecting(
    rows: pd.DataFrame, policy: Policy, earlier: pd.DataFrame, inside: pd.DataFrame, *, processes: int = 1
) -> Iterator[Pending]:
    """Begin to protect the cells; yield what waits for them as the public gets them, and for how each period went.

    `earlier` and `inside`: the public and the internal cells of the newest release made by a policy, empty if there
    is none. A period whose counts are what they were then keeps its cells; of others the pattern is kept and more is
    withheld where that is not enough. Raises ProtectionError.
    """
    kept, asked = [], []
    now = whole(rows, policy) if len(earlier) else earlier
    tables = {each.id: each.count for each in policy.domains[DOMAIN].tables}
    for case in _cases(rows):
        before = _of(earlier, case)
        if not before.empty and _same(_of(now, case), _of(inside, case)):
            kept.append(before)
            continue
        frozen = None if before.empty else before.assign(count=before["table_id"].map(tables))
        asked.append(Case(case.period, case.nature, case.inner, frozen))

    with begun(asked, policy.domains[DOMAIN], policy, processes=processes) as done:

        def waited(tick: Callable[[str], None]) -> tuple[pd.DataFrame, dict[str, Report]]:
            reports = {}
            for case, found in done:
                tick(f"protected {case.period}")
                kept.append(_released(found.cells, case))
                reports[f"{case.period} {case.nature}"] = found.report
            return _joined(kept), reports

        yield waited


def hierarchies(policy: Policy) -> pd.DataFrame:
    """Return the public parent of each group: seven race groups in five, X and unreported sex with Male."""
    rows = [*policy.hierarchies, *_themselves(policy)]
    return pd.DataFrame(sorted(rows), columns=["dimension", "member", "parent"])


def _themselves(policy: Policy) -> Iterable[tuple[str, str, str]]:
    folded = {(dimension, member) for dimension, member, _ in policy.hierarchies}
    for dimension, names in (("race_ethnicity", RACE_ETHNICITY), ("sex", SEX)):
        yield from ((dimension, name, name) for name in names.values() if (dimension, name) not in folded)


def _cases(rows: pd.DataFrame) -> list[Case]:
    held = [name for name in DIMENSIONS if name in rows]
    return [
        Case(str(period), str(nature), part[[*held, "value"]].dropna(axis="columns", how="all"), None)
        for (period, nature), part in rows.groupby(_CASE)
    ]


def _released(cells: pd.DataFrame, case: Case) -> pd.DataFrame:
    summed = {name: cells.get(name, TOTAL) for name in DIMENSIONS}
    return cells.assign(**summed, domain=DOMAIN, period=case.period, nature=case.nature).reindex(columns=COLUMNS)


def _of(cells: pd.DataFrame, case: Case) -> pd.DataFrame:
    return cells[(cells["period"] == case.period) & (cells["nature"] == case.nature) & (cells["domain"] == DOMAIN)]


def _same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    key = ["table_id", *DIMENSIONS]
    return one.set_index(key)["value"].sort_index().equals(other.set_index(key)["value"].astype("float64").sort_index())


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
