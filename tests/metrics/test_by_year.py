"""Figures of some periods are those of all, cut to them: for every measure there is, on the whole demonstration."""

from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from etl import warehouse as store
from metrics import compute, factor, place
from metrics.count import ahead
from metrics.definition import DEFINITIONS, load_measures
from metrics.formula import reference
from metrics.formula.inputs import Inputs
from metrics.reuse import Reuse, by_period
from metrics.table import cells
from tests.metrics import small

pytestmark = pytest.mark.long

MEASURES = load_measures(DEFINITIONS)


def test_figures_of_some_periods_are_those_of_all(demonstrated: Path) -> None:
    divided = 0
    with store.reading(demonstrated / "warehouse.duckdb") as connection:
        geography, references = place.home(connection), reference.load(connection)
        references = pd.concat(
            [references, factor.rows(references, cells.inner(connection), geography, factor.load())], ignore_index=True
        )
        due = [each for each in MEASURES.values() if each.kind != "upkeep"]
        ahead.expect(connection, compute._asked(due))
        for measure in due:
            read = compute._read(connection, measure)
            whole = by_period(compute._figures(read, measure, geography, references))
            some, others = read.periods[::2], read.periods[1::2]
            apart = [compute._figures(read.of(each), measure, geography, references) for each in (some, others)]
            found = by_period(pd.concat([each for each in apart if len(each)] or apart, ignore_index=True))
            # What is not exact is not computed in parts: see `Inputs.exact`.
            pd.testing.assert_frame_equal(found, whole, check_dtype=False, check_exact=read.exact, obj=measure.id)
            assert set(whole["period"]) <= set(read.periods)
            assert set(read.marks()) == set(read.periods)
            divided += bool(others) and not whole.empty
    assert divided > 80


def years(tmp_path: Path, newest: dict[str, int], first: int = 500) -> Path:
    counts = [
        small.people("DOT", "FY2023", {"White": first, "Asian": 40}),
        small.people("DOT", "FY2024", {"White": 480, "Asian": 60}),
    ]
    return small.build(
        tmp_path / f"{'-'.join(newest)}-{first}.duckdb",
        agency=small.agencies("DOT"),
        workforce_count=pd.concat([*counts, small.people("DOT", "FY2025", newest)] if newest else counts),
        benchmark=small.shares("population", "2023", {"White": 60.0, "Asian": 5.0}),
    )


@pytest.mark.parametrize(
    ("warehouse", "expected"),
    [
        ({"newest": {"White": 470, "Asian": 80}}, ["FY2025"]),
        # A group that occurs in any year has a row in all.
        ({"newest": {"White": 470, "Black or African American": 80}}, ["FY2023", "FY2024", "FY2025"]),
        ({"newest": {}, "first": 501}, ["FY2023"]),
        ({"newest": {}}, []),
    ],
)
def test_only_the_years_are_computed_of_which_something_else_was_read(
    tmp_path: Path, definitions: Path, warehouse: dict[str, dict[str, int] | int], expected: list[str]
) -> None:
    folder = tmp_path / "figures"
    compute.worked(years(tmp_path, {}), definitions, reuse=Reuse(folder))
    changed = years(tmp_path, **warehouse)
    kept = Reuse(folder)
    found = compute.worked(changed, definitions, reuse=kept).figures
    assert [each for each in kept.computed if each.startswith("employees, ")] == [f"employees, {y}" for y in expected]
    pd.testing.assert_frame_equal(
        found, compute.worked(changed, definitions).figures, check_dtype=False, check_exact=True
    )


def test_only_whole_numbers_are_computed_in_parts() -> None:
    whole = pd.DataFrame({"period": ["FY2024", "FY2025"], "inside": [3.0, None]})
    assert Inputs({"rows": whole}).exact
    assert not Inputs({"rows": whole, "dollars": whole.assign(inside=[3.0, 0.1])}).exact


def test_of_what_is_not_whole_all_years_are_computed_or_none(tmp_path: Path) -> None:
    def figures(kept: Reuse, people: int, *dollars: float) -> None:
        def read() -> Inputs:
            store.read(connection, sa.select(store.workforce_count))
            return Inputs({"rows": pd.DataFrame({"period": ["FY2024", "FY2025"], "value": dollars})})

        with store.reading(years(tmp_path, {}, people)) as connection:
            kept.figures(connection, "dollars", (), read, lambda found: found.rows["rows"])

    for first, expected in ((2.0, ["dollars, FY2025"]), (0.5, ["dollars, FY2024", "dollars, FY2025"])):
        place = tmp_path / str(first)
        figures(Reuse(place), 500, first, 4.0)
        kept = Reuse(place)
        figures(kept, 501, first, 5.0)
        assert [each for each in kept.computed if ", " in each] == expected


def test_what_was_kept_of_a_year_and_is_damaged_is_computed_with_the_others(tmp_path: Path, definitions: Path) -> None:
    folder = tmp_path / "figures"
    compute.worked(years(tmp_path, {}), definitions, reuse=Reuse(folder))
    for path in folder.glob("*.kept"):
        path.write_bytes(path.read_bytes()[:-3])
    changed, kept = years(tmp_path, {"White": 470, "Asian": 80}), Reuse(folder)
    found = compute.worked(changed, definitions, reuse=kept).figures
    assert [each for each in kept.computed if each.startswith("employees, ")] == [
        f"employees, FY{year}" for year in (2023, 2024, 2025)
    ]
    pd.testing.assert_frame_equal(
        found, compute.worked(changed, definitions).figures, check_dtype=False, check_exact=True
    )
