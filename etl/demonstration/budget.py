"""Money by program, some of it by town: `budget`. Amounts are invented and follow no budget of the State."""

import numpy as np
import pandas as pd

from etl.demonstration import heads, place
from etl.demonstration.chance import generator
from etl.demonstration.services import PROGRAMS
from etl.demonstration.span import PERIODS

_NOTES = (
    "Serves residents with low incomes first; figures by group are reviewed each year.",
    "Open to everyone; forms and counters in the languages that residents need.",
    "",
)
_BY_TOWN = (("SDE", "Aid to towns for schools", 9.0e8), ("DOT", "Aid to towns for roads", 6.0e7))
_PERSON = 1.15e5


def budget(agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `budget`: administration, each program of `services`, and aid to each of the 169 towns."""
    random = generator("budget")
    lines = [(code, "Administration", _PERSON * heads.size(code), False) for code in agencies]
    lines += [(code, program, 40.0 * people, False) for code, program, people, *_ in PROGRAMS if code in agencies]
    lines += [(code, program, dollars, True) for code, program, dollars in _BY_TOWN if code in agencies]
    parts = []
    for code, program, dollars, by_town in lines:
        shares = place.weights() if by_town else np.ones(1)
        town = list(place.towns()) if by_town else [""]
        note = _NOTES[1 if by_town else int(random.choice(3, p=(0.4, 0.25, 0.35)))]
        growth = np.cumprod(1 + random.normal(0.025, 0.015, len(PERIODS)))
        for year, period in enumerate(PERIODS):
            given = np.round(dollars * growth[year] * shares, 0)
            spent = np.round(given * random.uniform(0.94, 1.0, len(given)), 0)
            # Notes became usual after the order.
            said = note if by_town or period == PERIODS[-1] else (note if random.uniform() < 0.1 * year else "")
            parts.append(pd.DataFrame(
                {"agency": code, "program": program, "period": period, "appropriated": given, "expended": spent,
                 "equity_note": said, "town": town, "nature": "demonstration"}
            ))  # fmt: skip
    return pd.concat(parts, ignore_index=True)
