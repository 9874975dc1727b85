"""The address and the choices say the same thing, both ways."""

import string

from hypothesis import given
from hypothesis import strategies as st

from dashboard.selection import Selection, from_query

LANGUAGES = ("en", "es")
_WORD = st.text(string.ascii_letters + string.digits + " -/&=ñ%", max_size=30)


@given(st.builds(Selection, _WORD, _WORD, _WORD, _WORD, _WORD, _WORD, _WORD, st.sampled_from(LANGUAGES)))
def test_what_is_written_to_the_address_is_read_back(chosen: Selection) -> None:
    assert from_query(chosen.query(), LANGUAGES) == (chosen, ())


@given(st.text(max_size=200))
def test_no_query_is_refused(text: str) -> None:
    chosen, _ = from_query(text, LANGUAGES)
    assert chosen.lang in LANGUAGES


def test_defaults_leave_no_trace_in_the_address() -> None:
    assert Selection().address("/measures") == "/measures"


def test_an_unknown_language_falls_to_english_and_is_named() -> None:
    assert from_query("?lang=fr&agency=DOT", LANGUAGES) == (Selection(agency="DOT"), ("lang=fr",))
