"""Where a reader has come to in a table, as a word that only this server reads."""

import binascii
import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any

import orjson

from dashboard.api.problem import Problem
from dashboard.api.resource import TEXT
from metrics.walk import Place

Question = Sequence[tuple[str, str]]
"""What was asked of the rows and their order, in one order: names and values."""


def written(place: Place, release: str, question: Question) -> str:
    """Return the cursor of a place in the rows of a release that answer a question."""
    return urlsafe_b64encode(orjson.dumps([release, _mark(question), place.row, place.value])).decode().rstrip("=")


def read(cursor: str, release: str, question: Question, kind: str) -> Place:
    """Return the place of a cursor. `kind`: of the column sorted by, blank where rows are in the release's order.

    Raises Problem for one that is none, of another release, of another question.
    """
    try:
        said = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        said = None
    match said:
        case [str(of), str(mark), int(row), value] if _counts(row) and (value is None or _is_of(value, kind)):
            place = Place(row, value)
        case _:
            raise Problem("bad-cursor", "the cursor is none of this server; take it from `next` of an answer")
    if of != release:
        raise Problem(
            "cursor-of-another-release",
            f"the cursor is of release {of}, and you ask release {release}; begin anew without it, "
            f"or add release={of} to read on where you were",
            release=of,
        )
    if mark != _mark(question):
        raise Problem(
            "bad-cursor", "the cursor is of another question; repeat the filters and the order of the first answer"
        )
    return place


def _counts(row: Any) -> bool:
    # To Python true is a number.
    return type(row) is int and 0 <= row < 2**62


def _is_of(value: Any, kind: str) -> bool:
    """Return whether a value can be one of a column of this kind, where yes and no are 1 and 0."""
    if kind == TEXT:
        return isinstance(value, str)
    return bool(kind) and type(value) in (int, float) and abs(value) < 2**62


def _mark(question: Question) -> str:
    return hashlib.sha256(orjson.dumps(list(question))).hexdigest()[:12]
