"""How hard a text is to read: the Flesch-Kincaid grade in English, the INFLESZ scale in Spanish."""

import re

_WORD = re.compile(r"[a-záéíóúüñ]+", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:]+(?:\s|$)")


def grade(text: str) -> float:
    """Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word − 15.59 (Kincaid and others, 1975)."""
    words = _WORD.findall(text)
    return 0.39 * len(words) / _sentences(text) + 11.8 * sum(map(_english, words)) / len(words) - 15.59


def inflesz(text: str) -> float:
    """Szigriszt-Pazos 206.835 − 62.3 syllables a word − words a sentence; from 55 "normal", from 65 "fairly easy"."""
    words = _WORD.findall(text)
    return 206.835 - 62.3 * sum(map(_spanish, words)) / len(words) - len(words) / _sentences(text)


def _sentences(text: str) -> int:
    return max(1, len(_ENDS.findall(text)))


def _english(word: str) -> int:
    word = re.sub(r"(?:[^laeiouy]es|[^laeiouy]e|[^td]ed)$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def _spanish(word: str) -> int:
    # Two strong vowels, or an accented weak one beside a strong, are two syllables; else a run of vowels is one.
    runs = re.findall(r"[aeiouáéíóúü]+", word.lower())
    hiatus = sum(len(re.findall(r"(?<=[aeoáéó])[aeoáéóíú]|(?<=[íú])[aeoáéó]", run)) for run in runs)
    return max(1, len(runs) + hiatus)
