"""The rules of the house that the import linter cannot say."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("etl", "metrics", "analysis", "audit", "dashboard", "commands")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "service", "constants", "misc"}


def imported(tree: ast.Module) -> set[str]:
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return names | {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}


@pytest.mark.long
@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_keeps_the_rules_of_the_house(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert not {"app", "cli"} & imported(tree), "nobody imports the entry points"
    entry = path.parent.name == "commands"
    assert "os.environ" not in text or entry, "only app.py and the commands read the environment"
    alone = path.name in ("sheet.py", "collect.py", "tied.py")
    assert "sys.argv" not in text or alone, "only cli.py, processes we start and a maintainer's command read arguments"
    assert path.stem not in VAGUE, "a module is named by its noun"
    assert ast.get_docstring(tree), "a module says in a sentence what it is"
    assert text.count("\n") <= 400, "past 400 lines there is a second noun"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_public_functions_and_classes_have_docstrings(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            enumeration = isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases)
            assert ast.get_docstring(node) or enumeration, f"{node.name} has no docstring"


def test_no_file_of_the_project_names_a_registry_or_a_folder_of_one_machine() -> None:
    for lock in ROOT.glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
        assert "index-url" not in text
