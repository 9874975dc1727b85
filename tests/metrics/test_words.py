from datetime import date

import pytest

from etl.vocabulary import label
from metrics import lexicon, words
from metrics.definition import Favourable, Unit, load_measures
from metrics.disclosure import policy
from metrics.progress import Status

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("arguments", "english", "spanish"),
    [
        ((13.44, "percent", 1), "13.4%", f"13.4{NB}%"),
        ((0.25, "percent", 1), "0.3%", f"0.3{NB}%"),
        ((0.04, "percent", 1), "under 0.1%", f"menos de 0.1{NB}%"),
        ((0.4, "percent", 0), "under 1%", f"menos de 1{NB}%"),
        ((0.0, "percent", 1), "0.0%", f"0.0{NB}%"),
        ((-0.04, "percent", 1), "0.0%", f"0.0{NB}%"),
        ((1700, "persons", 0), "1,700", "1,700"),
        ((2_100_000, "dollars", 0), "$2.1 million", "$2.1 millones"),
        ((87_666, "dollars", 0), "$87,666", "$87,666"),
        ((-26_235, "dollars", 0), "−$26,235", "−$26,235"),
        ((0.857, "ratio", 2), "0.86", "0.86"),
        ((9.96, "per_1000", 1), "10.0 per 1,000", "10.0 por cada 1,000"),
        ((80.4, "years", 1), "80.4 years", "80.4 años"),
    ],
)
def test_numbers_carry_their_unit(arguments: tuple[float, str, int], english: str, spanish: str) -> None:
    assert words.number(*arguments, "en") == english
    assert words.number(*arguments, "es") == spanish


@pytest.mark.parametrize(
    ("base", "decimals"), [(76, 0), (999, 0), (1000, 1), (29_848, 1), (None, 1), (float("nan"), 1)]
)
def test_a_percentage_has_a_decimal_where_its_base_is_large_or_not_known(base: float | None, decimals: int) -> None:
    assert words.by_base({"unit": "percent", "decimals": 1}, base)["decimals"] == decimals


def test_only_percentages_lose_their_decimals() -> None:
    ratio = {"unit": "ratio", "decimals": 2}
    assert words.by_base(ratio, 10) == ratio


def test_at_least_is_never_rounded_up() -> None:
    assert words.at_least(95.0, 0, "en") == "at least 95%"
    assert words.at_least(94.99, 1, "en") == "at least 94.9%"
    assert words.at_least(95.0, 0, "es") == f"al menos 95{NB}%"


def test_halves_are_rounded_away_from_zero_as_people_do() -> None:
    assert words.number(2.5, "persons", 0, "en") == "3"
    assert words.points(-0.25, 1, "en") == "−0.3 points"


def test_what_is_no_number_is_refused_and_not_written_as_nan() -> None:
    with pytest.raises(ValueError, match="status"):
        words.number(float("nan"), "percent", 1, "en")


def test_points_are_signed_and_never_percent() -> None:
    assert words.points(0.3, 1, "en") == "+0.3 points"
    assert words.points(1, 0, "es") == "+1 punto"
    assert words.points(-0.01, 1, "en") == "0.0 points"


def test_people_are_whole() -> None:
    assert words.people(1_699.7, "en") == "1,700 people"
    assert words.people(1, "es") == "1 persona"


@pytest.mark.parametrize(
    ("period", "english", "spanish"),
    [
        ("FY2025", "fiscal year 2025", "año fiscal 2025"),
        ("SY2018-19", "school year 2018-19", "año escolar 2018-19"),
        ("2018-07-01", "July 1, 2018", "1 de julio de 2018"),
        ("2015/2019", "2015 to 2019", "2015 a 2019"),
        ("2025-Q4", "fourth quarter of 2025", "cuarto trimestre de 2025"),
        ("2018", "2018", "2018"),
    ],
)
def test_periods_have_names(period: str, english: str, spanish: str) -> None:
    assert words.period(period, "en") == english
    assert words.period(period, "es") == spanish


def test_head_counts_are_as_of_the_last_day() -> None:
    assert words.as_of("FY2025", "en") == "June 30, 2025"
    assert words.as_of("FY2025", "es") == "30 de junio de 2025"
    assert words.day(date(2026, 1, 2), "en") == "January 2, 2026"


def test_lists_are_joined_as_each_language_does() -> None:
    assert words.joined(["a", "b", "c"], "en") == "a, b and c"
    assert words.joined(["a"], "en") == "a"
    assert words.joined([], "en") == ""
    assert words.joined(["Blanca", "Indígena americana"], "es") == "Blanca e Indígena americana"
    assert words.joined(["Blanca", "Negra"], "es") == "Blanca y Negra"


def test_small_counts_are_words_that_agree_with_their_noun() -> None:
    assert words.count(3, "en") == "three"
    assert words.count(11, "en") == "11"
    assert words.count(1, "es") == "un"
    assert words.count(1, "es", feminine=True) == "una"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_standard_label_has_words(language: str) -> None:
    labels = [*label.RACE_ETHNICITY.values(), *label.SEX.values(), *label.JOB_CATEGORY.values()]
    for name in [*labels, *label.AGE_BANDS, *label.YES_NO, label.EVERYONE]:
        assert words.group(name, language)
    for _, _, group in policy.current().hierarchies:
        assert words.group(group, language)
    for status in [*label.STATUSES, "withheld", *Status]:
        assert words.status(status, language)
    for favourable in Favourable:
        assert words.polarity(favourable, language)
    for unit in Unit:
        assert words.unit(unit, language)
    for word in ("below", "similar", "above", "better", "worse", "not_compared"):
        assert words.reading(word, language)


def test_every_definition_speaks_of_benchmarks_and_dimensions_that_have_words() -> None:
    for measure in load_measures().values():
        for name in (*measure.benchmarks, "statewide"):
            assert words.benchmark(name, "es") != words.benchmark(name, "en")
            assert words.reference(name, "es")
        for name in measure.breakdown.dimensions:
            assert words.dimension(name, "es")


def test_crossed_groups_are_translated_part_by_part() -> None:
    assert words.group("White x Female", "es") == "Blanca · Femenino"
    assert words.dimension("race_ethnicity x sex", "en") == "race and ethnicity · sex"


def test_an_unknown_group_is_an_error_unless_its_dimension_names_places_or_programs() -> None:
    with pytest.raises(KeyError):
        words.group("Hartford", "es", "race_ethnicity")
    assert words.group("Hartford", "es", "town") == "Hartford"
    assert words.group("ALL", "es", "town") == "Todas las personas"


def test_a_language_without_words_is_an_error() -> None:
    with pytest.raises(KeyError):
        words.group("White", "fr")
    with pytest.raises(KeyError):
        words.joined(["a", "b"], "fr")


def test_both_languages_are_complete() -> None:
    for name in ("GROUPS", "DIMENSIONS", "BENCHMARKS", "REFERENCES", "STATUSES", "READINGS", "UNITS", "POLARITIES"):
        for key, entry in getattr(lexicon, name).items():
            assert set(entry) == set(words.LANGUAGES), f"{name}: {key}"
            assert all(entry.values()), f"{name}: {key}"
    assert set(lexicon.BENCHMARKS) == set(lexicon.REFERENCES)


def test_languages_have_their_names_and_others_stay_as_they_are() -> None:
    assert words.group("Polish", "es", "language") == "Polaco"
    assert words.group("Polish", "en", "language") == "Polish"
    assert words.group("Quechua", "es", "language") == "Quechua"
