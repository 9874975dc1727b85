"""What two tables say is the same where their rows are, and other where any differs."""

import pandas as pd
import pytest

from audit.digest import of_rows

_ROWS = pd.DataFrame({"agency": ["DOT", "DMV", None], "value": [5.0, None, 7.0], "withheld": [False, True, False]})
_NAMES = ["agency", "value", "withheld"]


@pytest.mark.parametrize(
    "same",
    [
        _ROWS.iloc[::-1],
        _ROWS.astype({"agency": object}),
        _ROWS.assign(agency=["DOT", "DMV", float("nan")]).astype({"agency": object}),
        _ROWS.assign(value=pd.array([5, None, 7], dtype="Int64"), withheld=[0, 1, 0]),
        _ROWS.assign(more="what is not asked for"),
    ],
)
def test_order_and_the_kind_of_a_column_say_nothing(same: pd.DataFrame) -> None:
    assert of_rows(same, _NAMES) == of_rows(_ROWS, _NAMES)


@pytest.mark.parametrize(
    "other",
    [
        _ROWS.assign(value=[5.0, None, 8.0]),
        _ROWS.assign(agency=["DOT", "DMV", "None"]),
        _ROWS.assign(agency=["DOT", "DMV", ""]),
        _ROWS.assign(value=[5.0, 0.0, 7.0]),
        _ROWS.assign(value=["5.0", None, "7.0"]),
        _ROWS.iloc[[0, 1, 2, 2]],
        _ROWS.iloc[:2],
    ],
)
def test_any_other_row_is_another_table(other: pd.DataFrame) -> None:
    assert of_rows(other, _NAMES) != of_rows(_ROWS, _NAMES)


def test_columns_are_held_apart_by_name() -> None:
    swapped = _ROWS.rename(columns={"agency": "town"})
    assert of_rows(swapped, ["town", "value"]) != of_rows(_ROWS, ["agency", "value"])
