"""What the README says is true: its commands exist and its examples run."""

import importlib
import re
import sys
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from analysis.file import analyze
from analysis.kind import Options
from analysis.registry import kind
from cli import app
from etl import warehouse
from etl.demonstration.heads import workforce_counts
from etl.home import Home
from etl.load import load
from etl.registry import sources
from metrics.compute import compute

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    found = re.search(rf"<!-- example: {name} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found, f"README has no example of a {name}"
    return found[1]


@pytest.mark.long
def test_a_measure_is_one_new_file(tmp_path: Path, home: Home) -> None:
    definitions = tmp_path / "definitions"
    definitions.mkdir()
    (definitions / "skilled_craft.toml").write_text(example("measure"), encoding="utf-8")
    path = tmp_path / "workforce_counts_demonstration.csv"
    workforce_counts(["DOT", "DOC", "DAS"]).to_csv(path, index=False)
    load([path], home)
    figures = compute(home.warehouse, definitions)["figures"]
    assert set(figures["measure"]) == {"skilled_craft"}
    shown = figures[
        (figures["agency"] == "ALL") & (figures["dimension"] == "race_ethnicity") & figures["benchmark"].isna()
    ]
    last = shown[(shown["period"] == "FY2025") & (shown["group"] != "Not reported")]
    assert last["value"].sum() == pytest.approx(100)


@pytest.mark.long
def test_a_source_is_one_new_file(tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "added_sources"
    package.mkdir()
    (package / "__init__.py").write_text('"""Added."""\n')
    (package / "library_cards.py").write_text(example("source"), encoding="utf-8")
    (tmp_path / "cards_2024.csv").write_text(
        "year,group,holders,residents\n2024,Hispanic or Latino,300,900\n2024,WH,500,1000\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    try:
        known = {**sources(), **sources((importlib.import_module("added_sources"),))}
    finally:
        for name in [name for name in sys.modules if name.startswith("added_sources")]:
            sys.modules.pop(name)
    report = load([tmp_path / "cards_2024.csv"], home, known=known)
    assert not report.refused
    with warehouse.reading(home.warehouse) as connection:
        rows: pd.DataFrame = warehouse.read(
            connection, sa.select(warehouse.outcome).where(warehouse.outcome.c.indicator == "library_cards")
        )
    assert dict(zip(rows["group"], rows["value"], strict=True)) == {
        "Hispanic or Latino": pytest.approx(100 / 3), "White": 50,
    }  # fmt: skip


def test_the_file_in_the_readme_can_be_analyzed(tmp_path: Path) -> None:
    path = tmp_path / "hires.csv"
    path.write_text(example("analysis"), encoding="utf-8")
    answer = analyze(kind("adverse-impact"), path, Options()).table
    clerks = answer[(answer["stratum"] == "Clerks") & (answer["group"] == "Black or African American")].iloc[0]
    assert clerks["impact_ratio"] == pytest.approx(0.6)
    assert clerks["conclusion"] == "adverse impact indicated"


def test_every_command_the_readme_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target}"
    known = {each.name or str(each.callback.__name__) for each in app.registered_commands if each.callback}
    known |= {str(each.name) for each in app.registered_groups}
    asked = set(re.findall(r"(?:`|bin/)equity ([a-z][a-z-]*)", README))
    assert {"publish", "sign-off", "audit"} <= asked <= known


def test_every_folder_in_the_map_exists() -> None:
    for name in re.findall(r"^\| `([a-z/]+/)`", README, re.MULTILINE):
        assert (ROOT / name).is_dir(), name
