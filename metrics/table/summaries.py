"""Table `summaries`: how unequal the groups of a figure are all together, beside the groups themselves.

Of outcomes the groups' own values are summed up; of shares of a head count their ratios to a benchmark, each group
weighing as much as in the benchmark's population: 1 is parity, and BGV, TI and their like are 0 of a fair workforce.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from etl.vocabulary.label import EVERYONE, NOT_REPORTED
from metrics import release, schema
from metrics.definition import Favourable, Measure, Outcome, Unit
from metrics.disclosure import policy, whole
from metrics.inequality.summary import MEASURES, summarize
from metrics.interval import Floats

Places = NDArray[np.integer[Any]]
COLUMNS = [column.name for column in schema.summaries.columns]
ABSOLUTE = frozenset(["d", "bgv", "bgsd", "mdmu", "mdmw", "mdbu", "mdbw", "mdru", "mdrw", "par", "aci", "sii"])
"""Measures in the figures' own unit (BGV: in its square). The others are relative: they have no unit."""
_SETTING = ["measure", "agency", "geography", "period", "dimension", "nature"]
_DIRECTED = ("mdbu", "mdbw", "mdru", "mdrw", "par", "paf")
EVERY = "every"
"""In place of a summary measure's name: what is said of all of them."""
_DEPENDENT = "no interval: shares of one head count are not independent"
# Groups that overlap, or leave many people out, do not add up to everyone; a percent is for rounding.
_LEAST, _MOST = 0.85, 1.01


def table(figures: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Return the summary measures of one measure's figures, in every setting with two groups shown at least.

    A setting one of whose groups is withheld has one row, `every` summary, that says so and has no estimate. Weighted
    measures need groups that divide everyone: where their bases add up to less than 85 % or more than 101 % of
    everyone's, they are left out. Ratios to a benchmark have no best group, and so no measure that asks for one. What
    is the same for every group is left out too (counts), and what is no people's: industries and languages have no
    inequality.
    """
    parity = measure.reading.favourable == Favourable.PARITY
    of_people = isinstance(measure.formula, Outcome) or whole.of_people(measure)
    counted = measure.reading.unit in (Unit.PERSONS, Unit.THINGS)
    if figures.empty or counted or not of_people or measure.reading.favourable == Favourable.NONE:
        return pd.DataFrame(columns=COLUMNS)
    rows = _ratios(figures) if parity else _values(figures)
    rows = rows[~rows["group"].isin([EVERYONE, NOT_REPORTED])]
    setting = [*_SETTING, "benchmark"]
    keys = [rows[name].fillna("") for name in setting]
    hidden = (rows["status"] == release.WITHHELD).groupby(keys).transform("any")
    shown = rows["y"].notna().groupby(keys).transform("sum") >= 2
    kept_back = _withheld(rows[hidden], figures, setting)
    rows = rows[shown & ~hidden].sort_values([*setting, "group"], kind="stable")
    if rows.empty:
        return kept_back
    number = rows.groupby(setting, dropna=False, sort=False).ngroup().to_numpy()
    place = rows.groupby(setting, dropna=False, sort=False).cumcount().to_numpy()
    y, s, n = (_padded(rows[name].to_numpy(float), number, place) for name in ("y", "s", "n"))
    listed = np.zeros(y.shape, dtype=bool)
    listed[number, place] = True
    found = summarize(
        y,
        s,
        n,
        listed=listed,
        favourable=measure.reading.favourable != Favourable.LOWER,
        scale=100.0 if measure.reading.unit == Unit.PERCENT and not parity else None,
    )
    keep = np.isfinite(found.estimate)
    if parity:
        keep &= ~np.isin(MEASURES, _DIRECTED)
    at, which = np.nonzero(keep)
    heads = rows.drop_duplicates(setting)[setting].iloc[at].reset_index(drop=True)
    absolute = np.isin(MEASURES, list(ABSOLUTE))[which]
    unit = "ratio" if parity else measure.reading.unit.value
    made = heads.assign(
        summary=np.array(MEASURES, dtype=object)[which],
        scale=np.where(absolute, "absolute", "relative").astype(object),
        groups=np.isfinite(y).sum(axis=1)[at],
        estimate=found.estimate[at, which],
        se=found.se[at, which],
        lower=found.lower[at, which],
        upper=found.upper[at, which],
        unit=np.where(absolute, unit, "").astype(object),
        note=_DEPENDENT if parity else found.notes()[at, which],
    )[COLUMNS]
    return made if kept_back.empty else pd.concat([made, kept_back], ignore_index=True)


def _withheld(rows: pd.DataFrame, figures: pd.DataFrame, setting: list[str]) -> pd.DataFrame:
    """Return a row for each setting with a withheld group, which says where the same is told of fewer groups."""
    heads = rows.drop_duplicates(setting)[setting]
    fewer: dict[str, list[str]] = {}
    for level, name in policy.current().folded.items():
        fewer.setdefault(name, []).append(level)
    there = figures[figures["status"] != release.WITHHELD]
    place = [name for name in _SETTING if name != "dimension"]
    told = set(there[[*place, "dimension"]].drop_duplicates().itertuples(index=False, name=None))
    notes = [
        "; ".join(
            [
                "withheld: a group is withheld to protect people",
                *(
                    f"see {each}"
                    for each in fewer.get(row["dimension"], [])
                    if (*(row[name] for name in place), each) in told
                ),
            ]
        )
        for row in heads.to_dict("records")
    ]
    return heads.assign(summary=EVERY, note=notes).reindex(columns=COLUMNS)


def _ratios(figures: pd.DataFrame) -> pd.DataFrame:
    """Ratios to each benchmark population, of the groups that it has."""
    known_or_kept = figures["benchmark_value"].gt(0) | (figures["status"] == release.WITHHELD)
    rows = figures[(figures["benchmark_kind"] == "reference_population") & known_or_kept]
    known = rows["benchmark_value"]
    return rows.assign(y=rows["ratio"], s=np.nan, n=known)


def _values(figures: pd.DataFrame) -> pd.DataFrame:
    """The values themselves, with the groups' bases where these divide everyone."""
    rows = figures[figures["benchmark"].isna() & (figures["dimension"] != EVERYONE)]
    heads = figures[figures["benchmark"].isna() & (figures["dimension"] == EVERYONE)]
    place = [name for name in _SETTING if name != "dimension"]
    base = heads.drop_duplicates(place).set_index(place)["denominator"]
    everyone = pd.MultiIndex.from_frame(rows[place]).map(base.to_dict().get).to_numpy(dtype=float, na_value=np.nan)
    divided = rows[rows["group"] != NOT_REPORTED]
    together = divided.groupby(_SETTING)["denominator"].sum()
    parts = pd.MultiIndex.from_frame(rows[_SETTING]).map(together.to_dict().get).to_numpy(dtype=float, na_value=np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = parts / everyone
    apart = (share < _LEAST) | (share > _MOST)
    return rows.assign(y=rows["value"], s=rows["se"], n=rows["denominator"].where(~apart))


def _padded(values: Floats, number: Places, place: Places) -> Floats:
    """Values as (settings, groups), NaN where a setting has fewer groups."""
    full = np.full((number.max() + 1, place.max() + 1), np.nan)
    full[number, place] = values
    return full
