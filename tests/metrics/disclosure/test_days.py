"""What the public is told of days that people waited: medians, and nothing that they are made of."""

import json

import pandas as pd
import pytest

from audit import median
from audit.release import Release
from metrics.compute import Tables, internal, worked
from tests.metrics import events, small
from tests.metrics.days import DECISIONS, TRAININGS

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tables, Tables]:
    folder = tmp_path_factory.mktemp("days")
    given = {
        "agency": small.agencies("DOT", "DOC"),
        "training": TRAININGS,
        "services": pd.concat([events.services(agency, "FY2025", rows) for agency, rows in DECISIONS.items()]),
    }
    work = worked(small.build(folder / "w.duckdb", **given), small.definitions(folder / "d", given))
    return internal(work), small.public(work)


def plain(tables: Tables, measure: str) -> pd.DataFrame:
    rows = tables["figures"]
    return rows[rows["measure"] == measure].set_index(["agency", "dimension", "group"])


def test_a_median_is_told_in_whole_days_without_the_number_of_people_or_limits(both: tuple[Tables, Tables]) -> None:
    inside, shown = both
    told = plain(shown, "training_days_overdue").loc[("ALL", "ALL", "ALL")]
    whole = plain(inside, "training_days_overdue").loc[("ALL", "ALL", "ALL")]
    assert told["value"] == round(whole["value"])
    assert whole[["denominator", "lower", "upper"]].notna().all()
    assert told[["numerator", "denominator", "lower", "upper", "se"]].isna().all()
    assert plain(shown, "decision_days").loc[("DOT", "program", "Permits"), "value"] == 30


def test_a_table_with_a_median_of_too_few_is_withheld_whole(both: tuple[Tables, Tables]) -> None:
    shown = plain(both[1], "decision_days")
    # 19 Asian applicants of one program are too few, where groups are crossed: it tells no group.
    crossed = shown.loc["ALL"].loc["program x race_ethnicity"]
    assert crossed["status"].to_dict() == {
        "Permits x White": "withheld", "Permits x Asian": "withheld",
        "Camps x White": "shown", "Camps x Asian": "shown",
    }  # fmt: skip
    assert crossed.loc[["Permits x White", "Permits x Asian"], "value"].isna().all()
    # Nine decisions.
    assert shown.loc[("DOC", "program", "Camps"), "status"] == "withheld"
    assert shown.loc[("DOC", "ALL", "ALL"), "status"] == "withheld"
    assert shown.loc[("DOT", "program", "Camps"), "value"] == 12


def test_groups_of_an_agency_are_internal(both: tuple[Tables, Tables]) -> None:
    inside, shown = (plain(each, "training_days_overdue") for each in both)
    assert ("DOT", "race5", "White") in inside.index
    assert set(shown.loc["DOT"].index.get_level_values("dimension")) == {"ALL"}
    assert set(shown.loc["ALL"].index.get_level_values("dimension")) >= {"ALL", "race5", "race_ethnicity", "sex"}


def test_the_attack_asks_for_the_median_alone_and_for_enough_people(both: tuple[Tables, Tables]) -> None:
    inside, shown = (Release(name, dict(each)) for name, each in zip(("in", "out"), both, strict=True))
    assert list(median.leaks(shown, inside)) == []
    rows = shown.tables["figures"]
    waited = rows["measure"].isin(["training_days_overdue", "decision_days"]) & (rows["status"] == "shown")
    more = Release("more", {**shown.tables, "figures": rows.assign(denominator=rows["denominator"].mask(waited, 40.0))})
    assert len(list(median.leaks(more, inside))) == int(waited.sum())
    few = rows["status"].where(rows["measure"] != "decision_days", "shown")
    open_ = Release("open", {**shown.tables, "figures": rows.assign(status=few)})
    assert any("too few people" in line for line in median.leaks(open_, inside))
    policy = shown.tables["policy"]
    unnamed = policy[policy["name"] != "decision"]
    assert list(median.leaks(Release("unnamed", {**more.tables, "policy": unnamed}), None))


def test_a_release_says_whose_days_its_spans_are(both: tuple[Tables, Tables]) -> None:
    rules = both[1]["policy"]
    kinds = rules[rules["part"] == "span"].set_index("name")["value"]
    assert kinds["training_overdue"] == kinds["decision"] == "events"
    assert kinds["plan_late"] == "things"
    formula = both[1]["measures"].set_index("measure").loc["decision_days", "formula"]
    assert json.loads(formula)["span"] == "decision"
