"""A new measure is one new file: the example of the README."""

from pathlib import Path

import pandas as pd
import pytest

from metrics.compute import compute
from tests.metrics import small

DEFINITION = """
version    = 1
title      = "Broadband at home"
question   = "Who has fast internet at home?"
why        = "Services move online."
people     = "households"
domain     = "housing"
directive  = "6a"
rba        = "how_well"
benchmarks = ["everyone"]

[formula]
kind      = "outcome"
indicator = "broadband_rate"

[reading]
unit       = "percent"
decimals   = 1
favourable = "higher"
statistic  = "flow"

[breakdown]
dimensions = ["race_ethnicity"]

[review]
owner       = "An office"
reviewed_by = "An office"
reviewed_on = 2026-11-22
next_review = 2027-11-22

[spanish]
title    = "Banda ancha en casa"
question = "¿Quién tiene internet rápido en casa?"
why      = "Los servicios pasan a la red."
people   = "hogares"
"""


@pytest.mark.long
def test_writing_one_file_makes_a_measure_appear(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    everyone = {"group": "ALL", "dimension": "ALL", "numerator": 900, "denominator": 1000, "value": 90.0}
    asian = {"group": "Asian", "numerator": 192, "denominator": 200, "value": 96.0}
    tables["outcome"] = small.outcomes("broadband_rate", [everyone, asian], agency="ALL", period="2024")
    warehouse = small.build(tmp_path / "w.duckdb", **tables)
    folder = tmp_path / "definitions"
    folder.mkdir()
    (folder / "broadband.toml").write_text(DEFINITION, encoding="utf-8")

    made = compute(warehouse, folder)

    assert list(made["measures"]["title_es"]) == ["Banda ancha en casa"]
    row = made["figures"].query("group == 'Asian' and benchmark == 'everyone'").iloc[0]
    assert row["figure_id"] == "broadband.all.connecticut.2024.race_ethnicity.asian"
    assert (row["value"], row["gap"], row["comparison"]) == (96.0, 6.0, "better")
