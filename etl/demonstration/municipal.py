"""Towns and a city: `municipal_actions`, `protected_classes`.

The actions are those of Sustainable CT: 1.1 Optimize for Equity, applied to one other action for Bronze and to three
for Silver; 1.2 training; 1.3 statement. Which town took which step is invented, and no town's record.
The classes are of an invented city; their days are invented.
"""

import pandas as pd

from etl.demonstration import place
from etl.demonstration.chance import generator
from etl.demonstration.examples import CITY
from etl.demonstration.span import LAST, first_day

STEPS = ("Commit", "Form a team", "Involve residents", "Apply to an action", "Review and report")
_OTHERS = ("2.2", "3.1", "4.3", "5.1", "6.4", "7.2", "8.1", "9.3")
_CLASSES = (
    ("race", "1990-01-01"), ("color", "1990-01-01"), ("religion", "1990-01-01"), ("sex", "1990-01-01"),
    ("national origin", "1990-01-01"), ("age", "1990-01-01"), ("disability", "1991-07-01"),
    ("sexual orientation", "1993-05-01"), ("gender identity", "2011-10-01"), ("veteran status", "2017-10-01"),
    ("political opinion or affiliation", "1990-01-01"), ("status as a victim of domestic violence", "2022-10-01"),
    ("criminal record erased by law", "2023-01-01"), ("lineage", "2021-03-01"),
)  # fmt: skip
_ENDED = {"lineage": "2024-06-30"}


def municipal_actions() -> pd.DataFrame:
    """Return the delivery `municipal_actions`: each town's steps in order, from none to all of them."""
    random = generator("municipal")
    rows: list[dict[str, str]] = []
    for town in place.towns():
        reached = int(random.choice(len(STEPS) + 1, p=(0.05, 0.20, 0.20, 0.15, 0.20, 0.20)))
        day = first_day(2022)[0] + int(random.integers(0, 800))
        others = iter(random.permutation(_OTHERS))
        for step in STEPS[:reached]:
            for _ in range(int(random.integers(1, 5)) if step == STEPS[3] else 1):
                day = day + int(random.integers(20, 60))
                applied = str(next(others)) if step == STEPS[3] else ""
                rows.append({"town": town, "action": "1.1", "step": step, "date": str(day), "applied_to": applied})
        for action, share in (("1.2", 0.3), ("1.3", 0.2)):
            if random.uniform() < share:
                done = str(first_day(2021)[0] + int(random.integers(0, 1400)))
                rows.append({"town": town, "action": action, "step": "Done", "date": done, "applied_to": ""})
    found = pd.DataFrame(rows).assign(nature="demonstration")
    return found[found["date"] <= str(LAST)].reset_index(drop=True)


def protected_classes() -> pd.DataFrame:
    """Return the delivery `protected_classes` of the invented city."""
    return pd.DataFrame(
        [
            {"jurisdiction": "Example City", "class": name, "valid_from": day, "valid_to": _ENDED.get(name, ""),
             "ordinance": f"Ordinance {number} of {CITY}, invented", "nature": "demonstration"}
            for number, (name, day) in enumerate(_CLASSES, start=1)
        ]
    )  # fmt: skip
