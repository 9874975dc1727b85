"""Periods as deliveries write them, with their first and last day.

`FY2025` (fiscal year, ended 30 June 2025) · `2025` (calendar year) · `SY2018-19` (school year) · `2025-Q1` ·
`2015/2019` (window of calendar years, both included) · `2018-07-01` (a day).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_YEARS = range(1990, 2101)
_FISCAL_YEAR_BEGINS = 7


class Kind(StrEnum):
    FISCAL_YEAR = "fiscal_year"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"
    QUARTER = "quarter"
    WINDOW = "window"
    DAY = "day"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time. Ordered by its last day, then its first."""

    last: date
    first: date
    kind: Kind
    text: str

    @property
    def year(self) -> int:
        """The year that names the period: of its last day."""
        return self.last.year

    def before(self) -> "Period | None":
        """The period of the same kind just before this one; None for windows and days, which have none."""
        match self.kind:
            case Kind.FISCAL_YEAR:
                return parse(f"FY{self.year - 1}")
            case Kind.YEAR:
                return parse(str(self.year - 1))
            case Kind.SCHOOL_YEAR:
                return parse(f"SY{self.year - 2}-{(self.year - 1) % 100:02d}")
            case _:
                return None


def parse(text: str) -> Period:
    """Return the period that `text` names.

    Raises ValueError, with the forms that are understood.

    >>> parse("SY2018-19").first.isoformat(), parse("FY2025").last.isoformat()
    ('2018-07-01', '2025-06-30')
    """
    text = text.strip()
    if match := re.fullmatch(r"FY(\d{4})", text):
        return _years(text, Kind.FISCAL_YEAR, int(match[1]) - 1, int(match[1]), _FISCAL_YEAR_BEGINS)
    if match := re.fullmatch(r"SY(\d{4})-(\d{2})", text):
        begins = int(match[1])
        if int(match[2]) == (begins + 1) % 100:
            return _years(text, Kind.SCHOOL_YEAR, begins, begins + 1, _FISCAL_YEAR_BEGINS)
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        year, month = int(match[1]), 3 * int(match[2]) - 2
        after = date(year + month // 10, (month + 2) % 12 + 1, 1)
        return _checked(Period(after - timedelta(1), date(year, month, 1), Kind.QUARTER, text))
    if match := re.fullmatch(r"(\d{4})/(\d{4})", text):
        if match[1] <= match[2]:
            return _years(text, Kind.WINDOW, int(match[1]), int(match[2]) + 1, 1)
    elif re.fullmatch(r"\d{4}", text):
        return _years(text, Kind.YEAR, int(text), int(text) + 1, 1)
    elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise ValueError("no such day; expected an ISO date that exists") from None
        return _checked(Period(day, day, Kind.DAY, text))
    raise ValueError("not a period; expected FY2025, 2025, SY2018-19, 2025-Q1, 2015/2019 or 2018-07-01")


def fiscal_year(day: date) -> str:
    """Return the fiscal year that a day lies in.

    >>> fiscal_year(date(2024, 6, 30)), fiscal_year(date(2024, 7, 1))
    ('FY2024', 'FY2025')
    """
    return f"FY{day.year + (day.month >= _FISCAL_YEAR_BEGINS):04d}"


def _years(text: str, kind: Kind, begins: int, ends: int, month: int) -> Period:
    if begins not in _YEARS or ends not in _YEARS:
        raise ValueError(f"the year is outside {_YEARS.start} to {_YEARS.stop - 1}")
    return Period(date(ends, month, 1) - timedelta(1), date(begins, month, 1), kind, text)


def _checked(period: Period) -> Period:
    if period.first.year not in _YEARS or period.last.year not in _YEARS:
        raise ValueError(f"the year is outside {_YEARS.start} to {_YEARS.stop - 1}")
    return period
