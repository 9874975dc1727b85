"""The standard words as a page, from the lists: `python -m etl.vocabulary_page > docs/vocabulary.md`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from etl.harmonize import CROSSWALKS, MERGERS
from etl.promise import CODED
from etl.register import REGISTER
from etl.vocabulary import listed
from etl.vocabulary.label import AGE_BANDS, LANGUAGES, RACE_ETHNICITY, YES_NO
from etl.vocabulary.occupation import MAJOR_GROUPS
from etl.vocabulary.place import DIVISIONS, TOWN_LABELS, TOWNS

_INTRODUCTION = """\
# Vocabulary

The words that figures are in. A delivery may use any spelling that stands here, codes included, in any case. Another
spelling goes through a crosswalk, bundled in `etl/crosswalks/` or the home's own in `EQUITY_HOME/crosswalks/` (columns
source, label, standard, note, reviewed_by, reviewed_on; `*` is any source), or it stops that delivery.
"""
_ME, _TW = RACE_ETHNICITY["ME"], RACE_ETHNICITY["TW"]
_FORM = "EEOC Form 164, State and Local Government Information (EEO-4)"


def markdown() -> str:
    """Return the page."""
    return "\n".join(
        [
            _INTRODUCTION,
            *_races(),
            *_codes("Sex", "sex", f"{_FORM}; X and Not reported as Connecticut's deliveries give them."),
            *_ages(),
            *_codes("Job categories", "job_category", f"{_FORM}, description of job categories."),
            *_occupations(),
            *_answers(),
            *_languages(),
            *_places(),
            *_agencies(),
            *_crosswalks(),
        ]
    )


def _races() -> Iterator[str]:
    yield from (
        "## Race and ethnicity",
        "",
        "`omb_1997` is the standard of Statistical Policy Directive 15 of 1997 as the EEO-4 form asks it, and the",
        "default. `omb_2024` is the directive of 28 March 2024: one combined question, several answers joined by `;`.",
        "Figures of the two are never compared, unless a measure asks for the bridge below and says so.",
        "",
    )
    rows = ((code, name, "" if name == _ME else "yes", "yes") for code, name in RACE_ETHNICITY.items())
    yield from _table(("code", "label", "omb_1997", "omb_2024"), rows)
    yield from (
        "`Other` is for publishers who have such a residue; `Not reported` is a group of its own and in no comparison.",
        "",
        "### The bridge from 2024 to 1997",
        "",
        "Several answers with Hispanic or Latino become Hispanic or Latino; several others that are one group of 1997",
        f"become that group, else {_TW}. It moves labels. It cannot know how the same people would have answered",
        "the other question.",
        "",
    )
    bridge = listed.own("race_bridge")
    yield from _table(("2024", "1997", "note"), ((row["omb_2024"], row["omb_1997"], row["note"]) for row in bridge))
    yield from _review(bridge)


def _codes(title: str, kind: str, source: str) -> Iterator[str]:
    yield from (f"## {title}", "", f"Source: {source}", "")
    yield from _table(("code", "label"), CODED[kind].items())


def _ages() -> Iterator[str]:
    yield from (
        "## Age",
        "",
        "Bands of public tables. A delivery gives a year of birth, a band, or a five-year band, which the crosswalk",
        "`age_band.csv` leads to one of these. The age of a year of birth is that on 31 December of the period's last",
        "year.",
        "",
    )
    yield from (*(f"* {band}" for band in AGE_BANDS), "")


def _occupations() -> Iterator[str]:
    yield from (
        "## Occupations",
        "",
        "Major groups of the Standard Occupational Classification, each counted whole in one job category: that of its",
        "larger part. Availability by job category rests on it.",
        "",
    )
    rows = (
        (row["code"], row["title"], row["job_category"] or "none", row["also"], row["note"]) for row in MAJOR_GROUPS
    )
    yield from _table(("code", "major group", "job category", "part of it also", "how that is resolved"), rows)
    yield from _review(MAJOR_GROUPS)


def _answers() -> Iterator[str]:
    yield from (
        "## Disability, veteran, and other answers",
        "",
        f"One of {', '.join(YES_NO)}. A fact about a thing (a document, a course) is yes or no. Section 46a-68-83 of",
        "the Regulations of Connecticut State Agencies asks for disability in the workforce analysis; the wording of",
        "each question is the agency's own.",
        "",
    )


def _languages() -> Iterator[str]:
    yield from (
        "## Languages",
        "",
        "By English name, Spanish name or code. That a language stands here says that it has a code, not how many",
        "speak it: no count by language was at hand. A home adds one with `EQUITY_HOME/crosswalks/language.csv`.",
        "",
    )
    yield from _table(
        ("code", "list", "English", "Spanish"),
        ((row["code"], row["source"], row["english"], row["spanish"]) for row in LANGUAGES),
    )
    yield from _review(LANGUAGES, source=False)


def _places() -> Iterator[str]:
    more = [label for label in TOWN_LABELS if label not in TOWNS]
    yield from (
        "## Places",
        "",
        f"{len(TOWNS)} towns (`etl/reference/places.csv`), and where there is no town: {', '.join(more)}. Towns are",
        "summed into legacy counties for days until the end of 2021, into planning regions from 2022.",
        "",
    )
    rows = (
        (each.code, each.name, each.kind.replace("_", " "), _day(each.valid_from), _day(each.valid_to),
         str(sum(town[each.kind] == each.name for town in TOWNS.values())))
        for each in DIVISIONS
    )  # fmt: skip
    yield from _table(("code", "name", "kind", "from", "to", "towns"), rows)
    yield from _review(listed.own("divisions"))


def _agencies() -> Iterator[str]:
    yield from (
        "## Agencies",
        "",
        "By code, acronym, name or former name. The bundled register is in force until an `agencies` delivery replaces",
        "it. Acronyms are common usage. Sources: C.G.S. 4-38c and the department list of 2024 Senate Bill 414.",
        "",
    )
    rows = ((row["agency"], row["name"], row["former_names"].replace(";", "; ")) for row in listed.rows(REGISTER))
    yield from _table(("code", "name", "former names"), rows)
    yield from (
        "### Agencies that ended",
        "",
        "A delivery for a time after the last day is refused and told the successor. Mergers that no page at hand",
        "dates are left out; a home adds its own in `EQUITY_HOME/crosswalks/mergers.csv`.",
        "",
    )
    mergers = listed.rows(CROSSWALKS / f"{MERGERS}.csv")
    yield from _table(
        ("agency", "acronym", "last day", "successor", "source"),
        ((row["agency"], row["acronym"], row["ended"], row["successor"], row["source"]) for row in mergers),
    )
    yield from _review(mergers, source=False)


def _crosswalks() -> Iterator[str]:
    yield from ("## Crosswalks", "")
    for path in sorted(CROSSWALKS.glob("*.csv")):
        if path.stem == MERGERS:
            continue
        rows = listed.rows(path)
        yield from (f"### {path.stem}", "")
        yield from _table(
            ("source", "label", "becomes", "note"),
            ((row["source"].replace("*", "any"), row["label"], row["standard"], row["note"]) for row in rows),
        )
        yield from _review(rows, source=False)


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    headings = tuple(headings)
    yield f"| {' | '.join(headings)} |"
    yield "|" + "---|" * len(headings)
    yield from (f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)
    yield ""


def _review(rows: Iterable[Mapping[str, str]], *, source: bool = True) -> Iterator[str]:
    rows = tuple(rows)
    if source:
        yield f"Source: {'; '.join(dict.fromkeys(row['source'] for row in rows))}."
    days = sorted({row["reviewed_on"] for row in rows})
    offices = ", ".join(sorted({row["reviewed_by"] for row in rows}))
    yield f"Reviewed by {offices}, {' to '.join(dict.fromkeys((days[0], days[-1])))}."
    yield ""


def _day(day: date) -> str:
    return "" if day in (date.min, date.max) else day.isoformat()


if __name__ == "__main__":
    print(markdown(), end="")
