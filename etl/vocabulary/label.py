"""Standard labels of people and jobs, with the codes that a delivery may use instead.

Race and ethnicity follow the EEO-4 form (`omb_1997`) or Statistical Policy Directive 15 of 2024
(`omb_2024`: one combined question, Middle Eastern or North African added). The two are never
compared without a stated bridge.
"""

from collections.abc import Mapping
from types import MappingProxyType

from etl.vocabulary import listed

NOT_REPORTED = "Not reported"
EVERYONE = "ALL"

RACE_ETHNICITY: Mapping[str, str] = MappingProxyType(
    {
        "AI": "American Indian or Alaska Native",
        "AS": "Asian",
        "BL": "Black or African American",
        "HI": "Hispanic or Latino",
        "ME": "Middle Eastern or North African",
        "NH": "Native Hawaiian or Other Pacific Islander",
        "TW": "Two or More Races",
        "WH": "White",
        "OT": "Other",
        "NR": NOT_REPORTED,
    }
)
SEX: Mapping[str, str] = MappingProxyType({"F": "Female", "M": "Male", "X": "X", "NR": NOT_REPORTED})
JOB_CATEGORY: Mapping[str, str] = MappingProxyType(
    {
        "1": "Officials and Administrators",
        "2": "Professionals",
        "3": "Technicians",
        "4": "Protective Service Workers",
        "5": "Paraprofessionals",
        "6": "Administrative Support",
        "7": "Skilled Craft",
        "8": "Service-Maintenance",
    }
)
AGE_BANDS = ("Under 25", "25-34", "35-44", "45-54", "55-64", "65 and over", NOT_REPORTED)
YES_NO = ("yes", "no", "not reported")
LANGUAGES: tuple[Mapping[str, str], ...] = listed.own("languages")
"""Languages: ISO 639 code, English and Spanish name."""
RACE_STANDARDS = ("omb_1997", "omb_2024")
NATURES = ("official", "demonstration")
STAGES = ("applied", "qualified", "interviewed", "offered", "hired")
"""The stages of an application, in order."""
ACTIONS = (
    "hire", "promotion", "demotion", "transfer_in", "transfer_out", "separation_voluntary", "separation_involuntary",
    "retirement", "discipline", "appraisal",
)  # fmt: skip
"""What may happen to an employee."""
STATUSES = ("shown", "suppressed_by_publisher", "not_collected", "not_applicable", "missing")


def _lookup(codes: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): name for name in codes.values()} | {code.lower(): name for code, name in codes.items()}


def _languages() -> dict[str, str]:
    return {row[form].lower(): row["english"] for form in ("code", "spanish", "english") for row in LANGUAGES}


STANDARD: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "race_ethnicity": _lookup(RACE_ETHNICITY),
        "sex": _lookup(SEX),
        "job_category": _lookup(JOB_CATEGORY),
        "age_band": {band.lower(): band for band in AGE_BANDS},
        "disability": {word: word for word in YES_NO},
        "full_time": {word: word for word in YES_NO},
        "veteran": {word: word for word in YES_NO},
        "language": _languages(),
        "yes_no": {word: word for word in YES_NO},
        "fact": {word: word for word in YES_NO[:2]},
        "race_standard": {word: word for word in RACE_STANDARDS},
        "nature": {word: word for word in NATURES},
        "status": {word: word for word in STATUSES},
    }
)
"""Kind of label -> {lower-case label or code: standard label}."""
