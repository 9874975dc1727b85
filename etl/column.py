"""The columns that standard deliveries share, by what their cells hold."""

from etl.contract import Column, Number, OneOf, PeriodText, Promise, Text
from etl.promise import ID, LANGUAGE_NAME, NAICS, PERSON, SEVERAL_LANGUAGES, TOWN_NAME, Day, Office, Reason, Standard
from etl.vocabulary.label import RACE_STANDARDS

AGENCY = Column(name="agency", meaning="code, acronym, name or former name of the agency", kind="agency")
PERIOD = Column(name="period", meaning="the period that the row is of", promise=PeriodText())
RACE_STANDARD = Column(
    name="race_standard", meaning="standard of race and ethnicity: omb_1997 (default) or omb_2024",
    promise=OneOf(RACE_STANDARDS), optional=True, blank=True,
)  # fmt: skip
RACE = Column(
    name="race_ethnicity", meaning="race and ethnicity, by name or code",
    promise=Standard("race_ethnicity"), kind="race_ethnicity",
)  # fmt: skip
SEX = Column(name="sex", meaning="sex, by name or code", promise=Standard("sex"), kind="sex")
JOB = Column(
    name="job_category", meaning="EEO-4 job category, by name or number",
    promise=Standard("job_category"), kind="job_category",
)  # fmt: skip
DIMENSION = Column(
    name="dimension", meaning="how people are grouped: race_ethnicity, sex, disability, ...; ALL for everyone"
)
GROUP = Column(name="group", meaning="the group's label; ALL for everyone", kind="group")
TOWN = Column(name="town", meaning="the town", promise=TOWN_NAME, kind="town", optional=True, blank=True)
NAICS_CODE = Column(name="naics", meaning="industry", promise=NAICS)


def text(
    name: str, meaning: str, promise: Promise | None = None, *, optional: bool = False, blank: bool = False
) -> Column:
    """A column of text; an optional one may also be blank."""
    return Column(name=name, meaning=meaning, promise=promise or Text(), optional=optional, blank=blank or optional)


def words(name: str, meaning: str, *choice: str, optional: bool = False) -> Column:
    """A column of a few words, exactly."""
    return Column(name=name, meaning=meaning, promise=OneOf(choice), optional=optional, blank=optional)


def flag(name: str, meaning: str, *, optional: bool = False) -> Column:
    """A column of a fact: yes or no."""
    return Column(name=name, meaning=meaning, promise=Standard("fact"), kind="fact", optional=optional, blank=optional)


def answer(name: str, meaning: str, *, optional: bool = False) -> Column:
    """A column of what somebody was asked: yes, no or not reported."""
    promise = Standard("yes_no")
    return Column(name=name, meaning=meaning, promise=promise, kind="yes_no", optional=optional, blank=optional)


def town(name: str, meaning: str) -> Column:
    """A column of towns, needed in every row."""
    return Column(name=name, meaning=meaning, promise=TOWN_NAME, kind="town")


def language(name: str, meaning: str, *, optional: bool = False) -> Column:
    """A column of languages."""
    return Column(name=name, meaning=meaning, promise=LANGUAGE_NAME, kind="language", optional=optional, blank=optional)


def languages(name: str, meaning: str) -> Column:
    """A column of languages, several of them joined by `;`, which may be absent."""
    return Column(name=name, meaning=meaning, promise=SEVERAL_LANGUAGES, kind="languages", optional=True, blank=True)


def day(name: str, meaning: str, *, past: bool = False, optional: bool = False, blank: bool = False) -> Column:
    """A column of days."""
    return Column(name=name, meaning=meaning, promise=Day(past), optional=optional, blank=blank or optional)


def whole(name: str, meaning: str, most: float = 1e9, *, optional: bool = False, blank: bool = False) -> Column:
    """A column of whole numbers from 0."""
    promise = Number(0, most, whole=True)
    return Column(name=name, meaning=meaning, promise=promise, optional=optional, blank=blank or optional)


def number(
    name: str, meaning: str, least: float = 0, most: float = 1e12, *, optional: bool = False, blank: bool = False
) -> Column:
    """A column of numbers."""
    return Column(name=name, meaning=meaning, promise=Number(least, most), optional=optional, blank=blank or optional)


def identifier(name: str, meaning: str) -> Column:
    """A column of ids of things."""
    return Column(name=name, meaning=meaning, promise=ID)


def person(name: str, meaning: str) -> Column:
    """A column of pseudonymous ids of people."""
    return Column(name=name, meaning=meaning, promise=PERSON)


def office(name: str, meaning: str, *, blank: bool = False) -> Column:
    """A column of offices: a person's name is refused where it can be told."""
    return Column(name=name, meaning=meaning, promise=Office(), blank=blank)


def reason(name: str, meaning: str) -> Column:
    """A column, which may be absent, of stated reasons."""
    return Column(name=name, meaning=meaning, promise=Reason(), optional=True, blank=True)
