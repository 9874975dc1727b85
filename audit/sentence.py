"""Numbers inside sentences: percentages and numbers of people, with how exactly they are said."""

import re
from dataclasses import dataclass

import numpy as np

_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_LEAST = r"(?P<least>at least|no fewer than|al menos|no menos de|≥|>=)\s*"
_MOST = r"(?P<most>at most|no more than|up to|a lo sumo|como máximo|no más de|≤|<=)\s*"
_UNDER = r"(?P<under>under|below|fewer than|less than|menos de|<)\s*"
_OVER = r"(?P<over>over|above|more than|más de|>)\s*"
_PEOPLE = r"people|persons?|employees?|workers?|leaders|personas?|emplead[oa]s?|trabajador(?:a|es|as)?"
_SAID = re.compile(
    rf"(?:{_LEAST}|{_MOST}|{_UNDER}|{_OVER})?(?<![\d.,+\-−]){_NUMBER}"
    rf"(?:\s*(?P<percent>%|percent\b(?! points)|por ciento\b)|\s+(?P<people>{_PEOPLE})\b"
    rf"|(?P<of>\s+(?:of\s+(?:the\s+)?|de\s+(?:l[oa]s\s+)?)(?P<whole>\d[\d,]*)))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """One number of a sentence: a share (0 to 1) or a number of people, between low and high."""

    share: bool
    low: float
    high: float
    of: float | None = None


def numbers(sentence: str) -> list[Said]:
    """Return the percentages and numbers of people that a sentence says, in its order.

    A number with a sign is a difference and none of these.

    >>> numbers("Female: from 48.9% to at least 49%.")[1]
    Said(share=True, low=0.485, high=1.0, of=None)
    >>> numbers("7 of 120 leaders are Asian")
    [Said(share=False, low=7.0, high=7.0, of=120.0)]
    """
    return [_read(found) for found in _SAID.finditer(sentence)]


def _read(found: re.Match[str]) -> Said:
    text = found["number"].replace(",", "")
    number = float(text)
    share = bool(found["percent"])
    half = 0.5 * 10.0 ** -len(text.partition(".")[2]) if share else 0.0
    low, high = number - half, number + half
    if found["least"]:
        high = np.inf
    elif found["most"]:
        low = 0.0
    elif found["under"]:
        low, high = 0.0, number if share else number - 1
    elif found["over"]:
        low, high = number if share else number + 1, np.inf
    if share:
        return Said(True, max(low, 0.0) / 100, min(high, 100.0) / 100)
    return Said(False, low, high, float(found["whole"].replace(",", "")) if found["of"] else None)
