"""Where values become words: labels, numbers, dates, in English (`en`) and Spanish (`es`, as written in the US).

Every page, chart, export and sentence takes its words from here, so that they agree. A label or language
that has no words raises KeyError.
"""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from etl.vocabulary import period as periods
from etl.vocabulary.label import LANGUAGES as LANGUAGE_NAMES
from metrics import lexicon
from metrics.disclosure import policy

LANGUAGES = ("en", "es")
_STANDARD = frozenset(
    {
        "",
        "ALL",
        "race_ethnicity",
        "race5",
        "sex",
        "sex2",
        "age_band",
        "disability",
        "veteran",
        "job_category",
        "full_time",
        "justice_impacted",
        "at_will",
    }
)
_SPOKEN = {row["english"]: {"en": row["english"], "es": row["spanish"]} for row in LANGUAGE_NAMES}
_OF_THINGS = frozenset({"rate", "adjusted", "total", "duration", "upkeep"})
_LOCALES = {"en": "en_US", "es": "es_US"}
_IN_WORDS = ("per_1000", "years")
_CROSSED = " x "
_UNKNOWN = "Not reported"
_MINUS = "−"
_NO_BREAK = "\N{NO-BREAK SPACE}"
_MILLION = 1_000_000


def group(label: str, language: str, dimension: str = "") -> str:
    """Return a group's name; crossed groups part by part.

    Where `dimension` is not one of the standard ones (a town, an office, a program), the label is a name of its
    own and the same in every language, but for those that things are commonly divided into.

    >>> group("Camps x Asian", "es", "program x race_ethnicity")
    'Camps · Asiática'
    """
    names, parts = dimension.split(_CROSSED), label.split(_CROSSED)
    if len(names) > 1 and len(parts) == len(names):
        return " · ".join(group(part, language, name) for part, name in zip(parts, names, strict=True))
    if dimension == "language" and label in _SPOKEN:
        return _SPOKEN[label][language]
    if dimension in lexicon.THINGS and label in lexicon.THINGS[dimension]:
        return lexicon.THINGS[dimension][label][language]
    divided, parts = dimension.split(_CROSSED), label.split(_CROSSED)
    if 1 < len(divided) == len(parts):
        return " · ".join(group(part, language, each) for part, each in zip(parts, divided, strict=True))
    if label not in ("ALL", _UNKNOWN) and not _STANDARD.issuperset(divided):
        return label
    return " · ".join(lexicon.GROUPS[part][language] for part in label.split(_CROSSED))


def of_things(measure: Mapping[Any, Any]) -> bool:
    """Return whether a measure, a row of table `measures`, counts things rather than shares of people."""
    return measure.get("kind") in _OF_THINGS


def named(measure: Mapping[Any, Any], label: str, language: str, dimension: str = "") -> str:
    """Return a group's name beside a measure, a row of table `measures`: all of the things that it counts are called
    what they are, all of the people "Everyone".

    >>> named({"kind": "total", "people": "plans", "people_es": "planes"}, "ALL", "es")
    'Planes'
    """
    if label == "ALL" and of_things(measure):
        return capital(str(measure["people"] if language == "en" else measure[f"people_{language}"]))
    return group(label, language, dimension)


def dimension(name: str, language: str) -> str:
    """Return what people are divided by; crossed dimensions part by part."""
    return " · ".join(lexicon.DIMENSIONS[part][language] for part in name.split(_CROSSED))


def benchmark(name: str, language: str) -> str:
    """Return what a value is compared with, as a label."""
    return lexicon.BENCHMARKS[name][language]


def reference(name: str, language: str) -> str:
    """Return what a value is compared with, as it stands inside a sentence."""
    return lexicon.REFERENCES[name][language]


def status(name: str, language: str) -> str:
    """Return the state of a figure (shown, or why not) or of progress."""
    return lexicon.STATUSES[name][language]


def reading(word: str, language: str) -> str:
    """Return how a value stands to its benchmark."""
    return lexicon.READINGS[word][language]


def year(text: str) -> int:
    """Return the year of a period's last day.

    >>> year("SY2018-19"), year("2019/2023")
    (2019, 2023)
    """
    return periods.parse(text).year


def unit(name: str, language: str) -> str:
    """Return a unit's name, in the plural."""
    return lexicon.UNITS[name][language]


def number(value: float, unit: str, decimals: int, language: str) -> str:
    """Return a value with its unit: 13.4%, 1,700, $87,666, $2.1 million, 0.86, 5.1 per 1,000, 80.4 years.

    A percentage too small for its decimals is "under 0.1%". Raises ValueError for what is not a number: absence has
    its own words, see `status`.

    >>> number(13.42, "percent", 1, "en"), number(0.004, "percent", 1, "en"), number(-2.5e6, "dollars", 0, "en")
    ('13.4%', 'under 0.1%', '−$2.5 million')
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number to be written; write the figure's status instead")
    lexicon.UNITS[unit][language]
    match unit:
        case "percent":
            least = 10.0**-decimals
            sign = f"{_NO_BREAK}%" if language == "es" else "%"
            if 0 < value < least and _plain(value, decimals, language) == _plain(0, decimals, language):
                return f"{'menos de' if language == 'es' else 'under'} {_plain(least, decimals, language)}{sign}"
            return _plain(value, decimals, language) + sign
        case "dollars":
            amount = f"${_plain(abs(value), decimals, language)}"
            if abs(value) >= _MILLION:
                word = "millones" if language == "es" else "million"
                amount = f"${_plain(abs(value) / _MILLION, 1, language)} {word}"
            return f"{_MINUS if value < 0 else ''}{amount}"
        case "days":
            text = _plain(value, decimals, language)
            single, plural = ("día", "días") if language == "es" else ("day", "days")
            return f"{text} {single if text == '1' else plural}"
        case _:
            return f"{_plain(value, decimals, language)} {in_words(unit, language)}".rstrip()


def bare(value: float, unit: str, decimals: int, language: str) -> str:
    """Return a value as it stands in a column or at an axis whose heading names the unit, where that takes words.

    >>> bare(9.96, "per_1000", 1, "en"), bare(13.42, "percent", 1, "en")
    ('10.0', '13.4%')
    """
    return number(value, unit, decimals, language).removesuffix(f" {in_words(unit, language)}")


def told(rba: str, language: str) -> str:
    """Return what a measure tells, in the terms of Results-Based Accountability; blank for a release that says none."""
    return lexicon.RBA[rba][language] if rba else ""


def in_words(unit: str, language: str) -> str:
    """Return the words that follow a value in this unit; blank for units that are signs or go without saying."""
    return lexicon.UNITS[unit][language] if unit in _IN_WORDS else ""


def by_base(measure: Mapping[Any, Any], base: float | None) -> Mapping[Any, Any]:
    """Return the measure as figures on this base are written: a percentage of few has no decimals.

    Few are fewer than the policy's `decimal_base`; where the base is not known (None, NaN) nothing changes.

    >>> by_base({"unit": "percent", "decimals": 1}, 76)["decimals"]
    0
    """
    few = base is not None and base < policy.current().rate.decimal_base
    return {**measure, "decimals": 0} if few and measure["unit"] == "percent" else measure


def at_least(value: float, decimals: int, language: str) -> str:
    """Return the words of a percentage that is withheld and known to reach `value`: never rounded up.

    >>> at_least(94.99, 0, "en"), at_least(94.99, 0, "es")
    ('at least 94%', 'al menos 94\\xa0%')
    """
    floor = math.floor(value * 10**decimals + 1e-9) / 10**decimals
    return f"{'al menos' if language == 'es' else 'at least'} {number(floor, 'percent', decimals, language)}"


def points(value: float, decimals: int, language: str) -> str:
    """Return a difference of two percentages, signed: +0.3 points.

    >>> points(-0.26, 1, "es"), points(0.004, 1, "en")
    ('−0.3 puntos', '0.0 points')
    """
    text = _plain(value, decimals, language)
    single, plural = ("punto", "puntos") if language == "es" else ("point", "points")
    sign = "+" if re.search("[1-9]", text) and value > 0 else ""
    return f"{sign}{text} {single if text.lstrip(_MINUS) == '1' else plural}"


def people(n: float, language: str) -> str:
    """Return a number of people, whole: 1,700 people, 1 person."""
    text = _plain(n, 0, language)
    single, plural = ("persona", "personas") if language == "es" else ("person", "people")
    return f"{text} {single if text == '1' else plural}"


def count(n: int, language: str, *, feminine: bool = False) -> str:
    """Return a small number as a word, from eleven on in digits; in Spanish as it agrees with the noun after it."""
    spelled = lexicon.COUNTS[language]
    if feminine and language == "es" and n < 2:
        return ("ninguna", "una")[n]
    return spelled[n] if n < len(spelled) else _plain(n, 0, language)


def polarity(favourable: str, language: str) -> str:
    """Return whether high is good, as a sentence."""
    return lexicon.POLARITIES[favourable][language]


def period(text: str, language: str) -> str:
    """Return a period's name: fiscal year 2025, school year 2018-19, July 1, 2018, 2015 to 2019.

    Raises ValueError for what is no period.
    """
    found = periods.parse(text)
    match found.kind:
        case periods.Kind.FISCAL_YEAR:
            return lexicon.PERIODS["fiscal_year"][language].format(found.year)
        case periods.Kind.SCHOOL_YEAR:
            return lexicon.PERIODS["school_year"][language].format(found.text.removeprefix("SY"))
        case periods.Kind.WINDOW:
            return lexicon.PERIODS["window"][language].format(found.first.year, found.last.year)
        case periods.Kind.QUARTER:
            return lexicon.QUARTERS[language][found.last.month // 3 - 1].format(found.year)
        case periods.Kind.DAY:
            return day(found.last, language)
        case _:
            return str(found.year)


def as_of(text: str, language: str) -> str:
    """Return the last day of a period, written out: the day head counts are of."""
    return day(periods.parse(text).last, language)


def capital(text: str) -> str:
    """Return a text as a heading or a sentence begins it: its first letter large, the others as they are.

    >>> capital("labor force"), capital("")
    ('Labor force', '')
    """
    return text[:1].upper() + text[1:]


def industry(code: str, language: str) -> str:
    """Return the name of an industry's sector and its code, by NAICS; a code of no known sector by itself.

    >>> industry("236", "en"), industry("452", "en"), industry("54", "es")
    ('Construction (236)', 'Retail trade (452)', 'Servicios profesionales')
    """
    for sector, said in lexicon.THINGS["industry"].items():
        first, _, last = sector.partition("-")
        if code[:2].isdigit() and int(first) <= int(code[:2]) <= int(last or first):
            return said[language] if code in (sector, first) else f"{said[language]} ({code})"
    return code


def last_day(text: str) -> str:
    """Return the last day of a period, ISO.

    >>> last_day("FY2025")
    '2025-06-30'
    """
    return periods.parse(text).last.isoformat()


def tick(text: str) -> str:
    """Return a period as short as an axis wants it, the same in every language: 2025, 2018-19, 2015–2019.

    >>> tick("FY2025"), tick("SY2018-19"), tick("2018-07-01"), tick("2015/2019")
    ('2025', '2018-19', '2018', '2015–2019')
    """
    found = periods.parse(text)
    if found.kind in (periods.Kind.WINDOW, periods.Kind.SCHOOL_YEAR):
        return text.removeprefix("SY").replace("/", "–")
    return text if found.kind == periods.Kind.QUARTER else str(found.year)


def day(when: date, language: str) -> str:
    """Return a day, written out: June 30, 2025 / 30 de junio de 2025."""
    return format_date(when, format="long", locale=_LOCALES[language])


def joined(items: Sequence[str], language: str) -> str:
    """Return a list in words: a, b and c.

    >>> joined(["Asiática", "Hispana o latina"], "es")
    'Asiática e Hispana o latina'
    """
    conjunction = {"en": "and", "es": "y"}[language]
    if len(items) < 2:
        return "".join(items)
    # Spanish y becomes e before the sound i.
    if language == "es" and re.match(r"h?[ií](?![aeo])", items[-1], re.IGNORECASE):
        conjunction = "e"
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def _plain(value: float, decimals: int, language: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    # Rounded first, so that a small negative number does not become "−0.0"; halves go away from zero, as people round.
    text: str = format_decimal(abs(_rounded(value, decimals)), format=pattern, locale=_LOCALES[language])
    return _MINUS + text if _rounded(value, decimals) < 0 else text


def _rounded(value: float, decimals: int) -> float:
    scaled = abs(value) * 10**decimals
    return math.copysign(math.floor(scaled + 0.5 + 1e-9) / 10**decimals, value)
