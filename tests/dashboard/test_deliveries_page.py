"""What a steward reads of a delivery: state, rows, rules, what to do, what the public sees; in both languages."""

import re
from datetime import UTC, datetime

import pytest

from dashboard.components.broken_rules import remedy, rows_of, wrong
from dashboard.language import LANGUAGES, tongue
from dashboard.pages import deliveries
from dashboard.render import as_html
from dashboard.selection import Selection
from dashboard.tables import Tables
from etl.contract import RULES
from metrics.received import Finding, Received
from tests.metrics.readability import grade, inflesz

EMPTY = Finding("blank", "sex", "one of Female, Male", 3, (4, 5, 9))
NAMED = Finding("personal", "", "is a heading for personal data", 1, (1,))


def came(file: str, state: str, *agencies: str, findings: tuple[Finding, ...] = (), day: int = 1) -> Received:
    time = datetime(2030, 1, day, 12, tzinfo=UTC)
    return Received(
        time, file, state, "workforce_counts", "Employees", "Personal", 12, "official", agencies,
        ("FY2025",), findings,
    )  # fmt: skip


def shown(tables: Tables, *received: Received, language: str = "en", **chosen: str) -> str:
    """Return the page's HTML."""
    agency = chosen.pop("agency", "")
    selection = Selection(lang=language, agency=agency).with_other(**chosen)
    return str(as_html(deliveries.view(Tables(tables.release, "", received), selection, tongue(language)).parts))


def test_a_refused_delivery_says_where_what_and_what_to_do(tables: Tables) -> None:
    page = shown(tables, came("a<b>.csv", "refused", "DOT", findings=(EMPTY, NAMED)))
    text = re.sub(r"<[^>]+>|\s+", " ", page)
    assert "a&lt;b&gt;.csv" in page
    for said in (
        "Refused",
        "4 to 5, 9",
        "one of Female, Male",
        "Fill the empty cells.",
        "Take out names",
        "head counts",
    ):
        assert said in text, said


def test_what_loaded_says_when_the_public_sees_it(tables: Tables) -> None:
    assert "once the next release is out" in shown(tables, came("a.csv", "loaded", "DOT"))
    assert "loaded already" in shown(tables, came("a.csv", "unchanged", "DOT"))


@pytest.mark.parametrize(
    ("chosen", "left"),
    [({}, "abc"), ({"state": "refused"}, "b"), ({"agency": "DOT"}, "ab"), ({"agency": "DOT", "state": "loaded"}, "a"),
     ({"state": "nonsense"}, "abc")],
)  # fmt: skip
def test_deliveries_can_be_chosen_by_state_and_agency(tables: Tables, chosen: dict[str, str], left: str) -> None:
    all_of_them = (came("a.csv", "loaded", "DOT"), came("b.csv", "refused", "DOT"), came("c.csv", "loaded"))
    page = shown(tables, *all_of_them, **chosen)
    assert {file for file in "abc" if f"{file}.csv" in page} == set(left)


def test_many_are_shown_when_they_are_asked_for(tables: Tables) -> None:
    many = tuple(came(f"{n}.csv", "loaded", "DOT") for n in range(40))
    assert shown(tables, *many).count("<article") == 30
    assert shown(tables, *many, show="all").count("<article") == 40


@pytest.mark.parametrize(
    ("rows", "count", "said"),
    [
        ((), 1, "the whole file"),
        ((2,), 1, "2"),
        ((2, 3, 4, 9), 4, "2 to 4, 9"),
        ((2, 2, 3), 1203, "2 to 3 and 1,200 more"),
    ],
)
def test_rows_are_told_in_a_few_words(rows: tuple[int, ...], count: int, said: str) -> None:
    assert rows_of(Finding("cell", "", "", count, rows), tongue("en")) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_words_that_are_easy_to_read(language: str) -> None:
    t = tongue(language)
    assert set(wrong(t)) == set(remedy(t)) == set(RULES)
    text = " ".join(f"{each.rstrip('.')}." for each in (*wrong(t).values(), *remedy(t).values()))
    assert grade(text) <= 8 if language == "en" else inflesz(text) >= 55


def test_without_a_delivery_the_page_says_so(tables: Tables) -> None:
    assert "No delivery is on record yet" in shown(tables)
    assert "Todavía no consta" in shown(tables, language="es")
