"""Whatever a measure may be about has words in every language, and a place."""

import pytest

from dashboard.domains import domains, in_order
from dashboard.language import LANGUAGES, tongue
from metrics.definition import Domain


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_domain_has_its_words(language: str) -> None:
    assert set(domains(tongue(language))) == {domain.value for domain in Domain}


def test_the_states_own_work_comes_before_conditions() -> None:
    measures = [{"domain": name, "benchmarks": ""} for name in ("housing", "leadership", "workforce")]
    assert [each["domain"] for each in in_order(measures)] == ["workforce", "leadership", "housing"]


def test_what_is_held_against_a_benchmark_comes_first_in_its_domain() -> None:
    measures = [{"domain": "workforce", "benchmarks": each} for each in ("", "population")]
    assert [each["benchmarks"] for each in in_order(measures)] == ["population", ""]
