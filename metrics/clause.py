"""The parts of sentences: a counted subject, a value, a period, what is absent."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from etl.vocabulary import period as periods
from metrics import phrase, words

Row = Mapping[Any, Any]
Rows = Sequence[Row]
Write = Callable[[Row, float, str, int], str]
_DEMONSTRATION = "demonstration"


def records(rows: pd.DataFrame) -> Rows:
    """Return rows as dicts, what is blank as None."""
    return rows.astype(object).where(rows.notna(), None).to_dict("records")


def shown(rows: Rows) -> Rows:
    """Return the rows that hold a value."""
    return [row for row in rows if row["status"] == "shown" and row["value"] is not None]


def compared(rows: Rows) -> Rows:
    """Return the rows that were compared with their benchmark."""
    return [row for row in rows if row["comparison"] not in (None, "", "not_compared")]


def say(key: str, language: str, **values: str) -> str:
    """Return a phrase with its values."""
    return phrase.PHRASES[key][language].format(**values)


def name(row: Row, language: str) -> str:
    """Return the group that a row is about."""
    return words.group(row["group"], language, row.get("dimension") or "")


def value(measure: Row, number: float, language: str, more: int = 0) -> str:
    """Return a value of the measure with its unit, with `more` decimals than it has."""
    return words.number(number, measure["unit"], int(measure["decimals"]) + more, language)


def gap(measure: Row, number: float, language: str, more: int = 0) -> str:
    """Return a gap: as a ratio for parity and dollars, in points for percentages."""
    if relative(measure):
        return words.number(number, "ratio", 2 + more, language)
    if measure["unit"] == "percent":
        return words.points(number, int(measure["decimals"]) + more, language)
    return value(measure, number, language, more)


def on_base(measure: Row, *rows: Row) -> Row:
    """Return the measure as it is written beside the smallest base of `rows` that is known, see `words.by_base`."""
    bases = [row["denominator"] for row in rows if row.get("denominator") is not None]
    return words.by_base(measure, min(bases, default=None))


def told_apart(write: Write, measure: Row, before: float, after: float, language: str) -> tuple[str, str]:
    """Return two numbers in words; with one more decimal if they differ and would read the same.

    A percentage without decimals stays so: its base is too small for one.
    """
    texts = write(measure, before, language, 0), write(measure, after, language, 0)
    if texts[0] != texts[1] or before == after or _whole_percents(measure):
        return texts
    return write(measure, before, language, 1), write(measure, after, language, 1)


def _whole_percents(measure: Row) -> bool:
    return bool(measure["unit"] == "percent" and int(measure["decimals"]) == 0)


def relative(measure: Row) -> bool:
    """Return whether the measure's gaps are ratios."""
    return bool(measure["favourable"] == "parity" or measure["unit"] == "dollars")


def when(period: str, language: str) -> str:
    """Return a period as it stands after "between" or "in"."""
    kind = periods.parse(period).kind
    if kind == periods.Kind.WINDOW:
        return words.tick(period)
    article = "el " if language == "es" and kind != periods.Kind.YEAR else ""
    return article + words.period(period, language)


def counted(
    noun: str, n: int, of: int, predicate: str, benchmark: str, language: str, names: Sequence[str] = ()
) -> str:
    """Return how many of how many do what, with the names of those if there are any."""
    none, alone, every, one, some = phrase.SUBJECTS[noun][language]
    form = alone if of == 1 else none if n == 0 else every if n == of else one if n == 1 else some
    subject = form.format(n=words.count(n, language).capitalize(), of=words.count(of, language))
    denied = n == 0 and of == 1
    verb = phrase.DENIED[predicate][language] if denied else phrase.PREDICATES[predicate][language][n > 1]
    verb = verb.format(reference=words.reference(benchmark, language))
    return f"{subject} {verb}{': ' if names else ''}{words.joined(names, language)}."


def absent(rows: Rows, noun: str, language: str) -> list[str]:
    """Return a sentence for each kind of absence among the rows."""
    said = []
    single, plural = phrase.NOUNS[noun][language]
    for status, forms in phrase.ABSENT.items():
        n = sum(row["status"] == status for row in rows)
        if n:
            number = words.count(n, language, feminine=noun == "agency")
            text = forms[language][n > 1].format(n=number, noun=single, nouns=plural)
            said.append(text[0].upper() + text[1:])
    return said


def whole(said: Sequence[str], rows: Rows, language: str) -> str:
    """Return the sentences as one text, which says first if any row is from demonstration data."""
    demonstration = any(row.get("nature") == _DEMONSTRATION for row in rows)
    return (phrase.DEMONSTRATION[language] if demonstration else "") + " ".join(said)
