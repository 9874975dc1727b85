"""What cells of the standard deliveries promise beyond plain text and numbers: days, standard labels, ids, offices."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from etl.contract import Like, Text
from etl.vocabulary.label import JOB_CATEGORY, RACE_ETHNICITY, SEX, STANDARD

CODED = {"race_ethnicity": RACE_ETHNICITY, "sex": SEX, "job_category": JOB_CATEGORY}
_YEARS = range(1900, 2101)

ID = Like(r"[A-Za-z0-9][A-Za-z0-9_./-]{0,63}", "an id of letters, digits and _ . / - without spaces")
VENDOR = Like(
    r"(?!\d{9}$)[A-Za-z0-9][A-Za-z0-9_./-]{0,63}",
    "an id of letters, digits and _ . / - without spaces; never nine digits alone, which may be a tax number",
)
PERSON = Like(
    r"(?!\d{9}$)(?=.*\d)[A-Za-z0-9][A-Za-z0-9_-]{0,63}",
    "a pseudonymous id of letters, digits, _ and -, with a digit, without spaces; never nine digits alone",
)
NAICS = Like(r"\d{2,6}|\d{2}-\d{2}", "an industry code (NAICS) of 2 to 6 digits, or a sector such as 31-33")


@dataclass(frozen=True, slots=True)
class Day:
    """A day that exists, ISO. `past`: it may not lie in the future. `words` may stand instead."""

    past: bool = False
    words: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """For messages and the dictionary."""
        words = f", or {' or '.join(self.words)}" if self.words else ""
        return f"an ISO date such as 2025-06-30{', not in the future' if self.past else ''}{words}"

    def broken(self, values: pd.Series) -> pd.Series:
        """Return True where a cell is no such day."""
        wrong = {each: not (each in self.words or self._fits(each)) for each in values.unique()}
        return values.map(wrong).astype(bool)

    def _fits(self, text: str) -> bool:
        day = real(text)
        # An office's own calendar says what is past.
        return day is not None and day.year in _YEARS and not (self.past and day > date.today())  # noqa: DTZ011


def real(text: str) -> date | None:
    """Return the day that an ISO text of ten characters names, or None.

    >>> real("2025-02-29"), real("20250101")
    (None, None)
    """
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard label or its code; the crosswalks may know more spellings, so labels are held to it with them."""

    kind: str

    @property
    def words(self) -> tuple[str, ...]:
        """The standard labels, each once."""
        return tuple(dict.fromkeys(STANDARD[self.kind].values()))

    @property
    def text(self) -> str:
        """For messages and the dictionary: labels, with the codes that may stand for them."""
        codes = {name: f" ({code})" for code, name in CODED.get(self.kind, {}).items()}
        return "one of " + ", ".join(word + codes.get(word, "") for word in self.words)

    def broken(self, values: pd.Series) -> pd.Series:
        """Return True where a cell cannot be a label at all."""
        return Text().broken(values)


@dataclass(frozen=True, slots=True)
class Several:
    """One or more of a few words, joined by `;`."""

    choice: tuple[str, ...]

    @property
    def text(self) -> str:
        """For messages and the dictionary."""
        return f"one or more of {', '.join(self.choice)}, joined by ;"

    def broken(self, values: pd.Series) -> pd.Series:
        """Return True where a cell holds another word, or one twice."""

        def bad(text: str) -> bool:
            words = text.split(";")
            return len(set(words)) < len(words) or not set(words) <= set(self.choice)

        return values.map(bad).astype(bool)


@dataclass(frozen=True, slots=True)
class Office:
    """The name of an office, never of a person: no title of address, no initial between names."""

    text: str = "the name of an office or function, never of a person"

    def broken(self, values: pd.Series) -> pd.Series:
        """Return True where a cell looks like a person's name, or is no text on one line."""
        person = r"\b(?:Mrs?|Ms|Mx|Dr|Hon|Prof)\b\.?\s+[A-Z]|\s[A-Z]\.\s+[A-Z]"
        return Text().broken(values) | values.str.contains(person, regex=True)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason in words: yes or no is none."""

    text: str = "the stated reason in words, on one line"

    def broken(self, values: pd.Series) -> pd.Series:
        """Return True where a cell states no reason."""
        return Text(500).broken(values) | ~values.str.contains(r"[A-Za-z]{4}", regex=True)


@dataclass(frozen=True, slots=True)
class Listed:
    """A name of a list too long for a message; labels are held to it with the crosswalks."""

    text: str

    def broken(self, values: pd.Series) -> pd.Series:
        """Return True where a cell cannot be a name at all."""
        return Text().broken(values)


TOWN_NAME = Listed("a town of Connecticut by name, Outside Connecticut or Not reported (docs/vocabulary.md)")
LANGUAGE_NAME = Listed("a language by its name in English or Spanish or its ISO 639 code (docs/vocabulary.md)")
SEVERAL_LANGUAGES = Listed("languages by name in English or Spanish or ISO 639 code, joined by ; (docs/vocabulary.md)")
