"""How complete the release is, and what the signs of absence mean."""

from dashboard.choices import in_time
from dashboard.components.marks import key
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.summary import Standing
from dashboard.tables import REPRESENTATION, Tables
from metrics import words


def completeness(tables: Tables, standings: list[Standing], t: Tongue) -> Markup:
    """Return the section: who delivered, which measures have figures, how old the benchmarks are, the signs."""
    cells = []
    due = [
        (int(row["agencies_delivered"]), int(row["agencies_due"]))
        for each in standings
        if each.measure["kind"] == REPRESENTATION and not each.story.all_figures.empty
        for _, row in each.story.now.dropna(subset=["agencies_due"]).head(1).iterrows()
    ]
    if due:
        cells.append(_share(*due[0], t("{n} of {all}"), t("agencies delivered this year’s head counts"), t))
    with_data = sum(not each.story.all_figures.empty for each in standings)
    cells.append(_share(with_data, len(standings), t("{n} of {all}"), t("measures have figures in this release"), t))
    vintages = [
        v
        for each in standings
        if not each.story.all_figures.empty
        for v in each.story.ratios["reference_vintage"].dropna().unique()
        if v
    ]
    if vintages:
        oldest = min(vintages, key=lambda v: in_time(v)[-1])
        cells.append(
            tag(
                "div", tag("strong", words.tick(oldest)), tag("p", t("oldest benchmark vintage in use"), class_="small")
            )
        )
    head = tag("div", tag("h2", t("How complete is this?")), class_="sec-head")
    return tag("section", head, tag("div", cells, class_="complete"), key(t), class_="sec")


def _share(n: int, of: int, form: str, what: str, t: Tongue) -> Markup:
    bar = tag("div", tag("i", style=f"width:{100 * n / max(of, 1):.1f}%"), class_="bar", aria_hidden="true")
    return tag("div", tag("strong", form.format(n=n, all=of)), bar, tag("p", what, class_="small"))
