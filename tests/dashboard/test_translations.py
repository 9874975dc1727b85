"""Every text of the interface has a Spanish translation, and every translation has its text."""

import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from dashboard.language import LANGUAGES, messages, tongue

PACKAGE = Path(__file__).parents[2] / "dashboard"
OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.fixture(scope="module")
def texts() -> set[str]:
    found = {message for _, _, message, _, _ in extract_from_dir(PACKAGE, [("**.py", "python")], keywords={"t": None})}
    assert len(found) > 200
    return found


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_translations_are_complete_used_and_settled(language: str, texts: set[str]) -> None:
    catalog = messages(language)
    assert sorted(str(message.id) for message in catalog) == sorted(texts)
    assert [message.id for message in catalog if message.fuzzy or not message.string] == []


@pytest.mark.parametrize("language", OTHERS)
def test_translations_name_the_same_values(language: str, texts: set[str]) -> None:
    t = tongue(language)
    assert {text for text in texts if _fields(text) != _fields(t(text))} == set()


def test_a_preposition_and_an_article_are_one_word_in_spanish() -> None:
    text = "{difference} from {benchmark}"
    assert tongue("es")(text, difference="−0.4", benchmark="el grupo mayor") == "−0.4 frente al grupo mayor"
    assert tongue("en")(text, difference="−0.4", benchmark="the largest") == "−0.4 from the largest"


def test_an_unknown_text_or_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        tongue("es")("No such text")
    with pytest.raises(KeyError):
        tongue("xx")
