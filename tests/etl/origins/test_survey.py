"""The Census Data API on this machine: groups, places, 50 variables a request, margins, codes in place of numbers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from etl import warehouse
from etl.desk import State
from etl.home import Home
from etl.load import Report, load
from etl.origins import survey
from etl.origins.fetch import fetched
from etl.origins.refusal import Refused
from etl.origins.settings import Estimates
from etl.origins.web import Patience, Server
from tests.etl.origins.open_data import Service, census, serving

QUICK = Patience(tries=3, pause=0.01, longest=1, answer=0.5, page=1.0)
LABELS = {
    "B03002_001E": "Estimate!!Total:",
    "B03002_003E": "Estimate!!Total:!!Not Hispanic or Latino:!!White alone",
    "B03002_004E": "Estimate!!Total:!!Not Hispanic or Latino:!!Black or African American alone",
    "B03002_009E": "Estimate!!Total:!!Not Hispanic or Latino:!!Two or more races",
    "B03002_012E": "Estimate!!Total:!!Hispanic or Latino:",
}
STATE = {
    "B03002_001E": "1000", "B03002_001M": "-555555555", "B03002_003E": "600", "B03002_003M": "30",
    "B03002_004E": "100", "B03002_004M": "12", "B03002_009E": "50", "B03002_009M": "5",
    "B03002_012E": "200", "B03002_012M": "-222222222",
}  # fmt: skip
CELLS = 'cells = { benchmark = "population", vintage = "2019/2023", dimension = "race_ethnicity", source = "B03002" }'
SHARES = (
    'for = "state:09"\nwhole = "B03002_001E"\n'
    'variables = { B03002_003E = "White", B03002_004E = "Other", B03002_009E = "Other", '
    f'B03002_012E = "Hispanic or Latino" }}\n{CELLS}'
)


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(census({"Connecticut|09": dict(STATE)}, dict(LABELS), key="canary-key")) as service:
        yield service


def settings(home: Home, service: Service, more: str = SHARES, name: str = "benchmarks_population") -> None:
    home.path.mkdir(exist_ok=True)
    home.origins.write_text(
        f'[survey]\nkind = "census"\naddress = "{service.address}"\nkey = {{ environment = "KEY" }}\n'
        f'[survey.deliveries.{name}]\ndataset = "2023/acs/acs5"\n{more}\n'
    )


def fetch_and_load(home: Home, key: str = "canary-key") -> Report:
    with fetched("survey", home, {"KEY": key}, patience=QUICK) as deliveries:
        return load([], home, fetched=deliveries)


def told(report: Report) -> str:
    return "\n".join(str(problem) for delivery in report.deliveries for problem in delivery.problems)


def ask(**changes: Any) -> Estimates:
    plain: dict[str, Any] = {
        "dataset": "2023/acs/acs5", "geography": "state:09", "within": None, "whole": None, "cells": {}, "labels": {},
        "variables": {"B03002_001E": {"group": "ALL"}},
    }  # fmt: skip
    return Estimates(**(plain | changes))


def read(service: Service, target: str, tmp_path: Path, **changes: Any) -> list[dict[str, Any]]:
    server = Server(service.address, QUICK, secrets={"key": "canary-key"})
    survey.fetch(server, ask(**changes), target, tmp_path / "x.csv", tmp_path / "pages")
    frame = pd.read_csv(tmp_path / "x.csv", dtype=str, keep_default_na=False)
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


@pytest.mark.long
def test_shares_and_their_margins_become_benchmarks(home: Home, service: Service) -> None:
    settings(home, service)
    report = fetch_and_load(home)
    assert [each.state for each in report.deliveries] == [State.LOADED], told(report)
    with warehouse.reading(home.warehouse) as connection:
        table = warehouse.benchmark
        rows = warehouse.read(connection, sa.select(table).where(table.c.source == "B03002")).set_index("group")
    assert rows["share"].to_dict() == {"White": 60, "Other": 15, "Hispanic or Latino": 20}
    # The total is controlled, so that the margin of a share is the part's: 30 of 1000; of a sum, the root of squares.
    assert rows["margin_of_error"].to_dict() == {
        "White": 3, "Other": pytest.approx(1.3), "Hispanic or Latino": pytest.approx(float("nan"), nan_ok=True),
    }  # fmt: skip
    assert set(rows["geography"]) == {"Connecticut"}


@pytest.mark.long
def test_the_key_goes_with_every_request_and_into_no_file_or_message(home: Home, service: Service) -> None:
    settings(home, service)
    fetch_and_load(home)
    assert {asked["key"] for _, asked, _ in service.asked} == {"canary-key"}
    assert not any(b"canary" in path.read_bytes() for path in home.path.rglob("*") if path.is_file())
    report = fetch_and_load(home, key="canary-wrong")
    assert "answers with a page instead of data; see that the key" in told(report)
    assert "canary" not in told(report)


def test_outcomes_hold_numerator_base_and_why_an_estimate_is_absent(service: Service, tmp_path: Path) -> None:
    service.state["values"]["Connecticut|09"] |= {"B03002_012E": "-666666666", "B03002_009E": "-888888888"}
    variables = {"B03002_003E": {"group": "White"}, "B03002_012E": {"group": "HI"}, "B03002_009E": {"group": "TW"}}
    white, hispanic, two = read(service, "outcomes", tmp_path, variables=variables, whole="B03002_001E")
    assert white == {
        "geography": "Connecticut", "group": "White", "numerator": "600", "denominator": "1000", "unit": "percent",
        "value": "60", "margin_of_error": "3", "status": "shown",
    }  # fmt: skip
    assert (hispanic["status"], hispanic["value"], hispanic["numerator"]) == ("missing", "", "")
    assert two["status"] == "not_applicable"


def test_an_estimate_that_a_benchmark_needs_and_is_not_published_refuses_it(service: Service, tmp_path: Path) -> None:
    service.state["values"]["Connecticut|09"]["B03002_001E"] = "-666666666"
    with pytest.raises(Refused, match=r"B03002_001E of Connecticut has no estimate \(missing\)"):
        read(service, "benchmarks", tmp_path)


@pytest.mark.long
def test_more_than_fifty_variables_are_asked_for_in_several_requests(service: Service, tmp_path: Path) -> None:
    codes = [f"B19001_{i:03}E" for i in range(1, 61)]
    service.state["labels"] = dict.fromkeys(codes, "Estimate!!Total:")
    places = ("Capitol Planning Region, Connecticut|09|110", "Western Connecticut Planning Region|09|190")
    service.state["values"] = {
        place: {code: str(i * 100 + j) for i, code in enumerate(codes)} | {f"{code[:-1]}M": "3" for code in codes}
        for j, place in enumerate(places)
    }
    variables = {code: {"group": code} for code in codes}
    rows = read(service, "outcomes", tmp_path, variables=variables, geography="county:*", within="state:09")
    assert [asked["for"] for path, asked, _ in service.asked if path == "/2023/acs/acs5"] == ["county:*"] * 3
    assert {asked.get("in") for path, asked, _ in service.asked if path == "/2023/acs/acs5"} == {"state:09"}
    assert len(rows) == 120
    assert [row["value"] for row in rows[:3]] == ["0", "100", "200"]
    assert rows[60]["geography"] == "Western Connecticut Planning Region"
    assert rows[119] | {"value": "5901", "margin_of_error": "3"} == rows[119]


@pytest.mark.long
def test_a_fetch_that_broke_off_goes_on_with_the_request_that_failed(service: Service, tmp_path: Path) -> None:
    codes = [f"B19001_{i:03}E" for i in range(1, 61)]
    service.state["labels"] = dict.fromkeys(codes, "Estimate!!Total:")
    service.state["values"] = {"Connecticut|09": dict.fromkeys(codes, "7")}
    variables = {code: {"group": code} for code in codes}
    service.faults = ["", "", *["cut"] * 3]
    with pytest.raises(Refused, match="breaks off, 3 times; nothing was taken"):
        read(service, "outcomes", tmp_path, variables=variables)
    service.asked.clear()
    assert len(read(service, "outcomes", tmp_path, variables=variables)) == 60
    assert len([path for path in service.paths() if path == "/2023/acs/acs5"]) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"variables": {"B03002_099E": {"group": "ALL"}}}, "has no variable B03002_099E"),
        ({"variables": {"B99999_001E": {"group": "ALL"}}}, r"answers 404 \(error: unknown group\)"),
        ({"geography": "state:99"}, "has nothing for state:99"),
        ({"labels": {"B03002_001E": "Estimate!!Total"}}, "calls B03002_001E 'Estimate!!Total:'; sources.toml expects"),
    ],
)
def test_what_the_service_has_not_or_calls_otherwise_is_refused(
    service: Service, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        read(service, "outcomes", tmp_path, **change)


@pytest.mark.long
def test_a_delivery_that_is_none_of_estimates_is_refused(home: Home, service: Service) -> None:
    settings(home, service, name="workforce_counts")
    assert "name it outcomes or benchmarks" in told(fetch_and_load(home))
