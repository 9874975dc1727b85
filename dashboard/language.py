"""The interface's own words. English is written where it is used; Spanish is in translations/es, read as it is.

A language may have several files, one for each subject; a text stands in one of them.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

LANGUAGES = ("en", "es")
_CONTRACTED = {"es": ((" a el ", " al "), (" de el ", " del "))}
"""What two words become one where a name with its article is put into a sentence."""
TRANSLATIONS = Path(__file__).parent / "translations"


class Tongue:
    """One language's words: `t("Agency")`.

    Raises KeyError for a text that has no translation; English translates itself.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = {} if language == "en" else _words(language)

    def __call__(self, text: str, **values: object) -> str:
        found = text if self.language == "en" else self._words[text]
        if not values:
            return found
        said = found.format(**values)
        for apart, together in _CONTRACTED.get(self.language, ()):
            said = said.replace(apart, together)
        return said


@lru_cache
def tongue(language: str) -> Tongue:
    """Return the words of a language. Raises KeyError for one we do not have."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return Tongue(language)


@lru_cache
def _words(language: str) -> Mapping[str, str]:
    return {str(each.id): str(each.string) for each in messages(language) if each.string}


def messages(language: str) -> list[Message]:
    """Return every entry of a language's files, translated or not."""
    found = []
    for path in sorted((TRANSLATIONS / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            found += [each for each in read_po(file, locale=language) if each.id]
    return found
