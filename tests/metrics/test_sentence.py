import re
from collections.abc import Iterator

import pandas as pd
import pytest

from metrics import lexicon, phrase, sentence, words
from tests.metrics.readability import grade, inflesz

NB = "\N{NO-BREAK SPACE}"
PARITY = {"unit": "percent", "decimals": 1, "favourable": "parity", "statistic": "stock", "exceptional": ""}
LOWER = PARITY | {"favourable": "lower", "statistic": "flow"}
COUNT = PARITY | {"unit": "persons", "decimals": 0, "favourable": "none"}
DOLLARS = PARITY | {"unit": "dollars", "decimals": 0, "favourable": "higher", "statistic": "survey"}


def rows(*given: dict[str, object], **common: object) -> pd.DataFrame:
    unsaid = {
        "agency": "ALL", "period": "FY2025", "dimension": "race_ethnicity", "numerator": None, "denominator": None,
        "value": None, "se": None, "benchmark_value": None, "comparison": None, "gap": None,
        "status": "shown", "nature": "official",
    }  # fmt: skip
    return pd.DataFrame([{**unsaid, **common, **each} for each in given])


def share(group: str, n: int, reference: float, comparison: str | None, **more: object) -> dict[str, object]:
    return {
        "group": group, "numerator": n, "denominator": 1000, "value": n / 10, "benchmark_value": reference,
        "gap": n / 10 - reference, "comparison": comparison, **more,
    }  # fmt: skip


SHARES = rows(
    share("White", 700, 68.0, "above"),
    share("Black or African American", 80, 10.8, "below"),
    share("Hispanic or Latino", 90, 15.6, "below"),
    share("Asian", 47, 4.7, "similar"),
    {"group": "Other", "status": "withheld"},
    {"group": "Not reported", "numerator": 30, "denominator": 1030, "value": 2.9},
    {"group": "ALL", "numerator": 1030},
)
RATES = rows(
    {"group": "White", "value": 4.1, "comparison": "better", "gap": -3.0, "benchmark_value": 7.1},
    {"group": "Black or African American", "value": 14.0, "comparison": "worse", "gap": 6.9, "benchmark_value": 7.1},
    {"group": "Hispanic or Latino", "value": 9.2, "comparison": "worse", "gap": 2.1, "benchmark_value": 7.1},
    {"group": "Two or More Races", "status": "suppressed_by_publisher"},
    {"group": "Other", "status": "suppressed_by_publisher"},
)


def test_parity_counts_the_groups_below_and_names_the_largest_shortfall_in_people() -> None:
    assert sentence.for_groups(PARITY, SHARES, "labor_force", "en") == (
        "Two of four groups are below their share of the labor force: "
        "Black or African American and Hispanic or Latino. "
        "The largest shortfall is 66 people: Hispanic or Latino. One group is not shown, to protect people."
    )
    assert sentence.for_groups(PARITY, SHARES, "labor_force", "es") == (
        "Dos de cuatro grupos están por debajo de su parte en la fuerza laboral: "
        "Hispana o latina y Negra o afroamericana. "
        "El mayor déficit es de 66 personas: Hispana o latina. Un grupo se oculta para proteger a las personas."
    )


def test_no_group_below_is_said_without_a_shortfall() -> None:
    level = SHARES.assign(comparison="similar")
    assert (
        sentence.for_groups(PARITY, level[:4], "population", "en") == "No group is below its share of the population."
    )
    assert sentence.for_groups(PARITY, level[:4], "population", "es").startswith("Ningún grupo está por debajo")


def test_the_one_group_compared_is_not_taken_for_all_groups() -> None:
    level = SHARES.assign(comparison="similar")[:1]
    said = {each: sentence.for_groups(PARITY, level, "population", each) for each in ("en", "es")}
    assert said == {
        "en": "The one group compared is not below its share of the population.",
        "es": "El único grupo comparado no está por debajo de su parte en la población.",
    }
    assert phrase.DENIED.keys() == phrase.PREDICATES.keys()


def test_percentages_without_a_base_are_not_tested_and_say_so() -> None:
    bare = SHARES[:4].assign(comparison="not_compared", numerator=None, denominator=None)
    assert sentence.for_groups(PARITY, bare, "enrollment", "en") == (
        "The largest gap below the student body is 6.6 points: Hispanic or Latino. "
        "The source gives no base or margin, so no test is made."
    )


def test_rates_name_the_highest_and_lowest_and_count_the_worse() -> None:
    assert sentence.for_groups(LOWER, RATES, "everyone", "en") == (
        "The highest value is 14.0% (Black or African American). The lowest is 4.1% (White). "
        "Two of three groups do worse than all groups together. The source does not show two groups."
    )


def test_shares_and_points_of_few_have_no_decimals() -> None:
    few = rows(
        {"group": "White", "value": 61.44, "denominator": 83}, {"group": "Asian", "value": 8.43, "denominator": 1083}
    )
    assert (
        sentence.for_groups(LOWER, few, None, "en") == "The highest value is 61% (White). The lowest is 8.4% (Asian)."
    )
    untested = rows({"group": "Asian", "value": 8.43, "gap": -2.6, "denominator": 83})
    assert "is 3 points: Asian" in sentence.for_groups(PARITY, untested, "population", "en")


def test_a_change_is_written_as_its_smaller_base_allows() -> None:
    def moved(before: int, after: int) -> str:
        series = rows(
            {"group": "White", "period": "FY2019", "value": 61.44, "denominator": before},
            {"group": "White", "period": "FY2025", "value": 68.21, "denominator": after},
        )
        return sentence.for_trend(PARITY, series, "en")

    assert moved(990, 1200).endswith("from 61% to 68% (+7 points).")
    assert moved(1000, 1200).endswith("from 61.4% to 68.2% (+6.8 points).")


def test_progress_is_written_as_its_smaller_base_allows() -> None:
    level = {
        "group": "Female", "dimension": "sex2", "of": "level", "status": "little_or_no_detectable_change",
        "base_period": "FY2019", "period": "FY2025", "base_value": 51.0, "value": 52.2, "nature": "official",
    }  # fmt: skip
    assert "from 51.0% in" in sentence.of_progress(PARITY, level, "en")
    said = sentence.of_progress(PARITY, {**level, "denominator": 46.0}, "en")
    assert "from 51% in fiscal year 2019 to 52% in" in said
    same = sentence.of_progress(PARITY, {**level, "value": 51.2, "denominator": 46.0}, "en")
    assert "from 51% in fiscal year 2019 to 51% in" in same


def test_counts_are_not_judged() -> None:
    counts = RATES.assign(value=[1503.0, 996.0, 1434.0, None, None])
    assert sentence.for_groups(COUNT, counts, None, "es") == (
        "El valor más alto es 1,503 (Blanca). El más bajo es 996 (Negra o afroamericana). "
        "La fuente no muestra dos grupos."
    )


def test_no_rows_and_nothing_shown_are_said() -> None:
    assert sentence.for_groups(PARITY, SHARES[:0], "population", "en") == "There are no figures here."
    hidden = SHARES[:4].assign(status="withheld", value=None)
    assert sentence.for_groups(PARITY, hidden, "population", "en") == "Four groups are not shown, to protect people."


def test_one_group_below_is_singular_in_both_languages() -> None:
    one = SHARES[:4].assign(comparison=["above", "similar", "below", "similar"])
    assert sentence.for_groups(PARITY, one, "labor_force", "en").startswith("One of four groups is below its share")
    assert sentence.for_groups(PARITY, one, "labor_force", "es").startswith("Uno de cuatro grupos está por debajo")


def series(**values: tuple[float, ...]) -> pd.DataFrame:
    periods = ("SY2016-17", "SY2017-18", "SY2018-19", "SY2020-21")
    names = {"white": "White", "black": "Black or African American"}
    return rows(
        *(
            {"group": names[name], "period": period, "value": value}
            for name, numbers in values.items()
            for period, value in zip(periods, numbers, strict=False)
        )
    )


def test_a_trend_names_who_moved_most_in_points() -> None:
    trend = series(white=(5.0, 4.5, 4.1), black=(16.0, 15.0, 14.0))
    assert sentence.for_trend(LOWER, trend, "en") == (
        "Between school year 2016-17 and school year 2018-19, the largest change is for Black or African American: "
        "from 16.0% to 14.0% (−2.0 points)."
    )
    assert f"de 16.0{NB}% a 14.0{NB}% (−2.0 puntos)" in sentence.for_trend(LOWER, trend, "es")


def test_an_exceptional_period_is_no_end_of_a_trend() -> None:
    trend = series(white=(5.0, 4.5, 4.1, 1.0))
    said = sentence.for_trend(LOWER | {"exceptional": "SY2019-20;SY2020-21"}, trend, "en")
    assert "from 5.0% to 4.1%" in said


def test_a_change_that_cannot_be_told_from_chance_is_no_change() -> None:
    trend = series(white=(5.0, 4.5, 3.1)).assign(se=2.0)
    assert sentence.for_trend(LOWER, trend, "en") == (
        "Between school year 2016-17 and school year 2018-19, there is little or no detectable change in any group."
    )


def test_a_change_too_small_to_be_written_is_none() -> None:
    trend = series(white=(50.0, 50.0, 50.1), black=(0.10, 0.12, 0.14))
    assert "little or no detectable change" in sentence.for_trend(PARITY, trend, "en")


def test_a_trend_that_is_withheld_says_so() -> None:
    trend = series(white=(50.0, 50.0), black=(1.0, 2.0)).assign(status="withheld", value=None)
    assert sentence.for_trend(PARITY, trend, "en") == "Two groups are not shown, to protect people."


def test_an_agency_beside_the_state_has_no_share_of_it() -> None:
    said = sentence.for_groups(PARITY, SHARES, "statewide", "en")
    assert said.startswith("Two of four groups are below the state as a whole: ")


def test_one_period_is_no_trend() -> None:
    assert "no trend yet" in sentence.for_trend(LOWER, series(white=(5.0,)), "en")


def test_agencies_that_differ_are_named_while_they_are_few() -> None:
    agencies = pd.concat(
        [rows({"group": "Asian", "value": 1.0, "comparison": word}, agency=code) for code, word in
         {"DOC": "below", "DOT": "below", "DMV": "above", "SDE": "similar", "DCF": "not_compared"}.items()]
        + [rows({"group": "Asian", "status": "withheld"}, agency="DOL")]
        + [rows({"group": "Asian", "value": 4.0}, agency="ALL")]
    )  # fmt: skip
    assert sentence.for_agencies(PARITY, agencies, "statewide", "Asian", "en") == (
        "Asian. Two of four agencies are below the state as a whole: DOC and DOT. "
        "One of four agencies is above the state as a whole: DMV. One agency is not shown, to protect people."
    )
    level = agencies.assign(comparison="similar")
    assert "No agency differs from the state as a whole by more than chance." in sentence.for_agencies(
        PARITY, level, "statewide", "Asian", "en"
    )
    assert "Una agencia se oculta" in sentence.for_agencies(PARITY, agencies, "statewide", "Asian", "es")


def moved(of: str, status: str, base: float | None, value: float | None, **more: object) -> pd.DataFrame:
    row = {
        "of": of, "status": status, "group": "Hispanic or Latino", "dimension": "race_ethnicity",
        "base_period": "FY2019", "period": "FY2025", "base_value": base, "value": value, "benchmark": "labor_force",
        "nature": "official",
    }  # fmt: skip
    return pd.DataFrame([row | more])


def test_progress_says_level_and_gap() -> None:
    both = pd.concat([moved("gap", "improving", 0.7, 0.86), moved("level", "improving", 9.2, 13.4)])
    assert sentence.for_progress(PARITY, both, "en") == (
        "Hispanic or Latino: from 9.2% in fiscal year 2019 to 13.4% in fiscal year 2025. "
        "This is a move toward the aim. "
        "The ratio to the labor force went from 0.70 to 0.86. The gap is closing."
    )


def test_two_numbers_that_would_read_the_same_get_another_decimal() -> None:
    row = moved("level", "getting_worse", 0.178, 0.152)
    assert "from 0.18% in fiscal year 2019 to 0.15% in" in sentence.for_progress(PARITY, row, "en")


def test_gaps_of_rates_are_in_points_and_of_dollars_in_ratios() -> None:
    gap = moved("gap", "getting_worse", 6.4, 12.1, benchmark="best_group")
    assert "went from +6.4 points to +12.1 points. The gap is widening." in sentence.for_progress(LOWER, gap, "en")
    income = moved("gap", "little_or_no_detectable_change", 0.66, 0.65, benchmark="everyone")
    assert "The ratio to all groups together went from 0.66 to 0.65." in sentence.for_progress(DOLLARS, income, "en")


def test_demonstration_rows_say_so_first() -> None:
    invented = SHARES.assign(nature="demonstration")
    assert sentence.for_groups(PARITY, invented, "labor_force", "en").startswith("Demonstration: ")
    assert sentence.for_trend(LOWER, series(white=(5.0, 4.0)).assign(nature="demonstration"), "es").startswith(
        "Demostración: "
    )
    row = moved("level", "not_enough_data", None, None, nature="demonstration")
    assert sentence.for_progress(PARITY, row, "en").startswith("Demonstration: ")


def every_sentence(language: str) -> Iterator[str]:
    for benchmark in ("labor_force", "population"):
        yield sentence.for_groups(PARITY, SHARES, benchmark, language)
    for benchmark in ("everyone", "best_group"):
        yield sentence.for_groups(LOWER, RATES, benchmark, language)
    yield sentence.for_groups(COUNT, RATES.assign(value=[1503.0, 996.0, 1434.0, None, None]), None, language)
    yield sentence.for_groups(
        PARITY, SHARES[:4].assign(comparison="not_compared", numerator=None), "enrollment", language
    )
    yield sentence.for_trend(LOWER, series(white=(5.0, 4.5, 4.1), black=(16.0, 15.0, 14.0)), language)
    yield sentence.for_trend(LOWER, series(white=(5.0, 4.9)).assign(se=2.0), language)
    agencies = pd.concat([rows({"group": "Asian", "value": 1.0, "comparison": "below"}, agency=code) for code in "ABC"])
    yield sentence.for_agencies(PARITY, agencies, "statewide", "Asian", language)
    for status in ("improving", "getting_worse", "little_or_no_detectable_change", "target_met_or_exceeded"):
        yield sentence.for_progress(PARITY, moved("level", status, 9.2, 13.4), language)
        yield sentence.for_progress(PARITY, moved("gap", status, 0.7, 0.86), language)
        yield sentence.for_progress(LOWER, moved("gap", status, 6.4, 12.1, benchmark="best_group"), language)
    for favourable in ("parity", "higher", "lower", "none"):
        yield sentence.polarity({"favourable": favourable}, language)


def without_group_names(text: str, language: str) -> str:
    names = sorted((entry[language] for entry in lexicon.GROUPS.values()), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, names)), "X", text)


def test_english_sentences_are_at_or_under_grade_8() -> None:
    texts = [without_group_names(text, "en") for text in every_sentence("en")]
    assert sum(map(grade, texts)) / len(texts) <= 8, {text: grade(text) for text in texts}


def test_spanish_sentences_are_at_least_fairly_easy() -> None:
    texts = [without_group_names(text, "es") for text in every_sentence("es")]
    assert sum(map(inflesz, texts)) / len(texts) >= 65, {text: inflesz(text) for text in texts}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_sentence_names_a_cause_or_belittles_a_number(language: str) -> None:
    banned = {
        "en": ("because", "due to", " only ", "caused", "thanks to"),
        "es": ("porque", "debido", "solo ", "gracias a"),
    }
    for text in every_sentence(language):
        assert not any(word in text.lower() for word in banned[language]), text
        assert "{" not in text
        assert "nan" not in text.lower().split()


PLANS = LOWER | {
    "kind": "rate", "favourable": "higher", "people": "plans", "people_es": "planes", "statistic": "stock",
}  # fmt: skip


def test_what_is_not_divided_is_told_in_all_and_against_its_target() -> None:
    one = rows({"group": "ALL", "dimension": "ALL", "value": 67.0, "denominator": 30, "comparison": "worse"})
    assert sentence.for_groups(PLANS, one, "target", "en") == "In all, it is 67%. That is worse than the target."
    assert sentence.for_groups(PLANS, one, "target", "es") == f"En conjunto es 67{NB}%. Está peor que la meta."
    assert sentence.for_groups(PLANS, one, None, "en") == "In all, it is 67%."


def test_what_things_come_to_together_is_told_before_their_parts() -> None:
    both = rows(
        {"group": "ALL", "dimension": "ALL", "value": 40.0},
        {"group": "drafting", "dimension": "stage", "value": 30.0},
        {"group": "published", "dimension": "stage", "value": 50.0},
    )
    assert sentence.for_groups(PLANS, both, None, "en") == (
        "In all, it is 40.0%. The highest value is 50.0% (Published). The lowest is 30.0% (Drafting)."
    )


def test_a_thing_that_does_not_apply_says_so() -> None:
    one = rows({"group": "ALL", "dimension": "ALL", "status": "not_applicable"})
    assert sentence.for_groups(PLANS, one, None, "en") == "Does not apply."


def test_all_things_are_called_what_they_are() -> None:
    moved = {
        "of": "level", "status": "improving", "group": "ALL", "dimension": "ALL", "base_period": "FY2024",
        "period": "FY2025", "base_value": 33.0, "value": 67.0, "nature": "official", "denominator": 30,
    }  # fmt: skip
    assert sentence.of_progress(PLANS, moved, "en").startswith("Plans: from 33% in fiscal year 2024 to 67%")
    assert words.named(PARITY | {"kind": "outcome"}, "ALL", "en") == "Everyone"
    assert words.number(1, "days", 0, "es") == "1 día"
    assert words.number(64.5, "days", 0, "en") == "65 days"
