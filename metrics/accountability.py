"""Tables of a release that say who has promised what: directives, plans, goals, and the goals for contract dollars.

No row of them is of a person. What a goal about people tells is held to the figures of its own release.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

DAYS = (
    "due", "drafting", "consulted", "office_review", "agency_revision", "approved", "mayor_reviewed",
    "council_approved", "published", "effective",
)  # fmt: skip
"""Days of a plan, each a column."""
_COMMENTS: Mapping[str, str] = {
    "directives": "The rows of the order's table, each with its measures and how far it is measured",
    "plans": "Every version of every equity plan, with its days, its stage and what it holds on the day `as_of`",
    "goals": "Every goal of the plans: from what, to what, by when, and how far it has come on the day `as_of`",
    "contract_goals": "Goals for contract dollars, each with the days it is in force and by what authority",
}
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "directives": (
        "directive", "section", "place", "heading", "heading_es", "quote", "quote_es", "measures", "defined",
        "measured", "demonstrated", "current", "year", "state", "nature",
    ),
    "plans": (
        "agency", "kind", "version", *DAYS, "stage", "stage_since", "days_in_stage", "days_late", "representation",
        "service_delivery", "program_impact", "demographic_trends", "language", "accessible", "document", "file",
        "as_of", "nature",
    ),
    "goals": (
        "goal", "agency", "title", "measure", "of", "group", "directed", "owner", "baseline", "baseline_date", "value",
        "value_date", "target", "target_date", "done", "time_gone", "progress", "status", "as_of", "nature",
    ),
    "contract_goals": ("certification", "naics", "percent", "valid_from", "valid_to", "authority", "nature"),
}  # fmt: skip
_WHOLE = frozenset({"place", "defined", "measured", "demonstrated", "current", "days_in_stage", "days_late"})
_NUMBERS = frozenset({"baseline", "value", "target", "done", "time_gone", "percent"})


def declare(metadata: sa.MetaData) -> None:
    """Add these tables to those of a release."""
    for name, comment in _COMMENTS.items():
        sa.Table(name, metadata, *[sa.Column(key, _kind(key)) for key in _COLUMNS[name]], comment=comment)


def columns(name: str) -> list[str]:
    """Return the columns of one of these tables, in order."""
    return list(_COLUMNS[name])


def told_of_withheld(metadata: sa.MetaData) -> sa.Select[tuple[Any, ...]]:
    """Return the query for goals that are withheld and hold a number of how they stand all the same."""
    goals = metadata.tables["goals"]
    told = sa.or_(*(goals.c[name].is_not(None) for name in ("baseline", "value", "done", "progress")))
    return sa.select(goals.c.goal).where(goals.c.status == "withheld", told)


def _kind(name: str) -> Any:
    return sa.BigInteger if name in _WHOLE else sa.Double if name in _NUMBERS else sa.Text
