"""What the public sees of a protected release: what is shown reads well, and what is not shown is said."""

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.application import create_app
from dashboard.components import agencies_block, blocks
from dashboard.components.explain import explain
from dashboard.language import tongue
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import Tables
from metrics import release as releases
from metrics.release import Shelf
from tests.dashboard import sample
from tests.metrics.readability import grade, inflesz

NB = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def shown(sample_home: Path) -> Tables:
    """The public tables of the sample."""
    return Tables(Shelf(sample_home / "releases", "public").current())


def story(tables: Tables, measure: str, language: str = "en", **chosen: str) -> Story:
    definition = tables.measure(measure)
    assert definition is not None
    return Story(tables, definition, Selection(lang=language, **chosen), tongue(language))


def words_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    body = answer.get_data(as_text=True).partition('<div id="react-entry-point">')[0]
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


@pytest.mark.long
def test_agencies_stand_beside_a_chart_of_all_groups_by_the_fewer_groups_they_have(shown: Tables) -> None:
    told = story(shown, "employees", group="Two or More Races")
    assert told.chosen.dimension == "race_ethnicity"
    assert (told.agencies_by, told.agencies_group) == ("race5", "All other groups")
    assert told.funnel is not None
    assert "Agencies are shown by race and ethnicity, five groups." in str(agencies_block.agencies(told))


def test_agencies_without_a_share_are_counted_in_words_and_keep_their_row(shown: Tables) -> None:
    told = story(shown, "employees", group="Asian")
    assert told.funnel is not None
    absent = {sample.TINY, sample.SMALL, sample.PARTLY}
    assert absent.isdisjoint(spot.agency for spot in told.funnel.spots)
    assert len(told.funnel.spots) == len(sample.AGENCIES) - len(absent)
    assert told.say_agencies().endswith("Three agencies are not shown, to protect people.")
    table = {row[0]: row[1] for row in agencies_block.funnel_table(told.funnel, told).rows}
    names = told.tables.agency_names()
    assert {table[names[code]] for code in absent} == {"Not shown, to protect people"}
    assert len(table) == len(sample.AGENCIES)


def test_every_agency_counts_once_in_the_internal_funnel(tables: Tables) -> None:
    told = story(tables, "employees")
    assert told.agencies_by == "race_ethnicity"
    assert told.agency_rows["agency"].nunique() == len(sample.AGENCIES)
    assert set(told.agency_rows["status"]) == {"shown"}


def test_a_choice_of_groups_survives_the_way_to_an_agency_with_fewer(shown: Tables) -> None:
    told = story(shown, "employees", agency="DOT", dimension="race_ethnicity")
    assert told.chosen.dimension == "race5"
    assert told.chosen.notices == ()
    back = story(shown, "employees", dimension="sex2")
    assert back.chosen.dimension == "sex"
    assert back.chosen.notices == ()


def test_only_one_form_of_a_dimension_is_offered_and_it_is_the_one_that_is_shown(shown: Tables, tables: Tables) -> None:
    assert story(shown, "employees").chosen.options["dimension"] == ("race_ethnicity", "sex")
    assert story(shown, "employees", agency="DOT").chosen.options["dimension"] == ("race5", "sex2")
    assert story(shown, "leadership").chosen.options["dimension"] == ("race5", "sex")
    assert story(tables, "leadership").chosen.options["dimension"] == ("race_ethnicity", "sex")


def test_leaders_are_published_for_all_agencies_together_only(public: FlaskClient, shown: Tables) -> None:
    assert story(shown, "leadership").chosen.options["agency"] == ("ALL",)
    for address in ("/agencies/DOT", "/measures/leadership", "/measures/leadership?agency=DOT"):
        said = words_of(public, address)
        assert "Published for all agencies together only." in said
        assert "Missing: expected" not in said
        assert "There are no figures" not in said
    assert "Employees: 331 on June 30, 2025." in words_of(public, "/agencies/DOT")
    assert "Se publica solo para todas las agencias juntas." in words_of(public, "/agencies/DOT?lang=es")


@pytest.mark.long
def test_a_tiny_agency_has_its_total_and_the_reason(public: FlaskClient, internal: FlaskClient) -> None:
    why = "Only the total is shown: with fewer than 20 people, any group could say who is who."
    for address in (f"/agencies/{sample.TINY}", f"/measures/employees?agency={sample.TINY}"):
        said = words_of(public, address)
        assert why in said
        assert "Employees: 14 on June 30, 2025." in said
        assert "Missing: expected" not in said
        assert why not in words_of(internal, address)


def test_an_agency_whose_groups_are_all_withheld_says_so_once_and_why(public: FlaskClient) -> None:
    said = words_of(public, f"/agencies/{sample.SMALL}")
    assert said.count("Not shown, to protect people") == 1
    assert "Some counts here are small, and the others would give them away. The total is public." in said
    assert "sex, two groups" in said
    alone = words_of(public, f"/measures/employees?agency={sample.SMALL}")
    assert alone.count("Not shown, to protect people") == 1 + 2  # the chart, and the funnel's table
    assert "Marks are hollow" not in alone
    assert "Is it changing?" not in alone


def test_a_withheld_row_keeps_its_place_and_the_sentence_names_no_number_of_it(shown: Tables) -> None:
    told = story(shown, "employees", agency=sample.PARTLY)
    rows = {row.group: row for row in told.rows.rows}
    assert len(rows) == len(sample.FEWER["race5"])
    hidden = {group for group, row in rows.items() if row.status == "withheld"}
    assert hidden == {"Asian", "All other groups"}
    for group in hidden:
        row = rows[group]
        assert (row.at, row.low, row.high, row.cells, row.instead) == (
            None, None, None, (), "Not shown, to protect people",
        )  # fmt: skip
    assert "Two groups are not shown, to protect people." in told.say_groups()
    for text in (told.say_groups(), told.say_trend()):
        assert "Asian" not in text
        assert "All other groups" not in text


def test_the_list_of_agencies_says_how_much_is_shown_of_each(public: FlaskClient) -> None:
    said = words_of(public, "/agencies")
    names = {code: f"{sample.AGENCIES[code]} {code} " for code in (sample.TINY, sample.SMALL, sample.PARTLY, "DOT")}
    not_shown = "Not shown, to protect people"
    assert f"{names['DOT']}5,519 Shown Shown" in said
    assert f"{names[sample.PARTLY]}150 Shown in part Shown" in said
    assert f"{names[sample.SMALL]}46 {not_shown} Shown" in said
    assert f"{names[sample.TINY]}14 {not_shown} {not_shown}" in said


def test_a_share_of_few_has_no_decimals_wherever_it_is_written(public: FlaskClient, shown: Tables) -> None:
    few, many = (story(shown, "employees", agency=agency, dimension="sex") for agency in (sample.PARTLY, "DOT"))
    for told, decimal in ((few, False), (many, True)):
        row = told.rows.rows[0]
        shares = [row.cells[0], row.cells[2], told.say_trend(), str(explain(told))]
        for text in shares[:2]:
            assert ("." in text) is decimal
        table = blocks.groups_table(told.rows, told).rows[0]
        assert ("." in table[1]) is decimal
        picture = public.get(f"/figure/employees/groups.svg{told.selection.query()}").get_data(as_text=True)
        assert f">{row.cells[0]}<" in picture
        assert f">{row.cells[0]}<" in shares[3]
    spots = few.funnel.spots if few.funnel else ()
    assert {spot.decimals for spot in spots if spot.size < 1000} == {0}
    assert {spot.decimals for spot in spots if spot.size >= 1000} == {1}


def test_a_csv_stays_exact(public: FlaskClient) -> None:
    address = f"/figure/employees/groups.csv?agency={sample.PARTLY}&dimension=sex2"
    rows = pd.read_csv(io.StringIO(public.get(address).get_data(as_text=True)))
    assert (100 * rows["numerator"] / rows["denominator"] - rows["value"]).abs().max() < 1e-9


@pytest.mark.parametrize(("language", "said"), [("en", "at least 95%"), ("es", f"al menos 95{NB}%")])
def test_a_withheld_share_that_is_known_to_be_large_says_at_least(
    public: FlaskClient, shown: Tables, language: str, said: str
) -> None:
    told = story(shown, "employees", language, agency=sample.NEARLY, dimension="sex")
    rows = {row.group: row for row in told.rows.rows}
    assert rows["Female"].instead == said
    assert (rows["Female"].at, rows["Female"].low) == (None, None)
    assert rows["Male, X or not reported"].instead != said
    assert told.rows.note == ""
    assert said in {row[1] for row in blocks.groups_table(told.rows, told).rows}
    assert said in str(
        explain(story(shown, "employees", language, agency=sample.NEARLY, group="Female", dimension="sex"))
    )
    query = told.selection.query()
    assert said in public.get(f"/measures/employees{query}").get_data(as_text=True)
    assert "95" not in told.say_groups()
    trend = public.get(f"/figure/employees/trend.svg{query}").get_data(as_text=True)
    assert said in trend


def test_a_csv_keeps_the_least_that_a_withheld_share_is_known_to_be(public: FlaskClient) -> None:
    answer = public.get(f"/figure/employees/groups.csv?agency={sample.NEARLY}&dimension=sex2")
    lines = [line for line in answer.get_data(as_text=True).splitlines() if ",Female," in line]
    assert lines
    assert all(",95.0," in line and ",withheld," in line for line in lines)


def test_shares_of_everyone_are_said_to_be_of_employees(shown: Tables) -> None:
    assert agencies_block.funnel_titles(story(shown, "employees", dimension="sex"))[0] == "Employees, log scale"
    assert "reported group" in agencies_block.funnel_titles(story(shown, "employees"))[0]


def test_the_methodology_states_the_rules_of_the_release(public: FlaskClient) -> None:
    said = words_of(public, "/methodology")
    for part in (
        "A count of 1 to 5 people is not shown.",
        "Version 2, in force since November 22, 2026",
        "Medicaid: 11 people",
        "20 people. A group among fewer is not shown. An agency with fewer has its total only.",
        "“All other groups” holds American Indian or Alaska Native",
        "Agency by race and ethnicity (five groups) by sex (two groups)",
        "Agencies under 250 people: each by itself, not crossed.",
        "State workforce: agency by job category",
        "One decimal where the base is 1,000 or more, none below.",
        "Medians only, of 10 people or more, 20 where groups are crossed. Rounded to $1,000.",
        "Of 3 vendors or more. The two largest hold at most 85%.",
        "Employees + leavers = employees the year before + hires.",
        "Applicants: never fewer than hires.",
    ):
        assert part in said
    spanish = words_of(public, "/methodology?lang=es")
    assert "No se muestra un recuento de 1 a 5 personas." in spanish
    assert "Agencia por raza y etnicidad (cinco grupos) por sexo (dos grupos)" in spanish


def test_how_people_are_protected_is_said_at_grade_8(public: FlaskClient) -> None:
    said = words_of(public, "/methodology")
    told = said[said.index("A count of 1 to 5") : said.index("The rules")]
    assert grade(told) <= 8
    spanish = words_of(public, "/methodology?lang=es")
    assert inflesz(spanish[spanish.index("No se muestra un recuento") : spanish.index("Las reglas")]) >= 55


def test_only_tables_that_the_release_holds_stand_outside_the_whole_catalogue(public: FlaskClient) -> None:
    body = public.get("/methodology").get_data(as_text=True)
    held = body[body.index("Tables of counts in this release") :].partition("<details")[0]
    assert "two groups" in held
    assert "Hires" not in held


@pytest.mark.long
def test_a_release_from_before_the_policy_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "releases" / "2026.1"
    folder.mkdir(parents=True)
    contents = sample.tables("public")
    del contents["policy"]
    releases.write(folder / "public.duckdb", contents)
    (folder / "manifest.json").write_text("{}")
    releases.point(tmp_path / "releases", "2026.1")
    client = create_app(tmp_path, "public").server.test_client()
    assert "This release does not state the rules it was made by." in words_of(client, "/methodology")
    assert "Only the total is shown, to protect people." in words_of(client, f"/agencies/{sample.TINY}")
