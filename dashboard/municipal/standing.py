"""The towns as a release tells of them: those of official records where there are any, else the demonstration's."""

from dataclasses import dataclass

import pandas as pd

from dashboard.language import Tongue
from dashboard.tables import DEMONSTRATION, Tables, absent
from metrics import words


@dataclass(frozen=True)
class Towns:
    """Rows of table `towns`, one a town; `told`: whether any town has sent a record."""

    rows: pd.DataFrame
    demonstration: bool

    @property
    def told(self) -> bool:
        return bool((~absent(self.rows["step"])).any())

    @property
    def begun(self) -> pd.DataFrame:
        return self.rows[~absent(self.rows["step"])]

    def meeting(self, tier: str) -> int:
        """Return how many towns meet the equity requirement for `bronze` or `silver`."""
        return int(self.rows[tier].eq(True).sum())


def towns(tables: Tables) -> Towns:
    """Return the towns of a release; none where the release has no such table."""
    rows = tables.whole("towns")
    official = rows[rows["nature"] != DEMONSTRATION]
    invented = rows[rows["nature"] == DEMONSTRATION]
    if invented.empty or (~absent(official["step"])).any():
        return Towns(official, False)
    return Towns(invented, True)


def requirement(row: object, t: Tongue) -> str:
    """Return which tier's equity requirement a town meets, in words; `row` is one of table `towns`."""
    if row["silver"] is True or row["silver"] == 1:  # type: ignore[index]
        return t("Bronze and Silver")
    if row["bronze"] is True or row["bronze"] == 1:  # type: ignore[index]
        return t("Bronze")
    return t("Not yet")


def say(found: Towns, t: Tongue) -> str:
    """Return how many towns have begun and how many meet the requirement."""
    said = t(
        "{begun} of {all} towns have begun. {bronze} meet the equity requirement for Bronze, {silver} for Silver too.",
        begun=len(found.begun),
        all=len(found.rows),
        bronze=found.meeting("bronze"),
        silver=found.meeting("silver"),
    )
    return t("Demonstration: {said}", said=said) if found.demonstration else said


def certified(t: Tongue) -> str:
    """Return what the requirement is not."""
    return t(
        "This is worked out from the towns’ records. A certified tier also needs points and other actions. "
        "It comes only from the official list of Sustainable CT."
    )


def months(value: float, t: Tongue) -> str:
    """Return a number of months in words, whole; less than one month is said so."""
    if value < 1:
        return t("under 1 month")
    n = int(value)
    return t("1 month") if n == 1 else t("{n} months", n=words.number(n, "things", 0, t.language))
