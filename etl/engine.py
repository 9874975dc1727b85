"""An engine that counts records where they lie, in the place of the warehouse's own database."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.sql import visitors


class Engine(Protocol):
    """Answers statements that name tables of records and nothing else."""

    def attach(self, files: Mapping[str, Sequence[Path]]) -> None:
        """Take the Parquet files of each table of records in the place of those before."""
        ...

    def holds(self, statement: sa.Select[Any]) -> bool:
        """Whether every table that a statement names is one of records."""
        ...

    def columns(self, statement: sa.Select[Any]) -> pa.Table:
        """Return what a statement selects, column by column."""
        ...


def tables(statement: sa.Select[Any]) -> set[str]:
    """Return the names of the tables that a statement reads."""
    return {str(each.name) for each in visitors.iterate(statement) if isinstance(each, sa.Table)}
