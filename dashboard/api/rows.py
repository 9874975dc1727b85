"""Rows of a table as they are asked for. The only place where the API reads a release's rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import pyarrow as pa

from dashboard.api import cursor, form
from dashboard.api.asked import Asked, Given
from dashboard.api.kept import Body
from dashboard.api.problem import Problem
from dashboard.api.resource import MOST_IN_FILE, PAGE, Resource
from dashboard.tables import Tables
from metrics import browse, walk

_AS_IT_IS = walk.Way()


@dataclass(frozen=True, slots=True)
class Question:
    """Rows of a table in a form, asked at an address. `given`: what stands in the address."""

    resource: Resource
    asked: Asked
    form: str
    path: str
    given: Given

    @property
    def words(self) -> tuple[str, ...]:
        """What tells this question from any other, but for the release."""
        asked = self.asked
        return (
            self.path, self.form, repr(asked.question), ",".join(asked.fields), str(asked.limit), asked.cursor,
            str(asked.count),
        )  # fmt: skip


def about(tables: Tables) -> dict[str, Any]:
    """Return what every answer says of its release."""
    return {"release": tables.id, "audience": tables.audience, "demonstration": tables.demonstration}


def read(
    tables: Tables,
    resource: Resource,
    conditions: Sequence[browse.Condition],
    most: int,
    fields: Sequence[str] = (),
    way: walk.Way = _AS_IT_IS,
    after: walk.Place | None = None,
) -> tuple[pa.Table, walk.Place | None]:
    """Return up to `most` rows of a table after a place, and where they end if more follow. Raises TooLong."""
    return walk.part(tables.release, resource.name, conditions, fields or tuple(resource.columns), way, after, most)


def of_one(tables: Tables, resource: Resource, name: str, fields: Sequence[str] = ()) -> pa.Table:
    """Return the rows of one thing of a table, which may be none."""
    return read(tables, resource, [walk.among(resource.name, resource.key, [name])], MOST_IN_FILE, fields)[0]


def answer(tables: Tables, question: Question, after: walk.Place | None) -> Body:
    """Return the rows after a place, and the address of those that follow. Raises Problem, TooLong."""
    resource, asked = question.resource, question.asked
    in_file = question.form != form.JSON
    most = asked.limit or (MOST_IN_FILE if in_file else PAGE)
    rows, last = read(tables, resource, asked.conditions, most, asked.fields, asked.way, after)
    if last is not None and in_file and asked.limit is None:
        raise Problem(
            "too-many-rows",
            f"these are more than {MOST_IN_FILE:,} rows; narrow them, take them in parts with limit and cursor, "
            f"or the whole table at /download/{resource.name}.{question.form}",
        )
    following = "" if last is None else _following(tables, question, last)
    told: dict[str, Any] = {**about(tables), "table": resource.name}
    if in_file:
        return Body(written(rows, question.form, told), following, rows=rows.num_rows)
    if asked.count:
        told["count"] = browse.count(tables.release, resource.name, *asked.conditions)
    return Body(form.as_json(rows, {**told, "next": following or None}), following, rows=rows.num_rows)


def one(tables: Tables, resource: Resource, name: str, fields: Sequence[str], kind: str) -> bytes:
    """Return the rows of one thing of a table. Raises Problem where there is none."""
    rows = of_one(tables, resource, name, fields)
    if not rows.num_rows:
        raise Problem("not-found", f"release {tables.id} has no {resource.key} {name!r}; see {resource.path}")
    told = {**about(tables), "table": resource.name}
    return written(rows, kind, told) if kind != form.JSON else form.as_json(rows, told)


def written(rows: pa.Table, kind: str, told: dict[str, Any]) -> bytes:
    """Return rows as a file."""
    if kind == form.CSV:
        return form.as_csv(rows)
    return form.as_parquet(rows, {key: str(value) for key, value in told.items()})


def _following(tables: Tables, question: Question, last: walk.Place) -> str:
    kept = [(name, value) for name, value in question.given if name not in ("cursor", "release")]
    word = cursor.written(last, tables.id, question.asked.question)
    return f"{question.path}?{urlencode([*kept, ('release', tables.id), ('cursor', word)], quote_via=quote)}"
