"""Whatever a measure may be about has words in every language, and a place."""

import pytest

from dashboard.domains import domains, in_order
from dashboard.language import LANGUAGES, tongue
from metrics.definition import Domain


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_domain_has_its_words(language: str) -> None:
    assert set(domains(tongue(language))) == {domain.value for domain in Domain}


def test_the_states_own_work_comes_before_conditions() -> None:
    measures = [{"domain": name} for name in ("housing", "leadership", "workforce")]
    assert [each["domain"] for each in in_order(measures)] == ["workforce", "leadership", "housing"]
