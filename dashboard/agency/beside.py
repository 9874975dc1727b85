"""An agency beside agencies of its size, on the measures of one of the four parts."""

from collections.abc import Iterable
from typing import Any

from dashboard.agency import parts, tabs
from dashboard.components import peers_block
from dashboard.domains import in_order
from dashboard.exhibits import Exhibit
from dashboard.language import Tongue
from dashboard.markup import Part
from dashboard.peers import Peers
from dashboard.selection import Selection
from dashboard.tables import Tables

FILE = "peers"
"""The name of its files."""


def peers_of(
    tables: Tables, selection: Selection, agency: str, part: str, measures: Iterable[dict[str, Any]], t: Tongue
) -> Peers:
    """Return the agency and its peers on the measures of a part."""
    asked = selection.only("show").with_(agency=agency).with_other(show=part)
    return Peers(tables, asked, t, frozenset(str(each["measure"]) for each in measures))


def block(peers: Peers) -> Part | None:
    """Return the block; None where no measure of the part can be set beside other agencies, or none is of its size."""
    if not peers.rows or not peers.peers:
        return None
    return peers_block.beside(peers, f"/agencies/{peers.agency}", FILE, _heading(peers.t))


def exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return the same as a file; None for an agency without figures."""
    agency = selection.agency
    if agency not in tables.agency_names():
        return None
    divided = parts.divided(tables, in_order(tables.measures()), agency)
    part = tabs.asked(selection, {name: len(measures) for name, measures in divided.items()})
    peers = peers_of(tables, selection, agency, part, divided[part], t)
    return peers_block.exhibit(peers, f"/agencies/{agency}", f"{tables.agency_names()[agency]}. {_heading(t)}")


def _heading(t: Tongue) -> str:
    return t("How does it compare with agencies of its size?")
