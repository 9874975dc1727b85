"""How one figure came about: its formula with its numbers, its interval, its sources, its permanent link."""

from typing import Any
from urllib.parse import quote

import pandas as pd

from dashboard.components.figure_history import received, revised
from dashboard.components.formula import formula
from dashboard.components.marks import absence
from dashboard.figures.funnel import Funnel
from dashboard.figures.row import instead, number
from dashboard.markup import Markup, tag
from dashboard.story import Story
from dashboard.tables import EVERYONE, OUTCOME, absent
from metrics import words
from metrics.interval import Z


def explain(story: Story) -> Markup:
    """Return the panel for the story's group."""
    t, language = story.t, story.t.language
    group = words.named(story.measure, story.group, language, story.chosen.dimension)
    figure = _one(story.now[absent(story.now["benchmark"]) & (story.now["group"] == story.group)])
    if figure is None or pd.isna(figure["value"]):
        why = None
        if figure is not None and figure["status"] != "shown":
            why = absence(figure["status"], language, instead(figure.to_dict(), story.measure, language))
        said = tag("p", t("There is no figure for this group here, so there is nothing to work out."))
        left = tag("div", tag("p", group, class_="label"), why and tag("p", why), said)
        return left if figure is None else left + _terms(story, figure, None)
    ratio = _one(
        story.ratios[
            (story.ratios["benchmark"] == story.chosen.benchmark) & (story.ratios["figure_id"] == figure["figure_id"])
        ]
    )
    left = tag(
        "div",
        tag("p", _title(story, figure, ratio, group), class_="label"),
        _working(story, figure, ratio),
        tag("p", _doubt(story, figure, ratio)),
    )
    return left + _terms(story, figure, ratio)


def explain_trend(story: Story) -> Markup:
    """Return how a change is judged, for the trend."""
    t = story.t
    said = [
        t("Each panel is one group. Its line joins the figures of the periods; it breaks where a figure is absent."),
        t(
            "A change is spoken of if it is significant at 95%. For head counts, and where there is no "
            "margin of error, it must be a tenth of the first figure."
        ),
    ]
    pairs = [(t("Whom"), story.place()), (t("Source"), story.source()), (t("Permanent link"), _permanent(story))]
    return tag("div", [tag("p", each) for each in said]) + _listed(pairs)


def explain_funnel(story: Story, chart: Funnel) -> Markup:
    """Return the limits of the funnel with their numbers, at the size of a middling agency."""
    t, language = story.t, story.t.language
    size = sorted(spot.size for spot in chart.spots)[len(chart.spots) // 2]
    based = int(words.by_base(story.measure, size)["decimals"])
    low, high = (words.number(limit, "percent", based, language) for limit in chart.limit(size, Z))
    pooled = words.number(chart.pooled, "percent", chart.decimals, language)
    people = words.number(size, "persons", 0, language)
    working = tag(
        "div",
        f"{pooled} ± 1.96 × √({pooled} × (100% − {pooled}) ÷ {people}) = ",
        tag("b", t("{low} to {high}", low=low, high=high)),
        class_="working",
    )
    title = t("What chance alone would give an agency of {people}", people=words.people(size, language))
    more = t(
        "An agency differs if its own 95% interval does not hold the share of all agencies "
        "together. A difference says nothing about its cause."
    )
    pairs = [(t("Whom"), story.where()), (t("Source"), story.source()), (t("Permanent link"), _permanent(story))]
    return tag("div", tag("p", title, class_="label"), working, tag("p", more)) + _listed(pairs)


def _permanent(story: Story) -> Markup:
    return tag("a", story.t("This figure in release {id}", id=story.tables.id), href=story.link())


def _figure_link(story: Story, figure_id: str) -> Markup:
    kept = story.selection.only("benchmark")
    return tag("a", figure_id, href=kept.address(f"/figures/{quote(figure_id)}"), class_="code")


def _listed(pairs: list[tuple[str, Any]]) -> Markup:
    return tag("dl", [(tag("dt", name), tag("dd", said)) for name, said in pairs if said], class_="pairs")


def _title(story: Story, figure: pd.Series, ratio: pd.Series | None, group: str) -> str:
    if ratio is not None and pd.notna(ratio["ratio"]):
        said = words.number(ratio["ratio"], "ratio", 2, story.t.language)
    else:
        said = words.number(figure["value"], story.measure["unit"], _decimals(story, figure), story.t.language)
    return story.t("How {figure} was worked out for {group}", figure=said, group=group)


def _working(story: Story, figure: pd.Series, ratio: pd.Series | None) -> Markup:
    t, language = story.t, story.t.language
    decimals = int(story.measure["decimals"])
    value = words.number(figure["value"], story.measure["unit"], _decimals(story, figure), language)
    parts = None
    if pd.notna(figure["numerator"]) and pd.notna(figure["denominator"]):
        above, below = (words.number(figure[c], "persons", 0, language) for c in ("numerator", "denominator"))
        parts = _fraction(above, below)
    if ratio is not None and pd.notna(ratio["ratio"]):
        reference = words.number(ratio["reference_share"], "percent", decimals, language)
        named = words.benchmark(story.chosen.benchmark, language)
        said = [t("Ratio"), " = ", _fraction(t("share here"), t("share: {benchmark}", benchmark=named)), " = "]
        if parts:
            said += [_fraction(tag("span", _unseen("("), parts, _unseen(")")), reference), " = "]
        said += [_fraction(value, reference), " = ", tag("b", words.number(ratio["ratio"], "ratio", 2, language))]
        return tag("div", said, class_="working")
    if parts:
        return tag("div", parts, " = ", tag("b", value), class_="working")
    if story.measure["kind"] == "duration":
        if pd.isna(figure["denominator"]):
            return tag("div", t("{value}: half took longer. How many there were is not told.", value=value))
        things = words.number(figure["denominator"], "things", 0, language)
        return tag("div", t("{value}: half of {n} took longer.", value=value, n=things), class_="working")
    if story.measure["kind"] == "adjusted" and story.chosen.dimension != EVERYONE:
        return tag("div", t("{value}, if every group were made up alike.", value=value), class_="working")
    if words.of_things(story.measure):
        return tag("div", t("{value}, counted.", value=value), class_="working")
    return tag("div", t("{value}, as the source publishes it.", value=value), class_="working")


def _decimals(story: Story, figure: pd.Series) -> int:
    return int(words.by_base(story.measure, number(figure["denominator"]))["decimals"])


def _doubt(story: Story, figure: pd.Series, ratio: pd.Series | None) -> str:
    t, language = story.t, story.t.language
    row, unit, decimals = (
        (ratio, "ratio", 2)
        if ratio is not None and pd.notna(ratio["ratio"])
        else (figure, story.measure["unit"], _decimals(story, figure))
    )
    if pd.isna(row["lower"]) or pd.isna(row["upper"]):
        if words.of_things(story.measure):
            return t("The count is complete, so there is no interval.")
        return t("The source gives no base and no margin of error, so there is no interval.")
    low, high = (
        words.number(row["lower"], unit, decimals, language),
        words.number(row["upper"], unit, decimals, language),
    )
    if unit == "ratio" and ratio is not None:
        return t(
            "The 95% interval, {low} to {high}, joins chance in a count of this size and the "
            "benchmark’s margin of error.",
            low=low,
            high=high,
        )
    if story.measure["statistic"] == "survey":
        return t("The 95% interval, {low} to {high}, comes from the survey’s margin of error.", low=low, high=high)
    return t("The 95% interval, {low} to {high}, is Wilson’s for a share of a count.", low=low, high=high)


def _terms(story: Story, figure: pd.Series, ratio: pd.Series | None) -> Markup:
    t, language = story.t, story.t.language
    pairs = [
        (t("Whom"), story.where()),
        (
            t("Numerator"),
            words.number(figure["numerator"], "persons", 0, language) if pd.notna(figure["numerator"]) else "",
        ),
        (
            t("Denominator"),
            words.number(figure["denominator"], "persons", 0, language) if pd.notna(figure["denominator"]) else "",
        ),
        (t("Agencies"), _agencies(story, figure)),
        (t("Source"), story.source()),
        (
            t("Benchmark note"),
            str(ratio["reference_note"])
            if ratio is not None and isinstance(ratio["reference_note"], str) and language == "en"
            else "",
        ),
        (
            t("Definition"),
            tag(
                "a",
                t("Version {n}", n=int(story.measure["version"])),
                href=f"{story.selection.only().address('/methodology')}#{story.id}",
                data_full=True,
            ),
        ),
        (t("Formula"), formula(story.measure, t)),
        (t("Received"), received(story, figure)),
        (t("Revisions"), revised(story, figure)),
        (t("Figure"), _figure_link(story, str(figure["figure_id"]))),
        (t("Permanent link"), _permanent(story)),
    ]
    return _listed(pairs)


def _agencies(story: Story, figure: pd.Series) -> str:
    if figure["agency"] != EVERYONE or pd.isna(figure["agencies_due"]) or story.measure["kind"] == OUTCOME:
        return ""
    return story.t("{n} of {due} delivered", n=int(figure["agencies_delivered"]), due=int(figure["agencies_due"]))


def _fraction(above: object, below: object) -> Markup:
    return tag("span", tag("span", above), _unseen(" ÷ "), tag("span", below), class_="frac")


def _unseen(sign: str) -> Markup:
    """Return what the layout says by itself, for those who hear it or copy it."""
    return tag("span", sign, class_="sr")


def _one(rows: pd.DataFrame) -> pd.Series | None:
    return None if rows.empty else rows.iloc[0]
