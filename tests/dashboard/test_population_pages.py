"""Pages of conditions in the population, from a home that was delivered nothing: the bundled figures."""

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from commands.attack import attack
from dashboard.application import create_app
from etl.home import Home
from etl.load import refresh
from metrics.publish import publish

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    home = Home(tmp_path_factory.mktemp("bundled") / "home")
    with home.writing():
        refresh(home)
    publish(home.warehouse, home.releases, now=datetime(2026, 11, 22, tzinfo=UTC), attack=attack)
    return create_app(home.path, "public").server.test_client()


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_childcare_says_that_nobody_collects_it_by_race_and_how_many_children_there_are(client: FlaskClient) -> None:
    text = page(client, "/measures/childcare_assistance")
    assert "Not collected" in text
    assert "Everyone: from 22,874 (July 1, 2016) to 15,390 (July 1, 2017)." in text
    assert "Is it changing?" not in text
    text = page(client, "/measures/childcare_assistance?lang=es")
    assert "No se recopila" in text
    assert "Todas las personas: de 22,874 (1 de julio de 2016) a 15,390 (1 de julio de 2017)." in text


def test_the_unit_of_a_rate_stands_in_the_heading_and_in_the_sentence_and_not_in_every_cell(
    client: FlaskClient,
) -> None:
    text = page(client, "/measures/infant_mortality")
    assert "The highest value is 10.0 per 1,000 (Black or African American)." in text
    assert "Value, per 1,000" in text
    assert ">10.0</td>" in text
    assert "Valor, por cada 1,000" in page(client, "/measures/infant_mortality?lang=es")


def test_the_overview_names_childcare_among_the_conditions(client: FlaskClient) -> None:
    text = page(client, "/")
    conditions = text[text.index("Conditions in the population") :]
    assert "Reach of help for childcare" in conditions
    assert re.search(r"/measures[^\"]*#health\">\d more measures|/measures[^\"]*#health\">One more measure", conditions)
