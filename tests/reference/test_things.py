"""Counts of things and dollars once more, row by row in plain Python from what was typed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from statistics import median

import pytest
from sqlalchemy.engine import Connection

from etl import warehouse
from metrics.count import registry
from tests.metrics import deliveries
from tests.metrics.things import ROWS

pytestmark = pytest.mark.long

DAYS = {"FY2024": "2024-06-30", "FY2025": "2025-06-30"}
FIRST = {"FY2024": "2023-07-01", "FY2025": "2024-07-01"}
STAGES = ("drafting", "consulted", "office_review", "agency_revision", "approved", "published")
Value = Callable[[str, str], object]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with warehouse.reading(deliveries.build(tmp_path_factory.mktemp("full") / "w.duckdb", ROWS)) as connection:
        yield connection


def whole(connection: Connection, name: str) -> dict[str, float]:
    rows = registry.counts()[name].read(connection, ())
    return {period: float(part["value"].sum()) for period, part in rows.groupby("period")}


def in_force(day: str, period: str) -> bool:
    return bool(day) and day <= DAYS[period]


def fiscal(day: str) -> str:
    return f"FY{int(day[:4]) + (day[5:7] >= '07')}"


def passed(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def plans(period: str, kind: str = "state") -> list[dict[str, str]]:
    return [row for row in ROWS["plans"] if row["kind"] == kind and in_force(row["drafting"], period)]


def newest(period: str) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in sorted(plans(period), key=lambda each: each["drafting"]):
        found[row["agency"]] = row
    return list(found.values())


def stage(row: dict[str, str], period: str) -> str:
    return [name for name in STAGES if in_force(row.get(name, ""), period)][-1]


def late(row: dict[str, str], period: str) -> int:
    out = row.get("published", "")
    return passed(row["due"], out if in_force(out, period) else DAYS[period])


def goal_status(row: dict[str, str], period: str) -> str:
    told = [
        each for each in ROWS["goal_updates"] if each["goal_id"] == row["goal_id"] and in_force(each["date"], period)
    ]
    if not told or not row["baseline"]:
        return "not_enough_data"
    start, aim = Fraction(row["baseline"]), Fraction(row["target"])
    here = Fraction(max(told, key=lambda each: each["date"])["value"])
    way = (here - start) / (aim - start)
    if way >= 1:
        return "target_met_or_exceeded"
    if way > 0:
        return "improving" if way >= Fraction(1, 10) else "little_or_no_detectable_change"
    return "getting_worse" if way < 0 and abs(here - start) >= abs(start) / 10 else "little_or_no_detectable_change"


def goals(period: str) -> list[dict[str, str]]:
    return [row for row in ROWS["goals"] if not row["baseline_date"] or in_force(row["baseline_date"], period)]


EXPECTED: dict[str, Callable[[str], float]] = {
    "objectives": lambda _: len(ROWS["strategy"]),
    "objectives_done": lambda p: sum(in_force(row["done"], p) for row in ROWS["strategy"]),
    "objectives_overdue": lambda p: sum(
        row["due"] < DAYS[p] and not in_force(row["done"], p) for row in ROWS["strategy"]
    ),
    "assessments_in_scope": lambda p: sum(in_force(row["proposed"], p) for row in ROWS["assessments"]),
    "assessments_decided": lambda p: sum(in_force(row["decided"], p) for row in ROWS["assessments"]),
    "assessments_disparate": lambda p: sum(
        in_force(row["decided"], p) and row["disparity_found"] == "yes" for row in ROWS["assessments"]
    ),
    "assessments_mitigated": lambda p: sum(
        in_force(row["decided"], p) and row["disparity_found"] == "yes" and row["mitigation"] != ""
        for row in ROWS["assessments"]
    ),
    "plans": lambda p: len(newest(p)),
    "plans_due": lambda p: sum(in_force(row.get("due", ""), p) for row in ROWS["plans"] if row["kind"] == "state"),
    "plans_on_time": lambda p: sum(
        in_force(row["due"], p) and "" < row.get("published", "") <= row["due"] for row in plans(p)
    ),
    "plans_published": lambda p: len({row["agency"] for row in plans(p) if in_force(row.get("published", ""), p)}),
    "agencies_with_plan": lambda p: len({row["agency"] for row in plans(p) if in_force(row.get("published", ""), p)}),
    "agencies_with_current_plan": lambda p: len(
        {row["agency"] for row in plans(p) if in_force(row.get("published", ""), p)}
        - {
            row["agency"]
            for row in plans(p)
            if in_force(row.get("due", ""), p) and not in_force(row.get("published", ""), p)
        }
    ),
    "agencies_owing_plan": lambda _: len(deliveries.AGENCIES),
    "plan_blocks": lambda p: 4 * len(newest(p)),
    "goals": lambda p: len(goals(p)),
    "goals_complete": lambda p: sum(
        all(row[part] for part in ("measure", "baseline", "baseline_date", "target", "target_date", "owner"))
        for row in goals(p)
    ),
    "goals_moving": lambda p: sum(goal_status(row, p) in ("improving", "target_met_or_exceeded") for row in goals(p)),
    "goals_carried": lambda p: len({(row["agency"], row["title"]) for row in goals(p) if row["directed"] == "yes"}),
    "goals_directed": lambda p: 3 * len({row["title"] for row in goals(p) if row["directed"] == "yes"}),
    "practices_listed": lambda _: 3 * len(ROWS["practice_list"]),
    "practices_adopted": lambda p: sum(
        row["adopted"] == "yes" or (row["adopted"] != "no" and in_force(row["adopted"], p))
        for row in ROWS["practices"]
        if row["practice"] in {each["practice"] for each in ROWS["practice_list"]}
    ),
    "seats": lambda p: sum(int(row["seats"]) for row in ROWS["training_offerings"] if fiscal(row["date"]) == p),
    "seats_other_languages": lambda p: sum(
        int(row["seats"])
        for row in ROWS["training_offerings"]
        if fiscal(row["date"]) == p and row["language"] != "English"
    ),
    "documents_plain": lambda p: sum(
        row["reading_grade"] != "" and Fraction(row["reading_grade"]) <= 8
        for row in ROWS["communications"]
        if fiscal(row["date"]) == p
    ),
    "vital_documents_wanted": lambda p: sum(
        in_force(need["valid_from"], p)
        for agency, _ in {
            (row["agency"], row["document"])
            for row in ROWS["communications"]
            if row["vital"] == "yes" and in_force(row["date"], p)
        }
        for need in ROWS["languages_needed"]
        if need["agency"] == agency
    ),
    "appropriated": lambda p: sum(float(row["appropriated"]) for row in ROWS["budget"] if row["period"] == p),
    "appropriated_with_note": lambda p: sum(
        float(row["appropriated"]) for row in ROWS["budget"] if row["period"] == p and row["equity_note"]
    ),
    "towns": lambda _: 169,
    "protected_classes": lambda p: sum(
        row["valid_from"] <= DAYS[p] and (not row["valid_to"] or row["valid_to"] >= DAYS[p])
        for row in ROWS["protected_classes"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_count_of_each_year_is_what_the_rows_say(filled: Connection, name: str) -> None:
    found = whole(filled, name)
    assert {period: found.get(period, 0.0) for period in DAYS} == {p: float(EXPECTED[name](p)) for p in DAYS}


def test_plans_stand_in_the_last_stage_that_they_reached(filled: Connection) -> None:
    rows = registry.counts()["plans"].read(filled, ["stage"])
    found = Counter({(row.period, row.stage): row.value for row in rows.itertuples()})
    assert found == Counter((period, stage(row, period)) for period in DAYS for row in newest(period))


def test_days_in_a_stage_end_with_the_next_or_with_the_year(filled: Connection) -> None:
    rows = registry.spans()["plan_stage"].read(filled, ["stage"])
    expected = defaultdict(list)
    for period, end in DAYS.items():
        for row in newest(period):
            dated = [(name, row[name]) for name in STAGES if row.get(name)]
            for (name, begun), after in zip(dated, [*(day for _, day in dated[1:]), "9999"], strict=True):
                if begun <= end and name != "published":
                    expected[period, name].append(passed(begun, min(after, end)))
    found = {key: sorted(part["days"]) for key, part in rows.groupby(["period", "stage"])}
    assert found == {key: sorted(map(float, days)) for key, days in expected.items()}


def test_late_plans_are_counted_from_their_day_to_publication_or_the_years_end(filled: Connection) -> None:
    rows = registry.spans()["plan_late"].read(filled, ())
    expected = [
        (period, row["agency"], float(late(row, period)))
        for period in DAYS
        for row in ROWS["plans"]
        if row["kind"] == "state" and in_force(row["due"], period) and late(row, period) > 0
    ]
    assert sorted(zip(rows["period"], rows["agency"], rows["days"], strict=True)) == sorted(expected)


def test_an_assessment_takes_the_days_from_start_to_decision(filled: Connection) -> None:
    rows = registry.spans()["assessment"].read(filled, ())
    for period, part in rows.groupby("period"):
        own = [
            passed(row["started"], row["decided"])
            for row in ROWS["assessments"]
            if row["decided"] and fiscal(row["decided"]) == period
        ]
        assert median(part["days"]) == median(own)


def test_goals_have_the_status_of_their_newest_update(filled: Connection) -> None:
    rows = registry.counts()["goals"].read(filled, ["goal_status"])
    found = Counter()
    for row in rows.itertuples():
        found[row.period, row.goal_status] += row.value
    assert found == Counter((period, goal_status(row, period)) for period in DAYS for row in goals(period))


def payments() -> list[dict[str, object]]:
    """Eligible payments, what each firm paid back in a year taken from its latest payments of that year."""
    kept = [row for row in ROWS["contracts"] if row["kind"] == "payment" and row["eligible"] == "yes"]
    firms = defaultdict(list)
    for row in kept:
        firms[row["agency"], fiscal(row["date"]), row["vendor_id"], row["naics"], row["certifications"]].append(row)
    found = []
    for firm, rows in firms.items():
        back = -sum(min(0.0, float(row["amount"])) for row in rows)
        for row in sorted(rows, key=lambda each: each["date"], reverse=True):
            amount = float(row["amount"])
            if amount > 0:
                taken = min(back, amount)
                back -= taken
                found.append({**row, "period": firm[1], "left": amount - taken})
    return found


@pytest.mark.parametrize("certification", ["SBE", "MBE", "WBE", "DIS"])
def test_dollars_are_held_against_the_goal_of_their_own_day_and_industry(
    filled: Connection, certification: str
) -> None:
    paid, asked, governed = (defaultdict(float) for _ in range(3))
    for row in payments():
        if certification in str(row["certifications"]).split(";"):
            paid[row["period"]] += row["left"]
        goals_of_day = [
            goal for goal in ROWS["contract_goals"]
            if goal["certification"] == certification and str(row["naics"]).startswith(goal["naics"])
            and goal["valid_from"] <= row["date"] <= (goal["valid_to"] or "9999")
        ]  # fmt: skip
        if goals_of_day:
            goal = max(goals_of_day, key=lambda each: len(each["naics"]))
            governed[row["period"]] += row["left"]
            asked[row["period"]] += row["left"] * float(goal["percent"]) / 100
    name = certification.lower()
    for prefix, expected in (("paid", paid), ("asked", asked), ("governed", governed)):
        found = {period: value for period, value in whole(filled, f"{prefix}_{name}").items() if value}
        assert found == pytest.approx({period: value for period, value in expected.items() if value}), prefix


def test_expected_dollars_follow_the_ready_firms_of_each_industry(filled: Connection) -> None:
    ready = {"23": (40 + 10) / 200, "54": 50 / 100}
    expected = defaultdict(float)
    for row in payments():
        expected[row["period"]] += row["left"] * ready[str(row["naics"])[:2]]
    assert whole(filled, "expected_sbe") == pytest.approx(dict(expected))


def test_translated_are_the_vital_documents_in_a_language_that_is_needed(filled: Connection) -> None:
    assert whole(filled, "vital_documents_translated") == {"FY2025": 2.0}


def test_spending_per_resident_takes_the_newest_census_and_dollars_with_a_town(filled: Connection) -> None:
    assert whole(filled, "expended_placed") == {"FY2024": 900.0, "FY2025": 1100.0 + 1900.0}
    assert whole(filled, "residents") == {"FY2024": 1200.0, "FY2025": 1200.0}


def test_a_budget_is_set_beside_last_years_where_both_are_told(filled: Connection) -> None:
    assert whole(filled, "appropriated_again") == {"FY2025": 2000.0}
    assert whole(filled, "appropriated_before") == {"FY2025": 1000.0}


def test_feedback_is_counted_once_however_many_dimensions_tell_of_it(filled: Connection) -> None:
    found = [whole(filled, f"feedback_{name}")["FY2025"] for name in ("received", "answered", "acted_on")]
    assert found == [10 + 8, 7 + 2, 2 + 1]
