"""Rows say what the release says: places, numbers, readings, absence."""

import pytest

from dashboard.components.panels import panels
from dashboard.language import tongue
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import Tables


def story(tables: Tables, measure: str, language: str = "en", **chosen: str) -> Story:
    definition = tables.measure(measure)
    assert definition is not None
    return Story(tables, definition, Selection(lang=language, **chosen), tongue(language))


def test_a_ratio_stands_where_the_release_puts_it(tables: Tables) -> None:
    told = story(tables, "employees")
    ratios = tables.of("representation", "employees")
    for row in told.rows.rows:
        same = ratios[(ratios["agency"] == "ALL") & (ratios["period"] == "FY2025") & (ratios["group"] == row.group)]
        same = same[(same["benchmark"] == "labor_force") & (same["dimension"] == "race_ethnicity")]
        assert row.at == pytest.approx(same["ratio"].iloc[0])


def test_the_largest_shortfall_is_first(tables: Tables) -> None:
    points = [float(row.cells[2].replace("−", "-")) for row in story(tables, "employees").rows.rows]
    assert points == sorted(points)


def test_a_mark_is_filled_only_where_a_difference_is_shown(tables: Tables) -> None:
    rows = story(tables, "employees").rows.rows
    assert {row.filled for row in rows if row.reading == "About the same"} == {False}
    assert {row.filled for row in rows if row.reading in ("Above", "Below")} == {True}


def test_absence_keeps_its_row_and_its_kind(tables: Tables) -> None:
    rows = {row.group: row for row in story(tables, "uninsured_rate").rows.rows}
    absent = {group: row.status for group, row in rows.items() if row.at is None}
    assert absent == {
        "Asian": "missing",
        "Middle Eastern or North African": "not_collected",
        "Other": "not_applicable",
    }


def test_spanish_rows_are_in_spanish(tables: Tables) -> None:
    rows = story(tables, "employees", "es").rows
    assert rows.rows[0].name == "Hispana o latina"
    assert rows.rows[0].cells[0].endswith("\N{NO-BREAK SPACE}%")
    assert rows.headings[-1] == "Lectura al 95 %"


def test_what_cannot_be_had_falls_to_the_default_and_is_said(tables: Tables) -> None:
    told = story(tables, "employees", period="FY1800", agency="NOPE", benchmark="wishes")
    assert (told.chosen.period, told.chosen.agency, told.chosen.benchmark) == ("FY2025", "ALL", "labor_force")
    assert len(told.chosen.notices) == 3
    assert all(each in " ".join(told.chosen.notices) for each in ("FY1800", "NOPE", "wishes"))


def test_a_line_breaks_where_a_value_is_absent(tables: Tables) -> None:
    told = story(tables, "suspension_rate", geography="Invented School District 001")
    assert told.trend is not None
    hidden = [panel for panel in told.trend.panels if any(point.value is None for point in panel.points)]
    assert hidden, "the sample has suppressed years in this district"
    for panel in hidden:
        drawn = sum(len(stretch) for stretch in panel.lines)
        assert drawn == sum(point.value is not None for point in panel.points)


def test_a_group_without_a_benchmark_is_shown_and_not_compared(tables: Tables) -> None:
    told = story(tables, "employees", "es", dimension="sex")
    row = next(row for row in told.rows.rows if row.group == "X")
    assert row.at is None
    assert row.cells[0]
    assert told.trend is not None
    panel = next(panel for panel in told.trend.panels if panel.group == "X")
    assert panel.status == "no_benchmark"
    assert "Sin referencia para este grupo" in str(panels(told.trend, told.t))


def test_agencies_outside_the_funnel_are_those_the_release_says_differ(tables: Tables) -> None:
    told = story(tables, "employees", group="Hispanic or Latino")
    assert told.funnel is not None
    rows = told.agency_rows[told.agency_rows["benchmark"] == "statewide"]
    differ = set(rows[rows["comparison"].isin(["above", "below"])]["agency"])
    assert {spot.agency for spot in told.funnel.spots if spot.outside} == differ
    assert 0 < sum(spot.named for spot in told.funnel.spots) <= 6


def test_the_limits_of_the_funnel_are_the_normal_ones(tables: Tables) -> None:
    chart = story(tables, "employees").funnel
    assert chart is not None
    low, high = chart.limit(400, 1.959963984540054)
    share = chart.pooled / 100
    assert (high - low) / 2 == pytest.approx(196 * (share * (1 - share) / 400) ** 0.5, rel=1e-3)
