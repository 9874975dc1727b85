"""Which agencies the Governor's office may want to call, and why: no plan, no data, a gap that widens."""

from collections.abc import Mapping

import pandas as pd

from dashboard.choices import in_time
from dashboard.language import Tongue
from dashboard.tables import EVERYONE, NOT_REPORTED, REPRESENTATION, Tables, absent, in_words
from metrics import words

_PLANS = ("plan_present", "plans_current")
_HEADS = "employees"
_MOST = 2


def calls(tables: Tables, t: Tongue) -> list[tuple[str, tuple[str, ...]]]:
    """Return name and reasons of each agency that has a reason, in the order of their names: none is ranked."""
    reasons: dict[str, list[str]] = {}
    for agency in sorted(_without_plan(tables)):
        reasons.setdefault(agency, []).append(t("no current equity plan"))
    for agency in sorted(_without_heads(tables)):
        reasons.setdefault(agency, []).append(t("head count not delivered"))
    for agency, said in _widening(tables, t).items():
        reasons.setdefault(agency, []).append(t("gap getting worse: {which}", which=said))
    names = tables.agency_names()
    found = [(names.get(agency, agency), tuple(said)) for agency, said in reasons.items()]
    return sorted(found, key=lambda each: each[0].lower())


def _newest(tables: Tables, measure: str) -> pd.DataFrame:
    """Return the agencies' own figures for everyone in the newest period."""
    rows = tables.of("figures", measure)
    rows = rows[absent(rows["benchmark"]) & (rows["dimension"] == EVERYONE) & (rows["agency"] != EVERYONE)]
    return rows[rows["period"] == max(rows["period"], key=in_time)] if not rows.empty else rows


def _without_plan(tables: Tables) -> set[str]:
    rows = pd.concat([_newest(tables, measure) for measure in _PLANS])
    return set(rows[(rows["status"] == "shown") & (rows["value"] == 0)]["agency"])


def _without_heads(tables: Tables) -> set[str]:
    rows = _newest(tables, _HEADS)
    return set(rows[rows["status"] == "missing"]["agency"])


def _widening(tables: Tables, t: Tongue) -> Mapping[str, str]:
    """Return agency -> the measures of people and the groups whose gap gets worse by more than chance."""
    found: dict[str, list[str]] = {}
    for measure in tables.measures():
        if measure["kind"] != REPRESENTATION:
            continue
        rows = tables.of("progress", measure["measure"])
        rows = rows[(rows["of"] == "gap") & (rows["status"] == "getting_worse") & (rows["agency"] != EVERYONE)]
        for row in rows[~rows["group"].isin([EVERYONE, NOT_REPORTED])].to_dict("records"):
            name = words.named(measure, row["group"], t.language, row["dimension"])
            found.setdefault(row["agency"], []).append(f"{in_words(measure, 'title', t.language)}, {name}")
    return {agency: _few(list(dict.fromkeys(each)), t) for agency, each in found.items()}


def _few(said: list[str], t: Tongue) -> str:
    shown = "; ".join(said[:_MOST])
    return t("{shown}; and {n} more", shown=shown, n=len(said) - _MOST) if len(said) > _MOST else shown
