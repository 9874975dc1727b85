"""The code lists: each row with its source and its review, no code or name twice, and what is made of them."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from etl.vocabulary import listed
from etl.vocabulary.age import band
from etl.vocabulary.bridge import BRIDGE, to_1997
from etl.vocabulary.label import AGE_BANDS, JOB_CATEGORY, LANGUAGES, RACE_ETHNICITY, STANDARD
from etl.vocabulary.occupation import JOB_OF, MAJOR_GROUPS
from etl.vocabulary.place import DIVISIONS, ONLINE, OUTSIDE, TOWNS, divided

LISTS = ("languages", "occupations", "divisions", "race_bridge")


@pytest.mark.parametrize("name", LISTS)
def test_every_row_has_a_source_and_a_review(name: str) -> None:
    for row in listed.own(name):
        assert row["source"], row
        assert row["reviewed_by"], row
        assert date.fromisoformat(row["reviewed_on"]) <= datetime.now(UTC).date(), row


def test_languages_have_a_code_of_iso_639_and_a_name_in_both_languages() -> None:
    codes = [row["code"] for row in LANGUAGES]
    assert len(codes) == len(set(codes)) == len({row["english"] for row in LANGUAGES})
    for row in LANGUAGES:
        assert row["source"] == {2: "ISO 639-1", 3: "ISO 639-3"}[len(row["code"])]
        for form in ("code", "english", "spanish"):
            assert STANDARD["language"][row[form].lower()] == row["english"]
    assert {"Spanish", "Portuguese", "Polish", "Haitian Creole", "American Sign Language"} <= {
        row["english"] for row in LANGUAGES
    }


def test_every_major_group_of_occupations_is_in_one_job_category_and_says_what_else_it_holds() -> None:
    assert len(MAJOR_GROUPS) == 23
    assert [row["code"] for row in MAJOR_GROUPS] == [f"{code}-0000" for code in range(11, 56, 2)]
    assert set(JOB_OF) == {row["code"] for row in MAJOR_GROUPS} - {"55-0000"}
    assert set(JOB_OF.values()) <= set(JOB_CATEGORY.values())
    for row in MAJOR_GROUPS:
        assert row["also"] in {"", *JOB_CATEGORY.values()}
        assert row["also"] != row["job_category"] or not row["also"]
        assert row["note"] or not row["also"]
    assert JOB_OF["41-0000"] == "Administrative Support"


def test_169_towns_are_in_9_regions_since_2022_and_in_8_counties_before() -> None:
    assert len(TOWNS) == 169
    kinds = pd.Series([division.kind for division in DIVISIONS]).value_counts()
    assert kinds.to_dict() == {"planning_region": 9, "legacy_county": 8}
    towns = pd.Series(list(TOWNS))
    for day, kind in ((date(2021, 12, 31), "legacy_county"), (date(2022, 1, 1), "planning_region")):
        names = {division.name for division in DIVISIONS if division.kind == kind}
        assert set(divided(towns, day)) == names
        assert {division.kind for division in DIVISIONS if division.holds(day)} == {kind}
    assert divided(pd.Series(["Hartford", "Westport"]), date(2021, 1, 1)).tolist() == [
        "Hartford County", "Fairfield County",
    ]  # fmt: skip
    assert divided(pd.Series(["Hartford"]), date(2024, 1, 1)).tolist() == ["Capitol Planning Region"]


def test_what_is_no_town_is_in_no_region_and_an_unknown_name_is_an_error() -> None:
    assert divided(pd.Series([OUTSIDE, ONLINE, "Not reported"]), date(2024, 1, 1)).tolist() == [
        OUTSIDE, ONLINE, "Not reported",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="no town of Connecticut, such as 'Springfield'"):
        divided(pd.Series(["Hartford", "Springfield"]), date(2024, 1, 1))


def test_years_of_birth_become_bands() -> None:
    born = pd.Series([2005, 2000, 1999, 1990, 1989, 1960, 1959, 1920, None])
    assert band(born, date(2025, 6, 30)).tolist() == [
        "Under 25", "25-34", "25-34", "35-44", "35-44", "65 and over", "65 and over", "65 and over", "Not reported",
    ]  # fmt: skip
    assert set(band(pd.Series(range(1940, 2010)), date(2025, 6, 30))) == set(AGE_BANDS) - {"Not reported"}


@pytest.mark.parametrize("year", [2026, 1900])
def test_a_year_of_birth_that_cannot_be_is_nobodys(year: int) -> None:
    assert band(pd.Series([year]), date(2025, 6, 30)).tolist() == ["Not reported"]


def test_the_bridge_leads_from_every_group_of_2024_to_one_of_1997() -> None:
    assert set(BRIDGE) == set(RACE_ETHNICITY.values())
    assert set(BRIDGE.values()) == set(RACE_ETHNICITY.values()) - {"Middle Eastern or North African"}
    several = pd.Series([
        "Middle Eastern or North African", "Middle Eastern or North African;White", "Asian;White",
        "Hispanic or Latino;White", "Black or African American",
    ])  # fmt: skip
    assert to_1997(several).tolist() == [
        "White", "White", "Two or More Races", "Hispanic or Latino", "Black or African American",
    ]  # fmt: skip


def test_the_bridge_knows_no_other_label() -> None:
    with pytest.raises(KeyError):
        to_1997(pd.Series(["Martian"]))
