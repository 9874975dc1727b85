"""Pages of measures that no person is counted in: with a total only, with stages, industries or towns."""

from datetime import UTC, datetime
from shutil import copy

import pytest
from flask.testing import FlaskClient

from commands.attack import attack
from dashboard.application import create_app
from metrics.definition import DEFINITIONS
from metrics.publish import publish
from tests.metrics import deliveries
from tests.metrics.things import ROWS

pytestmark = pytest.mark.long
MEASURES = (
    "plan_present", "plan_days_in_stage", "plans_by_stage", "contract_dollars_small", "measures_defined",
    "budget_per_resident", "towns_bronze", "interpreter_requests_met", "directed_goals",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    home = tmp_path_factory.mktemp("things")
    (home / "definitions").mkdir()
    for name in MEASURES:
        copy(DEFINITIONS / f"{name}.toml", home / "definitions")
    warehouse = deliveries.build(home / "w.duckdb", ROWS)
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    publish(warehouse, home / "releases", now=moment, attack=attack, definitions=home / "definitions")
    return create_app(home, "public").server.test_client()


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_has_its_page_and_calls_nobody_everyone(client: FlaskClient, name: str, language: str) -> None:
    text = page(client, f"/measures/{name}?lang={language}")
    assert not {"Everyone", "Todas las personas"} & {
        each for each in ("Everyone", "Todas las personas") if each in text
    }


def test_agencies_stand_in_a_table_in_order_of_their_names(client: FlaskClient) -> None:
    text = page(client, "/measures/plan_present")
    assert "Agency by agency" in text
    assert text.index("Agency FIRE") < text.index("Agency LIBRARY") < text.index("Agency PARKS")


def test_a_target_without_a_year_says_so(client: FlaskClient) -> None:
    assert "The target has no year." in page(client, "/measures/plan_present")
    assert "No target is set for this measure." in page(client, "/measures/towns_bronze")


def test_stages_are_in_words_of_the_readers_language(client: FlaskClient) -> None:
    assert "Office review" in page(client, "/measures/plans_by_stage")
    assert "Revisión de la Oficina" in page(client, "/measures/plans_by_stage?lang=es")


def test_an_agency_has_four_parts_and_the_first_with_figures_is_seen(client: FlaskClient) -> None:
    first = page(client, "/agencies/PARKS")
    asked = page(client, "/agencies/PARKS?show=program_impact")
    for text in (first, asked):
        assert text.count('aria-current="page"') == 1 + text.count('href="/agencies" aria-current="page"')
        assert "What the agency does" in text
        assert "How does it compare" not in text, "no other agency is of its size"
    assert "Agencies with an equity plan" in asked
    assert "Agencies with an equity plan" not in first
    assert "Nothing has been delivered for this part." in page(client, "/agencies/PARKS?show=demographic_trends")


def test_measures_of_things_are_no_conditions_of_the_population(client: FlaskClient) -> None:
    assert "Conditions in the population" not in page(client, "/")
