"""A typed cell as the text a CSV file would hold."""

import math


def plain(cell: object) -> str:
    """Return whole numbers without a point, dates as ISO, truth as yes and no, nothing as blank.

    >>> plain(12.0), plain(None), plain(True), plain(2.5)
    ('12', '', 'yes', '2.5')
    """
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if hasattr(cell, "isoformat"):
        text = str(cell.isoformat())
        return "" if text == "NaT" else text.removesuffix("T00:00:00")
    return str(cell).strip()
