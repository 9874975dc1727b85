"""The pages of towns, regions and a city's plan, over a small release that the attack has been through."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy

import pandas as pd
import pytest
from flask.testing import FlaskClient

from commands.attack import attack
from dashboard.application import create_app
from dashboard.places.values import comparable
from metrics.definition import DEFINITIONS
from metrics.publish import publish
from tests.dashboard import entry
from tests.metrics import city_rows, deliveries, small
from tests.metrics.things import ROWS

pytestmark = pytest.mark.long
NAMES = (
    "city_recruitment", "city_selection", "city_retention", "city_discharge", "city_tested", "protected_classes",
    "budget_per_resident", "towns_by_step", "towns_bronze", "suspension_rate",
)  # fmt: skip
PAGES = (
    "/municipal", "/municipal?dimension=at_will", "/municipal?state=applied%20again", "/municipal?period=FY2024",
    "/communities", "/communities?measure=towns_bronze", "/communities?town=Avon", "/communities?town=nowhere",
    "/communities?geography=Capitol%20Planning%20Region", "/communities?town=capitol",
    "/communities?geography=Avon",
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("places")
    (home / "definitions").mkdir()
    for name in NAMES:
        copy(DEFINITIONS / f"{name}.toml", home / "definitions")
    things = {name: deliveries.rows(name, ROWS[name]).assign(snapshot="s1") for name in ("municipal_actions", "budget")}
    things["budget"] = things["budget"].assign(agency="DOT")
    people = deliveries.rows("benchmarks", ROWS["benchmarks"]).assign(snapshot="s1")
    district = {"indicator": "suspension_rate", "geography": "Avon School District", "geography_kind": "district"}
    outcomes = [
        {**district, "group": "ALL", "dimension": "ALL", "value": 3.0},
        {**district, "group": "White", "value": 2.0},
        {**district, "group": "Asian", "value": 5.0},
        {"indicator": "suspension_rate", "group": "ALL", "dimension": "ALL", "value": 6.0},
    ]
    school = small.outcomes("suspension_rate", outcomes)
    warehouse = small.build(
        home / "w.duckdb", **city_rows.tables(), **things, outcome=school,
        benchmark=pd.concat([people, small.shares("labor_force", "2023", {"White": 60.0, "Asian": 5.0})]),
    )  # fmt: skip
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    publish(warehouse, home / "releases", now=moment, attack=attack, definitions=home / "definitions")
    return home


@pytest.fixture(scope="module")
def outside(home: Path) -> FlaskClient:
    return create_app(home, "public").server.test_client()


@pytest.fixture(scope="module")
def inside(home: Path) -> FlaskClient:
    return entry.internal(home)


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def words_of(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text.split("<main", 1)[1].split("</main", 1)[0]))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_for_both_audiences(
    outside: FlaskClient, inside: FlaskClient, address: str, language: str
) -> None:
    for client in (outside, inside):
        text = page(client, f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert text.count("<h1") == 1
        assert not re.search(r">\s*(nan|None|NaT)\s*<", text)
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids))


def test_towns_are_counted_and_the_requirement_is_not_the_certified_tier(outside: FlaskClient) -> None:
    said = words_of(page(outside, "/municipal"))
    assert "2 of 169 towns have begun. 1 meet the equity requirement for Bronze, 1 for Silver too." in said
    assert "It comes only from the official list of Sustainable CT." in said
    assert "Not begun 167 towns" in said


def test_the_list_of_towns_can_be_narrowed_without_scripts(outside: FlaskClient) -> None:
    text = page(outside, "/municipal?state=applied%20again")
    assert text.count("data-words=") == 1
    assert page(outside, "/municipal").count("data-words=") == 169


def test_a_plan_is_in_effect_only_after_its_last_step_and_its_text_is_proposed(outside: FlaskClient) -> None:
    said = words_of(page(outside, "/municipal"))
    assert "Demonstration: Not in effect. The last step taken: Consultation." in said
    assert "The text of the plan is proposed" in said


def test_classes_are_those_of_the_chosen_day(inside: FlaskClient) -> None:
    assert "Demonstration: 2 classes were protected." in words_of(page(inside, "/municipal?period=FY2025"))
    assert "From January 1, 1970 to June 29, 2025: ended" in words_of(page(inside, "/municipal?period=FY2025"))


def test_the_public_sees_no_class_of_a_citys_people_and_is_told_why(outside: FlaskClient, inside: FlaskClient) -> None:
    said = words_of(page(outside, "/municipal"))
    assert "By class these figures are for internal readers only." in said
    assert "City discharge Not shown, to protect people" in said
    of_women = r"\d of 26\b"
    assert not re.search(of_women, said)
    assert re.search(of_women, words_of(page(inside, "/municipal?dimension=sex")))


def test_who_serves_at_the_mayors_pleasure_stands_apart(inside: FlaskClient) -> None:
    said = words_of(page(inside, "/municipal?dimension=at_will"))
    assert "Serves at the Mayor’s pleasure: yes" in said
    assert "A test on political opinion is of 39 of the 41 people who work for the city." in said


def test_the_regions_are_tiles_and_the_towns_squares(outside: FlaskClient) -> None:
    text = page(outside, "/communities")
    assert text.count("grid-column:") == 9
    assert text.count('class="sq"') == 9
    assert text.count("data-place=") == 169
    assert "<path" not in text.split('id="town-map"', 1)[1].split("</section", 1)[0]


def test_a_town_is_set_beside_its_region_and_the_state_with_its_schools(outside: FlaskClient) -> None:
    said = words_of(page(outside, "/communities?town=avon"))
    assert "Capitol Planning Region" in said
    assert "Avon is at “applied again”." in said
    assert "Spending per resident" in said
    assert "Avon School District" in said
    assert "Suspen" in said


def test_a_region_lists_its_towns(outside: FlaskClient) -> None:
    text = page(outside, "/communities?geography=Greater%20Bridgeport%20Planning%20Region")
    assert 0 < text.count("data-words=") < 20
    assert "Trumbull" in text


def test_a_place_that_there_is_not_is_said_and_all_are_shown(outside: FlaskClient) -> None:
    said = words_of(page(outside, "/communities?town=%3Cb%3Enowhere"))
    assert "No town or region is called “&lt;b&gt;nowhere”." in said


def test_a_release_without_towns_says_so(public: FlaskClient) -> None:
    assert "This release tells of no towns." in page(public, "/communities")
    assert "No town has sent records of the process to this release." in page(public, "/municipal")


def test_outlines_from_the_home_take_the_place_of_squares(home: Path) -> None:
    ring = [[-72.9, 41.8], [-72.8, 41.8], [-72.8, 41.9], [-72.9, 41.8]]
    feature = {
        "type": "Feature",
        "properties": {"name": "Avon"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path = home / "geometry.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    try:
        # An address of its own, since pages are kept by address.
        text = page(create_app(home, "public").server.test_client(), "/communities?period=FY2024")
    finally:
        path.unlink()
    drawn = text.split('id="town-map"', 1)[1].split("</section", 1)[0]
    assert '<path d="M' in drawn
    assert 'class="sq"' not in drawn


def test_counts_are_told_of_a_place_and_not_held_against_the_state() -> None:
    assert not comparable({"kind": "outcome", "unit": "persons"})
    assert not comparable({"kind": "total", "unit": "dollars"})
    assert comparable({"kind": "outcome", "unit": "per_1000"})


def test_few_people_are_not_compared_and_an_answer_says_to_what(inside: FlaskClient) -> None:
    said = words_of(page(inside, "/municipal?dimension=at_will"))
    assert "Too few to compare" in said
    assert "Serves at the Mayor’s pleasure: yes (" not in said, "no difference is told of two people"
