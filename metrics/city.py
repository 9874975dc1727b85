"""A city's equal-opportunity plan, as proposed: which classes are protected when, who is tested, how far a plan is.

The provision is a marked-up revision of a city charter's merit system, so its text is "proposed". It gives equal
opportunity to every class "as delineated by ordinance from time to time" and to people who were arrested or convicted.
The sole exception: who serves at the Mayor's pleasure may be judged on political opinion or affiliation.
"""

import re

import pandas as pd

from etl.vocabulary.plan import CITY_STEPS

_POLITICAL = re.compile(r"\bpolitic", re.IGNORECASE)
_TOLD = {
    "race_ethnicity": r"\brace\b|\bethnic",
    "sex": r"^sex$|\bsex or\b|\band sex\b",
    "age_band": r"^age\b",
    "disability": r"\bdisab",
    "veteran": r"\bveteran",
    "justice_impacted": r"\bcriminal\b|\bjustice\b|\bconvict|\barrest",
}
"""Dimension of people -> the names of classes that a delivery tells of by it."""
_BELOW = re.compile(r"\b(?:needs|below|unsatisfactory|unacceptable|does not meet|not met)\b", re.IGNORECASE)


def protected(classes: pd.DataFrame, day: str) -> pd.DataFrame:
    """Return the classes in force on a day (ISO text); `valid_from` and `valid_to` are both included."""
    begun = classes["valid_from"] <= day
    return classes[begun & (classes["valid_to"].isna() | (classes["valid_to"] >= day))]


def political(name: str) -> bool:
    """Return whether a protected class is about political opinion or affiliation.

    >>> political("Political affiliation"), political("age")
    (True, False)
    """
    return bool(_POLITICAL.search(name))


def dimension(name: str) -> str | None:
    """Return the dimension of people that tells of a protected class; None where no delivery does.

    >>> dimension("race"), dimension("age"), dimension("sexual orientation")
    ('race_ethnicity', 'age_band', None)
    """
    return next((each for each, pattern in _TOLD.items() if re.search(pattern, name, re.IGNORECASE)), None)


def rated_below(ratings: pd.Series) -> pd.Series:
    """Return whether the words of each rating say that work fell short: needs, below, unsatisfactory, unacceptable,
    does not meet, not met. Other words, and none, do not."""
    return ratings.fillna("").astype(str).str.contains(_BELOW)


def tested(people: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the people that a test on a protected class is of: without those whose `at_will` is `yes` if the class is
    political, everybody otherwise."""
    return people[people["at_will"] != "yes"] if political(name) else people


def steps(plans: pd.DataFrame, day: str) -> pd.Series:
    """Return the last step that each plan has taken by a day, a blank day not being taken.

    A step counts only where each one before it has been taken: no plan is effective without the Council.
    """
    last = pd.Series(CITY_STEPS[0], index=plans.index, dtype=object)
    whole = pd.Series(True, index=plans.index)
    for name in CITY_STEPS:
        whole &= plans[name].notna() & (plans[name].fillna("") <= day)
        last = last.mask(whole, name)
    return last
