"""Another engine counts what ours counts: cell for cell, on one machine and on a cluster of two workers."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from etl import snapshot, spark, warehouse
from etl.home import Home
from etl.load import load, refresh
from metrics.compute import compute
from tests.etl import good
from tests.etl.test_counted import person

_TABLES = ("workforce_count", "personnel_action_counts", "applicant_counts", "personnel_actions", "warning", "services")


def deliveries(folder: Path) -> list[Path]:
    """Records of some hundred people in two agencies and years, some who move, with their actions and courses."""
    chance = np.random.default_rng(8)
    people, actions, courses = [], [], []
    for year in ("FY2024", "FY2025"):
        for n in range(120):
            who = {
                name: str(chance.choice(words))
                for name, words in (("agency", ["PARKS", "FIRE"]), ("race_ethnicity", ["HI", "WH", "BL"]),
                                    ("sex", ["F", "M"]), ("job_category", ["1", "2", "6"]))
            }  # fmt: skip
            more = {"veteran": str(chance.choice(["yes", "no", ""])), "annual_pay": str(30_000 + 500 * n)}
            people.append(person(n, period=year, birth_year=str(1960 + n % 40), **who, **more))
            same = {name: who[name] for name in ("agency", "race_ethnicity", "sex")}
            day = f"{year[2:]}-0{1 + n % 6}-11"
            if n % 3 == 0:
                to = {"to_job_category": "2" if n % 2 else ""}
                what = "promotion" if n % 2 else "separation_voluntary"
                actions.append({**same, "person_id": f"e{n}", "date": day, "action": what, **to})
            course = {"course": "Ethics" if n % 2 else "Welding", "mandatory": "yes" if n % 2 else "no"}
            done = {"due_date": day if n % 2 else "", "completed_date": day, "hours": "2"}
            courses.append({**who, "person_id": f"e{n % 50}", **course, **done})
    # A year that is not over when its actions come in.
    actions.append({"agency": "PARKS", "race_ethnicity": "HI", "sex": "F", "person_id": "e1", "date": "2025-08-01",
                    "action": "promotion", "to_job_category": "1"})  # fmt: skip
    once = pd.DataFrame(courses).drop_duplicates(["agency", "person_id", "course", "due_date"])
    rows = {
        "agencies": good.ROWS["agencies"], "workforce": people, "personnel_actions": actions,
        "training": once.to_dict("records"), "services": good.ROWS["services"],
    }  # fmt: skip
    return [good.write(folder, name, each) for name, each in rows.items()]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(snapshot, "today", lambda: "2025-10-02")
    return Home(tmp_path / "home")


def counts(home: Home) -> dict[str, pd.DataFrame]:
    with warehouse.reading(home.warehouse) as connection:
        found = {name: warehouse.read(connection, sa.select(warehouse.TABLES[name])) for name in _TABLES}
    return {name: rows.sort_values(list(rows), ignore_index=True) for name, rows in found.items()}


def alike(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    for name, rows in one.items():
        names = list(rows)
        left, right = (each[name].sort_values(names, ignore_index=True) for each in (one, other))
        pd.testing.assert_frame_equal(left, right, obj=name)


@pytest.mark.long
def test_records_in_files_are_counted_as_records_in_tables(home: Home, tmp_path: Path) -> None:
    files = deliveries(tmp_path / "in")
    assert not load(files, home).refused
    beside = Home(tmp_path / "beside")
    assert not load(files, beside, records="parquet").refused
    with warehouse.reading(beside.warehouse) as connection:
        assert not connection.scalar(sa.select(sa.func.count()).select_from(warehouse.workforce_count)), "not yet"
    refresh(beside)
    alike(counts(beside), counts(home))
    # Back into tables, with the next load.
    assert not load([good.write(tmp_path / "more", "plans", good.ROWS["plans"])], beside, records="table").refused
    alike(counts(beside), counts(home))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """The address of a master with two workers."""
    pyspark = pytest.importorskip("pyspark")
    program = str(Path(pyspark.__file__).parent / "bin" / "spark-class")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"spark://127.0.0.1:{port}"
    given = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"}
    deploy = "org.apache.spark.deploy"
    common = ["--host", "127.0.0.1", "--webui-port", "0"]
    commands = [[f"{deploy}.master.Master", *common, "--port", str(port)]]
    commands += [
        [
            f"{deploy}.worker.Worker",
            *common,
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            str(tmp_path / str(n)),
            address,
        ]
        for n in range(2)
    ]
    started = []
    try:
        for number, command in enumerate(commands):
            log = (tmp_path / f"spark{number}.log").open("wb")
            started.append(subprocess.Popen([program, *command], env=given, stdout=log, stderr=log))
            log.close()
            waited(port)
        yield address
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait(30)


def waited(port: int) -> None:
    for _ in range(120):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise AssertionError("no master answers")


def same_by(master: str, home: Home, folder: Path) -> None:
    files = deliveries(folder / "in")
    assert not load(files, home).refused
    beside = Home(folder / "beside")
    assert not load(files, beside, records="parquet").refused
    with spark.spark(master) as engine:
        refresh(beside, engine=engine)
        alike(counts(beside), counts(home))
        assert engine.asked > 3
        counted = engine.asked
        alike(compute(beside.warehouse, engine=engine), compute(home.warehouse))
        assert engine.asked > counted + 5, "measures of records ask it too"


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_spark_on_this_machine_counts_the_same_cells(home: Home, tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    same_by("local[2]", home, tmp_path)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_master_and_two_workers_count_the_same_cells(home: Home, tmp_path: Path, cluster: str) -> None:
    same_by(cluster, home, tmp_path)


@pytest.mark.parametrize("master", ["somewhere", "http://host:7077", ""])
def test_an_engine_that_is_none_is_refused(master: str) -> None:
    with pytest.raises(ValueError, match=r"local\[2\]"), spark.spark(master):
        pass
