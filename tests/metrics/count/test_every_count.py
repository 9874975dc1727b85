"""What holds for every count, whoever declares it."""

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Connection

from etl import warehouse
from metrics.count import registry
from metrics.count.count import UNDIVIDED, UNIT
from tests.metrics import deliveries, things

pytestmark = pytest.mark.long

COUNTS, SPANS = registry.counts(), registry.spans()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with warehouse.reading(deliveries.build(tmp_path_factory.mktemp("empty") / "w.duckdb", {})) as connection:
        yield connection


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with warehouse.reading(deliveries.build(tmp_path_factory.mktemp("full") / "w.duckdb", things.ROWS)) as connection:
        yield connection


@pytest.mark.parametrize("name", sorted({*COUNTS, *SPANS}))
def test_a_warehouse_without_the_delivery_has_none_of_it(empty: Connection, name: str) -> None:
    count = COUNTS.get(name) or SPANS[name]
    rows = count.read(empty, count.dimensions)
    assert rows.empty
    assert {*UNIT, *count.dimensions, "value" if name in COUNTS else "days"} <= set(rows.columns)


@pytest.mark.parametrize("name", sorted(name for name, each in COUNTS.items() if set(each.tables) <= set(things.ROWS)))
def test_parts_add_up_to_the_whole(filled: Connection, name: str) -> None:
    count = COUNTS[name]
    whole = count.read(filled, ()).groupby(list(UNIT))["value"].sum()
    for dimension in count.dimensions:
        rows = count.read(filled, [dimension])
        # Who is divided by one dimension at a time is told undivided beside it.
        rows = rows[rows[UNDIVIDED].astype(bool)] if UNDIVIDED in rows else rows
        assert rows.groupby(list(UNIT))["value"].sum().to_dict() == pytest.approx(whole.to_dict())
    assert not count.read(filled, ()).duplicated(list(UNIT)).any()
