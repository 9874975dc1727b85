"""The command: what it says, and how it exits."""

import json
import time
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from audit.command import audit
from tests.audit.generated import cube, write

app = typer.Typer()
app.command()(audit)


def call(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    return result.exit_code, result.output


def test_a_safe_table_exits_with_0(tmp_path: Path) -> None:
    rows = cube(np.array([[30, 9], [12, 40]]), ("a", "b"))
    path, _ = write(rows, np.zeros(len(rows), dtype=bool), tmp_path)
    code, said = call("--table", path)
    assert code == 0
    assert "Nothing withheld can be worked out." in said


def test_a_breached_table_exits_with_3_and_names_the_cell(tmp_path: Path) -> None:
    rows = cube(np.array([[30, 3], [12, 40]]), ("a", "b"))
    path, _ = write(rows, (rows["truth"] == 3).to_numpy(), tmp_path)
    code, said = call("--table", path)
    assert code == 3
    assert "K0 exact: a a0, b b1 is 3" in said
    code, said = call("--table", path, "--json")
    report = json.loads(said)
    assert code == 3
    assert report["breached"] is True
    level = report["levels"]["K0"]
    assert (level["withheld"], level["exact"], level["narrow"], level["undecided"]) == (1, 1, 1, 0)
    assert report["worst"] == [
        {"level": "K0", "cell": "a a0, b b1", "table": "table", "row": 3, "low": 3, "high": 3, "found": "exact"}
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "either a RELEASE or --table"),
        (("--table", "FILE", "--zeros", "none"), "choose inferred, shown, hidden"),
        (("FILE", "--hierarchies", "FILE"), "goes with --table"),
    ],
)
def test_a_mistake_exits_with_1(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text("a,value\nx,3\n")
    code, told = call(*(str(path) if each == "FILE" else each for each in arguments))
    assert code == 1
    assert said in told


def test_a_bad_file_exits_with_1_and_says_where(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("a,value\nx,many\n")
    code, said = call("--table", path)
    assert code == 1
    assert "row 2, column 'value': 'many'" in said


@pytest.mark.slow
def test_a_full_cube_with_small_cells_hidden_is_told(tmp_path: Path) -> None:
    luck = np.random.default_rng(1)
    agency = luck.lognormal(0, 1.2, 40)
    shares = [luck.dirichlet(np.full(size, spread)) for size, spread in ((8, 2.0), (7, 0.8), (3, 1.0))]
    rates = np.einsum("a,j,r,s->ajrs", agency / agency.sum(), *shares)
    rows = cube(luck.multinomial(50_000, rates.reshape(-1)).reshape(rates.shape), ("agency", "job", "race", "sex"))
    hidden = ((rows["truth"] > 0) & (rows["truth"] < 6)).to_numpy()
    path, truth = write(rows, hidden, tmp_path)
    start = time.monotonic()
    code, said = call("--table", path, "--truth", truth, "--json", "--seconds", 20)
    report = json.loads(said)
    assert code == 3
    assert report["cells"] == 41 * 9 * 8 * 4
    assert report["levels"]["K0"]["exact"] > 0.4 * hidden.sum()
    assert report["levels"]["K4"]["exact"] > 0.7 * hidden.sum()
    assert report["levels"]["K4"]["narrow"] > 0.9 * hidden.sum()
    assert time.monotonic() - start < 240, report["levels"]
