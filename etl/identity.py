"""Signs that a delivery names people. Such a delivery is refused, and no byte of it is kept."""

import re
from collections.abc import Iterator

import pandas as pd

from etl.contract import PERSONAL, Problem

_HEADING = re.compile(
    r"(first|last|middle|full|given|family|sur|employee|applicant|client|student|person|member|maiden)[ _-]?name"
    r"|^name$|e[ _-]?mail|phone|telephone|mobile|street|home[ _-]?address|^address|^ssn$|social[ _-]?security"
    r"|date[ _-]?of[ _-]?birth|^dob$|birth[ _-]?date",
    re.IGNORECASE,
)
_CELLS = {
    "a social security number": r"\b\d{3}-\d{2}-\d{4}\b",
    "an e-mail address": r"[\w.+-]+@[\w-]+\.[\w.-]+",
    "a telephone number": r"(?:\(\d{3}\) ?|\b\d{3}[-. ])\d{3}[-. ]\d{4}\b",
    "a street address": r"\b\d{1,5} +[A-Z][\w' ]+ (?:Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Drive|Dr\.?|Lane|Ln\.?)\b",
}


def problems(raw: pd.DataFrame, file: str, allowed: set[str]) -> Iterator[Problem]:
    """Yield where `raw` seems to name people; headings in `allowed` are what the contract asks for."""
    for position, heading in enumerate(raw.columns):
        if heading not in allowed and _HEADING.search(heading):
            yield Problem(
                file, 1, heading[:40], "is a heading for personal data; remove the column and deliver again", PERSONAL
            )
        values = raw.iloc[:, position]
        distinct = values.drop_duplicates()
        for what, pattern in _CELLS.items():
            found = distinct[distinct.str.contains(pattern, regex=True)]
            rows = values.index[values.isin(found)] if len(found) else found.index
            if len(rows):
                yield Problem(
                    file, int(rows[0]), heading[:40],
                    f"{len(rows)} cells look like {what}; remove it and deliver again. Nothing of this file was kept",
                    PERSONAL,
                )  # fmt: skip
