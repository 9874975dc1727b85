"""The words of these pages, each with what it means here."""

from dataclasses import dataclass

from dashboard.language import Tongue

PATH = "/glossary"


@dataclass(frozen=True, slots=True)
class Term:
    """A word, what it means, and its name in the address of the glossary."""

    name: str
    word: str
    meaning: str


def terms(t: Tongue) -> tuple[Term, ...]:
    """Return every term, in the order of the alphabet of the language."""
    found = (
        Term("measure", t("Measure"), t("What is counted and how. Each measure has a page with its formula.")),
        Term(
            "benchmark",
            t("Benchmark"),
            t("What a figure is held against: the people of the State, for instance, or its labor force."),
        ),
        Term("gap", t("Gap"), t("How far a figure is from its benchmark. A gap is a sign to look closer, not proof.")),
        Term("level", t("Level"), t("The figure itself, whatever it is held against.")),
        Term(
            "pace", t("Pace"), t("How much a figure changes in a year, and how much it would take to meet the target.")
        ),
        Term("target", t("Target"), t("A value that someone has set out to reach, often by a set year.")),
        Term(
            "parity",
            t("Parity"),
            t("A group’s share here is the same as its share in the benchmark. Then the ratio of the shares is 1."),
        ),
        Term(
            "ratio",
            t("Ratio of shares"),
            t("A group’s share here divided by its share in the benchmark. Half as large a share is 0.5."),
        ),
        Term(
            "points", t("Points"), t("The difference of two percentages. From 10% to 12% is 2 points, not 2 percent.")
        ),
        Term(
            "interval",
            t("95% interval"),
            t("A range that shows how sure a figure is. A wide range means that chance could have moved it far."),
        ),
        Term(
            "significant",
            t("More than chance"),
            t("The difference is so large that chance alone would seldom make it. It says nothing about the cause."),
        ),
        Term(
            "margin",
            t("Margin of error"),
            t("Surveys ask some people, not all. The margin says how far off the answer for all may be."),
        ),
        Term(
            "availability",
            t("Availability"),
            t("The share of a group among the people who could do the work: those in the job market, or next in line."),
        ),
        Term(
            "adverse-impact",
            t("Adverse impact"),
            t("One group is chosen much less often than another. It is a first check, not a finding of wrongdoing."),
        ),
        Term(
            "action-quantity",
            t("People needed"),
            t("How many people more it would take to close a gap. It tells the size of the gap and is not a quota."),
        ),
        Term(
            "withheld",
            t("Not shown, to protect people"),
            t("The number is known. It is so small that it could point to one person, or give such a number away."),
        ),
        Term("not-collected", t("Not collected"), t("Nobody gathers this number, so there is nothing to show.")),
        Term("missing", t("Missing"), t("The number was due from an agency and has not come.")),
        Term(
            "release",
            t("Release"),
            t("All figures as they were published on one day. A release never changes; a new one takes its place."),
        ),
        Term("vintage", t("Vintage"), t("Which edition of a source was used, such as a survey of 2019 to 2023.")),
        Term(
            "demonstration",
            t("Demonstration data"),
            t("Invented numbers that show how the pages work. They are of nobody real."),
        ),
        Term(
            "directive",
            t("Directive"),
            t("One part of Executive Order 24-2 that asks the State or its agencies to do something."),
        ),
        Term("plan", t("Equity plan"), t("What an agency sets out to do for equity, with goals that can be measured.")),
        Term(
            "peers",
            t("Peers"),
            t("Agencies with about as many employees. They may do other work, so a difference is only a start."),
        ),
        Term(
            "funnel",
            t("Funnel chart"),
            t("Each mark is an agency. Small agencies vary more by chance, so the limits are wide for them."),
        ),
        Term(
            "region",
            t("Planning region"),
            t("One of the nine parts that Connecticut is divided into in place of counties."),
        ),
    )
    return tuple(sorted(found, key=lambda term: term.word.casefold()))
