"""The warehouse's tables of standard deliveries, from their contracts: one table a delivery that has no other."""

import sqlalchemy as sa

import etl.deliveries
from etl.contract import Column, Number, Source
from etl.registry import sources

PEOPLE = "people"
"""In a table's `info`: whether its rows are people's. Such a table may be counted, never shown."""
DELIVERIES = sources((etl.deliveries,))


def declare(metadata: sa.MetaData) -> None:
    """Add to `metadata` a table for each standard delivery whose table is not there yet."""
    for source in DELIVERIES.values():
        if source.table is not None and source.table not in metadata.tables:
            sa.Table(source.table, metadata, *_columns(source), comment=source.title, info={PEOPLE: source.people})


def _columns(source: Source) -> list[sa.Column[object]]:
    columns = [sa.Column(each.name, _type(each), nullable=each.blank, comment=each.meaning) for each in source.columns]
    if source.dated:
        columns.append(sa.Column("period", sa.Text, nullable=False, comment=f"Fiscal year of {_words(source.dated)}"))
    return [*columns, sa.Column("snapshot", sa.Text, nullable=False, comment="Snapshot it came from")]


def _type(column: Column) -> sa.Text | sa.Double[float] | sa.BigInteger:
    if not isinstance(column.promise, Number):
        return sa.Text()
    return sa.BigInteger() if column.promise.whole else sa.Double()


def _words(names: tuple[str, ...]) -> str:
    return " or else ".join(names)
