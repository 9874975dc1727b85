"""Agencies side by side, and one beside its peers: by name, with typed absence, never in an order of merit."""

import re
from io import StringIO

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.comparison import MOST, Comparison
from dashboard.language import tongue
from dashboard.peers import Peers
from dashboard.selection import from_query
from dashboard.tables import Tables

PAGES = [
    "/compare?measure=employees",
    "/compare?measure=employees&with=DOT,DCF&group=Asian",
    "/compare?measure=leadership&with=A30,DOT&dimension=sex&benchmark=population",
    "/compare?with=nobody&add=Department%20of%20Labor",
    "/compare?agency=DOT",
    "/compare?agency=A30",
    "/compare?agency=nobody",
]


def chosen(tables: Tables, query: str) -> Comparison:
    return Comparison(tables, from_query(query, ("en", "es"))[0], tongue("en"))


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("address", PAGES)
def test_the_page_answers(public: FlaskClient, internal: FlaskClient, address: str, language: str) -> None:
    for client in (public, internal):
        said = text(client, f"{address}&lang={language}")
        assert said.count("<h1") == 1
        assert ">nan" not in said
        assert ">None<" not in said
        ids = re.findall(r' id="([^"]+)"', said)
        assert len(ids) == len(set(ids))


def test_agencies_stand_by_name_after_all_of_them_together(tables: Tables) -> None:
    found = chosen(tables, "?measure=employees&with=DMV,DOT,DCF&group=Asian")
    names = [row.name for row in found.tables_by_group["Asian"].rows]
    assert names[0] == "All agencies"
    assert names[1:] == sorted(names[1:])


def test_every_group_is_compared_on_one_axis_unless_one_is_chosen(tables: Tables) -> None:
    found = chosen(tables, "?measure=employees&with=DMV,DOT")
    assert len(found.tables_by_group) == 7
    assert len({chart.axis for chart in found.tables_by_group.values()}) == 1
    assert found.trend is None
    one = chosen(tables, "?measure=employees&with=DMV,DOT&group=Asian")
    assert one.trend is not None
    assert [panel.name for panel in one.trend.panels] == [
        "All agencies", "Department of Motor Vehicles", "Department of Transportation",
    ]  # fmt: skip


def test_a_value_is_that_of_the_agencys_own_page(tables: Tables) -> None:
    found = chosen(tables, "?measure=employees&with=DOT,DCF&group=Asian")
    row = next(each for each in found.tables_by_group["Asian"].rows if each.group == "DOT")
    figures = tables.of("figures", "employees")
    figures = figures[(figures["agency"] == "DOT") & (figures["group"] == "Asian") & (figures["period"] == "FY2025")]
    assert row.cells[0] == f"{figures['value'].iloc[0]:.1f}%"


def test_agencies_are_added_by_name_or_code_and_there_is_an_end(tables: Tables) -> None:
    found = chosen(tables, "?with=DOT,dcf&add=department%20of%20labor")
    assert found.agencies == ("DOT", "DCF", "DOL")
    assert chosen(tables, "?with=DOT,nobody").unknown == ("nobody",)
    many = ",".join(f"A{n}" for n in range(13, 30))
    assert len(chosen(tables, f"?with={many}").agencies) == MOST


def test_what_is_withheld_says_so_and_shows_no_number(public: FlaskClient) -> None:
    said = text(public, "/compare?measure=employees&with=A28,DOT&dimension=race5&group=Asian")
    assert "Not shown, to protect people" in said
    rows = pd.read_csv(
        StringIO(text(public, "/exhibit/compare.csv?measure=employees&with=A28,DOT&dimension=race5&group=Asian"))
    )
    hidden = rows[rows["agency"] == "A28"]
    assert set(hidden["status"]) == {"withheld"}
    assert hidden["value"].isna().all()


def test_all_agencies_together_stand_in_the_form_of_groups_that_agencies_have(public: FlaskClient) -> None:
    said = text(public, "/compare?measure=employees&with=DOT,DCF&dimension=race5&group=All%20other%20groups")
    assert "No figure of this group here" not in said


def test_a_measure_without_agencies_figures_is_said(public: FlaskClient) -> None:
    assert "no agencies’ figures of “suspension_rate”" in text(public, "/compare?measure=suspension_rate")


def test_peers_are_agencies_of_the_same_size_and_not_the_agency(tables: Tables) -> None:
    peers = Peers(tables, from_query("?agency=DOT", ("en",))[0], tongue("en"))
    low, high = peers.size
    assert "DOT" not in peers.peers
    assert all((low or 0) <= peers.people[code] < (high or 1e9) for code in peers.peers)
    row = next(each for each in peers.rows if each.measure["measure"] == "employees")
    assert row.own is not None
    assert len(row.peers) == len(peers.peers)


def test_pictures_and_tables_are_files(internal: FlaskClient) -> None:
    assert "Demonstration data" in text(internal, "/exhibit/compare.svg?agency=DOT")
    assert "labor force = 1" in text(internal, "/exhibit/compare.svg?measure=employees&with=DOT,DCF")
    rows = pd.read_csv(StringIO(text(internal, "/exhibit/compare.csv?agency=DOT")))
    assert {"employees", "leadership"} <= set(rows["measure"])
