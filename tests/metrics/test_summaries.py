"""Summary measures in a release: over outcomes, and over ratios to a benchmark."""

from pathlib import Path

import pandas as pd
import pytest

from metrics import compute
from metrics.compute import Tables
from metrics.inequality.summary import MEASURES
from metrics.table.summaries import EVERY
from tests.metrics import small


def of(internal: Tables, measure: str, **equal: str) -> pd.DataFrame:
    rows = internal["summaries"]
    rows = rows[rows["measure"] == measure]
    for name, value in equal.items():
        rows = rows[rows[name] == value]
    return rows.set_index("summary")


def values(internal: Tables, measure: str, benchmark: str | None, **equal: str) -> pd.DataFrame:
    rows = internal["figures"]
    held = rows["benchmark"].isna() if benchmark is None else rows["benchmark"] == benchmark
    rows = rows[(rows["measure"] == measure) & held & ~rows["group"].isin(["ALL", "Not reported"])]
    for name, value in equal.items():
        rows = rows[rows[name] == value]
    return rows.dropna(subset=["value"])


@pytest.mark.long
def test_outcomes_are_summed_up_by_absolute_and_relative_measures_together(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    rates = {"White": (30, 100), "Asian": (20, 100), "Black or African American": (30, 300)}
    whole = {"group": "ALL", "dimension": "ALL", "value": 16.0, "numerator": 80.0, "denominator": 500.0}
    rows = [
        {"group": group, "value": 100 * x / n, "numerator": float(x), "denominator": float(n)}
        for group, (x, n) in rates.items()
    ]
    tables["outcome"] = small.outcomes("suspension_rate", [whole, *rows])
    made = small.compute(tmp_path, tables)
    found = of(made, "suspension_rate", dimension="race_ethnicity")
    mean = (30 * 100 + 20 * 100 + 10 * 300) / 500
    variance = (100 * (30 - mean) ** 2 + 100 * (20 - mean) ** 2 + 300 * (10 - mean) ** 2) / 500
    assert found["estimate"]["d"] == pytest.approx(20)
    assert found["estimate"]["r"] == pytest.approx(3)
    assert found["estimate"]["bgv"] == pytest.approx(variance)
    assert found["estimate"]["par"] == pytest.approx(10 - mean)
    assert set(found["scale"]) == {"absolute", "relative"}
    assert found["unit"][["d", "r"]].tolist() == ["percent", ""]
    assert not {"aci", "rci", "sii", "rii", "mdru", "mdrw"} & set(found.index), "groups in no order, none the reference"
    inside = found.dropna(subset=["lower"])
    assert len(inside) >= 10
    assert (inside["lower"] <= inside["estimate"]).all()
    assert (inside["estimate"] <= inside["upper"]).all()


@pytest.mark.long
def test_groups_that_do_not_divide_everyone_have_no_weighted_measure(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    rows = [
        {"group": group, "value": 100 * x / n, "numerator": float(x), "denominator": float(n)}
        for group, x, n in (("White", 30, 100), ("Asian", 20, 100), ("Black or African American", 30, 300))
    ]
    for base in (400.0, 600.0):
        whole = {"group": "ALL", "dimension": "ALL", "value": 16.0, "denominator": base}
        tables["outcome"] = small.outcomes("suspension_rate", [whole, *rows])
        folder = tmp_path / str(base)
        folder.mkdir()
        made = small.compute(folder, tables)
        found = of(made, "suspension_rate", dimension="race_ethnicity")
        assert {"d", "r", "mdbu"} <= set(found.index)
        assert not {"bgv", "ti", "mdbw", "idisw"} & set(found.index)


def test_ratios_to_a_benchmark_weigh_as_its_population(internal: Tables) -> None:
    where = {"agency": "ALL", "period": "FY2024", "dimension": "race_ethnicity"}
    groups = values(internal, "employees", "population", **where).dropna(subset=["benchmark_value"])
    found = of(internal, "employees", benchmark="population", **where)
    ratios = groups["value"] / groups["benchmark_value"]
    assert found["estimate"]["d"] == pytest.approx(ratios.max() - ratios.min())
    assert found["unit"]["d"] == "ratio"
    assert found["lower"].isna().all(), "shares of one head count are not independent"
    assert not {"par", "paf", "mdbu", "mdbw"} & set(found.index), "no group is the best of a share"


@pytest.mark.long
def test_a_setting_with_a_withheld_group_has_no_summary(internal: Tables, warehouse: Path, definitions: Path) -> None:
    public = small.public(compute.worked(warehouse, definitions))
    hidden = public["figures"][public["figures"]["status"] == "withheld"]
    keys = ["measure", "agency", "geography", "period", "dimension", "nature"]
    both = public["summaries"].merge(hidden[keys].drop_duplicates(), on=keys)
    assert both["estimate"].isna().all()
    assert set(both["summary"]) == {EVERY}
    assert both["note"].str.startswith("withheld").all()
    assert len(public["summaries"]) < len(internal["summaries"])


def test_every_summary_is_one_of_the_measures(internal: Tables) -> None:
    assert set(internal["summaries"]["summary"]) <= set(MEASURES)
    assert internal["summaries"]["estimate"].notna().all()
