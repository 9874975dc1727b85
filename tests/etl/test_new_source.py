"""README's example of a source: one new file, and `equity load` knows the publication."""

import importlib
import re
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa

import etl.deliveries
from etl import warehouse
from etl.desk import State
from etl.home import Home
from etl.load import load
from etl.registry import sources

README = Path(__file__).parents[2] / "README.md"
CSV = "year,group,holders,residents\n2024,WH,30,60\n2024,Asian,9,12\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A package that holds nothing but the example's file."""
    example = re.search(r"<!-- example: source -->\n```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    package = tmp_path / "example_publications"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "library_cards.py").write_text(example[1], encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return importlib.import_module(package.name)


@pytest.mark.long
def test_one_new_file_is_discovered_and_its_publication_loads(library: ModuleType, tmp_path: Path, home: Home) -> None:
    known = sources((etl.deliveries, library))
    assert "library_cards" in known
    delivery = tmp_path / "cards as the library named it.csv"
    delivery.write_text(CSV, encoding="utf-8")
    report = load([delivery], home, known=known)
    assert [each.state for each in report.deliveries] == [State.LOADED]
    with warehouse.reading(home.warehouse) as connection:
        rows = warehouse.read(
            connection, sa.select(warehouse.outcome).where(warehouse.outcome.c.source == "library_cards")
        )
    assert dict(zip(rows["group"], rows["value"], strict=True)) == {"White": 50, "Asian": 75}


@pytest.mark.long
def test_the_new_contract_holds_at_once(library: ModuleType, tmp_path: Path, home: Home) -> None:
    delivery = tmp_path / "cards.csv"
    delivery.write_text(CSV.replace("30", "many"), encoding="utf-8")
    report = load([delivery], home, known=sources((etl.deliveries, library)))
    told = [str(problem) for each in report.deliveries for problem in each.problems]
    assert told == [
        "cards.csv, row 2, column holders: expected a whole number, 0 to 1000000000000, without thousands separators"
    ]
