"""As of which day things stand, in which years."""

import pandas as pd

from metrics.count import standing


def listed(received: str, *days: str | None, nature: str = "official") -> pd.DataFrame:
    return pd.DataFrame({"day": list(days), "nature": nature, "received": received}, dtype=object)


def years(rows: pd.DataFrame) -> list[tuple[str, str]]:
    found = standing.years(rows, ["day"])
    return list(zip(found["period"], found["day"], strict=True))


def test_years_go_from_the_first_recorded_day_to_the_last() -> None:
    rows = listed("2026-11-22", "2023-09-01", "2025-06-30")
    assert years(rows) == [("FY2024", "2024-06-30"), ("FY2025", "2025-06-30")]


def test_a_year_that_still_ran_stands_as_of_the_day_of_receipt() -> None:
    assert years(listed("2026-11-22", "2026-09-01")) == [("FY2027", "2026-11-22")]


def test_a_day_to_come_is_no_record_and_where_there_is_no_other_the_year_of_receipt_is_told() -> None:
    assert years(listed("2026-11-22", "2025-01-01", "2031-01-01")) == [("FY2025", "2025-06-30")]
    assert years(listed("2026-11-22", "2031-01-01", None)) == [("FY2027", "2026-11-22")]


def test_ten_years_are_told_at_most_however_old_a_record_is() -> None:
    found = years(listed("2026-01-01", "1964-01-01", "2025-01-01"))
    assert (found[0][0], len(found)) == ("FY2016", 10)


def test_official_and_demonstration_rows_have_years_of_their_own() -> None:
    rows = pd.concat([listed("2026-01-01", "2024-01-01"), listed("2026-01-01", "2025-01-01", nature="demonstration")])
    found = standing.years(rows, ["day"])
    assert set(zip(found["nature"], found["period"], strict=True)) == {
        ("official", "FY2024"),
        ("demonstration", "FY2025"),
    }


def test_a_blank_day_has_not_come() -> None:
    days = pd.Series(["2024-06-30", "2024-07-01", None], dtype=object)
    assert list(standing.by(days, pd.Series(["2024-06-30"] * 3))) == [True, False, False]
