"""What changed between two releases, and why, on figures typed by hand."""

import pandas as pd
import pytest

from metrics import history, schema
from metrics.history import diff, revisions

EMPTY = {name: pd.DataFrame(columns=[c.name for c in schema.TABLES[name].columns]) for name in history.NEEDED}
GIVEN = {
    "measure": "employees", "agency": "DOT", "geography": "Connecticut", "period": "FY2025", "dimension": "sex",
    "unit": "percent", "agencies_delivered": 2.0, "definition_version": 1.0, "status": "shown",
    "source": "workforce_counts", "nature": "official", "benchmark": None,
}  # fmt: skip


def row(group: str, value: float, **more: object) -> dict[str, object]:
    given = {**GIVEN, "group": group, "value": value, "numerator": value, "denominator": 100.0, **more}
    return {"figure_id": f"{given['measure']}.{given['agency']}.{given['period']}.{group}", **given}


def side(
    *rows: dict[str, object], files: str = "f1", version: int = 1, vintage: str = "2020"
) -> dict[str, pd.DataFrame]:
    figures = pd.DataFrame(rows).reindex(columns=[c.name for c in schema.figures.columns])
    compared = figures[figures["benchmark"].notna()][["figure_id", "benchmark"]]
    origin = compared.assign(reference_vintage=vintage, reference_source="census")
    sources = {"source": ["workforce_counts"] * len(files.split()), "sha256": files.split()}
    measures = {"measure": sorted(set(figures["measure"])), "version": version}
    return EMPTY | {
        "figures": figures, "representation": origin, "sources": pd.DataFrame(sources),
        "measures": pd.DataFrame(measures),
    }  # fmt: skip


def told(before: dict[str, pd.DataFrame], after: dict[str, pd.DataFrame]) -> list[tuple[str, str, str]]:
    found = diff(before, after)
    return list(zip(found["group"], found["change"], found["reason"], strict=True))


def test_the_same_release_differs_in_nothing() -> None:
    both = side(row("Female", 40), row("Male", float("nan"), status="withheld"))
    assert diff(both, both).empty
    assert list(diff(both, both).columns[: len(history.COLUMNS)]) == list(history.COLUMNS)


def test_another_file_of_the_source_corrects_the_same_period() -> None:
    found = diff(side(row("Female", 40)), side(row("Female", 41), files="f1 f2"))
    assert found[["change", "reason", "before", "after", "numerator_after"]].to_numpy().tolist() == [
        ["changed", "correction", 40.0, 41.0, 41.0]
    ]


def test_without_another_file_or_version_it_was_the_calculation() -> None:
    assert told(side(row("Female", 40)), side(row("Female", 41))) == [("Female", "changed", "calculation")]


def test_another_version_is_another_definition_whatever_the_files() -> None:
    after = side(row("Female", 41, definition_version=2.0), row("X", 1), files="f2", version=2)
    assert told(side(row("Female", 40), row("Male", 60)), after) == [
        ("Female", "changed", "definition"), ("Male", "gone", "definition"), ("X", "new", "definition"),
    ]  # fmt: skip
    other = side(row("Female", 40), row("Hired", 9, measure="hires"))
    assert told(side(row("Female", 40)), other) == [("Hired", "new", "definition")]


def test_a_new_period_or_a_late_agency_is_new_data() -> None:
    state = {"agency": "ALL"}
    before = side(row("Female", 40, **state), row("Male", 60))
    after = side(
        row("Female", 44, **state, agencies_delivered=3.0), row("Male", 60, agencies_delivered=3.0),
        row("Male", 61, period="FY2026", agencies_delivered=3.0), files="f1 f2",
    )  # fmt: skip
    assert told(before, after) == [("Female", "changed", "new data"), ("Male", "new", "new data")]


def test_an_agency_that_changes_while_another_is_late_corrects_itself() -> None:
    after = side(row("Female", 41, agencies_delivered=3.0), files="f1 f2")
    assert told(side(row("Female", 40)), after) == [("Female", "changed", "correction")]


def test_a_benchmark_of_another_vintage_is_new_data_and_of_the_same_a_calculation() -> None:
    def compared(value: float, vintage: str) -> dict[str, pd.DataFrame]:
        return side(
            row("Female", 40), row("Female", 40, benchmark="population", benchmark_value=value), vintage=vintage
        )

    found = diff(compared(51, "2020"), compared(52, "2024"))
    assert found[["benchmark", "before", "after", "reason"]].to_numpy().tolist() == [["population", 51, 52, "new data"]]
    assert told(compared(51, "2020"), compared(52, "2020")) == [("Female", "changed", "calculation")]


def test_what_is_gone_from_a_new_file_was_corrected_away() -> None:
    assert told(side(row("Female", 40), row("X", 1)), side(row("Female", 40), files="f2")) == [
        ("X", "gone", "correction")
    ]


def test_withholding_and_showing_are_protection() -> None:
    shown, hidden = row("Female", 40), row("Female", float("nan"), status="withheld", numerator=None)
    assert told(side(shown), side(hidden)) == [("Female", "withheld", "protection")]
    assert told(side(hidden), side(shown, files="f2")) == [("Female", "shown", "protection")]


def test_the_same_share_of_other_people_is_told() -> None:
    after = side(row("Female", 40, numerator=80.0, denominator=200.0), files="f2")
    found = diff(side(row("Female", 40)), after)
    assert found[["before", "after", "denominator_before", "denominator_after"]].to_numpy().tolist() == [
        [40, 40, 100, 200]
    ]


def test_a_difference_in_the_last_digit_is_none() -> None:
    assert diff(side(row("Female", 0.1 + 0.2)), side(row("Female", 0.3, numerator=0.1 + 0.2))).empty


def revised(name: str, before: dict[str, pd.DataFrame], after: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return revisions(name, "2026.1", before, after)


def test_readers_are_told_of_figures_shown_in_both_releases_only() -> None:
    nothing = {"status": "withheld", "numerator": None, "denominator": None}
    before = side(row("Female", 40), row("Male", 60), row("X", float("nan"), **nothing), row("Gone", 3))
    after = side(row("Female", 41), row("Male", float("nan"), **nothing), row("X", 9), row("New", 3), files="f2")
    found = revised("2026.2", before, after)
    assert found[["release", "earlier", "group", "before", "after", "reason"]].to_numpy().tolist() == [
        ["2026.2", "2026.1", "Female", 40.0, 41.0, "correction"]
    ]
    assert list(found.columns) == [column.name for column in schema.revisions.columns]


def test_what_the_last_release_told_is_told_again_unless_the_figure_is_withheld_now() -> None:
    one, two = side(row("Female", 40), row("Male", 60)), side(row("Female", 41), row("Male", 59), files="f2")
    two["revisions"] = revised("2026.2", one, two)
    three = side(row("Female", 42), row("Male", float("nan"), status="withheld", numerator=None), files="f3")
    found = revisions("2026.3", "2026.2", two, three)
    assert found[["release", "group", "before", "after"]].to_numpy().tolist() == [
        ["2026.2", "Female", 40.0, 41.0], ["2026.3", "Female", 41.0, 42.0],
    ]  # fmt: skip
    assert "Male" not in set(found["group"])


def test_a_figure_that_a_publisher_lacked_before_is_no_revision() -> None:
    absent = row("Female", float("nan"), status="missing", numerator=None)
    assert revised("2026.2", side(absent), side(row("Female", 40), files="f2")).empty


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_the_rows_is_of_no_account(turned: bool) -> None:
    rows = [row("Female", 40), row("Male", 60), row("X", 2)]
    after = [row("Female", 41), row("Male", 57), row("X", 2)]
    found = diff(side(*(rows[::-1] if turned else rows)), side(*after, files="f2"))
    assert found["group"].tolist() == ["Female", "Male"]
