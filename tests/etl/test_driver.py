"""Whatever a damaged file does to the driver is told as SQLAlchemy tells it, which commands know how to tell on."""

from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from etl import driver, warehouse
from tests.metrics import small

BLOCK = 262_144
"""Bytes of a block of the database, each with a checksum; three of 4,096 stand before them."""


@pytest.mark.long
def test_of_a_damaged_block_reading_and_filling_fail_as_a_statement_would(tmp_path: Path) -> None:
    sound, copy = tmp_path / "sound.duckdb", tmp_path / "copy.duckdb"
    people = [small.people(f"A{n:03}", "FY2025", {"White": 60 + n, "Asian": 40}) for n in range(300)]
    # A table with a key looks into its own blocks when a row comes.
    said = {column.name: "said" for column in warehouse.source.columns}
    sources = pd.DataFrame([{**said, "source": f"s{n}"} for n in range(300)])
    small.build(sound, workforce_count=pd.concat(people), source=sources)
    content = sound.read_bytes()
    told: dict[str, list[str]] = {"read": [], "filled": []}
    for start in range(3 * 4096, len(content), BLOCK):
        copy.write_bytes(content[: start + 999] + bytes([content[start + 999] ^ 4]) + content[start + 1000 :])
        try:
            with warehouse.reading(copy) as connection:
                warehouse.read(connection, sa.select(warehouse.workforce_count))
        except DBAPIError as problem:
            told["read"].append(str(warehouse.failed(problem)))
        try:
            with warehouse.rebuild(copy, keep=True) as connection:
                warehouse.fill(connection, warehouse.source, sources.tail(1).assign(source="another"))
        except DBAPIError as problem:
            told["filled"].append(str(warehouse.failed(problem)))
    for each in told.values():
        assert each
        assert "None" not in each, "a command tells each of these in a line"


def test_what_the_driver_refuses_is_an_error_of_sqlalchemy() -> None:
    with sa.create_engine("duckdb:///:memory:").connect() as connection:
        cursor = connection.connection.cursor()
        with pytest.raises(DBAPIError, match="no_such_table"), driver.told(connection):
            cursor.execute("SELECT * FROM no_such_table")
        with pytest.raises(ValueError, match="not the driver's"), driver.told(connection):
            raise ValueError("not the driver's")
