"""The grid and the chart builder: the address says all, filters mean what they say, files hold exactly the rows."""

import re
from io import BytesIO, StringIO

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.grid import PAGE, Grid
from dashboard.selection import from_query
from dashboard.tables import Tables

PAGES = [
    "/explore?x=1",
    "/explore?table=agencies&sort=-name",
    "/explore?table=nothing",
    "/explore?in-agency=DOT&in-value=no&page=900",
    "/explore?table=findings&in-agency=nobody",
    "/explore?table=summaries",
    "/explore?show=chart",
    "/explore?show=chart&measure=suspension_rate&chart=trend",
    "/explore?show=chart&measure=leadership&agency=DOT&chart=rows&dimension=sex",
    "/explore?show=chart&measure=uninsured_rate&chart=trend",
]


def grid(tables: Tables, query: str) -> Grid:
    return Grid(tables, from_query(query, ("en", "es"))[0])


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


@pytest.mark.parametrize(
    ("query", "meets"),
    [
        ("?in-value=>=50", lambda rows: rows["value"] >= 50),
        ("?in-value=<5", lambda rows: rows["value"] < 5),
        ("?in-value=5..10", lambda rows: rows["value"].between(5, 10)),
        ("?in-agency=DO", lambda rows: rows["agency"].str.contains("DO")),
        ("?in-agency==dot", lambda rows: rows["agency"] == "DOT"),
        ("?in-benchmark=-", lambda rows: rows["benchmark"].isna()),
        ("?in-group=asian&in-period=FY2025", lambda rows: (rows["group"] == "Asian") & (rows["period"] == "FY2025")),
        ("?in-group=%25", lambda rows: rows["group"].str.contains("%")),
    ],
)
def test_a_filter_means_what_it_says(tables: Tables, query: str, meets) -> None:
    everything = tables.whole("figures")
    assert grid(tables, query).count == int(meets(everything).sum())


def test_what_is_no_number_is_left_out_and_said(tables: Tables, internal: FlaskClient) -> None:
    assert grid(tables, "?in-value=many").not_understood == ("value: many",)
    assert "“value: many” is no number and was left out." in text(internal, "/explore?in-value=many")


def test_rows_are_sorted_blanks_last_and_pages_make_the_whole(tables: Tables) -> None:
    down = grid(tables, "?sort=-value").rows["value"]
    assert down.is_monotonic_decreasing
    first = grid(tables, "?table=findings&in-agency=DOT&columns=figure_id,benchmark")
    pages = [grid(tables, f"?table=findings&in-agency=DOT&page={k}").rows for k in range(1, first.pages + 1)]
    assert max(map(len, pages)) <= PAGE
    whole = pd.concat(pages)[["figure_id", "benchmark"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(whole, first.all_rows().reset_index(drop=True))


def test_columns_are_chosen_by_link_and_shown_in_the_tables_order(internal: FlaskClient, tables: Tables) -> None:
    assert grid(tables, "?columns=value,agency,nothing").columns == ("agency", "value")
    said = text(internal, "/explore?columns=agency,value&in-agency=DOT")
    link = re.search(r'href="([^"]*)"[^>]*id="col-period"', said)
    assert link is not None
    wider = link[1].replace("&amp;", "&")
    assert "in-agency=DOT" in wider
    assert grid(tables, wider.partition("?")[2]).columns == ("agency", "period", "value")


def test_files_hold_exactly_the_rows_and_columns_of_the_address(internal: FlaskClient, tables: Tables) -> None:
    query = "?in-agency==DOT&in-value=%3E20&columns=agency,group,value&sort=-value"
    wanted = grid(tables, query).all_rows().reset_index(drop=True)
    rows = pd.read_csv(StringIO(text(internal, f"/rows/figures.csv{query}")))
    assert rows["group"].tolist() == wanted["group"].tolist()
    assert list(rows) == ["agency", "group", "value"]
    parquet = pd.read_parquet(BytesIO(internal.get(f"/rows/figures.parquet{query}").get_data()))
    assert parquet["value"].tolist() == wanted["value"].tolist()
    assert internal.get("/rows/manifest.csv").status_code == 404
    assert internal.get("/rows/figures.exe").status_code == 404


def test_what_is_withheld_is_said_in_its_cell(public: FlaskClient) -> None:
    said = text(public, "/explore?in-agency==A29&in-dimension=race5&in-period=FY2025")
    assert "Not shown, to protect people" in said
    rows = pd.read_csv(
        StringIO(text(public, "/rows/figures.csv?in-agency==A29&in-dimension=race5&columns=value,status"))
    )
    assert rows["value"].isna().all()


def test_an_address_of_very_many_fields_is_answered(internal: FlaskClient) -> None:
    assert text(internal, "/explore?" + "&".join(f"in-c{k}=1" for k in range(300)))


def test_the_chart_is_that_of_the_measures_page(internal: FlaskClient) -> None:
    built = text(internal, "/explore?show=chart&measure=employees&agency=DOT")
    page = text(internal, "/measures/employees?agency=DOT")
    table = re.compile(r'<table class="rows">.*?</tbody>', re.S)
    values = re.compile(r'<td class="c num[^"]*">([^<]*)</td>')
    one, other = (table.search(each) for each in (built, page))
    assert one is not None
    assert other is not None
    assert values.findall(one[0]) == values.findall(other[0])
