"""Downloads of the whole release, its sources with checksums, and the warnings that travel with it."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard.components.phone_fold import phone_fold
from dashboard.downloads import MOST_XLSX
from dashboard.exports.kinds import named
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.selection import Selection
from dashboard.table_names import about_tables
from dashboard.tables import DEMONSTRATION, EVERYONE, Tables, edition, in_words, sentences
from metrics import words
from metrics.schema import TABLES

PATH = "/data"
_MOST_WARNINGS = 100


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the data page."""
    lead = t("Everything on these pages, as files.") + f" {edition(tables, t)}."
    parts: list[Part] = [
        tag("p", class_="crumb"),
        tag("h1", t("Data and downloads")),
        tag("p", lead, class_="lead"),
        tag("p", tag("a", t("Data for programs"), href=selection.only().address("/api")), class_="gap"),
        _section(t("Documents"), _documents(t)),
        _section(t("The release, table by table"), _downloads(tables, t)),
        _section(t("Sources"), _sources(tables, t)),
        _section(t("Warnings"), _warnings(tables, t)),
        _section(t("This release"), _manifest(tables, t)),
    ]
    return View(t("Data and downloads"), tuple(parts))


def _section(title: str, body: Any) -> Markup:
    return tag("section", tag("div", tag("h2", title), class_="sec-head"), body, class_="sec")


def _documents(t: Tongue) -> Markup:
    query = "" if t.language == "en" else f"?lang={t.language}"
    links = [
        tag("li", tag("a", name, href=f"/exports{query}#{kind}", data_full=True)) for kind, name in named(t).items()
    ]
    return tag("ul", links, class_="prose")


def _downloads(tables: Tables, t: Tongue) -> Markup:
    about, sizes = about_tables(t), tables.sizes()
    rows = []
    for name in TABLES:
        size = words.number(sizes[name], "persons", 0, t.language) if name in sizes else ""
        links = [
            tag(
                "a",
                kind,
                href=f"/download/{name}.{kind.lower()}?release={tables.id}",
                download=True,
                aria_label=f"{name}, {kind}",
            )
            for kind in ("CSV", "Parquet", "XLSX")
            if kind != "XLSX" or sizes.get(name, 0) <= MOST_XLSX
        ]
        rows.append(
            tag(
                "tr",
                tag("th", tag("span", name, class_="code"), scope="row"),
                tag("td", about.get(name, "")),
                tag("td", size, class_="num", data_label=t("Rows")),
                tag(
                    "td", tag("span", [part for each in links for part in (" · ", each)][1:]), data_label=t("Download")
                ),
            )
        )
    head = tag(
        "tr",
        tag("th", t("Table"), scope="col"),
        tag("th", t("What it holds"), scope="col"),
        tag("th", t("Rows"), scope="col", class_="num"),
        tag("th", t("Download"), scope="col"),
    )
    table = tag(
        "table",
        tag("caption", t("Tables of the release"), class_="sr"),
        tag("thead", head),
        tag("tbody", rows),
        class_="listed",
    )
    return tag("div", table, class_="wide-table", tabindex="0", role="region", aria_label=t("Tables of the release"))


def _sources(tables: Tables, t: Tongue) -> Markup:
    rows = tables.whole("sources")
    if rows.empty:
        return tag("p", t("This release names no sources."), class_="notice")
    items = []
    for source, files in rows.groupby("source", sort=True):
        first = files.iloc[0]
        title = tag("h3", in_words(first.to_dict(), "title", t.language) or str(source))
        facts = [
            (t("Publisher"), _text(first["publisher"])),
            (t("Address"), _address(_text(first["address"]))),
            (t("License"), _text(first["licence"])),
            (t("Nature"), t("Demonstration data") if first["nature"] == DEMONSTRATION else t("Official")),
            (t("Keep in mind"), _caveats(_text(first["caveats"]))),
            (t("Files"), _files(files, t)),
        ]
        listed = tag("dl", [(tag("dt", name), tag("dd", said)) for name, said in facts if said], class_="pairs")
        items.append(tag("article", title, listed, class_="definition"))
    return phone_fold(t("Show {n} sources", n=len(items)), *items)


def _caveats(text: str) -> Markup | None:
    """Return what the source's readers must know, as its loader says it: in English."""
    lines = sentences(text)
    return tag("ul", [tag("li", line) for line in lines], lang="en") if lines else None


def _files(files: pd.DataFrame, t: Tongue) -> Markup | str:
    named = [_file(file, t) for file in files.to_dict("records") if _text(file["name"])]
    if not named and any(_text(file["received"]) for file in files.to_dict("records")):
        return t("Sent by the agencies. What a file is called, and its checksum, are not public.")
    return tag("ul", named) if named else t("Bundled with the product, each figure with its citation.")


def _file(file: Mapping[Hashable, Any], t: Tongue) -> Markup:
    received = _text(file["received"])[:10]
    day = words.day(date.fromisoformat(received), t.language) if received else ""
    said = t("{name}, received {day}", name=_text(file["name"]), day=day) if day else _text(file["name"])
    checksum = _text(file["sha256"])
    return tag(
        "li",
        said,
        checksum and tag("span", " · SHA-256 ", tag("span", f"{checksum[:16]}…", class_="code", title=checksum)),
    )


def _warnings(tables: Tables, t: Tongue) -> Markup:
    rows = tables.whole("quality")
    if rows.empty:
        return tag("p", t("No warnings."))
    names = tables.agency_names()
    items = [
        tag(
            "li",
            [f"{_said(row[c], c, names, t)} · " for c in ("agency", "period") if _text(row[c])],
            tag("span", in_words(row, "message", t.language)),
        )
        for row in rows.head(_MOST_WARNINGS).to_dict("records")
    ]
    more = len(rows) - _MOST_WARNINGS
    rest = tag("p", t("{n} more are in the table “quality”.", n=more), class_="small") if more > 0 else None
    return phone_fold(t("Show {n} warnings", n=len(items)), tag("ul", items, class_="warns"), rest)


def _said(value: str, column: str, names: Any, t: Tongue) -> str:
    if column == "agency":
        return t("All agencies") if value == EVERYONE else str(names.get(value, value))
    try:
        return words.period(value, t.language)
    except ValueError:
        return str(value)


def _manifest(tables: Tables, t: Tongue) -> Markup:
    pairs = [
        (tag("dt", tag("span", key, class_="code")), tag("dd", tag("span", value, class_="code")))
        for key, value in sorted(tables.manifest.items())
    ]
    return tag("dl", pairs, class_="pairs gap")


def _address(text: str) -> Any:
    return tag("a", text, href=text, rel="external noreferrer") if text.startswith(("https://", "http://")) else text


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
