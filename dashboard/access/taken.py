"""What an answer hands out of a release, told by whoever makes the answer, for the audit trail."""

from dataclasses import dataclass

from flask import g


@dataclass(frozen=True, slots=True)
class Taken:
    """A release and a form, such as `csv`; `rows`: how many, blank where a whole table or a picture goes out.

    Not what was searched for: a reader's words can name a person.
    """

    release: str
    form: str
    rows: str = ""


def hand_out(release: str, form: str, rows: int | None = None) -> None:
    """Say what the answer that is being made hands out."""
    g.taken_away = Taken(release, form, "" if rows is None else str(rows))


def handed_out() -> Taken | None:
    """Return what the answer to this request hands out, if somebody said."""
    found: Taken | None = g.get("taken_away")
    return found
