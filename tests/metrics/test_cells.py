"""The catalogue's cells from one release to the next."""

from multiprocessing import active_children
from pathlib import Path

import pandas as pd
import pytest

from etl import warehouse
from metrics.disclosure import policy
from metrics.disclosure.catalogue import ProtectionError
from metrics.table import cells
from tests.metrics import small

pytestmark = pytest.mark.long

KEY = [name for name in cells.COLUMNS if name not in ("value", "status")]
RACES = ("White", "Black or African American", "Hispanic or Latino", "Asian", "Not reported")
DOT, DOC, DMV = (900, 180, 150, 61, 20), (700, 300, 140, 4, 30), (400, 90, 80, 3, 12)


def heads(**agencies: tuple[int, ...]) -> pd.DataFrame:
    rows = [
        ("FY2025", "official", code, job, race, sex, float(n // 4 + (n % 4 if job + sex == "ProfessionalsMale" else 0)))
        for code, numbers in agencies.items()
        for race, n in zip(RACES, numbers, strict=True)
        for job in ("Professionals", "Technicians")
        for sex in ("Female", "Male")
    ]
    names = ["period", "nature", "agency", "job_category", "race_ethnicity", "sex", "value"]
    return pd.DataFrame(rows, columns=names).assign(age_band=None, disability=None)


def public(
    rows: pd.DataFrame, earlier: pd.DataFrame = small.NO_CELLS, inside: pd.DataFrame = small.NO_CELLS
) -> pd.DataFrame:
    return small.protected(rows, earlier, inside)[0]


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    before, after = (each.set_index(KEY)[["value", "status"]].sort_index() for each in (one, other))
    return bool(before.equals(after))


def test_small_cells_are_withheld_and_their_sums_are_shown() -> None:
    found = public(heads(DOT=DOT, DOC=DOC, DMV=DMV)).set_index(["table_id", "agency", "race_ethnicity", "sex"])
    assert found.loc[("agency_race_sex", "TOTAL", "Asian", "TOTAL"), "value"] == 68
    assert found.loc[("agency_race_sex", "DOC", "Asian", "TOTAL"), "status"] == "withheld"
    assert found.loc[("agency_race_sex", "DMV", "Asian", "TOTAL"), "status"] == "withheld"
    assert found.loc[("agency_race_sex", "DOC", "TOTAL", "TOTAL"), "value"] == 1174


def test_the_same_counts_keep_the_same_cells_without_a_second_choice() -> None:
    rows = heads(DOT=DOT, DOC=DOC, DMV=DMV)
    first = public(rows)
    again, reports = small.protected(rows, first, cells.whole(rows, policy.current()))
    assert same(first, again)
    assert not reports


def test_a_closed_year_keeps_its_pattern_when_counts_are_corrected() -> None:
    rows = heads(DOT=DOT, DOC=DOC, DMV=DMV)
    first = public(rows)
    corrected = heads(DOT=(901, 180, 150, 61, 20), DOC=(700, 300, 140, 9, 30), DMV=DMV)
    second = public(corrected, first, cells.whole(rows, policy.current()))
    both = first.merge(second, on=KEY, suffixes=("", "_second"))
    assert len(both) == len(first)
    opened = (both["status"] == "withheld") & (both["status_second"] == "shown")
    assert not opened.any()


def test_a_late_agency_is_not_the_difference_of_two_releases() -> None:
    early, late = (
        heads(DOT=DOT, DOC=(700, 300, 140, 40, 30)),
        heads(DOT=DOT, DOC=(700, 300, 140, 40, 30), OHA=(30, 8, 7, 2, 0)),
    )
    first = public(early)
    second = public(late, first, cells.whole(early, policy.current()))
    total = (second["agency"] == "TOTAL") & (second["race_ethnicity"] == "Asian") & (second["sex"] == "TOTAL")
    total &= second["job_category"] == "TOTAL"
    assert set(second.loc[total, "status"]) == {"withheld"}
    alone = public(late)
    assert set(alone.loc[total.to_numpy(), "status"]) == {"shown"}


ONE = heads(DOT=DOT, DOC=DOC)
TWO = pd.concat([ONE, heads(DOT=DOT, DMV=DMV).assign(period="FY2024")])


@pytest.mark.parametrize("rows", [ONE, TWO])
def test_processes_do_not_change_what_is_shown(monkeypatch: pytest.MonkeyPatch, rows: pd.DataFrame) -> None:
    monkeypatch.setattr("metrics.disclosure.case.LARGE", 1)
    one, _ = small.protected(rows, processes=1)
    other, _ = small.protected(rows, processes=2)
    pd.testing.assert_frame_equal(one, other)


def test_protection_that_nobody_waits_for_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    many = pd.concat([heads(DOT=DOT, DOC=DOC, DMV=DMV).assign(period=f"FY{year}") for year in range(2000, 2026)])
    monkeypatch.setattr("metrics.disclosure.case.LARGE", 1)
    before = set(active_children())
    with cells.protecting(many, policy.current(), small.NO_CELLS, small.NO_CELLS, processes=2):
        assert set(active_children()) - before
    assert set(active_children()) <= before


@pytest.mark.parametrize("rows", [ONE, TWO])
def test_a_process_that_is_ended_from_outside_is_told(monkeypatch: pytest.MonkeyPatch, rows: pd.DataFrame) -> None:
    monkeypatch.setattr("metrics.disclosure.case.LARGE", 1)
    before = set(active_children())
    with cells.protecting(rows, policy.current(), small.NO_CELLS, small.NO_CELLS, processes=2) as counts:
        for process in set(active_children()) - before:
            process.kill()
        with pytest.raises(ProtectionError, match="ended from outside"):
            counts(lambda _: None)


def test_what_nobody_delivers_has_no_table(tmp_path: Path) -> None:
    blank = small.people("DOT", "FY2025", {"White": 60, "Asian": 40}).assign(age_band="", disability=None)
    with warehouse.reading(small.build(tmp_path / "w.duckdb", workforce_count=blank)) as connection:
        rows = cells.inner(connection)
    assert rows[["age_band", "disability"]].isna().all(axis=None)
    assert not {"agency_age", "agency_disability"} & set(cells.whole(rows, policy.current())["table_id"])


def test_what_only_some_agencies_deliver_is_not_reported_of_the_others(tmp_path: Path) -> None:
    with_age = small.people("DOT", "FY2025", {"White": 60, "Asian": 40}).assign(age_band="25-34", disability="no")
    without = small.people("DOC", "FY2025", {"White": 50, "Asian": 30})
    path = small.build(tmp_path / "w.duckdb", workforce_count=pd.concat([with_age, without]))
    with warehouse.reading(path) as connection:
        rows = cells.inner(connection)
    assert rows.set_index("agency").loc["DOC", "age_band"].tolist() == ["Not reported"] * 2
    assert rows.set_index("agency").loc["DOC", "disability"].tolist() == ["Not reported"] * 2
    whole = cells.whole(rows, policy.current())
    assert {"agency_age", "agency_disability"} <= set(whole["table_id"])
