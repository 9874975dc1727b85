"""Members of invented boards and commissions: `boards`. Terms follow each other seat by seat; all is invented."""

import numpy as np
import pandas as pd

from etl.demonstration.chance import generator
from etl.vocabulary.label import NOT_REPORTED

_SUBJECTS = (
    "Early Learning", "Public Health", "Fair Housing", "Workforce Skills", "Water and Rivers", "Road Safety",
    "Small Business", "Libraries", "Aging", "Accessibility", "Reentry", "Arts",
)  # fmt: skip
_AUTHORITIES = ("Governor", "Speaker of the House", "President Pro Tempore of the Senate", "Minority leaders")
_SEATS, _TERM = 11, 4
_RACES = ("White", "Black or African American", "Hispanic or Latino", "Asian", "Two or More Races", NOT_REPORTED)


def boards() -> pd.DataFrame:
    """Return the delivery `boards`: each seat held for terms of four years from 2015 on, a few ended early."""
    random = generator("boards")
    rows: list[dict[str, str]] = []
    for subject in _SUBJECTS:
        for seat in range(_SEATS):
            authority = _AUTHORITIES[int(random.choice(4, p=(0.5, 0.18, 0.18, 0.14)))]
            for start in range(2015 + seat % _TERM, 2026, _TERM):
                if start > 2024 and random.uniform() < 0.4:
                    continue
                early = random.uniform() < 0.08
                rows.append(
                    {
                        "board": f"Example Board on {subject}", "appointing_authority": authority,
                        "member_id": f"M{len(rows):04d}", "term_start": f"{start}-03-01",
                        "term_end": f"{start + (2 if early else _TERM)}-02-{27 if early else 28}",
                        "race_ethnicity": _RACES[int(random.choice(6, p=(0.66, 0.14, 0.10, 0.04, 0.01, 0.05)))],
                        "sex": str(np.array(["Female", "Male", "X"])[random.choice(3, p=(0.45, 0.545, 0.005))]),
                        "nature": "demonstration",
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)
