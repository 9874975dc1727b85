"""What the standard deliveries promise each other beyond single cells."""

from collections.abc import Callable

import pandas as pd
import pytest

from etl.contract import ContractError, Rows, Source
from etl.deliveries import agencies, benchmarks, outcomes
from etl.harmonize import Labels
from etl.registry import sources

LABELS = Labels(
    source="x", tables={}, agencies={"dcf": "DCF", "department of children and families": "DCF"}, file="f.csv"
)


def table(rows: list[dict[str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, dtype="object")
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return frame


def outcome(**cells: str) -> dict[str, str]:
    blank = dict.fromkeys(("numerator", "denominator", "value", "status"), "")
    place = {"agency": "DCF", "indicator": "visits", "period": "FY2025", "geography": "Connecticut"}
    return place | {"dimension": "race_ethnicity", "group": "HI", "unit": "percent"} | blank | cells


def transformed(source: Source, rows: list[dict[str, str]]) -> Rows:
    source.check(table(rows), "f.csv", LABELS)
    return source.transform(table(rows), LABELS)


def test_an_outcome_with_its_parts_gets_its_rate() -> None:
    rows = transformed(outcomes.SOURCE, [outcome(numerator="30", denominator="120")]).tables["outcome"]
    assert rows[["agency", "group", "value", "status"]].to_numpy().tolist() == [
        ["DCF", "Hispanic or Latino", 25.0, "shown"]
    ]


def test_a_count_is_its_own_value_and_zero_is_a_number() -> None:
    rows = transformed(
        outcomes.SOURCE, [outcome(numerator="0", unit="persons", agency="ALL", group="ALL", dimension="ALL")]
    )
    assert rows.tables["outcome"][["agency", "value", "status"]].to_numpy().tolist() == [["ALL", 0.0, "shown"]]


def test_an_absent_value_keeps_its_reason_and_a_blank_one_is_missing() -> None:
    rows = transformed(outcomes.SOURCE, [outcome(status="suppressed_by_publisher"), outcome(group="WH")]).tables[
        "outcome"
    ]
    assert rows["status"].tolist() == ["suppressed_by_publisher", "missing"]
    assert rows["value"].isna().all()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"numerator": "9", "denominator": "4"}, "more than the denominator"),
        ({"numerator": "0", "denominator": "0"}, "not above 0"),
        ({"value": "101"}, "0 to 100 for percent"),
        ({"value": "5", "status": "not_collected"}, "says the value is absent"),
        ({"status": "shown"}, "holds no value"),
    ],
)
def test_outcomes_that_contradict_themselves_are_refused(cells: dict[str, str], said: str) -> None:
    with pytest.raises(ContractError, match=said):
        transformed(outcomes.SOURCE, [outcome(**cells)])


def test_a_benchmark_gives_a_share_or_a_count() -> None:
    base = {
        "benchmark": "population",
        "geography": "Connecticut",
        "vintage": "2023",
        "dimension": "sex",
        "group": "F",
        "source": "a table",
    }
    rows = transformed(benchmarks.SOURCE, [base | {"share": "51", "count": ""}]).tables["benchmark"]
    assert rows[["job_category", "group", "share"]].to_numpy().tolist() == [["ALL", "Female", 51.0]]
    for both in ({"share": "51", "count": "9"}, {"share": "", "count": ""}):
        with pytest.raises(ContractError, match="exactly one of the two"):
            transformed(benchmarks.SOURCE, [base | both])


def test_no_two_agencies_share_a_name() -> None:
    rows = [{"agency": "A", "name": "Parks"}, {"agency": "B", "name": "Fire", "former_names": "parks"}]
    with pytest.raises(ContractError, match="shares a code, acronym or name"):
        transformed(agencies.SOURCE, [{"former_names": ""} | row for row in rows])


def test_every_source_says_who_publishes_what_and_each_column_means_something() -> None:
    for source in sources().values():
        assert source.title
        assert source.publisher
        assert len({column.name for column in source.columns}) == len(source.columns)
        assert all(column.meaning for column in source.columns)
        assert isinstance(source.transform, Callable)  # type: ignore[arg-type]
