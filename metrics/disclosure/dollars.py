"""Dollars to a group of vendors: which sums are public, so that no vendor's amount is told.

What each agency pays and what each industry is paid is public. Beside it the dollars to a group of vendors also tell
the dollars to all others. So a sum is withheld where it or the rest is sensitive (`metrics.disclosure.concentration`),
and with it as many others, the smallest first, as it takes that the State's sum leaves it uncertain by what the rule
asks. Agencies and industries are two lists with nothing in common but the State's sum; with the public totals the
bounds of a withheld sum x of d, among others U of D together, are exactly max(0, U - (D - d)) and min(U, d).
"""

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from etl.vocabulary.label import EVERYONE
from metrics.count import contracts
from metrics.definition import Measure, Rate
from metrics.disclosure.catalogue import Numbers
from metrics.disclosure.concentration import reaching
from metrics.disclosure.policy import Dollars, Policy
from metrics.disclosure.withhold import withheld

_INDUSTRY = "industry"
_WHEN = ["period", "nature"]
_LIMITS = ["lower", "upper", "se"]


def of_vendors(measure: Measure) -> str | None:
    """Return the certification whose dollars a measure is of, None of other measures."""
    return contracts.CERTIFIED.get(measure.formula.numerator) if isinstance(measure.formula, Rate) else None


def shown(
    rows: pd.DataFrame, measures: Iterable[Measure], paid: pd.DataFrame, policy: Policy, cities: Collection[str] = ()
) -> pd.DataFrame:
    """Return the figures of dollars that are public; `paid` as `metrics.count.contracts.payments` has it.

    Of agencies the dollars of all industries together, of industries those of the State. Limits of an agency would tell
    how its dollars are spread over vendors: they are internal.
    """
    found = [rows[:0]]
    for measure in measures:
        certification = of_vendors(measure)
        own = rows[rows["measure"] == measure.id]
        if certification is None or own.empty:
            continue
        own = own[(own["dimension"] == EVERYONE) | (own["agency"] == EVERYONE)]
        hidden = pd.Series(False, index=own.index)
        for (period, nature), part in own.groupby(_WHEN):
            made = paid[(paid["period"] == period) & (paid["nature"] == nature)]
            made = made.assign(held=contracts.held(made, certification))
            hidden[part.index] = _hidden(part, made, policy.dollars, cities)
        own = own.assign(**{name: own[name].where(own["agency"] == EVERYONE) for name in _LIMITS})
        found.append(withheld(own, hidden))
    return pd.concat(found)


def _hidden(part: pd.DataFrame, paid: pd.DataFrame, rules: Dollars, cities: Collection[str]) -> pd.Series:
    of_state = paid[~paid["agency"].isin(cities)]
    agencies = sums(of_state, "agency", rules)
    gone, whole = closed(agencies["part"], agencies["whole"], agencies["reach"])
    out = set(agencies.index[gone])
    for city in set(paid["agency"]) & set(cities):
        alone = sums(paid[paid["agency"] == city], "agency", rules)
        out |= set(alone.index[alone["reach"] > 0])
    industries = sums(of_state, _INDUSTRY, rules)
    told, whole_told = closed(industries["part"], industries["whole"], industries["reach"])
    told |= bool((industries["open"] > 0).any())
    hidden = part["agency"].isin(out)
    hidden |= (part["dimension"] == _INDUSTRY) & part["group"].isin(set(industries.index[told]))
    # Either list adds up to the State's sum.
    hidden |= whole or whole_told
    # What is compared with ready firms may be of fewer industries: the difference is no sum that was looked at.
    known = agencies["part"].reindex(part["agency"]).to_numpy()
    known = np.where(part["agency"] == EVERYONE, agencies["part"].sum(), known)
    by_industry = industries["part"].reindex(part["group"]).to_numpy()
    known = np.where(part["dimension"] == _INDUSTRY, by_industry, known)
    own_city = paid[paid["held"]].groupby("agency")["amount"].sum().reindex(part["agency"]).fillna(0.0).to_numpy()
    known = np.where(part["agency"].isin(cities), own_city, np.nan_to_num(known))
    other = part["numerator"].notna() & ~np.isclose(part["numerator"], known, rtol=1e-9, atol=0.005)
    return hidden | other


def sums(paid: pd.DataFrame, by: str, rules: Dollars) -> pd.DataFrame:
    """Return by each unit: `part`, the dollars to vendors that hold, `whole`, all dollars, `reach`, how far the bounds
    of the part must reach to each side, and `open`, the same of the whole.

    A part that is nothing, or all, tells no more than the whole, which is public.
    """
    parts = {name: _risk(rows, by, rules) for name, rows in (
        ("part", paid[paid["held"]]), ("rest", paid[~paid["held"]]), ("whole", paid),
    )}  # fmt: skip
    made = parts["whole"].rename(columns={"total": "whole", "reach": "open"})
    for name in ("part", "rest"):
        made = made.join(parts[name].rename(columns={"total": name, "reach": f"{name} reach"}))
    made = made.fillna(0.0)
    inside = (made["part"] > 0) & (made["rest"] > 0)
    return made.assign(reach=made[["part reach", "rest reach"]].max(axis=1).where(inside, 0.0))


def _risk(paid: pd.DataFrame, by: str, rules: Dollars) -> pd.DataFrame:
    firms = paid.groupby([by, "vendor_id"])["amount"].sum().sort_values(ascending=False)
    firms = firms[firms > 0]
    rank = firms.groupby(level=0).cumcount()
    total, many = firms.groupby(level=0).sum(), firms.groupby(level=0).size()
    first, second = (firms[rank == at].droplevel(1).reindex(total.index).fillna(0.0) for at in (0, 1))
    top = firms[rank < rules.largest].groupby(level=0).sum().reindex(total.index).fillna(0.0)
    reach = reaching(
        total.to_numpy("float64"),
        np.asarray(many, dtype=np.float64),
        first.to_numpy("float64"),
        second.to_numpy("float64"),
        top.to_numpy("float64"),
        rules,
    )
    return pd.DataFrame({"total": total, "reach": reach})


def closed(part: pd.Series, whole: pd.Series, reach: pd.Series) -> tuple[NDArray[np.bool_], bool]:
    """Return which sums of a list are withheld, and whether the sum of all is too, since no others are left."""
    x, d, asked = (each.to_numpy("float64") for each in (part, whole, reach))
    gone = asked > 0
    for at in np.argsort(x, kind="stable"):
        if _uncertain(x, d, asked, gone):
            return gone, False
        gone[at] = True
    return gone, not _uncertain(x, d, asked, gone)


def _uncertain(x: Numbers, d: Numbers, asked: Numbers, gone: NDArray[np.bool_]) -> bool:
    low, high = bounds(x[gone], d[gone])
    slack = 1e-6
    reached = (x[gone] - low >= asked[gone] - slack) & (high - x[gone] >= asked[gone] - slack)
    return bool(reached.all())


def bounds(x: Numbers, d: Numbers) -> tuple[Numbers, Numbers]:
    """Return the least and the most that each withheld sum can be, where their totals `d` and their sum are known."""
    together, room = x.sum(), d.sum()
    return np.maximum(0.0, together - (room - d)), np.minimum(together, d)
