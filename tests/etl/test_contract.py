"""Promises hold at their edges, and every broken one is told, without the value."""

import pandas as pd
import pytest

from etl.contract import Column, ContractError, Like, Number, OneOf, PeriodText, Promise, Rows, Source, Text

PERIODS = ["FY2025", "2025", "SY2018-19", "2025-Q1", "2015/2019", "2018-07-01"]


def source(*columns: Column, key: tuple[str, ...] = ()) -> Source:
    return Source(
        id="example", title="Example", title_es="Ejemplo", publisher="Nobody", columns=columns, key=key, stem="example",
        transform=lambda raw, labels: Rows(tables={}),
    )  # fmt: skip


def table(**columns: list[str]) -> pd.DataFrame:
    rows = pd.DataFrame(columns, dtype="object")
    rows.index = pd.RangeIndex(2, len(rows) + 2)
    return rows


@pytest.mark.parametrize(
    ("promise", "good", "bad"),
    [
        (Number(0, 10, whole=True), ["0", "3.0"], ["-1", "11", "2.5", "1,0", "<6", "*", "1e3", "NaN", "inf"]),
        (Number(-5, 5), ["-5", "0.25", ".5", "5."], ["5.01", "--1", "1 2", ""]),
        (Number(0, 100, also=("-9999", "NA")), ["-9999", "NA", "100"], ["-6666", "n/a"]),
        (OneOf(("yes", "no")), ["yes", "no"], ["Yes", "maybe"]),
        (Like(r"[A-Z]{3}", "three capitals"), ["DOT"], ["dot", "DOTS"]),
        (PeriodText(), PERIODS, ["FY25", "SY2018-20", "2025-Q5", "2018-02-30", "1850", "2019/2015", "Jan-05"]),
        (Text(5), ["abcde", "<b>"], ["abcdef", "a\nb", "a\u202eb", "a\u200bb"]),
    ],
)  # fmt: skip
def test_a_promise_keeps_the_good_and_names_the_bad(promise: Promise, good: list[str], bad: list[str]) -> None:
    assert not promise.broken(pd.Series(good)).any()
    assert promise.broken(pd.Series(bad)).all()


def test_every_broken_promise_is_told_at_once_with_row_and_column_and_no_value() -> None:
    contract = source(
        Column(name="agency", meaning="code"),
        Column(name="employees", meaning="count", promise=Number(0, 99, whole=True)),
        key=("agency",),
    )
    with pytest.raises(ContractError) as refused:
        contract.check(table(agency=["DOT", "", "DOT"], employees=["1", "secret", "-4"]), "f.csv")
    told = {(problem.row, problem.column) for problem in refused.value.problems}
    assert told == {(3, "agency"), (3, "employees"), (4, "employees"), (4, None)}
    assert "secret" not in str(refused.value)
    assert "0 to 99" in str(refused.value)


def test_headings_missing_doubled_and_unknown_are_told() -> None:
    contract = source(Column(name="agency", meaning="code"), Column(name="note", meaning="a note", optional=True))
    raw = table(agency=["DOT"], agencies=["x"])
    with pytest.raises(ContractError, match="column agencies: unknown heading"):
        contract.check(raw, "f.csv")
    with pytest.raises(ContractError, match="column agency: the column is missing"):
        contract.check(table(note=["x"]), "f.csv")
    doubled = pd.DataFrame([["a", "b"]], columns=["agency", "agency"], index=[2])
    with pytest.raises(ContractError, match="stands twice"):
        contract.check(doubled, "f.csv")


def test_headings_without_rows_are_refused() -> None:
    with pytest.raises(ContractError, match="no rows"):
        source(Column(name="agency", meaning="code")).check(table(agency=[]), "f.csv")
