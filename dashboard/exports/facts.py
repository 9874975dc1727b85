"""What travels with a figure wherever its numbers go: definition, formula, source, release, link."""

from dashboard.components.formula import formula
from dashboard.exports.drawn import Drawn, stamps
from dashboard.tables import edition, in_words, sentences
from metrics import words


def facts(drawn: Drawn, address: str) -> list[tuple[str, str]]:
    """Return name and text of all that a reader of the numbers alone must know; what is blank is left out."""
    story, t = drawn.story, drawn.story.t
    measure, language = story.measure, t.language
    said = [
        (t("Question"), in_words(measure, "question", language)),
        (t("Answer"), drawn.sentence),
        (t("Caution"), " ".join(stamps(story))),
        (t("Measure"), story.title()),
        (t("Whom"), story.where()),
        (t("Why it is measured"), in_words(measure, "why", language)),
        (t("Definition"), t("Version {n}", n=int(measure["version"]))),
        (t("Formula"), formula(measure, t)),
        (t("Benchmark"), words.benchmark(story.chosen.benchmark, language) if story.chosen.benchmark else ""),
        (t("Source"), story.source()),
        (t("What to keep in mind"), " ".join(sentences(in_words(measure, "caveats", language)))),
        (t("Release"), edition(story.tables, t)),
        (t("Permanent link"), address + story.link()),
        (t("What the numbers are not"), t("Screening results on groups, never for decisions about individuals.")),
    ]
    return [(name, text) for name, text in said if text]
