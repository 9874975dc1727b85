"""Rates of people's events under attack: what stands in the open, and what the rest tells of it."""

import json

import pandas as pd
import pytest

from audit import event
from audit.examine import one_release
from audit.level import Settings
from audit.release import Release

MEASURES = pd.DataFrame(
    {
        "measure": ["selection_rate", "offer_rate", "plans", "hires"],
        "formula": [
            json.dumps({"kind": "rate", "numerator": "hired", "denominator": "applied", "where": {}}),
            json.dumps({"kind": "rate", "numerator": "offered", "denominator": "applied", "where": {}}),
            json.dumps({"kind": "rate", "numerator": "published", "denominator": "due", "where": {}}),
            json.dumps({"kind": "representation", "count": "hires", "where": {}}),
        ],
    }
)
POLICY = pd.DataFrame(
    [
        ("count", "hired", "people"), ("count", "applied", "people"), ("count", "offered", "people"),
        ("count", "published", "things"), ("count", "due", "things"), ("count", "hires", "events"),
        ("nested", "applied", "applied > offered > hired"), ("sum", "applied", "hired + offered"),
    ],
    columns=["part", "name", "value"],
)  # fmt: skip


def figure(
    measure: str, group: str, numerator: float | None, denominator: float | None, **more: str
) -> dict[str, object]:
    return {
        "figure_id": f"{measure}.{more.get('agency', 'ALL')}.{group}", "measure": measure, "agency": "ALL",
        "period": "FY2025", "nature": "official", "dimension": "ALL" if group == "ALL" else "race_ethnicity",
        "group": group, "numerator": numerator, "denominator": denominator, "benchmark": None,
        "status": "withheld" if numerator is None else "shown", **more,
    }  # fmt: skip


def release(*rows: dict[str, object], policy: pd.DataFrame = POLICY) -> Release:
    tables = {"figures": pd.DataFrame(rows), "measures": MEASURES, "policy": policy}
    return Release("public.duckdb", tables)


def told(*rows: dict[str, object]) -> list[str]:
    return list(event.leaks(release(*rows), Settings()))


def test_measures_of_things_are_nobodys_and_a_count_that_is_not_named_is_somebodys() -> None:
    assert set(event.counts(release())) == {"selection_rate", "offer_rate", "hires"}
    assert "plans" in event.counts(release(policy=POLICY[POLICY["name"] != "due"]))


@pytest.mark.parametrize(
    ("numerator", "denominator", "leak"),
    [(6, 26, ""), (0, 20, ""), (5, 60, "small number"), (57, 60, "small number"), (7, 19, "too few"), (60, 60, "")],
)
def test_a_rate_tells_a_small_count_a_small_rest_or_a_small_base(numerator: int, denominator: int, leak: str) -> None:
    found = told(figure("selection_rate", "Asian", numerator, denominator))
    assert bool(found) == bool(leak)
    assert not leak or any(leak in line and "selection_rate, ALL, FY2025" in line for line in found)


def test_how_many_came_is_public_but_not_of_which_group() -> None:
    assert told(figure("hires", "ALL", 3, 3, agency="DOT")) == []
    assert len(told(figure("hires", "Asian", 3, 90))) == 1


def test_two_measures_of_the_same_people_tell_who_is_between_them() -> None:
    rows = [figure("selection_rate", "Asian", 50, 100), figure("offer_rate", "Asian", 53, 100)]
    assert any("with another measure" in line for line in told(*rows))
    assert any("what is left of applied" in line for line in told(figure("selection_rate", "Asian", 97, 100)))
    assert told(rows[0], figure("offer_rate", "Asian", 60, 120)) == []


def test_the_states_total_less_the_agencies_shown_is_the_one_withheld() -> None:
    rows = [
        figure("selection_rate", "ALL", 60, 200), figure("selection_rate", "ALL", 37, 150, agency="DOT"),
        figure("selection_rate", "ALL", None, None, agency="DOC"),
    ]  # fmt: skip
    (numerators, denominators) = event.parts(release(*rows))
    assert numerators.cells["value"].tolist()[:2] == [60, 37]
    assert denominators.cells["domain"].unique().tolist() == ["applied by ALL"]
    assert numerators.cells["agency"].tolist() == ["TOTAL", "DOT", "DOC"]


def test_what_a_formula_filters_is_another_count_than_the_whole() -> None:
    women = json.dumps({"kind": "rate", "numerator": "hired", "denominator": "applied", "where": {"sex": "Female"}})
    more = MEASURES.assign(formula=MEASURES["formula"].where(MEASURES["measure"] != "offer_rate", women))
    found = event.counts(Release("public.duckdb", {"measures": more, "policy": POLICY}))
    assert found["offer_rate"] == ("hired where sex is Female", "applied where sex is Female")
    assert found["selection_rate"] == ("hired", "applied")


def test_nothing_in_nothing_is_a_count_of_zero() -> None:
    row = figure("selection_rate", "Asian", 0, 0, status="not_applicable")
    assert [each.cells["value"].tolist() for each in event.parts(release(row))] == [[0.0], [0.0]]


@pytest.mark.long
def test_a_release_that_leaves_one_agency_to_be_subtracted_is_breached(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("export")
    whole = [
        figure("selection_rate", "ALL", 60, 200), figure("selection_rate", "ALL", 57, 150, agency="DOT"),
        figure("selection_rate", "ALL", 3, 50, agency="DOC"),
    ]  # fmt: skip
    for name, hidden in (("internal", []), ("public", [2]), ("safe", [0, 2])):
        rows = [
            {**row, "numerator": None, "denominator": None, "status": "withheld"} if place in hidden else row
            for place, row in enumerate(whole)
        ]
        (folder / name).mkdir()
        for table, frame in (
            ("figures", pd.DataFrame(rows)),
            ("measures", MEASURES),
            ("policy", POLICY.assign(domain="")),
        ):
            frame.to_csv(folder / name / f"{table}.csv", index=False)
    breached = one_release(folder / "public", Settings(), truth=folder / "internal", processes=1)
    assert breached.code == 3
    assert one_release(folder / "safe", Settings(), truth=folder / "internal", processes=1).code == 0
