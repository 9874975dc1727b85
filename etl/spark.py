"""Spark counts the records: the same statements, compiled for Spark SQL, over the same Parquet files.

For homes whose records outgrow a machine. The cells that come back are few; everything after them stays where it is.
Needs the package pyspark (dependency group `spark`) and Java 17.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import default
from sqlalchemy.sql import compiler

from etl.engine import tables

MASTER = re.compile(r"local(\[(\d+|\*)\])?|spark://\S+|yarn|k8s://\S+")


class Absent(RuntimeError):
    """Spark is not installed or cannot be reached; the message says what to do."""


class _Types(compiler.GenericTypeCompiler):
    def visit_TEXT(self, type_: sa.Text, **kw: Any) -> str:  # noqa: N802 - SQLAlchemy's name
        return "STRING"

    def visit_DOUBLE_PRECISION(self, type_: Any, **kw: Any) -> str:  # noqa: N802
        return "DOUBLE"


class _Names(compiler.IdentifierPreparer):
    def __init__(self, dialect: default.DefaultDialect) -> None:
        super().__init__(dialect, initial_quote="`")

    def _requires_quotes(self, value: str) -> bool:
        return True


class Dialect(default.DefaultDialect):
    """Spark SQL, as far as counting needs it: names in backticks, values by name, its own words for types."""

    name = "spark"
    default_paramstyle = "named"
    type_compiler_cls = _Types
    preparer = _Names  # type: ignore[assignment]
    supports_statement_cache = True


def compiled(statement: sa.Select[Any]) -> tuple[str, dict[str, Any]]:
    """Return a statement as Spark SQL, and its values by name.

    >>> compiled(sa.select(sa.column("race")).where(sa.column("sex").in_(["F", "X"])))
    ('SELECT `race` \\nWHERE `sex` IN (:sex_1_1, :sex_1_2)', {'sex_1_1': 'F', 'sex_1_2': 'X'})
    """
    dialect = Dialect(paramstyle="named")
    found = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    return str(found), dict(found.params)


class Spark:
    """A session of Spark over the Parquet files of records; `asked`: how many statements it has answered."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._held: set[str] = set()
        self.asked = 0

    def attach(self, files: Mapping[str, Sequence[Path]]) -> None:
        """Take the Parquet files of each table of records in the place of those before."""
        for table in self._held - files.keys():
            self._session.catalog.dropTempView(table)
        for table, paths in files.items():
            self._session.read.parquet(*(path.as_uri() for path in paths)).createOrReplaceTempView(table)
        self._held = set(files)

    def holds(self, statement: sa.Select[Any]) -> bool:
        """Whether every table that a statement names is one of records."""
        named = tables(statement)
        return bool(named) and named <= self._held

    def columns(self, statement: sa.Select[Any]) -> pa.Table:
        """Return what a statement selects, column by column."""
        self.asked += 1
        text, values = compiled(statement)
        return self._session.sql(text, args=values).toArrow()


@contextmanager
def spark(master: str, memory: str = "1g") -> Iterator[Spark]:
    """Yield an engine on the Spark at `master`: `local[2]`, `spark://host:7077`. Raises Absent, ValueError."""
    if not MASTER.fullmatch(master):
        raise ValueError(f"engine is {master!r}; expected local[2], spark://host:port, yarn or k8s://...")
    try:
        # A package of its own group, which most homes do without.
        from pyspark.errors import PySparkException  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError:
        raise Absent("pyspark is not installed; install the dependency group `spark` and try again") from None
    try:
        session = (
            SparkSession.builder.master(master)
            .appName("equity: counting records")
            .config("spark.driver.memory", memory)
            .config("spark.executor.memory", memory)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.log.level", "ERROR")
            .getOrCreate()
        )
    except (PySparkException, OSError) as problem:
        raise Absent(f"Spark at {master} cannot be started ({problem}); it needs Java 17") from problem
    try:
        yield Spark(session)
    finally:
        session.stop()
