"""Meetings with the public and words for it.

`engagement`, `communications`, `languages_needed`, `interpreter_requests`. All is invented.
"""

import numpy as np
import pandas as pd

from etl.demonstration import place
from etl.demonstration.chance import generator
from etl.demonstration.services import GROUPS
from etl.demonstration.span import YEARS, first_day, iso
from etl.vocabulary.label import EVERYONE

NEEDED = {
    "Spanish": 60_000, "Portuguese": 6_000, "Polish": 4_500, "Chinese": 4_000, "Haitian Creole": 3_500, "Arabic": 2_500,
}  # fmt: skip
_SERVING = ("DSS", "DOL", "DPH", "DOH", "OEC", "DMHAS", "DDS", "ADS", "DCF", "DMV", "SDE", "CHRO", "EXD")
_DOCUMENTS = ("Application form", "Notice of rights", "Notice of decision", "How to appeal", "How to complain")
_OTHER = ("Annual report", "Newsletter")


def engagement(agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `engagement`: two meetings a year of each agency, participants by group and in all."""
    random = generator("engagement")
    races = list(GROUPS["race_ethnicity"])
    rows = []
    for code in agencies:
        for year in YEARS:
            for meeting in range(1, 3):
                people = random.multinomial(int(random.integers(20, 160)), (0.5, 0.16, 0.17, 0.04, 0.03, 0.10))
                said = int(random.integers(5, 40))
                answered = int(random.binomial(said, 0.75))
                common = {
                    "agency": code, "session_id": f"{code}-{year}-{meeting}",
                    "date": str(first_day(year)[0] + int(random.integers(20, 340))),
                    "town": "online" if random.uniform() < 0.3 else str(place.some(1, random)[0]),
                }  # fmt: skip
                everyone = {"dimension": EVERYONE, "group": EVERYONE, "participants": int(people.sum())}
                acted = int(random.binomial(answered, 0.4))
                rows.append({**common, **everyone, "feedback": said, "answered": answered, "acted_on": acted})
                rows += [
                    {**common, "dimension": "race_ethnicity", "group": race, "participants": int(count)}
                    for race, count in zip(races, people, strict=True)
                ]
    found = pd.DataFrame(rows).assign(nature="demonstration")
    counts = ["feedback", "answered", "acted_on"]
    return found.astype(dict.fromkeys(counts, "Int64"))


def languages_needed(agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `languages_needed`: of the agencies that serve residents, once in 2018 and once in 2023."""
    random = generator("languages")
    rows = [
        {"agency": code, "language": language, "residents_served": int(people * share * random.uniform(0.8, 1.2)),
         "valid_from": day, "nature": "demonstration"}
        for code in _serving(agencies)
        for share in [random.uniform(0.05, 0.6)]
        for day in ("2018-07-01", "2023-07-01")
        for language, people in NEEDED.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def communications(agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `communications`: English of every document, and other languages of more each year."""
    random = generator("communications")
    rows = []
    for code in _serving(agencies):
        for year in YEARS:
            for document in (*_DOCUMENTS, *_OTHER):
                vital = document in _DOCUMENTS
                reach = {"Spanish": 0.55 + 0.05 * (year - YEARS[0])}
                spoken = ["English"] + [
                    language for language in NEEDED
                    if random.uniform() < (reach.get(language, 0.08 + 0.05 * (year - YEARS[0])) if vital else 0.1)
                ]  # fmt: skip
                day = first_day(year)[0] + int(random.integers(0, 360))
                usual = 9.5 - 0.25 * (year - YEARS[0])
                rows += [
                    {"agency": code, "document": document, "vital": "yes" if vital else "no", "language": language,
                     "date": str(day), "reading_grade": round(float(random.normal(usual, 1)), 1),
                     "accessible": "yes" if random.uniform() < 0.75 else "no", "nature": "demonstration"}
                    for language in spoken
                ]  # fmt: skip
    return pd.DataFrame(rows)


def interpreter_requests(agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `interpreter_requests`: only in languages that are needed; a wait only where one came."""
    random = generator("interpreters")
    serving = _serving(agencies)
    shares = np.array(list(NEEDED.values())) / sum(NEEDED.values())
    count = 60 * len(YEARS) * len(serving)
    year = random.integers(0, len(YEARS), count)
    met = random.uniform(size=count) < 0.9 + 0.01 * year
    waited = np.round(random.gamma(1.5, 12, count)).astype("int64").astype(str)
    rows = pd.DataFrame(
        {
            "agency": random.choice(serving, count),
            "date": iso(first_day(np.array(YEARS))[year] + random.integers(0, 365, count)),
            "language": random.choice(list(NEEDED), count, p=shares),
            "met": np.where(met, "yes", "no"), "minutes_waited": np.where(met, waited, ""), "nature": "demonstration",
        }
    )  # fmt: skip
    return rows.sort_values(["agency", "date", "language"], ignore_index=True)


def _serving(agencies: list[str]) -> list[str]:
    return [code for code in agencies if code in _SERVING]
