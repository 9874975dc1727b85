"""Which figures are public: those whose counts, the base's too, are cells that the public is shown.

A figure is made from counts; it says nothing that they do not say. So it is shown exactly where they are, and where
its cells are in no table of the catalogue it has no row at all. Published aggregates enter as their publishers
issued them; what agencies send themselves of people who are in no table is shown whole or not at all.

A city is a government of its own. Nothing of it is in a table or sum of the State, so that nothing of it can be
subtracted; of its people only totals are public, and rates of all of them together.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from etl.vocabulary.label import EVERYONE, NOT_REPORTED
from metrics.definition import Adjusted, Measure, Representation
from metrics.disclosure import days, dollars, rate, whole
from metrics.disclosure.catalogue import TOTAL, ProtectionError
from metrics.disclosure.pattern import SHOWN, WITHHELD
from metrics.disclosure.policy import Policy
from metrics.disclosure.withhold import withheld
from metrics.formula import figure

_CROSSED = " x "
INTERNAL = "weighted_availability"
"""A benchmark that is made of the State's own counts by job, which the public is not all shown."""
_META = ("table_id", "domain", "value", "status")
_STATEWIDE = "statewide"
_TABLE = ["measure", "agency", "period", "nature", "dimension"]


def public(
    rows: pd.DataFrame,
    measures: Mapping[str, Measure],
    cells: pd.DataFrame,
    policy: Policy,
    cities: Collection[str] = (),
    paid: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the figures that are public, those withheld without a number; `cells` as the public gets them; `cities`:
    agencies that are in none of them; `paid`: payments to vendors, without which no dollars to groups of them are
    public.

    Raises ProtectionError if a figure's counts are not those of its cells: then the two are of different data.
    """
    # Cells and whole tables are as they were delivered: groups that a bridge made are in neither.
    rows = rows[(rows["race_standard"] != figure.BRIDGED) & (rows["benchmark"] != INTERNAL)]
    there = set(cells["table_id"])
    catalogue = {each.count for domain in policy.domains.values() for each in domain.tables if each.id in there}
    adjusted = [name for name, each in measures.items() if isinstance(each.formula, Adjusted)]
    heads = {
        name
        for name, each in measures.items()
        if isinstance(each.formula, Representation) and each.formula.count in catalogue
    }
    events = [each for each in measures.values() if each.id not in {*heads, *adjusted} and whole.of_people(each)]
    counted = rows[rows["measure"].isin(heads) & ~rows["agency"].isin(cities)]
    totals = _totals(rows[rows["measure"].isin(heads) & rows["agency"].isin(cities)], measures, policy)
    waits = [each for each in measures.values() if days.of_people(each)]
    apart = rows["measure"].isin([each.id for each in events])
    waited = rows["measure"].isin([each.id for each in waits])
    listed, hidden = _counted(counted, measures, cells, policy)
    counted = withheld(counted[listed], hidden[listed])
    state = counted[(counted["agency"] == EVERYONE) & (counted["status"] == WITHHELD) & counted["benchmark"].isna()]
    alike = ["measure", "period", "nature", "dimension", "group"]
    of_hidden = pd.MultiIndex.from_frame(counted[alike]).isin(pd.MultiIndex.from_frame(state[alike]))
    # What is withheld of the State is no benchmark of its agencies.
    counted = counted[(counted["benchmark"] != _STATEWIDE) | ~of_hidden]
    bought = [each for each in measures.values() if dollars.of_vendors(each)]
    vendors = rows["measure"].isin([each.id for each in bought])
    own = _delivered(rows[~rows["measure"].isin([*heads, *adjusted]) & ~apart & ~waited & ~vendors], policy)
    sums = rows[:0] if paid is None else dollars.shown(rows[vendors], bought, paid, policy, cities)
    medians = days.shown(rows[waited], waits, policy)
    some = whole.shown(rows[apart], events, policy, _stock(cells, policy), cities)
    led = _adjusted(rows[rows["measure"].isin(adjusted)], measures, some)
    return pd.concat(
        [each for each in (counted, totals, own, some, medians, led, sums) if len(each)] or [rows[:0]]
    ).sort_index(kind="stable")


def _adjusted(rows: pd.DataFrame, measures: Mapping[str, Measure], shown: pd.DataFrame) -> pd.DataFrame:
    """Return the adjusted rates all of whose counts are `shown`: by group and stratum, and everyone's."""
    place = ["agency", "period", "nature", "dimension"]
    told = shown[shown["benchmark"].isna()]
    found = [rows[:0]]
    for name, part in rows.groupby("measure"):
        formula = measures[str(name)].formula
        assert isinstance(formula, Adjusted)  # noqa: S101 - the caller kept those only
        names = whole.counts_of(measures[str(name)])
        same = [each.id for each in measures.values() if whole.counts_of(each) == names and each.id != name]
        open_ = told[told["measure"].isin(same)]
        hidden = (open_["status"] == WITHHELD).groupby([open_[each] for each in place]).any()
        kept = pd.MultiIndex.from_tuples(hidden.index[~hidden].tolist(), names=place)
        needed = part["dimension"].where(
            part["dimension"] == EVERYONE, f"{formula.stratum}{_CROSSED}" + part["dimension"]
        )
        found.append(part[pd.MultiIndex.from_frame(part[place].assign(dimension=needed)).isin(kept)])
    return pd.concat(found)


def _totals(rows: pd.DataFrame, measures: Mapping[str, Measure], policy: Policy) -> pd.DataFrame:
    """Return the head counts of cities: of everyone, where no filter keeps some of them, and of enough people."""
    every = [name for name, each in measures.items() if not getattr(each.formula, "where", None)]
    rows = rows[(rows["dimension"] == EVERYONE) & rows["measure"].isin(every)]
    return withheld(rows, rows["numerator"] < policy.base)


def _counted(
    rows: pd.DataFrame, measures: Mapping[str, Measure], cells: pd.DataFrame, policy: Policy
) -> tuple[pd.Series, pd.Series]:
    """Return which head-count figures are in a table of the catalogue, and which of those are withheld."""
    listed = pd.Series(False, index=rows.index)
    hidden = pd.Series(True, index=rows.index)
    known = _Cells(cells)
    levels = {level: name for name, each in policy.dimensions.items() for level in each.levels}
    # Figures call the finest groups by the name of their dimension.
    levels |= {name: name for name in policy.dimensions}
    for (measure, dimension), part in rows.groupby(["measure", "dimension"], sort=False):
        formula = measures[str(measure)].formula
        assert isinstance(formula, Representation)  # noqa: S101 - the caller kept those only
        parts = [] if dimension == EVERYONE else str(dimension).split(_CROSSED)
        if not {*parts, *formula.where} <= levels.keys():
            continue
        place = part[["period", "nature"]].assign(
            agency=part["agency"].where(part["agency"] != EVERYONE, TOTAL), **formula.where
        )
        names = [levels[each] for each in parts]
        unknown = _unreported(known, place, [name for name in names if _apart(name, parts, policy)])
        whole = known.at(place)
        base = whole - unknown if names else whole
        asked = place.assign(**_groups(part["group"], names))
        of_unknown = (part["group"] == NOT_REPORTED) & bool(names)
        nobody = (part["numerator"] == 0) & known.absent(asked, names) & ~of_unknown
        people = known.at(asked).where(~of_unknown, unknown).where(~nobody, 0.0)
        base = base.where(~of_unknown, whole)
        # Some groups of a table say nothing without the others.
        there = known.listed(asked) | of_unknown | nobody
        there = there.groupby([part[name] for name in _TABLE]).transform("all")
        listed[part.index] = there
        shown = people.notna() & base.notna() & ((base >= policy.base) | (part["dimension"] == EVERYONE))
        _agree(part, people, base, there & shown & part["numerator"].notna())
        hidden[part.index] = ~shown & part["numerator"].notna()
    return listed, hidden


def _stock(cells: pd.DataFrame, policy: Policy) -> whole.Stock:
    known = _Cells(cells)
    levels = {level: name for name, each in policy.dimensions.items() for level in each.levels}
    levels |= {name: name for name in policy.dimensions}

    def stock(rows: pd.DataFrame) -> pd.Series:
        found = pd.Series(np.nan, index=rows.index)
        for dimension, part in rows.groupby("dimension", sort=False):
            parts = [] if dimension == EVERYONE else str(dimension).split(_CROSSED)
            if not set(parts) <= levels.keys():
                continue
            names = [levels[each] for each in parts]
            agency = part["agency"].where(part["agency"] != EVERYONE, TOTAL)
            place = part[["period", "nature"]].assign(agency=agency)
            asked = place.assign(**_groups(part["group"], names))
            of_unknown = (part["group"] == NOT_REPORTED) & bool(names)
            nobody = known.absent(asked, names) & ~of_unknown
            found[part.index] = known.at(asked).where(~of_unknown, _unreported(known, place, names)).where(~nobody, 0.0)
        return found

    return stock


class _Cells:
    """The public cells by their place; columns that a place does not name are summed over."""

    def __init__(self, cells: pd.DataFrame) -> None:
        self.names = [name for name in cells if name not in _META]
        once = cells.drop_duplicates(self.names)
        index = pd.MultiIndex.from_frame(once[self.names].astype(object))
        self.values = pd.Series(once["value"].where(once["status"] == SHOWN).to_numpy("float64"), index=index)

    def at(self, place: pd.DataFrame) -> pd.Series:
        """Return the count shown at each place, NaN where it is withheld or in no table."""
        return pd.Series(self.values.reindex(self._keys(place)).to_numpy(), index=place.index)

    def listed(self, place: pd.DataFrame) -> pd.Series:
        """Return whether each place is a cell of a table."""
        return pd.Series(self._keys(place).isin(self.values.index), index=place.index)

    def absent(self, place: pd.DataFrame, names: list[str]) -> pd.Series:
        """Return whether nobody in the whole period is of one of the groups."""
        found = pd.Series(False, index=place.index)
        when = ["period", "nature"]
        for name in names:
            keys = self.values.index.to_frame(index=False)[[*when, name]].drop_duplicates()
            found |= ~pd.MultiIndex.from_frame(place[[*when, name]]).isin(pd.MultiIndex.from_frame(keys))
        return found

    def _keys(self, place: pd.DataFrame) -> pd.MultiIndex:
        return pd.MultiIndex.from_frame(place.reindex(columns=self.names, fill_value=TOTAL).astype(object))


def _groups(groups: pd.Series, names: list[str]) -> dict[str, pd.Series]:
    if not names:
        return {}
    parts = groups.str.split(_CROSSED, expand=True).reindex(columns=range(len(names)))
    return {name: parts[place] for place, name in enumerate(names)}


def _apart(name: str, levels: list[str], policy: Policy) -> bool:
    """Return whether those whose group is not reported stand apart at the level asked, and are no part of a group."""
    dimension = policy.dimensions[name]
    level = next((each for each in levels if each in dimension.levels), dimension.levels[0])
    return dimension.group(NOT_REPORTED, level) == NOT_REPORTED


def _unreported(known: _Cells, place: pd.DataFrame, names: list[str]) -> pd.Series:
    """Return the people who do not report one of the dimensions, NaN where a cell needed for it is not shown.

    A cell that is in no table is of nobody: `_agree` holds the base to it.
    """
    total = pd.Series(0.0, index=place.index)
    for size in range(1, len(names) + 1):
        for some in combinations(names, size):
            asked = place.assign(**dict.fromkeys(some, NOT_REPORTED))
            people = known.at(asked)
            total += (-1) ** (size + 1) * people.where(known.listed(asked), 0.0)
    return total


def _agree(rows: pd.DataFrame, people: pd.Series, base: pd.Series, shown: pd.Series) -> None:
    wrong = shown & ((rows["numerator"] != people) | (rows["denominator"].notna() & (rows["denominator"] != base)))
    if wrong.any():
        row = rows[wrong].iloc[0]
        raise ProtectionError(
            f"{row['measure']}, {row['agency']}, {row['period']}, {row['group']}: the figure is of "
            f"{row['numerator']:g} in {row['denominator']:g}, its cells hold {people[wrong].iloc[0]:g} in "
            f"{base[wrong].iloc[0]:g}; the two must be of the same people"
        )


def _delivered(rows: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Withhold a dimension of an agency's own outcomes, in every place, if one of its counts or complements is small:
    places and groups may add up to what is shown. What is 100 percent or nearly keeps "at least" as its lower limit.
    """
    own = rows["source"].isin(policy.whole) & (rows["status"] == SHOWN)
    if not own.any():
        return rows
    counts = rows.loc[own, ["numerator", "denominator"]]
    divided = counts[counts["denominator"].notna()]
    said = [rate.shown(*_pair(pair), policy) for pair in divided.itertuples(index=False, name=None)]
    small = own & (rows["numerator"] > 0) & (rows["numerator"] < policy.threshold)
    small[divided.index] |= np.array([each.kind != rate.Kind.EXACT for each in said], dtype=bool)
    least = pd.Series(np.nan, index=rows.index)
    bounds = [each.percent if each.kind == rate.Kind.AT_LEAST else None for each in said]
    least[divided.index] = np.array(bounds, dtype="float64")
    hidden = own & small.groupby([rows[name] for name in _TABLE]).transform("any")
    found = withheld(rows, hidden)
    found["lower"] = found["lower"].where(~hidden | rows["benchmark"].notna(), least)
    return found


def _pair(pair: Iterable[float]) -> tuple[float | None, float | None]:
    numerator, denominator = (None if np.isnan(each) else float(each) for each in pair)
    return numerator, denominator
