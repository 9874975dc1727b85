import pandas as pd

from metrics import city

CLASSES = pd.DataFrame(
    [
        ("age", "1964-01-01", None),
        ("guild", "1970-01-01", "2024-06-29"),
        ("political affiliation", "2025-01-01", None),
    ],
    columns=["class", "valid_from", "valid_to"],
    dtype=object,
)


def test_a_class_is_protected_from_its_first_day_to_its_last() -> None:
    named = {day: list(city.protected(CLASSES, day)["class"]) for day in ("2024-06-29", "2024-06-30", "2025-01-01")}
    assert named == {
        "2024-06-29": ["age", "guild"],
        "2024-06-30": ["age"],
        "2025-01-01": ["age", "political affiliation"],
    }


def test_who_serves_at_the_mayors_pleasure_is_left_out_of_political_tests_only() -> None:
    people = pd.DataFrame({"person_id": ["a", "b", "c"], "at_will": ["yes", "no", None]})
    assert list(city.tested(people, "Political opinion")["person_id"]) == ["b", "c"]
    assert list(city.tested(people, "age")["person_id"]) == ["a", "b", "c"]


def test_a_plan_is_effective_only_after_each_step_before() -> None:
    columns = ["drafting", "consulted", "mayor_reviewed", "council_approved", "effective"]
    plans = pd.DataFrame(
        [
            ("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01"),
            ("2024-01-01", "2024-02-01", "2024-03-01", None, "2024-05-01"),
            ("2024-01-01", None, None, None, None),
        ],
        columns=columns,
        dtype=object,
    )
    assert list(city.steps(plans, "2024-12-31")) == ["effective", "mayor_reviewed", "drafting"]
    assert list(city.steps(plans, "2024-04-30")) == ["council_approved", "mayor_reviewed", "drafting"]
