"""How the way to parity was worked out, with its own numbers."""

from dashboard.gap import Gap, Outlook
from dashboard.markup import Markup, tag, together
from metrics import projection, words


def explain(gap: Gap, ahead: Outlook) -> Markup:
    """Return the working and the terms of a unit's group under an outlook."""
    t, language = gap.t, gap.t.language

    def number(value: float) -> str:
        return words.number(value, "persons", 0, language)

    def percent(value: float) -> str:
        return words.number(value, "percent", 1, language)

    share = gap.benchmarks[gap.benchmark]
    working = tag(
        "p",
        t("Parity: {share} of {all} people, rounded up", share=percent(share), all=number(gap.everyone)),
        " = ",
        tag("b", number(gap.needed)),
        class_="working",
    )
    how = (
        t("Each year every person may leave, with the same chance. Those who left are replaced, so the size stays."),
        t("Each hire is of the group with the chance that the setting gives. Nobody is counted in parts."),
        t(
            "{n} such runs are drawn. The line is the middle run, the shading holds 95 of 100.",
            n=number(projection.RUNS),
        ),
    )
    terms = (
        (t("People of the group"), t("{n}, {day}", n=number(gap.people), day=words.as_of(gap.period, language))),
        (t("Everybody with a known group"), number(gap.everyone)),
        (t("Benchmark"), f"{words.benchmark(gap.benchmark, language)}, {percent(share)}"),
        (t("Share of hires"), f"{percent(gap.share.value)}. {gap.share.origin}"),
        (t("Leave each year"), f"{percent(gap.turnover.value)}. {gap.turnover.origin}"),
        (t("Hires a year"), number(ahead.hires)),
        (t("Method"), t("Stock and flow by whole persons, the same draw each time.")),
    )
    pairs = [together([tag("dt", name), tag("dd", said)]) for name, said in terms]
    label = tag("p", t("How it was worked out"), class_="label")
    left = tag("div", label, working, [tag("p", each, class_="gap") for each in how])
    return together([left, tag("dl", pairs, class_="pairs")])
