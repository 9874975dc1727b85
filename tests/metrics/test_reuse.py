"""What cannot have changed is not computed again, and the tables are those of computing everything."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copy

import pandas as pd
import pytest
import sqlalchemy as sa

from etl import warehouse as store
from metrics import reuse
from metrics.compute import Tables, internal, worked
from metrics.definition import DEFINITIONS
from metrics.fingerprint import fingerprint
from metrics.reuse import Reuse
from tests.metrics import small

pytestmark = pytest.mark.long

MEASURES = ("employees", "graduation_rate", "leadership")


@pytest.fixture
def definitions(tmp_path: Path) -> Path:
    folder = tmp_path / "definitions"
    folder.mkdir()
    for name in MEASURES:
        copy(DEFINITIONS / f"{name}.toml", folder)
    return folder


def built(path: Path, heads: int = 500, rate: float = 87.0) -> Path:
    rows = [{"agency": "SDE", "group": "White", "value": rate}, {"agency": "SDE", "group": "Asian", "value": 91.0}]
    return small.build(
        path,
        agency=small.agencies("DOT", "SDE"),
        workforce_count=small.people("DOT", "FY2025", {"White": heads, "Asian": 40}),
        outcome=small.outcomes("graduation_rate", rows),
        benchmark=small.shares("population", "2023", {"White": 60.0, "Asian": 5.0}),
    )


def computed(warehouse: Path, definitions: Path, folder: Path, **more: bool) -> tuple[Tables, list[str]]:
    kept = Reuse(folder, **more)
    tables = internal(worked(warehouse, definitions, reuse=kept))
    kept.prune()
    return tables, kept.computed


def same(one: Tables, other: Tables) -> bool:
    return fingerprint({"internal": one}) == fingerprint({"internal": other})


def test_the_second_time_nothing_is_computed_and_the_tables_are_the_same(tmp_path: Path, definitions: Path) -> None:
    warehouse = built(tmp_path / "w.duckdb")
    plain = internal(worked(warehouse, definitions))
    first, made = computed(warehouse, definitions, tmp_path / "figures")
    again, more = computed(warehouse, definitions, tmp_path / "figures")
    assert {"employees", "graduation_rate"} <= set(made)
    assert more == []
    assert same(first, plain)
    assert same(again, plain)


def test_only_what_reads_a_changed_table_is_computed(tmp_path: Path, definitions: Path) -> None:
    computed(built(tmp_path / "w.duckdb"), definitions, tmp_path / "figures")
    changed = built(tmp_path / "v.duckdb", rate=88.0)
    tables, made = computed(changed, definitions, tmp_path / "figures")
    assert "graduation_rate" in made
    assert "employees" not in made
    assert same(tables, internal(worked(changed, definitions)))


def test_of_a_year_that_is_added_only_its_own_summaries_are_computed(tmp_path: Path, definitions: Path) -> None:
    def years(*rates: float) -> Path:
        rows = [
            {"agency": "SDE", "group": group, "value": value + more, "period": f"SY{2020 + n}-{21 + n}"}
            for n, value in enumerate(rates)
            for group, more in (("White", 0.0), ("Asian", 4.0))
        ]
        place = tmp_path / f"{len(rates)}.duckdb"
        return small.build(place, agency=small.agencies("SDE"), outcome=small.outcomes("graduation_rate", rows))

    first = computed(years(80.0, 81.0), definitions, tmp_path / "figures")[1]
    assert {each for each in first if "summaries" in each} == {
        f"summaries of graduation_rate, SY{year}" for year in ("2020-21", "2021-22")
    }
    more = years(80.0, 81.0, 85.0)
    tables, made = computed(more, definitions, tmp_path / "figures")
    assert made.count("graduation_rate") == 1
    assert {each for each in made if "summaries" in each} == {"summaries of graduation_rate, SY2022-23"}
    assert same(tables, internal(worked(more, definitions)))


def test_only_a_measure_whose_definition_changed_is_computed(tmp_path: Path, definitions: Path) -> None:
    warehouse = built(tmp_path / "w.duckdb")
    computed(warehouse, definitions, tmp_path / "figures")
    path = definitions / "employees.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^version( *)= \d+", r"version\1= 99", text, flags=re.MULTILINE), encoding="utf-8")
    tables, made = computed(warehouse, definitions, tmp_path / "figures")
    assert "employees" in made
    assert "graduation_rate" not in made
    assert same(tables, internal(worked(warehouse, definitions)))


@pytest.mark.parametrize(
    ("table", "anew"), [("agency", {"employees", "graduation_rate"}), ("benchmark", {"employees"})]
)
def test_the_register_is_part_of_every_figure_and_reference_shares_of_those_held_against_them(
    table: str, anew: set[str], tmp_path: Path, definitions: Path
) -> None:
    warehouse = built(tmp_path / "w.duckdb")
    computed(warehouse, definitions, tmp_path / "figures")
    more = {
        "agency": small.agencies("ZOO"),
        "benchmark": small.shares("population", "2024", {"White": 50.0, "Asian": 6.0}),
    }[table]
    with store.rebuild(warehouse, keep=True) as connection:
        store.fill(connection, store.TABLES[table], more)
    tables, made = computed(warehouse, definitions, tmp_path / "figures")
    assert anew == {"employees", "graduation_rate"} & set(made)
    assert same(tables, internal(worked(warehouse, definitions)))


def test_other_code_computes_everything(tmp_path: Path, definitions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = built(tmp_path / "w.duckdb")
    first = computed(warehouse, definitions, tmp_path / "figures")[1]
    monkeypatch.setattr(reuse, "code", lambda: "of tomorrow")
    assert computed(warehouse, definitions, tmp_path / "figures")[1] == first


def test_all_computes_everything_and_keeps_it(tmp_path: Path, definitions: Path) -> None:
    warehouse = built(tmp_path / "w.duckdb")
    first, made = computed(warehouse, definitions, tmp_path / "figures")
    tables, every = computed(warehouse, definitions, tmp_path / "figures", every=True)
    assert every == made
    assert same(tables, first)


def test_what_nobody_uses_any_more_is_removed(tmp_path: Path, definitions: Path) -> None:
    computed(built(tmp_path / "w.duckdb"), definitions, tmp_path / "figures")
    before = set(os.listdir(tmp_path / "figures"))
    computed(built(tmp_path / "v.duckdb", heads=700, rate=50.0), definitions, tmp_path / "figures")
    after = set(os.listdir(tmp_path / "figures"))
    assert len(after) == len(before)
    assert before != after


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [flipped, lambda path: path.write_bytes(path.read_bytes()[:-7]),
                                  lambda path: path.write_bytes(b"")], ids=["a bit", "an end", "all"])  # fmt: skip
def test_what_was_damaged_is_computed_again(harm: Callable[[Path], object], tmp_path: Path, definitions: Path) -> None:
    warehouse = built(tmp_path / "w.duckdb")
    first, made = computed(warehouse, definitions, tmp_path / "figures")
    for path in (tmp_path / "figures").iterdir():
        harm(path)
    again, more = computed(warehouse, definitions, tmp_path / "figures")
    assert set(more) == set(made)
    assert same(again, first)


def test_another_process_knows_what_one_has_computed(tmp_path: Path, definitions: Path) -> None:
    warehouse = built(tmp_path / "w.duckdb")
    once = (
        "import sys; from pathlib import Path; from metrics.compute import internal, worked; "
        "from metrics.reuse import Reuse; kept = Reuse(Path(sys.argv[3])); "
        "internal(worked(Path(sys.argv[1]), Path(sys.argv[2]), reuse=kept)); print(len(kept.computed))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", once, warehouse, definitions, tmp_path / "figures"],
            env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout.split()
        for seed in ("1", "2")
    ]  # fmt: skip
    assert int(said[0][-1]) > 0
    assert said[1] == ["0"]


def test_a_file_received_on_another_day_is_another_table(tmp_path: Path) -> None:
    def signed(path: Path) -> str:
        with store.reading(path) as connection:
            return reuse.signature(connection, "workforce_count")

    warehouse = built(tmp_path / "w.duckdb")
    first = signed(warehouse)
    with store.rebuild(warehouse, keep=True) as connection:
        connection.execute(sa.update(store.snapshot).values(received="2026-02-02"))
    assert signed(warehouse) != first
    assert signed(built(tmp_path / "same.duckdb")) == first


def test_frames_come_back_as_they_were(tmp_path: Path) -> None:
    rows = pd.DataFrame({"number": [1.0, float("nan")], "text": ["a", None], "truth": [True, False]}).astype(
        {"text": object, "truth": object}
    )
    kept = Reuse(tmp_path)
    for _ in range(2):
        found = kept.frame("name", ("key",), lambda: rows)
        assert found["number"].dtype == "float64"
        assert found["text"].tolist() == ["a", None]
        assert found["truth"].tolist() == [True, False]
    assert kept.computed == ["name"]
