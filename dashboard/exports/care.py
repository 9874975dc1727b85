"""The words of care that stand on every document about people at work."""

from dashboard.exports.document import Text
from dashboard.language import Tongue


def care(t: Tongue) -> Text:
    """Return what the numbers are not."""
    said = t(
        "These are screening results on groups. They are no finding of discrimination and no quota. "
        "Never use them to decide about a person."
    )
    return Text(said, "notice")
