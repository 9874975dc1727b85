"""The page about the API is easy to read, in both languages, and says all there is."""

import pytest
from flask.testing import FlaskClient

from dashboard.api import problem, words
from dashboard.api.resource import RESOURCES
from dashboard.language import LANGUAGES, tongue
from tests.metrics.readability import grade, inflesz


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_easy_to_read(language: str) -> None:
    t = tongue(language)
    said = " ".join([*words.parameters(t).values(), words.forms(t), *words.problems(t).values()])
    assert grade(said) <= 8 if language == "en" else inflesz(said) >= 55


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_and_every_problem_has_words(language: str) -> None:
    t = tongue(language)
    assert words.problems(t).keys() == problem.KINDS.keys()
    for resource in RESOURCES.values():
        for each in resource.parameters.values():
            assert words.parameter(each, resource, t)


@pytest.mark.long
def test_a_problem_leads_to_its_words(api: FlaskClient) -> None:
    kind = api.get("/api/v1/figures?nothing=1").get_json(force=True)["type"]
    page = api.get("/api?lang=es").get_data(as_text=True)
    assert f'id="{kind.partition("#")[2]}"' in page
    assert "Datos para programas" in page


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_is_of_every_address_and_names_what_is_asked(api: FlaskClient, language: str) -> None:
    described = api.get(f"/api/v1/openapi.json?lang={language}").get_json()
    assert described["openapi"].startswith("3.1")
    for name, each in RESOURCES.items():
        path = described["paths"][each.path]["get"]
        assert {one["name"] for one in path["parameters"]} == set(each.parameters)
        assert set(described["components"]["schemas"][name]["properties"]) == set(each.columns)
        assert f"{each.path}.{{form}}" in described["paths"]
    names = [path["get"]["operationId"] for path in described["paths"].values()]
    assert len(names) == len(set(names))
