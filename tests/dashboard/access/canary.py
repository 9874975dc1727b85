"""A small home in whose internal rows stands whose they are, in words that pages and files would pass on."""

import json
from pathlib import Path

import pandas as pd

from etl import report
from metrics import release as releases
from metrics.schema import TABLES
from tests.dashboard import sample

OWN, OTHER, STATE = "DOT", "DCF", "ALL"
FILES = "Canary among files"
ACROSS = "Canary across agencies of DOT"
"""In a row of DOT's that tells of other agencies: held against the State's own counts, or found among all tests."""
_KEPT = ("ALL", "DOT", "DCF", "SDE", "A27", "A28", "A29", "A30")
_YEARS = ("FY2024", "FY2025", "SY2017-18", "SY2018-19")


def of(agency: str) -> str:
    """Return the words in an agency's internal rows."""
    return f"Canary among {agency}"


def write(home: Path) -> Path:
    """Write the sample's release, the internal rows with canaries besides, and return the home."""
    folder = home / "releases" / "2026.1"
    folder.mkdir(parents=True)
    for audience in releases.AUDIENCES:
        tables = {name: _fewer(rows) for name, rows in sample.tables(audience).items()}
        if audience == "internal":
            for name, rows in _canaries().items():
                tables[name] = pd.concat([tables[name], rows]) if name in tables else rows
            tables["sources"] = tables["sources"].assign(name=FILES)
        releases.write(folder / f"{audience}.duckdb", tables)
    rows = {audience: releases.Release(folder, audience).rows() for audience in releases.AUDIENCES}
    (folder / "manifest.json").write_text(pd.Series({"release": "2026.1", "rows": rows}).to_json())
    releases.point(home / "releases", "2026.1")
    for number, agencies in enumerate(((OWN,), (OTHER,), (OWN, OTHER), ())):
        _report(home, number, agencies)
    return home


def _report(home: Path, number: int, agencies: tuple[str, ...]) -> None:
    """Write what became of a delivery of agencies; of several, or of none that is named, it tells of the State."""
    words = of(agencies[0]) if len(agencies) == 1 else of(STATE)
    finding = {"rule": "cell", "column": words, "expected": words, "count": 2, "rows": [2, 3]}
    told = {
        "file": f"{words}.csv", "state": "refused", "source": "workforce", "title": words, "title_es": words,
        "rows": 3, "nature": "", "agencies": agencies, "periods": ["FY2025"], "findings": [finding],
    }  # fmt: skip
    folder = home / report.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"time": "2026-11-22T12:00:00+00:00", "deliveries": [told]})
    (folder / f"20261122T120000000000-{number}.json").write_text(text)


def _fewer(rows: pd.DataFrame) -> pd.DataFrame:
    if "agency" in rows:
        rows = rows[rows["agency"].isin(_KEPT) | rows["agency"].isna()]
    return rows[rows["period"].isin(_YEARS)] if {"period", "measure"} <= set(rows) else rows


def _canaries() -> dict[str, pd.DataFrame]:
    found: dict[str, list[dict[str, object]]] = {}
    for agency in (OWN, OTHER, STATE):
        for name, row in _rows(agency, of(agency), None).items():
            found.setdefault(name, []).append(row)
    for benchmark in ("statewide", "weighted_availability"):
        rows = _rows(OWN, ACROSS, benchmark)
        for name in ("figures", "representation", "summaries", "progress", "revisions", "findings"):
            found.setdefault(name, []).append(rows[name])
    for agency in (OWN, OTHER, STATE):
        found["findings"].append(_rows(agency, ACROSS if agency == OWN else of(agency), "labor_force")["findings"])
    return {
        name: pd.DataFrame(rows).reindex(columns=[column.name for column in TABLES[name].columns])
        for name, rows in found.items()
    }


def _rows(agency: str, words: str, benchmark: str | None) -> dict[str, dict[str, object]]:
    """Return one row of each table that has rows of agencies."""
    place = {
        "figure_id": f"employees-{agency}-{words}".lower().replace(" ", "_"), "measure": "employees", "agency": agency,
        "geography": "Connecticut", "period": "FY2025", "dimension": "office", "group": words, "benchmark": benchmark,
        "nature": "demonstration", "status": "shown", "source": "workforce_counts", "unit": "percent",
    }  # fmt: skip
    counted = {"numerator": 3.0, "denominator": 40.0, "value": 7.5, "lower": 2.0, "upper": 19.0}
    shared = {"share": 7.5, "reference_share": 8.0, "ratio": 0.9, "points": -0.5, "persons": -0.2, "reading": "similar"}
    against = {
        "benchmark_value": 8.0,
        "gap": -0.5,
        "comparison": "similar",
        "finding": "may_be_chance",
        "p_adjusted": 0.5,
    }
    return {
        "figures": {**place, **counted, **against, "benchmark_kind": benchmark, "definition_version": 1},
        "representation": {**place, **shared, "benchmark": benchmark or "labor_force"},
        "cells": {**place, "domain": "workforce", "table_id": "agency_job", "job_category": words, "value": 3.0},
        "progress": {**place, "of": "value", "base_period": "FY2024", "value": 7.5, "base_value": 7.0, "change": 0.5},
        "summaries": {**place, "summary": "d", "estimate": 0.1, "note": words},
        "findings": {**place, **against, "value": 7.5, "benchmark": benchmark or "labor_force", "tests": 9},
        "quality": {**place, "code": "swing", "message": words, "message_es": words},
        "revisions": {**place, "release": "2026.1", "earlier": "2025.9", "before": 7.0, "after": 7.5,
                      "reason": "correction"},
        "goals": {**place, "goal": f"{agency}-9", "title": words, "of": "employees", "as_of": "2025-06-30",
                  "progress": "improving", "directed": "no"},
        "plans": {**place, "kind": "state", "version": "9", "stage": "drafting", "stage_since": "2024-08-15",
                  "days_in_stage": 9.0, "representation": "present", "service_delivery": "present",
                  "program_impact": "present", "demographic_trends": "present", "language": "English",
                  "accessible": "yes", "document": words, "as_of": "2025-06-30"},
    }  # fmt: skip
