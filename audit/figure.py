"""Figures of head counts as tables of the same system: numerators are cells, shown rates and sentences are rules."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from audit.rate import shares
from audit.release import WITHHELD, Release, main_counts
from audit.sentence import numbers
from audit.system import Part, Rule
from audit.table import TOTAL

EVERYONE = "ALL"
NOT_REPORTED = "Not reported"
FOLDED = {"race5": "race_ethnicity", "sex2": "sex"}
_ABOUT = ("measure", "agency", "period", "dimension", "group", "nature")
_SUFFIX = "_count"

Cell = Mapping[Any, Any]


def head_counts(release: Release) -> dict[str, dict[str, str]]:
    """Return measure -> the coordinates that every cell of it has: its domain and what its formula filters by."""
    found = {}
    counts = {count: domain for domain, count in main_counts(release).items()}
    for measure, text in release.table("measures").reindex(columns=["measure", "formula"]).itertuples(index=False):
        formula = json.loads(text) if isinstance(text, str) else {}
        count = str(formula.get("count", ""))
        # Counts that no table of cells holds are those of `audit.event`.
        if formula.get("kind") == "representation" and (count in counts or _SUFFIX in count):
            domain = counts.get(count, count.partition(".")[0].removesuffix(_SUFFIX))
            found[str(measure)] = {"domain": domain} | {key: str(value) for key, value in formula["where"].items()}
    if not found:
        found = {
            "employees": {"domain": "workforce"},
            "leadership": {"domain": "workforce", "job_category": "Officials and Administrators"},
        }
    return found


def located(rows: pd.DataFrame, measures: Mapping[str, Cell]) -> pd.DataFrame:
    """Return the coordinates of each row's numerator: agency, period, nature, dimension and group, and the measure's.

    A row whose group crosses two dimensions with one of them not reported is no cell; it is left out.
    """
    made = []
    for key, part in rows.groupby(["measure", "dimension"], sort=False):
        measure, dimension = map(str, key if isinstance(key, tuple) else (key, ""))
        names = [FOLDED.get(name, name) for name in dimension.split(" x ")]
        cells = pd.DataFrame(
            {
                **dict(measures[measure]),
                "period": part["period"].astype(str),
                "nature": part["nature"].astype(str),
                "agency": part["agency"].where(part["agency"] != EVERYONE, TOTAL),
            },
            index=part.index,
        )
        if dimension != EVERYONE:
            groups = part["group"].str.split(" x ", expand=True)
            if groups.shape[1] != len(names):
                continue
            for place, name in enumerate(names):
                cells[name] = groups[place]
            cells = cells.dropna(subset=names) if len(names) > 1 else cells
        made.append(cells)
    return pd.concat(made).fillna(TOTAL).astype(object) if made else pd.DataFrame()


def parts(release: Release, *, kind: str = "figure", level: int = 0) -> list[Part]:
    """Return the numerators of head-count measures, one table a measure and dimension."""
    plain = _plain(release)
    measures = head_counts(release)
    found = []
    for (measure, dimension, _, _), rows in plain.groupby(["measure", "dimension", "period", "nature"], sort=False):
        cells = located(rows, measures)
        if cells.empty:
            continue
        held = rows.loc[cells.index]
        crossed = " x " in str(dimension)
        whole = cells.assign(
            table=f"{kind} {measure} by {dimension}", row=held["row"], value=held["numerator"],
            withheld=held["status"] == WITHHELD, kind=kind, level=level,
        )  # fmt: skip
        # Crossed groups leave out who is not reported on one side, so that they do not add up to a sum.
        summed = {"agency", *(FOLDED.get(name, name) for name in str(dimension).split(" x "))} & set(cells.columns)
        lines = () if crossed else tuple(name for name in cells.columns if name in summed)
        found.append(Part(whole.reset_index(drop=True), lines, f"{release.name}: {measure} by {dimension}"))
    return found


def rules(release: Release, *, level: int = 0) -> list[Rule]:
    """Return what shown bases, rates, ratios, gaps, persons, errors, limits and sentences say of the cells.

    A figure whose numerator is shown says nothing more by its rates.
    """
    measures = head_counts(release)
    plain = _plain(release)
    apart = _apart(release)
    open_ = plain[plain["denominator"].notna() & (plain["dimension"] != EVERYONE)]
    found = list(_bases(open_, measures, level, apart))
    for name in ("figures", "representation", "findings"):
        rows = release.table(name)
        if rows.empty:
            continue
        rows = rows[rows["measure"].isin(list(measures)) & (rows["dimension"] != EVERYONE)]
        if name != "figures" and not plain.empty:
            counts = plain[["figure_id", "numerator", "denominator"]]
            rows = rows.drop(columns=["lower", "upper"], errors="ignore").merge(counts, on="figure_id", how="left")
        rows = rows.assign(**{each: rows.get(each, np.nan) for each in ("numerator", "denominator")})
        found += _rates(rows[rows["numerator"].isna()], measures, level, name, apart)
    return found + list(_sentences(release, measures, plain, level, apart)) + list(_nested(release, measures, level))


def _plain(release: Release) -> pd.DataFrame:
    rows = release.table("figures")
    if rows.empty:
        return pd.DataFrame(columns=[*_ABOUT, "figure_id", "numerator", "denominator", "status", "row"])
    rows = rows.assign(row=range(2, len(rows) + 2))
    for name in ("numerator", "denominator"):
        rows[name] = pd.to_numeric(rows[name], errors="coerce").astype("float64")
    return rows[rows["benchmark"].isna() & rows["measure"].isin(list(head_counts(release)))]


def _apart(release: Release) -> set[str]:
    """Dimensions of figures in which somebody is not reported and stands apart, folded into no group."""
    found = set()
    rows = release.table("figures")
    if not rows.empty:
        found |= {name for each in rows.loc[rows["group"] == NOT_REPORTED, "dimension"] for name in _names(each)}
    cells = release.table("cells")
    found |= {str(name) for name in cells if (cells[name] == NOT_REPORTED).any()}
    tree = release.table("hierarchies").reindex(columns=["dimension", "member", "parent"])
    folded = set(tree.loc[(tree["member"] == NOT_REPORTED) & (tree["parent"] != NOT_REPORTED), "dimension"])
    return found | {level for level, name in FOLDED.items() if name in found - folded}


def _base(cell: Cell, dimension: str, apart: set[str]) -> list[tuple[Cell, float]]:
    """The base of a group's share: everyone, less those not reported; of the latter's own row: everyone."""
    names = _names(dimension)
    everyone = {**cell, **dict.fromkeys(names, TOTAL)}
    if len(names) > 1 or cell[names[0]] == NOT_REPORTED or dimension not in apart:
        return [(everyone, 1.0)]
    return [(everyone, 1.0), ({**everyone, names[0]: NOT_REPORTED}, -1.0)]


def _names(dimension: str) -> list[str]:
    return [FOLDED.get(name, name) for name in dimension.split(" x ")]


def _bases(rows: pd.DataFrame, measures: Mapping[str, Cell], level: int, apart: set[str]) -> Iterator[Rule]:
    cells = located(rows, measures)
    kept = rows.loc[cells.index]
    once = kept.drop_duplicates([*(name for name in _ABOUT if name != "group"), "denominator"])
    for place, cell in zip(once.index, cells.loc[once.index].to_dict("records"), strict=True):
        row = once.loc[place]
        names = _names(row["dimension"])
        if len(names) > 1:
            continue
        terms = _base(cell, str(row["dimension"]), apart)
        base = float(row["denominator"])
        cells_, factors = zip(*terms, strict=True)
        yield Rule(cells_, factors, base, base, level, f"the base of {row['measure']}, {cell['agency']}")


def _rates(rows: pd.DataFrame, measures: Mapping[str, Cell], level: int, name: str, apart: set[str]) -> list[Rule]:
    base = pd.to_numeric(rows["denominator"], errors="coerce").to_numpy(dtype=float)
    low, high = shares(rows, base)
    said = (low > 0) | (high < 1)
    cells = located(rows[said], measures)
    found: list[Rule] = []
    if cells.empty:
        return found
    places = pd.Series(range(len(rows)), index=rows.index)
    for index, cell in zip(cells.index, cells.to_dict("records"), strict=True):
        row, place = rows.loc[index], places[index]
        words = f"a rate of {row['measure']} in {name}, {cell['agency']} {row['group']}"
        found += _bounded(cell, str(row["dimension"]), low[place], high[place], base[place], level, words, apart)
    return found


def _bounded(
    cell: Cell, dimension: str, low: float, high: float, base: float, level: int, words: str, apart: set[str]
) -> Iterator[Rule]:
    """low <= count / base <= high as rules: bounds where the base is known, else lines with the base's cells."""
    if not np.isnan(base):
        yield Rule((cell,), (1.0,), base * low - 1e-6, base * high + 1e-6, level, words)
        return
    terms = _base(cell, dimension, apart)
    if len(_names(dimension)) > 1:
        return
    for share, least, most in ((low, 0.0, np.inf), (high, -np.inf, 0.0)):
        cells = (cell, *(each for each, _ in terms))
        factors = (1.0, *(-share * factor for _, factor in terms))
        if cell in [each for each, _ in terms]:
            continue
        yield Rule(cells, factors, least - (1e-7 if least == 0 else 0), most + (1e-7 if most == 0 else 0), level, words)


def _sentences(
    release: Release, measures: Mapping[str, Cell], plain: pd.DataFrame, level: int, apart: set[str]
) -> Iterator[Rule]:
    """Percentages of a group's own level: the first of two is the base period's, the last the latest period's."""
    rows = release.table("progress")
    texts = [str(name) for name in rows if str(name).startswith("sentence")]
    if rows.empty or not texts:
        return
    rows = rows[rows["measure"].isin(list(measures)) & (rows["group"] != EVERYONE)]
    rows = rows.melt([name for name in rows if name not in texts], texts, value_name="sentence").dropna(
        subset="sentence"
    )
    shown = {
        tuple(row[name] for name in _ABOUT): row
        for row in plain[[*_ABOUT, "numerator", "denominator"]].to_dict("records")
    }
    for row in rows.to_dict("records"):
        said = numbers(row["sentence"]) if row.get("of", "level") == "level" else []
        periods = [row["base_period"], row["period"]] if len(said) > 1 else [row["period"]]
        for each, period in zip(said, periods, strict=False):
            about = {**{name: row[name] for name in _ABOUT}, "period": period}
            figure = shown.get(tuple(about[name] for name in _ABOUT))
            if figure is not None and not np.isnan(figure["numerator"]):
                continue
            cells = located(pd.DataFrame([about]), measures).to_dict("records")
            if not cells:
                continue
            cell = {str(key): str(value) for key, value in cells[0].items()}
            words = f"a sentence about {row['group']}, {row['agency']}"
            base = float("nan") if figure is None else float(figure["denominator"])
            dimension = str(row["dimension"])
            if each.share:
                yield from _bounded(cell, dimension, each.low, each.high, base, level, words, apart)
                continue
            yield Rule((cell,), (1.0,), each.low, each.high, level, words)
            if each.of is not None:
                whole, factors = zip(*_base(cell, dimension, apart), strict=True)
                yield Rule(whole, factors, each.of, each.of, level, words)


def _nested(release: Release, measures: Mapping[str, Cell], level: int) -> Iterator[Rule]:
    """A count that a measure's filter keeps is no more than the same count without the filter."""
    plain = _plain(release)
    broad = {name for name, cell in measures.items() if set(cell) == {"domain"}}
    rows = plain[~plain["measure"].isin(broad)]
    cells = located(rows, measures)
    for index, cell in zip(cells.index, cells.to_dict("records"), strict=True):
        filters = [name for name in measures[rows.loc[index, "measure"]] if name != "domain"]
        whole: Cell = {**cell, **dict.fromkeys(filters, TOTAL)}
        yield Rule((whole, cell), (1.0, -1.0), 0.0, np.inf, level, "a part of a whole")
