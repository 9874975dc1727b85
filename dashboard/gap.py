"""Closing the gap: one group of one unit, its people and flows as published, and what may become of them.

Everything is worked out from rows of the release; nothing else is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from dashboard import folds
from dashboard.choices import in_time
from dashboard.language import Tongue
from dashboard.selection import Selection
from dashboard.tables import DEMONSTRATION, EVERYONE, NOT_REPORTED, Tables, absent
from metrics import projection, words
from metrics.release import Release

STOCK, LEADERS, HIRES, LEAVERS = "employees", "leadership", "hires", "turnover"
"""The measures that are read: head counts, those of the leaders, hires, and who leaves in a year."""
LEADING_JOB = "Officials and Administrators"
TOTAL = "TOTAL"
_BY = ("race_ethnicity", "race5", "sex", "sex2")
_JOB_TABLES = {"race_ethnicity": "state_race_job", "race5": "state_race_sex_job", "sex2": "state_race_sex_job"}
_FIRST = ("availability", "labor_force", "population")
_SEED = 20240712
LONGEST = 30
_YEARS = 10


@dataclass(frozen=True, slots=True)
class Given:
    """A setting: its value in percent, where the usual value comes from, the range of the last years.

    `own`: whether the usual value is the unit's own, not that of the State.
    """

    value: float
    usual: float
    origin: str
    own: bool
    low: float | None
    high: float | None

    @property
    def changed(self) -> bool:
        return abs(self.value - self.usual) >= 0.05


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may become of a group: people each year (median, 2.5 and 97.5 percentiles), and when parity comes."""

    middle: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    parity: projection.Parity
    hires: float


@lru_cache(maxsize=256)
def outlook(group: int, everyone: int, share: float, turnover: float, years: int, benchmark: float) -> Outlook:
    """Return what may become of `group` of `everyone`, the size of all staying; shares and rates as proportions.

    `hires`: how many people of anybody are expected to be hired a year.
    """
    paths = projection.simulate(group, everyone, hiring_share=share, turnover=turnover, years=years, seed=_SEED)
    middle, low, high = np.quantile(paths.group, (0.5, 0.025, 0.975), axis=0, method="inverted_cdf")
    reached = projection.parity(paths, benchmark)
    return Outlook(tuple(middle), tuple(low), tuple(high), reached, everyone * turnover)


@dataclass(frozen=True)
class Gap:
    """A unit (agency, or a job category of the State), a group and a benchmark, as a reader chose them."""

    tables: Tables
    asked: Selection
    t: Tongue

    @property
    def stock(self) -> pd.DataFrame:
        """Head counts by group of every unit: agency, job, dimension, group, period, people, everyone, nature."""
        return _stock(self.tables.release)

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """The units by agency: all of them together first, then those whose groups are shown."""
        found = set(self.stock["agency"])
        names = self.tables.agency_names()
        return tuple(sorted(found, key=lambda code: (code != EVERYONE, names.get(code, code).lower())))

    @cached_property
    def agency(self) -> str:
        return self.asked.agency if self.asked.agency in self.agencies else (self.agencies or (EVERYONE,))[0]

    @cached_property
    def jobs(self) -> tuple[str, ...]:
        """The job categories of the unit: everybody first. Agencies are not divided by job and group together."""
        found = set(self.stock[self.stock["agency"] == self.agency]["job"])
        return tuple(sorted(found, key=lambda job: (job != EVERYONE, job)))

    @cached_property
    def job(self) -> str:
        asked = self.asked.other("job")
        return asked if asked in self.jobs else EVERYONE

    @cached_property
    def unit(self) -> pd.DataFrame:
        """Head counts of the unit: the form of each dimension with most groups."""
        rows = self.stock[(self.stock["agency"] == self.agency) & (self.stock["job"] == self.job)]
        there = set(rows["dimension"])
        dropped = {few for few, whole in folds.folded().items() if whole in there}
        return rows[~rows["dimension"].isin(dropped)]

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Groups with a head count and a share in a benchmark: those whose hires are known first, then by ratio."""
        rows = self.now
        behind = {group: self._behind(group) for group in rows["group"]}
        hires = self.tables.of("figures", HIRES)
        hired = set(hires[(hires["agency"] == EVERYONE) & (hires["status"] == "shown")]["group"])
        found = (group for group, far in behind.items() if far is not None)
        return tuple(sorted(found, key=lambda group: (group not in hired, behind[group] or 0.0)))

    @cached_property
    def now(self) -> pd.DataFrame:
        """The unit's groups in its newest period."""
        newest = max(self.unit["period"], key=in_time, default="")
        return self.unit[self.unit["period"] == newest]

    def _behind(self, group: str) -> float | None:
        row, shares = self._row(group), self._shares(group)
        benchmark = self.asked.benchmark if self.asked.benchmark in shares else next(iter(shares), "")
        return row["people"] / (shares[benchmark] / 100 * row["everyone"]) if shares.get(benchmark) else None

    def _row(self, group: str) -> Mapping[str, Any]:
        rows = self.now[self.now["group"] == group]
        return {str(key): value for key, value in rows.iloc[0].items()}

    def _shares(self, group: str) -> Mapping[str, float]:
        """Benchmark -> the group's share in it: the unit's own where there is one, else that of all agencies."""
        known = _references(self.tables.release)
        base = folds.base(str(self._row(group)["dimension"]))
        found: dict[str, float] = {}
        for agency, job in ((self.agency, self.job), (EVERYONE, self.job), (EVERYONE, EVERYONE)):
            found = {**known.get((agency, job, base, group), {}), **found}
        return {name: found[name] for name in sorted(found, key=_order)}

    @cached_property
    def group(self) -> str:
        return self.asked.group if self.asked.group in self.groups else (self.groups or ("",))[0]

    @cached_property
    def benchmarks(self) -> Mapping[str, float]:
        """The benchmarks of the group: name -> share in percent."""
        return self._shares(self.group)

    @cached_property
    def benchmark(self) -> str:
        asked = self.asked.benchmark
        return asked if asked in self.benchmarks else next(iter(self.benchmarks))

    @property
    def parity(self) -> float:
        """The group's share in the benchmark, as a proportion."""
        return self.benchmarks[self.benchmark] / 100

    @cached_property
    def history(self) -> pd.DataFrame:
        """The group's head counts, oldest first."""
        rows = self.unit[self.unit["group"] == self.group]
        return rows.sort_values("period", key=lambda periods: periods.map(in_time))

    @cached_property
    def people(self) -> int:
        return round(float(self.history["people"].iloc[-1]))

    @cached_property
    def everyone(self) -> int:
        return round(float(self.history["everyone"].iloc[-1]))

    @property
    def needed(self) -> int:
        """The people of the group at which parity is reached."""
        return int(np.ceil(self.parity * self.everyone - 1e-9))

    @property
    def period(self) -> str:
        return str(self.history["period"].iloc[-1])

    @property
    def year(self) -> int:
        return words.year(self.period)

    @cached_property
    def years(self) -> int:
        asked = self.asked.other("years")
        return min(max(int(asked), 1), LONGEST) if asked.isdecimal() else _YEARS

    @cached_property
    def share(self) -> Given:
        """The share of hires who are of the group, in percent: as asked, else the newest that is shown."""
        t = self.t
        rows = self.flows(HIRES, self.agency, self.group) if self.job == EVERYONE else self._none
        if not rows.empty:
            return self._given("share", rows, t("The share in {year}.", year=self._last(rows)), own=True)
        rows = self.flows(HIRES, EVERYONE, self.group)
        if not rows.empty:
            said = t("The State’s share in {year}: the unit’s own is not shown.", year=self._last(rows))
            return self._given("share", rows, said, own=False)
        usual = round(self.benchmarks[self.benchmark], 1)
        said = t("As the benchmark: hires of this group are not shown.")
        return Given(self._asked("share", usual), usual, said, False, None, None)

    @cached_property
    def turnover(self) -> Given:
        """Who leaves in a year, in percent of everybody in the unit: as asked, else the newest that is shown."""
        t = self.t
        rows = self.flows(LEAVERS, self.agency, self.job)
        if not rows.empty:
            return self._given("turnover", rows, t("Those who left in {year}.", year=self._last(rows)), own=True)
        rows = self.flows(LEAVERS, EVERYONE, EVERYONE)
        if not rows.empty:
            said = t("The State’s rate in {year}: the unit’s own is not shown.", year=self._last(rows))
            return self._given("turnover", rows, said, own=False)
        said = t("No rate is shown: one in ten is a start.")
        return Given(self._asked("turnover", 10.0), 10.0, said, False, None, None)

    @property
    def _none(self) -> pd.DataFrame:
        return self.tables.of("figures", HIRES).iloc[:0]

    def _last(self, rows: pd.DataFrame) -> str:
        return words.period(str(rows["period"].iloc[-1]), self.t.language)

    def _given(self, name: str, rows: pd.DataFrame, origin: str, *, own: bool) -> Given:
        usual = round(float(rows["value"].iloc[-1]), 1)
        last = rows["value"].tail(5)
        return Given(self._asked(name, usual), usual, origin, own, float(last.min()), float(last.max()))

    def _asked(self, name: str, usual: float) -> float:
        try:
            asked = float(self.asked.other(name))
        except ValueError:
            return usual
        return round(min(max(asked, 0.0), 100.0), 1) if np.isfinite(asked) else usual

    def flows(self, measure: str, agency: str, group: str) -> pd.DataFrame:
        """Return the shown figures of hires or leavers of a group (or job category), oldest first."""
        rows = self.tables.of("figures", measure)
        rows = rows[absent(rows["benchmark"]) & (rows["agency"] == agency) & (rows["group"] == group)]
        if group not in (EVERYONE, self.job):
            rows = rows[rows["dimension"].isin(_forms(str(self.history["dimension"].iloc[-1])))]
        rows = rows[(rows["status"] == "shown") & rows["value"].notna()].drop_duplicates("period")
        return rows.sort_values("period", key=lambda periods: periods.map(in_time))

    def outlook(self, share: float) -> Outlook:
        """Return what may become of the group if so many percent of hires are of it."""
        return outlook(self.people, self.everyone, share / 100, self.turnover.value / 100, self.years, self.parity)

    @cached_property
    def need(self) -> projection.Need:
        """The hires of the group a year that bring parity within the horizon."""
        return projection.hires_needed(
            self.people,
            self.everyone,
            benchmark=round(self.parity, 6),
            years=self.years,
            turnover=round(self.turnover.value / 100, 4),
        )

    @property
    def demonstration(self) -> bool:
        return bool((self.history["nature"] == DEMONSTRATION).any())

    def place(self) -> str:
        """Return the unit in words."""
        if self.job != EVERYONE:
            return words.group(self.job, self.t.language, "job_category")
        if self.agency == EVERYONE:
            return self.t("All agencies")
        return self.tables.agency_names().get(self.agency, self.agency)

    def named(self) -> str:
        """Return the group in words."""
        return words.group(self.group, self.t.language, str(self.history["dimension"].iloc[-1]))

    def selection(self) -> Selection:
        """Return the choices in full, without those left at the usual."""
        job = self.job if self.job != EVERYONE else ""
        share = f"{self.share.value:g}" if self.share.changed else ""
        turnover = f"{self.turnover.value:g}" if self.turnover.changed else ""
        years = str(self.years) if self.years != _YEARS else ""
        chosen = self.asked.only().with_(agency=self.agency, group=self.group, benchmark=self.benchmark)
        return chosen.with_other(job=job, share=share, turnover=turnover, years=years)


@lru_cache(maxsize=4)
def _stock(release: Release) -> pd.DataFrame:
    tables = Tables(release)
    rows = tables.of("figures", STOCK)
    rows = rows[absent(rows["benchmark"]) & rows["dimension"].isin(_BY) & (rows["geography"] == tables.place)]
    rows = rows[rows["numerator"].notna() & rows["denominator"].notna()]
    own = rows.assign(job=EVERYONE, people=rows["numerator"], everyone=rows["denominator"])
    cells = tables.whole("cells")
    parts = [own, *(_by_job(cells, dimension, table) for dimension, table in _JOB_TABLES.items())]
    columns = ["agency", "job", "dimension", "group", "period", "people", "everyone", "nature"]
    found = pd.concat([part[columns] for part in parts], ignore_index=True)
    return found[found["group"] != NOT_REPORTED]


@lru_cache(maxsize=4)
def _references(release: Release) -> Mapping[tuple[str, str, str, str], Mapping[str, float]]:
    """Agency, job, dimension of all groups, group -> benchmark -> share of the newest period, in percent."""
    found: dict[tuple[str, str, str, str], dict[str, float]] = {}
    for measure, job in ((STOCK, EVERYONE), (LEADERS, LEADING_JOB)):
        rows = Tables(release).of("representation", measure)
        rows = rows[rows["reference_share"].notna() & rows["dimension"].isin(_BY)]
        rows = rows.sort_values("period", key=lambda periods: periods.map(in_time), kind="stable")
        rows = rows.drop_duplicates(["agency", "dimension", "group", "benchmark"], keep="last")
        columns = (rows[name] for name in ("agency", "dimension", "group", "benchmark", "reference_share"))
        for agency, dimension, group, benchmark, share in zip(*columns, strict=True):
            own = found.setdefault((agency, job, folds.base(dimension), group), {})
            own[benchmark] = float(share)
    return found


def _order(benchmark: str) -> tuple[int, str]:
    return (_FIRST.index(benchmark) if benchmark in _FIRST else len(_FIRST), benchmark)


def _forms(dimension: str) -> tuple[str, ...]:
    """Return a dimension and its other forms: a group that is in several is the same people."""
    base = folds.base(dimension)
    return (dimension, base, *(few for few, whole in folds.folded().items() if whole == base))


def _by_job(cells: pd.DataFrame, dimension: str, table: str) -> pd.DataFrame:
    """Return a table's head counts by job category and groups of one dimension, of those with a reported group."""
    base = folds.base(dimension)
    other = "sex" if base == "race_ethnicity" else "race_ethnicity"
    rows = cells[(cells["table_id"] == table) & (cells["agency"].isin([TOTAL, EVERYONE])) & (cells[other] == TOTAL)]
    rows = rows[rows["value"].notna() & (rows["job_category"] != TOTAL)]
    key = ["period", "job_category"]
    totals = rows[rows[base] == TOTAL].set_index(key)["value"]
    unknown = rows[rows[base] == NOT_REPORTED].set_index(key)["value"]
    everyone = totals.sub(unknown.reindex(totals.index), fill_value=0.0).rename("everyone")
    groups = rows[rows[base] != TOTAL].join(everyone, on=key).dropna(subset="everyone")
    return groups.assign(
        agency=EVERYONE, job=groups["job_category"], dimension=dimension, group=groups[base], people=groups["value"]
    )
