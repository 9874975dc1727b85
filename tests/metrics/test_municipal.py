import pandas as pd
import pytest

from metrics.municipal import standings


def records(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["town", "action", "step", "date", "applied_to"], dtype=object)
    return frame.assign(applied_to=frame["applied_to"].replace("", None))


def test_bronze_asks_for_one_other_action_and_silver_for_three() -> None:
    rows = records(
        ("None", "1.1", "team", "2024-01-01", ""),
        ("One", "1.1", "use", "2024-01-01", "2.3"),
        ("Two", "1.1", "use", "2024-01-01", "2.3"),
        ("Two", "1.1", "use", "2024-02-01", "5.1"),
        ("Three", "1.1", "use", "2024-01-01", "2.3"),
        ("Three", "1.1", "use", "2024-02-01", "5.1"),
        ("Three", "1.1", "use", "2024-03-01", "8.2"),
    )
    found = standings(rows).set_index("town")
    assert found["applied"].to_dict() == {"None": 0, "One": 1, "Two": 2, "Three": 3}
    assert found["bronze"].to_dict() == {"None": False, "One": True, "Two": True, "Three": True}
    assert found["silver"].to_dict() == {"None": False, "One": False, "Two": False, "Three": True}


def test_the_same_other_action_counts_once_and_training_and_statement_do_not_begin_the_process() -> None:
    rows = records(
        ("Once", "1.1", "use", "2024-01-01", "2.3"),
        ("Once", "1.1", "use", "2024-04-01", "2.3"),
        ("Never", "1.2", "training", "2024-01-01", "2.3"),
        ("Never", "1.3", "statement", "2024-01-01", "5.1"),
    )
    found = standings(rows).set_index("town")
    assert found["applied"].to_dict() == {"Once": 1}


def test_months_are_from_the_first_step_to_the_latest() -> None:
    rows = records(("Town", "1.1", "team", "2024-01-01", ""), ("Town", "1.1", "listen", "2024-07-01", ""))
    (found,) = standings(rows).to_dict("records")
    assert (found["step"], found["since"], found["until"]) == ("listen", "2024-01-01", "2024-07-01")
    assert found["months"] == pytest.approx(182 / 30.4375)
