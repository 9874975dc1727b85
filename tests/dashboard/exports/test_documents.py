"""Documents are tagged PDF in both languages, say what the pages say, and hold nothing that the release withholds."""

import io
import re

import pandas as pd
import pytest

from dashboard.exports import document
from dashboard.exports.briefing import briefing
from dashboard.exports.calls import calls
from dashboard.exports.document import Document, Heading, Table, Text, as_pdf
from dashboard.exports.pack import NoAgency, Pack, as_document, as_workbook
from dashboard.exports.report import report
from dashboard.language import tongue
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import Tables
from metrics.release import Shelf
from tests.dashboard import sample

EN, ES = tongue("en"), tongue("es")


@pytest.fixture(scope="module")
def seen(sample_home: object) -> Tables:
    """The public tables of the sample."""
    return Tables(Shelf(sample_home / "releases", "public").current())  # type: ignore[operator]


def said(made: Document) -> str:
    """Every text of a document."""
    found = []
    for block in made.blocks:
        if isinstance(block, Heading | Text):
            found.append(block.text)
        elif isinstance(block, Table):
            found += [block.caption, *block.data.headings, *(cell for row in block.data.rows for cell in row)]
    return "\n".join(found)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type ?/Page\b", pdf))


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_briefing_is_two_tagged_pages(tables: Tables, language: str) -> None:
    pdf = as_pdf(briefing(tables, tongue(language)), tight=True)
    assert pages(pdf) == 2
    assert b"/StructTreeRoot" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert f"/Lang({language})".encode() in pdf


def test_the_briefing_says_the_sentence_of_the_page(tables: Tables) -> None:
    measure = tables.measure("employees")
    assert measure
    assert Story(tables, measure, Selection(), EN).say_groups() in said(briefing(tables, EN))


def test_who_needs_a_call_is_in_the_order_of_names(tables: Tables) -> None:
    names = [name for name, _ in calls(tables, EN)]
    assert names == sorted(names, key=str.lower)
    assert all(reasons for _, reasons in calls(tables, EN))


@pytest.mark.long
@pytest.mark.parametrize("t", [EN, ES], ids=["en", "es"])
def test_a_pack_follows_the_order_of_the_regulations(tables: Tables, t: object) -> None:
    made = as_document(Pack(tables, "DOT", t))  # type: ignore[arg-type]
    parts = [block.text[:2] for block in made.blocks if isinstance(block, Heading) and block.level == 1]
    assert parts == ["1.", "2.", "3.", "4.", "5."]
    assert "46a-68-83" in said(made)
    assert as_pdf(made).startswith(b"%PDF")


def test_a_pack_says_that_it_is_a_screening(tables: Tables) -> None:
    text = said(as_document(Pack(tables, "DOT", EN)))
    assert text.count("no finding of discrimination") == 2


def test_a_public_pack_holds_no_withheld_number(seen: Tables) -> None:
    book = pd.read_excel(io.BytesIO(as_workbook(Pack(seen, sample.SMALL, EN))), sheet_name=None, engine="calamine")
    assert list(book) == [
        "About",
        "1 Workforce",
        "2 Availability",
        "3 Utilization",
        "4 Employment",
        "5 Goals",
        "5 Goals, one by one",
    ]
    rows = book["1 Workforce"]
    hidden = rows[rows["status"] == "withheld"]
    assert len(hidden)
    assert hidden[["value", "numerator", "denominator", "gap"]].isna().all(axis=None)
    assert not set(book["3 Utilization"]["figure_id"]) & set(hidden["figure_id"])
    assert "to protect people" in said(as_document(Pack(seen, sample.SMALL, EN)))


def test_an_unknown_agency_is_told_the_known_ones(tables: Tables) -> None:
    with pytest.raises(NoAgency, match="choose among A13"):
        Pack(tables, "NOPE", EN)


def test_the_report_has_every_measure_under_its_directive(tables: Tables) -> None:
    text = said(report(tables, ES))
    for measure in tables.measures():
        assert str(measure["title_es"]) in text
    assert "Preámbulo de la orden" in text


def test_a_document_of_demonstration_rows_is_stamped(tables: Tables) -> None:
    assert "Demonstration data." in report(tables, EN).stamp
    assert "Internal" in report(tables, EN).stamp


def test_no_text_is_read_as_markup(tables: Tables) -> None:
    made = document.document("#panic()", [Heading("= $x$"), Text('#read("data.json") *a*')], tables, EN)
    assert as_pdf(made).startswith(b"%PDF")
