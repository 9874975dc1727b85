"""The page of standard words is what the lists say, and leaves none of them out."""

from pathlib import Path

from etl.harmonize import CROSSWALKS
from etl.vocabulary import listed
from etl.vocabulary.label import AGE_BANDS, JOB_CATEGORY, RACE_ETHNICITY, SEX
from etl.vocabulary_page import markdown

PAGE = Path(__file__).parents[2] / "docs" / "vocabulary.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == markdown(), "run `python -m etl.vocabulary_page > docs/vocabulary.md`"


def test_the_page_tells_of_every_word_of_every_list() -> None:
    text = markdown()
    words = [*RACE_ETHNICITY.values(), *SEX.values(), *JOB_CATEGORY.values(), *AGE_BANDS]
    words += [row["spanish"] for row in listed.own("languages")]
    words += [row["name"] for row in listed.own("divisions")]
    words += [row["title"] for row in listed.own("occupations")]
    for path in CROSSWALKS.glob("*.csv"):
        words += [row.get("label", row.get("agency", "")) for row in listed.rows(path)]
    assert [word for word in words if f"| {word} |" not in text and f"* {word}\n" not in text] == []


def test_tables_are_whole() -> None:
    widths: set[int] = set()
    for line in markdown().splitlines():
        if not line.startswith("|"):
            widths.clear()
            continue
        widths.add(line.replace("\\|", "").count("|"))
        assert len(widths) == 1, line
