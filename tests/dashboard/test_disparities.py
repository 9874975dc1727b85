"""The scan on its page: what is listed, in which order, how sure, what was left out and why; and its files."""

import re
from io import StringIO

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.language import tongue
from dashboard.scan import Scan
from dashboard.selection import from_query
from dashboard.tables import Tables

pytestmark = pytest.mark.long


def scan(tables: Tables, query: str = "") -> Scan:
    return Scan(tables, from_query(query, ("en", "es"))[0], tongue("en"))


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_each_figure_is_listed_once_with_every_benchmark_it_is_behind(tables: Tables) -> None:
    found = scan(tables, "?measure=employees&agency=ALL")
    assert found.figures["figure_id"].is_unique
    twice = found.listed["figure_id"].value_counts()
    asian = next(each for each in found.found if each.record["group"] == "Asian" or each.also)
    assert twice[asian.record["figure_id"]] == 2
    assert asian.also in ("the labor force", "the population")


def test_a_comparison_has_one_result_and_all_are_counted(tables: Tables) -> None:
    every = scan(tables)
    assert sum(every.counts.values()) == len(every.filtered)
    assert sum(every.reasons.values()) == every.counts["excluded"]


def test_agencies_alike_are_never_ranked(tables: Tables) -> None:
    found = scan(tables, "?measure=employees&group=Asian&show=all")
    names = [found.place(each) for each in found.figures.to_dict("records")]
    own = [name for name in names if name != "all agencies"]
    assert own == sorted(own)
    assert len(own) > 20


def test_choices_narrow_each_other_and_what_is_unknown_is_said(tables: Tables) -> None:
    found = scan(tables, "?measure=leadership&agency=nobody")
    assert found.unknown == ("nobody",)
    assert set(found.filtered["measure"]) == {"leadership"}
    assert found.offered("domain") == ("leadership",)


def test_the_page_says_what_would_close_a_gap_how_sure_it_is_and_what_it_is_not(internal: FlaskClient) -> None:
    said = text(internal, "/disparities?measure=employees&agency=ALL")
    assert re.search(r"[\d,]+ more employees", said)
    assert "Small" in said
    assert "p = 0.004" in said
    assert "The number that would close it is not a quota." in said
    assert "Demonstration: The surest gap is here" in said
    assert "Too few people to test" in text(internal, "/disparities?measure=leadership&agency=A31")


def test_pages_of_the_list_are_links_that_keep_the_choices(internal: FlaskClient) -> None:
    said = text(internal, "/disparities?measure=employees&show=all&lang=es")
    link = re.search(r'href="(/disparities[^"]*page=2[^"]*)"', said)
    assert link is not None
    address = link[1].replace("&amp;", "&")
    assert {"measure=employees", "show=all", "lang=es"} <= set(address.partition("?")[2].split("&"))
    assert "Página 2 de" in text(internal, address)


def test_the_files_hold_the_rows_of_the_list_and_nothing_more(internal: FlaskClient, tables: Tables) -> None:
    rows = pd.read_csv(StringIO(text(internal, "/exhibit/disparities.csv?measure=employees&show=all")))
    found = scan(tables, "?measure=employees&show=all")
    assert rows["figure_id"].tolist() == found.listed["figure_id"].tolist()
    assert rows["link"].str.contains("measure=employees").all()
    picture = text(internal, "/exhibit/disparities.svg?measure=employees&show=all")
    assert "Demonstration data" in picture
    assert "benchmark = 1" in picture
    assert internal.get("/exhibit/nothing.csv").status_code == 404


def test_nothing_withheld_is_in_the_public_scan(public: FlaskClient) -> None:
    said = text(public, "/exhibit/disparities.csv?show=all")
    rows = pd.read_csv(StringIO(said))
    assert not ((rows["agency"] == "A29") & (rows["dimension"] == "race5")).any()
