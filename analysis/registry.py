"""The kinds of analysis. Each is imported when it is asked for, since some bring large libraries."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.kind import Kind

KINDS = ("inequality", "adverse-impact", "utilization", "progress", "funnel", "pay")


def kind(name: str) -> "Kind":
    """Return the kind of analysis of that name. Raises KeyError for another name."""
    if name not in KINDS:
        raise KeyError(name)
    found: Kind = import_module(f"analysis.{name.replace('-', '_')}").KIND
    return found
