"""The bundled register of Connecticut's agencies: in force until a register is delivered."""

import csv
from pathlib import Path

import pandas as pd

REGISTER = Path(__file__).parent / "reference" / "agencies.csv"


def bundled() -> pd.DataFrame:
    """Return the agencies of the bundled register, with the columns of the warehouse's table `agency`."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        return pd.DataFrame(list(csv.DictReader(file))).assign(nature="official")
