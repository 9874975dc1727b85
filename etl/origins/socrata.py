"""Deliveries from an open-data portal by Socrata's SODA 2: the rows of one dataset, page by page, all or none.

Source: dev.socrata.com/docs, "Paging through Data" (a stable order must be asked for; 50,000 rows a page at most),
"Application Tokens" and "System Fields"; column metadata stand at /api/views/ID.json.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.origins.pages import Pages
from etl.origins.refusal import Refused
from etl.origins.settings import Dataset, Origin
from etl.origins.web import Patience, Server
from etl.origins.written import write

PAGE = 10_000
_ROW = ":id"
_SINGLE = ("text", "number", "calendar_date", "date", "fixed_timestamp", "floating_timestamp", "checkbox", "money",
           "percent", "double", "email", "phone", "html", "row_identifier")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What must stay the same from the first page to the last: the columns, the rows, when they were last changed."""

    columns: dict[str, tuple[str, str]]
    """Field to the heading that the portal shows and the type."""
    updated: int
    rows: int


def server(origin: Origin, variables: Mapping[str, str], patience: Patience) -> Server:
    """Return the portal, asked with the token if there is one. Raises Refused."""
    headers = {"X-App-Token": origin.secret.reveal(variables)} if origin.secret else {}
    return Server(origin.address, patience, headers=headers)


def fetch(
    portal: Server,
    ask: Dataset,
    path: Path,
    kept: Path,
    *,
    page: int = PAGE,
    tick: Callable[[str], None] = lambda _: None,
) -> int:
    """Write the rows of a dataset to `path` and return how many they are; pages that came are kept under `kept`.

    Raises Refused if the dataset changes while it is read, has a column that it did not say, or repeats a row.
    """
    before = _state(portal, ask)
    fields = _fields(before, ask)
    pages = Pages(kept, [ask.dataset, ask.where, fields, before.updated, before.rows, page, before.columns])
    for number in range(-(-before.rows // page)):
        tick(f"{ask.dataset}, {min((number + 1) * page, before.rows):,} of {before.rows:,} rows")
        if pages.get(number) is None:
            pages.keep(number, _page(portal, ask, list(fields.values()), number * page, page))
    if (after := _state(portal, ask)) != before:
        pages.drop()
        raise Refused(f"{ask.dataset} {_changed(before, after)} while it was read; nothing was taken. Load it again")
    try:
        return write(path, list(fields), _rows(pages, before, fields, page))
    except Refused:
        pages.drop()
        raise


def _state(portal: Server, ask: Dataset) -> _State:
    view = portal.get(f"/api/views/{ask.dataset}.json")
    asked = {"$select": "count(*) as n"} | ({"$where": ask.where} if ask.where else {})
    counted = portal.get(f"/resource/{ask.dataset}.json", asked)
    try:
        columns = {
            str(each["fieldName"]): (str(each["name"]).strip(), str(each["dataTypeName"]))
            for each in view["columns"]
            if not str(each["fieldName"]).startswith(":")
        }
        return _State(columns, int(view.get("rowsUpdatedAt") or 0), int(counted[0]["n"]))
    except (TypeError, KeyError, IndexError, ValueError, AttributeError):
        raise Refused(f"{portal.address} does not describe {ask.dataset} as Socrata's SODA 2 does") from None


def _fields(state: _State, ask: Dataset) -> dict[str, str]:
    """Return heading to field. Raises Refused for a field that is not there or holds no single value."""
    fields = dict(ask.columns) or {heading: field for field, (heading, _) in state.columns.items()}
    if len(fields) < (len(ask.columns) or len(state.columns)):
        raise Refused(f"{ask.dataset} has two columns with one heading; say in sources.toml which `columns` to take")
    for field in fields.values():
        if field not in state.columns:
            have = ", ".join(sorted(state.columns))
            raise Refused(f"{ask.dataset} has no column {field} (any more); it has {have}. Mend `columns`")
        if (kind := state.columns[field][1]) not in _SINGLE:
            raise Refused(f"{ask.dataset}: column {field} holds a {kind}, no single value; leave it out of `columns`")
    return fields


def _page(portal: Server, ask: Dataset, fields: list[str], offset: int, page: int) -> list[dict[str, Any]]:
    asked = {
        "$select": ",".join([_ROW, *(f"`{field}`" for field in fields)]),
        "$order": _ROW,
        "$limit": str(page),
        "$offset": str(offset),
    }
    rows = portal.get(f"/resource/{ask.dataset}.json", asked | ({"$where": ask.where} if ask.where else {}))
    if not isinstance(rows, list) or not all(isinstance(row, dict) and _ROW in row for row in rows):
        raise Refused(f"{ask.dataset}, rows from {offset + 1} on: expected a list of rows with their {_ROW}")
    for row in rows:
        if strange := row.keys() - {_ROW, *fields}:
            raise Refused(f"{ask.dataset} sends a column {min(strange)[:60]} that was not asked for; nothing was taken")
    return rows


def _rows(pages: Pages, state: _State, fields: dict[str, str], page: int) -> Iterator[list[object]]:
    """Yield the cells of every row; a field that a row lacks is blank, as SODA leaves out what is null."""
    seen: set[str] = set()
    for number in range(-(-state.rows // page)):
        rows = pages.get(number)
        expected = min(page, state.rows - number * page)
        if rows is None or len(rows) != expected:
            raise Refused(f"page {number + 1} holds {len(rows or [])} rows; expected {expected}. Load it again")
        for row in rows:
            if row[_ROW] in seen:
                raise Refused(
                    "a row came twice, so another may be missing: rows moved while they were read. Load it again"
                )
            seen.add(row[_ROW])
            yield [_cell(row.get(field), state.columns[field][1]) for field in fields.values()]


def _cell(value: Any, kind: str) -> object:
    """A date without a time is sent as midnight."""
    if isinstance(value, str) and kind in ("calendar_date", "floating_timestamp"):
        return value.removesuffix("T00:00:00.000").removesuffix("T00:00:00")
    return value


def _changed(before: _State, after: _State) -> str:
    if gone := sorted(before.columns.items() ^ after.columns.items()):
        return f"changed its column {gone[0][0]}"
    if before.rows != after.rows:
        return f"went from {before.rows:,} to {after.rows:,} rows"
    return "was written anew"
