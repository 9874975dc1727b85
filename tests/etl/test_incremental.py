"""A load reads what is new and makes anew what that changes; the warehouse is the one that all of it would make."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from etl import snapshot, table, warehouse
from etl.home import Home
from etl.limits import Limits
from etl.load import load, refresh
from tests.etl import good
from tests.etl.test_counted import person

_CELL = {"agency": "PARKS", "period": "FY2025", "job_category": "2", "race_ethnicity": "HI", "sex": "F"}
Deliveries = Mapping[str, list[dict[str, str]]]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, as they are."""
    names: list[str] = []
    whole = table.read_table

    def noted(path: Path, name: str | None = None) -> pd.DataFrame:
        names.append(name or path.name)
        return whole(path, name)

    monkeypatch.setattr(table, "read_table", noted)
    return names


def loaded(home: Home, folder: Path, **deliveries: list[dict[str, str]]) -> None:
    report = load([good.write(folder, name, rows) for name, rows in deliveries.items()], home)
    assert not report.refused, [each.problems for each in report.deliveries]


def everything(home: Home) -> dict[str, pd.DataFrame]:
    with warehouse.reading(home.warehouse) as connection:
        found = {name: warehouse.read(connection, sa.select(of)) for name, of in warehouse.TABLES.items()}
    return {name: rows.sort_values(list(rows), ignore_index=True) for name, rows in found.items()}


def came(number: int, day: str) -> dict[str, str]:
    who = {"agency": "PARKS", "race_ethnicity": "HI", "sex": "F"}
    return {**who, "person_id": f"e{number}", "date": day, "action": "hire", "to_job_category": "2"}


@pytest.mark.long
def test_the_warehouse_is_the_one_that_all_loads_make_at_once(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "today", lambda: "2025-10-02")
    sent = [{**_CELL, "employees": "99"}, {**_CELL, "agency": "FIRE", "employees": "7"}]
    steps: list[Deliveries] = [
        {"agencies": good.ROWS["agencies"], "workforce_counts": sent, "services": good.ROWS["services"]},
        {"workforce": [person(1), person(2)], "personnel_actions": [came(1, "2025-03-01"), came(2, "2025-08-01")]},
        {"workforce": [person(1, job_category="1")], "training": good.ROWS["training"]},
        {"workforce_counts": [{**_CELL, "agency": "FIRE", "employees": "8"}]},
        {"agencies": [*good.ROWS["agencies"], {"agency": "ZOO", "name": "Zoo", "former_names": ""}]},
        {"personnel_actions": [came(1, "2025-03-01"), came(3, "2025-04-01")]},
    ]
    for number, step in enumerate(steps):
        monkeypatch.setattr(snapshot, "today", lambda day=number: f"2025-10-{day + 2:02}")
        loaded(home, tmp_path / str(number), **step)
    by_steps = everything(home)
    home.warehouse.unlink()
    refresh(home)
    for name, rows in everything(home).items():
        pd.testing.assert_frame_equal(rows, by_steps[name], obj=name)
    assert set(by_steps["warning"]["code"]) >= {"year_not_over"}


@pytest.mark.long
def test_only_what_is_new_is_read(home: Home, tmp_path: Path, read: list[str]) -> None:
    loaded(home, tmp_path / "a", agencies=good.ROWS["agencies"], services=good.ROWS["services"])
    read.clear()
    loaded(home, tmp_path / "b", training=good.ROWS["training"])
    assert set(read) == {"agencies.csv", "training.csv"}


@pytest.mark.long
def test_another_label_table_reads_all_anew(home: Home, tmp_path: Path, read: list[str]) -> None:
    loaded(home, tmp_path / "a", agencies=good.ROWS["agencies"], services=good.ROWS["services"])
    good_labels = "source,label,standard,note\n*,clerks,Administrative Support,\n"
    home.crosswalks.mkdir()
    (home.crosswalks / "job_category.csv").write_text(good_labels, encoding="utf-8")
    read.clear()
    loaded(home, tmp_path / "b", training=good.ROWS["training"])
    assert "services.csv" in read


@pytest.mark.long
def test_kept_rows_that_are_damaged_or_gone_are_read_anew(home: Home, tmp_path: Path) -> None:
    loaded(home, tmp_path / "a", agencies=good.ROWS["agencies"], services=good.ROWS["services"])
    whole = everything(home)
    (file,) = home.standard.rglob("services.parquet")
    file.write_bytes(file.read_bytes()[:-50])
    home.warehouse.unlink()
    refresh(home)
    assert everything(home)["services"].equals(whole["services"])


@pytest.mark.long
@pytest.mark.parametrize("left", ["", '{"workforce_count": "'])
def test_a_list_of_kept_rows_that_a_crash_left_torn_is_none(home: Home, tmp_path: Path, left: str) -> None:
    loaded(home, tmp_path, agencies=good.ROWS["agencies"], services=good.ROWS["services"])
    before = everything(home)
    for path in home.standard.rglob("rows.json"):
        path.write_text(left)
    home.warehouse.unlink()
    refresh(home)
    after = everything(home)
    assert all(before[name].equals(after[name]) for name in before)


@pytest.mark.long
def test_what_was_refused_is_not_kept(home: Home, tmp_path: Path) -> None:
    loaded(home, tmp_path / "a", agencies=good.ROWS["agencies"])
    one, other = (
        good.write(tmp_path / name, "services", [{**row, "eligible": str(900 + n)} for row in good.ROWS["services"]])
        for n, name in enumerate(("x", "y"))
    )
    assert load([one, other], home).refused
    assert not list(home.standard.rglob("*.parquet"))


@pytest.mark.parametrize("wrong", [{"memory": "much"}, {"threads": 0}])
def test_limits_are_sizes_and_numbers(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="expected"):
        Limits(**wrong)  # type: ignore[arg-type]


@pytest.mark.long
def test_a_small_memory_is_kept_to(home: Home, tmp_path: Path) -> None:
    report = load([good.write(tmp_path, "agencies", good.ROWS["agencies"])], home, limits=Limits("200MB", 1))
    assert not report.refused
    with warehouse.reading(home.warehouse, Limits("200MB", 1)) as connection:
        assert connection.exec_driver_sql("SELECT current_setting('memory_limit')").scalar() == "190.7 MiB"
