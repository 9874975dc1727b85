"""An agency beside its peers as a block of a page and as files."""

import pandas as pd

from dashboard.components import strips
from dashboard.components.chart import EXHIBIT_FORMS, Chart, block
from dashboard.components.pictured import told
from dashboard.drawing import strips as strips_drawing
from dashboard.exhibits import Exhibit
from dashboard.markup import Part, tag
from dashboard.peers import Peers
from dashboard.tables import EVERYONE
from metrics import words


def beside(peers: Peers, path: str, file: str, heading: str = "") -> Part:
    """Return the block of an agency and its peers; a panel that says so where it has no figure.

    `path`: of its page; `file`: name of its files; `heading`: the agency's name unless it is said.
    """
    t = peers.t
    name = peers.tables.agency_names()[peers.agency]
    if not peers.rows:
        return tag(
            "section",
            tag("h2", name),
            tag("p", t("This release holds no figures of this agency."), class_="notice"),
            class_="chart",
        )
    return block(
        Chart(
            id="peers",
            heading=heading or name,
            sentence=_sentence(peers),
            polarity=t(
                "Which side is better depends on the measure; its own page says it. Agencies do different work."
            ),
            figure=(strips.strips(peers, name),),
            table=strips.data_table(peers),
            note=t("Each strip has a scale of its own. Of a share it shows the group that is furthest below parity."),
            source=_source(peers),
            link=_link(peers, path),
            download=(f"/exhibit/{file}", peers.asked.only("agency", "show").with_(release=peers.tables.id).query()),
            forms=EXHIBIT_FORMS,
            explain=told(
                (
                    t("Peers are the agencies of a like number of employees, by the classes of the sentence above."),
                    t("Each row is the newest value of a measure: of the agency, of each peer, of all agencies."),
                    t("The page of each measure has its formula, its source and its interval."),
                ),
                _source(peers),
                _link(peers, path),
                peers.tables,
                t,
            ),
        ),
        t,
    )


def exhibit(peers: Peers, path: str, heading: str = "") -> Exhibit | None:
    """Return the same as a file; None where the agency has no figure."""
    if not peers.rows:
        return None
    t = peers.t
    rows = pd.DataFrame(
        [
            {
                "agency": peers.agency, "measure": each.measure["measure"], "group": each.about or EVERYONE,
                "period": each.period, "status": each.status, "value": each.own, "all_agencies": each.everyone,
                "peers": len(each.peers), "peers_lowest": min(each.peers, default=None),
                "peers_highest": max(each.peers, default=None), "unit": each.measure["unit"],
            }
            for each in peers.rows
        ]
    )  # fmt: skip
    return Exhibit(
        heading or peers.tables.agency_names()[peers.agency],
        _sentence(peers),
        _source(peers),
        rows,
        lambda: strips_drawing.draw(peers.rows, (t("This agency"), t("All agencies"))),
        _link(peers, path),
        any(each.demonstration for each in peers.rows),
    )


def _sentence(peers: Peers) -> str:
    t = peers.t
    prefix = t("Demonstration: ") if any(each.demonstration for each in peers.rows) else ""
    n = words.number(len(peers.peers), "persons", 0, t.language)
    return prefix + t("{n} peers: {which}.", n=n, which=peers.size_in_words())


def _source(peers: Peers) -> str:
    t = peers.t
    said = t("Source: figures of this release, newest period of each measure.")
    return said + (" " + t("Demonstration data.") if any(each.demonstration for each in peers.rows) else "")


def _link(peers: Peers, path: str) -> str:
    return peers.asked.only("agency", "show").address(path, release=peers.tables.id, lang=peers.t.language)
