"""Parts of a release's tables: conditions, order, some rows at a time; an older file has fewer columns."""

from pathlib import Path

import pandas as pd
import pytest

from metrics import browse
from metrics.release import Release, Shelf
from metrics.schema import TABLES
from tests.dashboard import sample

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    home: Path = tmp_path_factory.mktemp("browse")
    return Shelf(sample.write(home), "internal").current()


def test_parts_in_an_order_make_the_whole(release: Release) -> None:
    columns = TABLES["agencies"].c
    whole = browse.select(release, "agencies", order=[columns.agency])
    parts = [browse.select(release, "agencies", order=[columns.agency], limit=10, offset=k) for k in range(0, 40, 10)]
    assert whole["agency"].tolist() == sorted(sample.AGENCIES)
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)


def test_conditions_narrow_rows_and_their_count_alike(release: Release) -> None:
    columns = TABLES["figures"].c
    conditions = (columns.agency == "DOT", columns.value > 10)
    rows = browse.select(release, "figures", *conditions)
    assert len(rows) == browse.count(release, "figures", *conditions) > 0
    assert set(rows["agency"]) == {"DOT"}
    assert rows["value"].min() > 10


def test_rows_among_values_and_none_of_none(release: Release) -> None:
    assert set(browse.among(release, "agencies", "agency", {"DOT", "DCF", "no such"})["agency"]) == {"DOT", "DCF"}
    assert browse.among(release, "agencies", "agency", set()).empty
    named = browse.among(release, "agencies", "agency", {"DOT"}, ["agency", "name"])
    assert named.to_dict("records") == [{"agency": "DOT", "name": "Department of Transportation"}]
