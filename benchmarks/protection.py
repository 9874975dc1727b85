"""`python -m benchmarks.protection`: protect and attack whole files; print what is lost, the time and the memory.

Files: the seven demonstration years, Nashville's cells of 2020, California's eleven years by department. The last two
are read from the folder given (`../shared` by default) and left out where it is absent.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from audit import examine
from audit.level import Settings
from audit.report import Report
from etl import register
from etl.demonstration.heads import workforce_counts
from metrics.disclosure import policy
from metrics.disclosure.policy import Domain, Policy
from metrics.disclosure.protect import protect

TOTAL, VALUE = "TOTAL", "value"
_META = ("table_id", "count", VALUE, "status")


@dataclass(frozen=True, slots=True)
class Protected:
    """One file's release: public cells and true ones of all periods, the seconds of protection, and what it lost."""

    cells: pd.DataFrame
    truth: pd.DataFrame
    parents: pd.DataFrame
    seconds: float

    @property
    def dimensions(self) -> list[str]:
        """Columns that divide the cells."""
        return [str(name) for name in self.cells if name not in (*_META, "domain", "period", "nature")]

    def loss(self, ways: int) -> float:
        """Return the share of the cells of so many dimensions that is withheld."""
        here = (self.cells[self.dimensions] != TOTAL).sum(axis=1) == ways
        return float((self.cells.loc[here, "status"] != "shown").mean())

    def reached(self) -> float:
        """Return the share of employees in shown cells of agency by race, of all employees."""
        rest = [name for name in self.dimensions if name not in ("agency", "race_ethnicity")]
        plain = self.cells[(self.cells[rest] == TOTAL).all(axis=1) & (self.cells["agency"] != TOTAL)]
        # A group of one member stands under both names: the finest level that a table has is counted.
        parted = set(self.parents.loc[self.parents["dimension"] == "race_ethnicity", "parent"])
        races = set(plain["race_ethnicity"]) - {TOTAL}
        fine = plain[plain["race_ethnicity"].isin(races - parted if not races & parted else _coarse(races, self))]
        shown = fine.drop_duplicates([*self.dimensions, "period"])[VALUE].sum()
        return float(shown / self.truth.loc[(self.truth[self.dimensions] == TOTAL).all(axis=1)].drop_duplicates(
            "period")[VALUE].sum())  # fmt: skip


def _coarse(races: set[str], of: Protected) -> set[str]:
    below = of.parents.loc[of.parents["parent"].isin(races), "member"]
    return races - set(below)


def demonstrated() -> pd.DataFrame:
    """Return the seven demonstration years: inner cells with `period`."""
    rows = workforce_counts(list(register.bundled()["agency"]))
    return _summed(rows.rename(columns={"employees": VALUE}))


def nashville(shared: Path) -> pd.DataFrame:
    """Return Nashville's employees by department, job category, sex and ethnicity."""
    rows = pd.read_csv(shared / "data/workforce/nashville_2020_08_workforce_cells.csv")
    names = {"department": "agency", "eeo4_category": "job_category", "gender": "sex", "ethnicity": "race_ethnicity"}
    rows = rows.rename(columns={**names, "n": VALUE}).assign(period="CY2020")
    return _summed(rows.assign(sex=rows["sex"].replace({"F": "Female", "M": "Male"})))


def california(shared: Path) -> pd.DataFrame:
    """Return eleven years of California's employees by department, race and sex."""
    rows = pd.read_csv(shared / "data/workforce/ca_state_dept_race_sex_2011_2021.csv")
    rows = rows.rename(columns={"department": "agency", "employees": VALUE})
    return _summed(rows.assign(period="CY" + rows["year"].astype(str)))


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    names = ["period", "agency", "job_category", "race_ethnicity", "sex"]
    here = [name for name in names if name in rows]
    return rows.assign(**rows[here].fillna("Not reported")).groupby(here, as_index=False)[VALUE].sum()


def protected(inner: pd.DataFrame, domain: Domain, rules: Policy) -> Protected:
    """Protect each period of the inner cells by itself, and return them as one release."""
    start = time.perf_counter()
    done = {
        str(period): protect(rows.drop(columns="period").reset_index(drop=True), domain, rules).cells
        for period, rows in inner.groupby("period")
    }
    seconds = time.perf_counter() - start
    fixed = {"domain": domain.name, "nature": "official"}
    cells = pd.concat([one.assign(period=period, **fixed) for period, one in done.items()], ignore_index=True)
    return exported(inner, cells, rules, seconds)


def exported(inner: pd.DataFrame, cells: pd.DataFrame, rules: Policy, seconds: float) -> Protected:
    """Return protected cells of some periods with their true counts, as one release."""
    dimensions = [str(name) for name in inner if name not in ("period", VALUE)]
    parents = _parents(inner, dimensions, rules)
    cells = cells.drop(columns="count", errors="ignore")
    return Protected(cells, _true(inner, cells, dimensions, parents), parents, seconds)


def _parents(inner: pd.DataFrame, dimensions: Sequence[str], rules: Policy) -> pd.DataFrame:
    rows = []
    for name in dimensions:
        dimension = rules.dimensions[name]
        for member in sorted(set(inner[name])):
            below = member
            for level in dimension.levels[1:]:
                above = dimension.group(member, level)
                if above != below:
                    rows.append((name, below, above))
                below = above
    return pd.DataFrame(rows, columns=["dimension", "member", "parent"]).drop_duplicates(ignore_index=True)


def _true(inner: pd.DataFrame, cells: pd.DataFrame, dimensions: Sequence[str], parents: pd.DataFrame) -> pd.DataFrame:
    """Return the cells with their true counts."""
    above = {
        name: dict(zip(rows["member"], rows["parent"], strict=True)) for name, rows in parents.groupby("dimension")
    }
    keys = [*dimensions, "period"]
    sums = inner
    for name in dimensions:
        lines = {member: [*_line(member, above.get(name, {})), TOTAL] for member in set(inner[name])}
        sums = sums.assign(**{name: sums[name].map(lines)}).explode(name).groupby(keys, as_index=False)[VALUE].sum()
    whole = cells.drop(columns=[VALUE, "status"]).merge(sums, on=keys, how="left")
    return whole.assign(value=whole[VALUE].fillna(0), status="shown")


def _line(member: str, above: dict[str, str]) -> list[str]:
    return [member, *_line(above[member], above)] if member in above else [member]


def written(release: Protected, folder: Path) -> tuple[Path, Path]:
    """Write a release's public and internal exports; return their folders."""
    for name, cells in (("public", release.cells), ("internal", release.truth)):
        (folder / name).mkdir(parents=True)
        cells.to_csv(folder / name / "cells.csv", index=False)
        release.parents.to_csv(folder / name / "hierarchies.csv", index=False)
    return folder / "public", folder / "internal"


def attacked(release: Protected, processes: int | None = None) -> Report:
    """Attack a release as anybody may who has its exports; the truth says which cells are small."""
    with tempfile.TemporaryDirectory() as folder:
        public, internal = written(release, Path(folder))
        return examine.one_release(public, Settings(), truth=internal, processes=processes, said=_said)


def _said(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)


def main(shared: Path = Path("../shared")) -> None:
    """Measure every file in turn."""
    rules = policy.load()
    for name, inner in _files(shared):
        release = protected(inner, rules.domains["workforce"], rules)
        start = time.perf_counter()
        report = attacked(release)
        seconds = time.perf_counter() - start
        print(*_told(name, inner, release, report, seconds), sep="\n  ", flush=True)


def _files(shared: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "demonstration", demonstrated()
    if shared.is_dir():
        yield "Nashville", nashville(shared)
        yield "California", california(shared)
    else:
        _said(f"{shared} is no folder: Nashville and California are left out")


def _told(name: str, inner: pd.DataFrame, release: Protected, report: Report, seconds: float) -> Iterator[str]:
    yield f"{name}: {inner['period'].nunique()} periods, {inner['agency'].nunique()} agencies, {report.cells} cells"
    ways = {2: "two", 3: "three"}
    lost = [f"{100 * release.loss(k):.1f}% of {word}-way" for k, word in ways.items() if np.isfinite(release.loss(k))]
    yield f"withheld: {', '.join(lost)} cells"
    yield f"employees in shown agency by race cells: {100 * release.reached():.2f}%"
    yield f"seconds: {release.seconds:.1f} of protection, {seconds:.1f} of attack"
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    yield f"peak memory: {most / 1024:,.0f} MB in the largest process so far"
    for each in report.answers:
        yield (
            f"{each.level}: {each.withheld} withheld, {each.exact} exact, {each.narrow} narrow, "
            f"{each.relaxed} without whole numbers, {each.undecided} undecided"
        )
    if report.staff is not None:
        yield f"staff of one agency: {int(report.staff['exact'].sum())} cells of others exact"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
