"""An invented release, small and complete: 31 agencies, seven years, race and sex, two benchmarks, four outcomes.

What the public gets of it has the shape of a protected release: agencies by five groups and two sexes, leaders of all
agencies together only, a tiny agency with its total, a small one without races, one with two races withheld, and one
nearly all of whose people are women.

Every number is drawn from a fixed seed and means nothing. Run as `python -m tests.dashboard.sample FOLDER` it writes
the release there, to look at pages with.
"""

import json
import math
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from metrics import release as releases
from metrics.disclosure import policy
from metrics.table import rules
from tests.dashboard import promises

YEARS = tuple(f"FY{year}" for year in range(2019, 2026))
AGENCIES = {
    "DOT": "Department of Transportation",
    "DCF": "Department of Children and Families",
    "DOC": "Department of Correction",
    "SDE": "State Department of Education",
    "DMV": "Department of Motor Vehicles",
    "DPH": "Department of Public Health",
    "DSS": "Department of Social Services",
    "DDS": "Department of Developmental Services",
    "DRS": "Department of Revenue Services",
    "DOL": "Department of Labor",
    "DEEP": "Department of Energy and Environmental Protection",
    "DAS": "Department of Administrative Services",
    **{f"A{n:02d}": f"Invented Agency {n:02d}" for n in range(13, 32)},
}
RACES = {
    "American Indian or Alaska Native": 0.003,
    "Asian": 0.045,
    "Black or African American": 0.145,
    "Hispanic or Latino": 0.13,
    "Native Hawaiian or Other Pacific Islander": 0.001,
    "Two or More Races": 0.025,
    "White": 0.651,
}
SEXES = {"Female": 0.51, "Male": 0.4875, "X": 0.0025}
BENCHMARKS = {
    "labor_force": {
        **dict(zip(RACES, (0.002, 0.05, 0.104, 0.171, 0.0004, 0.042, 0.6306), strict=True)),
        "Female": 0.481,
        "Male": 0.5165,
        "X": 0.0025,
    },
    "population": {
        **dict(zip(RACES, (0.0022, 0.048, 0.107, 0.186, 0.0004, 0.045, 0.6114), strict=True)),
        "Female": 0.511,
        "Male": 0.4865,
        "X": 0.0025,
    },
}
FEWER = {
    "race5": {
        "Asian": ("Asian",),
        "Black or African American": ("Black or African American",),
        "Hispanic or Latino": ("Hispanic or Latino",),
        "White": ("White",),
        "All other groups": (
            "American Indian or Alaska Native",
            "Native Hawaiian or Other Pacific Islander",
            "Two or More Races",
        ),
    },
    "sex2": {"Female": ("Female",), "Male, X or not reported": ("Male", "X")},
}
TINY, SMALL, PARTLY, NEARLY = "A30", "A29", "A28", "A27"
_SIZES = {TINY: 14, SMALL: 46, PARTLY: 150, NEARLY: 90}
_LEAST = 95.0


def tables(audience: str = "internal") -> dict[str, pd.DataFrame]:
    """Return every table of the sample for an audience."""
    rng = np.random.default_rng(7)
    figures: list[dict[str, object]] = []
    shares: list[dict[str, object]] = []
    for measure, scale in (("employees", 1.0), ("leadership", 0.06)):
        _workforce(measure, scale, rng, figures, shares, audience)
    _outcomes(figures, rng)
    figures_frame = pd.DataFrame(figures)
    manifest = {
        "release": "2026.1",
        "published": "2026-11-22",
        "code": "sample",
        "has_demonstration": "yes",
    }
    return {
        **promises.tables(audience, figures_frame),
        "figures": figures_frame,
        "representation": pd.DataFrame(shares),
        "progress": _progress(figures_frame, pd.DataFrame(shares)),
        "findings": _findings(figures_frame),
        "measures": pd.DataFrame(_measures()),
        "sources": pd.DataFrame(_sources()),
        "agencies": pd.DataFrame(
            {
                "agency": code,
                "name": name,
                "acronym": code,
                "former_names": "",
                "valid_from": "FY1990",
                "size_group": "",
                "nature": "official",
            }
            for code, name in AGENCIES.items()
        ),
        "quality": pd.DataFrame(
            [
                {
                    "code": "incomplete",
                    "source": "workforce_counts",
                    "agency": "A31",
                    "period": "FY2025",
                    "message": "A31 has not delivered FY2025.",
                    "message_es": "A31 no ha entregado FY2025.",
                    "nature": "demonstration",
                }
            ]
        ),
        "cells": pd.DataFrame(
            [{"domain": "workforce", "table_id": "agency_race_sex", "agency": "DOT", "value": 9.0, "status": "shown"}]
        ),
        "hierarchies": pd.DataFrame(
            {"dimension": {"race5": "race_ethnicity", "sex2": "sex"}[level], "member": member, "parent": group}
            for level, groups in FEWER.items()
            for group, members in groups.items()
            for member in (*members, *(["Not reported"] if "not reported" in group else []))
        ),
        "policy": rules.table(policy.current()),
        "manifest": pd.DataFrame({"key": list(manifest), "value": list(manifest.values()), "nature": "official"}),
    }


def write(home: Path) -> Path:
    """Write the sample's release into `home`/releases, make it current, return that folder."""
    folder = home / "releases" / "2026.1"
    folder.mkdir(parents=True)
    for audience in releases.AUDIENCES:
        releases.write(folder / f"{audience}.duckdb", tables(audience))
    (folder / "manifest.json").write_text(json.dumps({"release": "2026.1"}), encoding="utf-8")
    releases.point(home / "releases", "2026.1")
    return home / "releases"


def _workforce(
    measure: str, scale: float, rng: np.random.Generator, figures: list, shares: list, audience: str
) -> None:
    sizes = {code: _SIZES.get(code, int(9000 / (k + 1.6) ** 1.05) + 25) for k, code in enumerate(AGENCIES)}
    forms = (("race_ethnicity", RACES, "race5"), ("sex", SEXES, "sex2"))
    for (k, year), (dimension, base, fewer) in product(enumerate(YEARS), forms):
        groups = list(base)
        lean = np.array([1 + 0.02 * (k - 6) * (0.6 if g in ("Hispanic or Latino", "Asian") else -0.1) for g in groups])
        if measure == "leadership":
            lean = lean * np.array(
                [0.6 if g in ("Hispanic or Latino", "Black or African American", "Female") else 1.1 for g in groups]
            )
        totals = np.zeros(len(groups))
        for code, size in sizes.items():
            n = max(4, int(size * scale))
            tilt = rng.lognormal(0, 0.18, len(groups))
            p = np.array(list(base.values())) * lean * tilt
            counts = rng.multinomial(n, p / p.sum())
            totals += counts
            _both(measure, code, year, (dimension, fewer), groups, counts, figures, shares, audience)
        _both(measure, "ALL", year, (dimension, fewer), groups, totals, figures, shares, audience)
        if dimension == "race_ethnicity":
            for code, n in [*((c, max(4, int(s * scale))) for c, s in sizes.items()), ("ALL", totals.sum())]:
                figures.append(
                    _figure(
                        measure,
                        code,
                        year,
                        "ALL",
                        "ALL",
                        numerator=n,
                        denominator=n,
                        value=None,
                        unit="percent",
                        nature="demonstration",
                    )
                )


def _both(measure, agency, year, dimensions, groups, counts, figures, shares, audience) -> None:
    """Add all groups and the fewer larger ones, as far as the audience gets them."""
    everything, fewer = dimensions
    public = audience == "public" and agency != "ALL"
    if public and (measure == "leadership" or agency == TINY):
        return
    if not public:
        _add(measure, agency, year, everything, groups, counts, figures, shares, audience)
    held = dict(zip(groups, counts, strict=True))
    larger = {group: sum(held[member] for member in members) for group, members in FEWER[fewer].items()}
    _add(measure, agency, year, fewer, list(larger), np.array(list(larger.values())), figures, shares, audience)


def _hidden(measure, agency, dimension, group) -> bool:
    match agency, dimension:
        case "ALL", "race_ethnicity":
            return measure == "leadership" and group in FEWER["race5"]["All other groups"][:2]
        case (str(code), "race5") if code == SMALL:
            return True
        case (str(code), "race5") if code == PARTLY:
            return group in ("Asian", "All other groups")
        case (str(code), "sex2"):
            return code == NEARLY
        case _:
            return False


def _add(measure, agency, year, dimension, groups, counts, figures, shares, audience) -> None:
    total = counts.sum()
    for group, count in zip(groups, counts, strict=True):
        hidden = audience == "public" and _hidden(measure, agency, dimension, group)
        share = count / total
        low, high = _wilson(count, total)
        figure = _figure(
            measure,
            agency,
            year,
            dimension,
            group,
            numerator=count,
            denominator=total,
            value=100 * share,
            lower=100 * low,
            upper=100 * high,
            unit="percent",
            nature="demonstration",
        )
        if hidden:
            figure |= {
                "status": "withheld",
                "numerator": None,
                "denominator": None,
                "value": None,
                "lower": _LEAST if agency == NEARLY and group == "Female" else None,
                "upper": None,
            }
        figures.append(figure)
        for name, reference in BENCHMARKS.items():
            if group == "X" and name == "labor_force":
                continue  # surveys of the labor force do not ask for it
            if group not in reference:
                figures.append({**figure, "benchmark": name, "benchmark_kind": "share"})
                continue
            margin = 0.002
            ratio = share / reference[group]
            width = 1.96 * math.hypot(math.sqrt((1 - share) / max(count, 1)), margin / 1.645 / reference[group])
            lower, upper = ratio * math.exp(-width), ratio * math.exp(width)
            word = "below" if upper < 1 else "above" if lower > 1 else "similar"
            row = {
                "figure_id": figure["figure_id"],
                "benchmark": name,
                "measure": measure,
                "agency": agency,
                "period": year,
                "dimension": dimension,
                "group": group,
                "share": 100 * share,
                "reference_share": 100 * reference[group],
                "reference_margin": 100 * margin,
                "reference_vintage": "2019/2023",
                "reference_note": "ages 16 and over",
                "reference_source": "acs",
                "ratio": ratio,
                "lower": lower,
                "upper": upper,
                "points": 100 * (share - reference[group]),
                "persons": count - reference[group] * total,
                "reading": word,
                "nature": "demonstration",
            }
            if not hidden:
                shares.append(row)
            compared = {"benchmark": name, "benchmark_kind": "share", "benchmark_value": 100 * reference[group]}
            figures.append(
                {**figure, **compared, "comparison": None if hidden else word, "gap": None if hidden else row["points"]}
            )
        if agency != "ALL":
            whole = RACES if dimension.startswith("race") else SEXES
            statewide = sum(whole[member] for member in FEWER.get(dimension, {}).get(group, (group,)))
            word = "below" if high < statewide else "above" if low > statewide else "similar"
            compared = {"benchmark": "statewide", "benchmark_kind": "share", "benchmark_value": 100 * statewide}
            figures.append(
                {
                    **figure,
                    **compared,
                    "comparison": None if hidden else word,
                    "gap": None if hidden else 100 * (share - statewide),
                }
            )


def _outcomes(figures: list, rng: np.random.Generator) -> None:
    years = [f"SY{year}-{year % 100 + 1:02d}" for year in range(2014, 2019)]
    rates = {"Asian": 2.1, "Black or African American": 15.0, "Hispanic or Latino": 10.0, "White": 4.3, "ALL": 7.0}
    towns = ["Connecticut", *(f"Invented School District {n:03d}" for n in range(1, 71))]
    for place, (k, year), (group, rate) in product(towns, enumerate(years), rates.items()):
        value = rate * (1 - 0.02 * k) * (1 if place == "Connecticut" else float(rng.uniform(0.6, 1.5)))
        hidden = place != "Connecticut" and rng.random() < 0.2
        figure = _figure(
            "suspension_rate",
            "SDE",
            year,
            "race_ethnicity" if group != "ALL" else "ALL",
            group,
            geography=place,
            value=value,
            unit="percent",
            source="edsight",
        )
        if group == "ALL":
            figures.append(figure | {"dimension": "race_ethnicity", "figure_id": figure["figure_id"] + "-race"})
            continue
        if hidden:
            figure |= {"value": None, "status": "suppressed_by_publisher"}
        figures.append(figure)
        for name, other in (("everyone", 7.0), ("best_group", 2.1)):
            if name == "best_group" and group == "Asian":
                continue
            gap = None if hidden else value - other
            figures.append(
                {
                    **figure,
                    "benchmark": name,
                    "benchmark_kind": "value",
                    "benchmark_value": other,
                    "gap": gap,
                    "comparison": None if hidden else "not_compared",
                }
            )
    incomes = {
        "Asian": 121000,
        "Black or African American": 58000,
        "Hispanic or Latino": 56000,
        "White": 98000,
        "ALL": 91000,
    }
    for (k, year), (group, income) in product(enumerate(("2015/2019", "2019/2023")), incomes.items()):
        figure = _figure(
            "median_household_income",
            "ALL",
            year,
            "race_ethnicity",
            group,
            value=income * (1 + 0.1 * k),
            lower=income * (0.97 + 0.1 * k),
            upper=income * (1.03 + 0.1 * k),
            unit="dollars",
            source="acs",
        )
        figures.append(figure)
        if group != "ALL":
            figures.append(
                {
                    **figure,
                    "benchmark": "everyone",
                    "benchmark_kind": "value",
                    "benchmark_value": 91000 * (1 + 0.1 * k),
                    "gap": (income - 91000) * (1 + 0.1 * k),
                    "comparison": "worse" if income < 91000 else "better",
                }
            )
    placed = {"White": 1600, "Hispanic or Latino": 1500, "Black or African American": 1000, "Other": 120}
    for (k, year), (group, n) in product(enumerate(f"{y}-07-01" for y in range(2015, 2019)), placed.items()):
        figures.append(
            _figure(
                "children_in_placement",
                "DCF",
                year,
                "race_ethnicity",
                group,
                numerator=n + 20 * k,
                value=n + 20 * k,
                unit="persons",
                source="dcf",
            )
        )
    for status, group in (
        ("shown", "White"),
        ("missing", "Asian"),
        ("not_collected", "Middle Eastern or North African"),
        ("not_applicable", "Other"),
        ("shown", "Hispanic or Latino"),
    ):
        value = 4.0 if status == "shown" else None
        figures.append(
            _figure(
                "uninsured_rate", "ALL", "2019/2023", "race_ethnicity", group, value=value, unit="percent", source="acs"
            )
            | {"status": status}
        )


def _figure(
    measure,
    agency,
    period,
    dimension,
    group,
    *,
    geography="Connecticut",
    source="workforce_counts",
    nature="official",
    **values,
) -> dict[str, object]:
    parts = (measure, agency, geography, period, dimension, group)
    return {
        "figure_id": "-".join("".join(c if c.isalnum() else "_" for c in str(p)) for p in parts).lower(),
        "measure": measure,
        "agency": agency,
        "geography": geography,
        "period": period,
        "dimension": dimension,
        "group": group,
        "status": "shown",
        "source": source,
        "nature": nature,
        "definition_version": 1,
        "agencies_delivered": 31 if agency == "ALL" else None,
        "agencies_due": 31 if agency == "ALL" else None,
        **values,
    }


def _progress(figures: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    rows = []
    good = shares[(shares["agency"] == "ALL") & (shares["benchmark"] == "labor_force")]
    for (measure, dimension, group), each in good.groupby(["measure", "dimension", "group"]):
        first, last = each.iloc[0], each.iloc[-1]
        if pd.isna(first["ratio"]) or not first["ratio"] or not last["ratio"]:
            level = gap = "not_enough_data"
        else:
            before, after = abs(math.log(first["ratio"])), abs(math.log(last["ratio"]))
            gap = (
                "improving"
                if after < before * 0.9
                else "getting_worse"
                if after > before * 1.1
                else "little_or_no_detectable_change"
            )
            level = gap
        for of, status, column in (("level", level, "share"), ("gap", gap, "ratio")):
            rows.append(
                {
                    "measure": measure,
                    "agency": "ALL",
                    "group": group,
                    "of": of,
                    "base_period": first["period"],
                    "period": last["period"],
                    "status": status,
                    "pace_actual": (last["share"] - first["share"]) / 6,
                    "sentence_en": f"{group}: invented.",
                    "sentence_es": "Inventado.",
                    "dimension": dimension,
                    "benchmark": "labor_force",
                    "base_value": first[column],
                    "value": last[column],
                    "nature": "demonstration",
                }
            )
    base = figures[
        figures["benchmark"].isna()
        & (figures["measure"] == "suspension_rate")
        & (figures["geography"] == "Connecticut")
    ]
    for group, each in base.groupby("group"):
        first, last = each.iloc[0], each.iloc[-1]
        rows.extend(
            {
                "measure": "suspension_rate",
                "agency": "SDE",
                "group": group,
                "of": of,
                "base_period": first["period"],
                "period": last["period"],
                "status": "little_or_no_detectable_change",
                "sentence_en": "Invented.",
                "sentence_es": "Inventado.",
                "dimension": "race_ethnicity",
                "benchmark": "everyone" if of == "gap" else None,
                "base_value": first["value"],
                "value": last["value"],
                "nature": "official",
            }
            for of in ("level", "gap")
        )
    return pd.DataFrame(rows)


def _findings(figures: pd.DataFrame) -> pd.DataFrame:
    """What a scan would find, at invented chances: groups of fewer than twenty people are too few to test."""
    rows = figures[figures["benchmark"].notna() & figures["value"].notna()]
    latest = rows.groupby(["measure", "agency", "geography"])["period"].transform("max")
    rows = rows[rows["period"] == latest]
    side = {"below": "behind", "worse": "behind", "above": "ahead", "better": "ahead", "similar": "similar"}
    few = rows["numerator"] < 20
    untold = rows["gap"].isna() | (rows["comparison"] == "not_compared")
    reason = np.select([few, untold], ["base_below_minimum", "no_interval"], default="")
    tested = reason == ""
    p = np.where(tested, np.where(rows["comparison"] == "similar", 0.4, 0.002), np.nan)
    return rows.assign(
        finding=rows["comparison"].map(side).where(tested, "excluded").fillna("excluded"),
        reason=pd.Series(reason, index=rows.index).replace("", None),
        persons=rows["gap"] / 100 * rows["denominator"],
        p=p,
        p_adjusted=2 * p,
        tests=int(tested.sum()),
    )


def _measures() -> list[dict[str, object]]:
    def one(
        measure,
        title,
        title_es,
        question,
        question_es,
        domain,
        kind,
        unit,
        decimals,
        favourable,
        statistic,
        benchmarks,
        agencies=False,
    ):
        return {
            "measure": measure,
            "title": title,
            "title_es": title_es,
            "question": question,
            "question_es": question_es,
            "why": f"{title} belongs to what the order names.",
            "why_es": f"{title_es} forma parte de lo que la orden menciona.",
            "people": "employees",
            "people_es": "empleados",
            "domain": domain,
            "directive": "preamble",
            "rba": "how_well",
            "kind": kind,
            "unit": unit,
            "decimals": decimals,
            "favourable": favourable,
            "statistic": statistic,
            "dimensions": "race_ethnicity, race5, sex, sex2",
            "agencies": agencies,
            "benchmarks": benchmarks,
            "caveats": "Invented for the tests.",
            "caveats_es": "Inventado para las pruebas.",
            "version": 1,
            "owner": "Office of Equity and Opportunity",
            "reviewed_by": "",
            "reviewed_on": "",
            "next_review": "",
            "formula": kind,
            "nature": "official",
        }

    both, two = "labor_force, population", "best_group, everyone"
    return [
        one(
            "employees",
            "Employee representation",
            "Representación del personal",
            "Do state employees mirror the people who could do the work?",
            "¿Se parece el personal del Estado a quienes podrían hacer el trabajo?",
            "workforce",
            "representation",
            "percent",
            1,
            "parity",
            "stock",
            both,
            True,
        ),
        one(
            "leadership",
            "Leadership",
            "Dirección",
            "Do the State’s leaders mirror the people who could do the work?",
            "¿Se parece la dirección del Estado a quienes podrían hacer el trabajo?",
            "leadership",
            "representation",
            "percent",
            1,
            "parity",
            "stock",
            both,
            True,
        ),
        one(
            "suspension_rate",
            "Suspensions",
            "Suspensiones",
            "Which students are suspended from school?",
            "¿Qué estudiantes son suspendidos?",
            "education",
            "outcome",
            "percent",
            1,
            "lower",
            "flow",
            two,
        ),
        one(
            "median_household_income",
            "Household income",
            "Ingreso del hogar",
            "How much do households earn?",
            "¿Cuánto ganan los hogares?",
            "employment",
            "outcome",
            "dollars",
            0,
            "higher",
            "survey",
            "everyone",
        ),
        one(
            "uninsured_rate",
            "People without health insurance",
            "Personas sin seguro médico",
            "Who has no health insurance?",
            "¿Quién no tiene seguro médico?",
            "health",
            "outcome",
            "percent",
            1,
            "lower",
            "survey",
            "",
        ),
        one(
            "children_in_placement",
            "Children in placement",
            "Menores en colocación",
            "Which children live away from home in state care?",
            "¿Qué menores viven fuera de su hogar a cargo del Estado?",
            "children",
            "outcome",
            "persons",
            0,
            "none",
            "stock",
            "",
        ),
    ]


def _sources() -> list[dict[str, object]]:
    def one(source, title, publisher, nature):
        return {
            "source": source,
            "title": title,
            "title_es": f"{title} (es)",
            "publisher": publisher,
            "address": "https://example.org/" + source,
            "licence": "Public domain",
            "frequency": "yearly",
            "caveats": "",
            "name": f"{source}.csv",
            "received": "2026-11-22",
            "bytes": 1234,
            "sha256": "0" * 64,
            "rows": 31,
            "nature": nature,
        }

    return [
        one("workforce_counts", "Agency head counts", "Invented agencies", "demonstration"),
        one("acs", "American Community Survey, five years", "U.S. Census Bureau", "official"),
        one("edsight", "Suspension rate", "State Department of Education", "official"),
        one("dcf", "Children in placement", "Department of Children and Families", "official"),
    ]


def _wilson(count: float, n: float) -> tuple[float, float]:
    z, p = 1.959963984540054, count / n
    middle, reach = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, (middle - reach) / (1 + z * z / n)), min(1.0, (middle + reach) / (1 + z * z / n))


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
