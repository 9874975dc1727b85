"""Every figure has a page of its own, which says how it came about and why it may be absent."""

import re

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.exports.text import explained
from dashboard.language import tongue
from dashboard.tables import Tables
from metrics.release import Shelf
from tests.dashboard import sample


def one(tables: Tables, **equal: str) -> str:
    rows = tables.of("figures", equal["measure"])
    for column, value in equal.items():
        rows = rows[rows[column] == value]
    return str(rows.iloc[-1]["figure_id"])


@pytest.fixture(scope="module")
def white(tables: Tables) -> str:
    return one(tables, measure="employees", agency="DOT", dimension="race_ethnicity", group="White", period="FY2025")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_figure_has_a_page_with_its_working(internal: FlaskClient, white: str, language: str) -> None:
    answer = internal.get(f"/figures/{white}?release=2026.1&lang={language}")
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    for part in (white, "÷", "95", "Agency head counts", "2026.1", f"/figures/{white}?release=2026.1"):
        assert part in text
    assert ("labor force" if language == "en" else "fuerza laboral") in text


def test_every_explanation_leads_to_the_page_of_its_figure(internal: FlaskClient) -> None:
    text = internal.get("/measures/employees?agency=DOT").get_data(as_text=True)
    found = re.search(r'href="(/figures/[^"]+)"', text)
    assert found
    assert internal.get(found[1].replace("&amp;", "&")).status_code == 200


def test_a_withheld_figure_says_why_and_holds_no_number(public: FlaskClient, sample_home: object) -> None:
    tables = Tables(Shelf(sample_home / "releases", "public").current())  # type: ignore[operator]
    rows = tables.of("figures", "employees")
    hidden = rows[(rows["agency"] == sample.SMALL) & (rows["status"] == "withheld")].iloc[0]
    text = public.get(f"/figures/{hidden['figure_id']}").get_data(as_text=True)
    assert "to protect people" in text
    assert "Numerator" not in text
    assert pd.isna(hidden["value"])


def test_an_unknown_figure_is_a_404(public: FlaskClient) -> None:
    assert public.get("/figures/nope").status_code == 404


def test_a_figure_is_explained_in_plain_text(tables: Tables, white: str) -> None:
    text = explained(tables, white, tongue("en"))
    assert "<" not in text
    assert "Ratio = " in text
    assert " ÷ " in text
    assert "Revisions: No earlier release showed another value." in text
    with pytest.raises(LookupError, match="has no figure 'nope'"):
        explained(tables, "nope", tongue("en"))
