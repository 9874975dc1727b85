"""An agency and its peers: one strip a measure, peers hollow, the agency filled, all agencies as the line."""

from dashboard.components.chart import DataTable
from dashboard.components.marks import absence
from dashboard.markup import Markup, tag
from dashboard.peers import Beside, Peers
from metrics import words

_HIGH = 40


def strips(peers: Peers, caption: str) -> Markup:
    """Return a row for each measure."""
    t = peers.t
    head = tag(
        "tr",
        tag("th", t("Measure"), scope="col", class_="name"),
        tag("th", t("Peers hollow, this agency filled, line: all agencies"), scope="col", class_="plot"),
        tag("th", t("This agency"), scope="col", class_="num"),
        tag("th", t("All agencies"), scope="col", class_="num"),
        tag("th", t("Year"), scope="col", class_="num"),
    )
    body = [_row(each, peers) for each in peers.rows]
    return tag("table", tag("caption", caption, class_="sr"), tag("thead", head), tag("tbody", body), class_="strips")


def _row(each: Beside, peers: Peers) -> Markup:
    t = peers.t
    own = tag("b", each.said) if each.own is not None else absence(each.status, t.language)
    about = [tag("p", each.about)] if each.about else []
    return tag(
        "tr",
        tag("th", tag("a", each.title, href=each.address), about, scope="row", class_="name"),
        tag("td", strip(each), class_="plot"),
        tag("td", own, class_="num", data_label=t("This agency")),
        tag("td", each.said_everyone, class_="num", data_label=t("All agencies")),
        tag("td", words.tick(each.period), class_="num", data_label=t("Year")),
    )


def strip(each: Beside) -> Markup:
    """Return the strip of one measure, as wide as its cell; the numbers are in the cells beside it."""
    middle = _HIGH / 2
    at = each.axis.at
    parts = [tag("line", class_="axis", x1="0%", x2="100%", y1=middle, y2=middle)]
    if each.everyone is not None:
        place = f"{at(each.everyone):.2f}%"
        parts.append(tag("line", class_="bench", x1=place, x2=place, y1=4, y2=_HIGH - 4))
    hollow = "fill:var(--bg);stroke:var(--ink-3);stroke-width:1.5"
    parts += [tag("circle", cx=f"{at(value):.2f}%", cy=middle, r=4, style=hollow) for value in each.peers]
    if each.own is not None:
        filled = f"fill:var(--{each.token});stroke:var(--bg);stroke-width:1.5"
        parts.append(tag("circle", cx=f"{at(each.own):.2f}%", cy=middle, r=6.5, style=filled))
    return tag("svg", parts, class_="draw", height=_HIGH, aria_hidden="true")


def data_table(peers: Peers) -> DataTable:
    """Return the same as text, the peers by how many they are and their range."""
    t, language = peers.t, peers.t.language
    rows = []
    for each in peers.rows:
        unit, decimals = str(each.measure["unit"]), int(each.measure["decimals"])
        among = "–"
        if each.peers:
            low, high = (words.number(end(each.peers), unit, decimals, language) for end in (min, max))
            among = t("{n}: {low} to {high}", n=len(each.peers), low=low, high=high)
        title = f"{each.title}: {each.about}" if each.about else each.title
        rows.append((title, each.said, each.said_everyone, among, words.tick(each.period)))
    headings = (t("Measure"), t("This agency"), t("All agencies"), t("Peers, lowest to highest"), t("Year"))
    return DataTable(headings, tuple(rows))
