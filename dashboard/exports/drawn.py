"""The charts of a story as they go into files: question, sentence, rows, drawing, and the frame's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.components import agencies_block, blocks
from dashboard.drawing import funnel as funnel_drawing
from dashboard.drawing import panels as panels_drawing
from dashboard.drawing import rows as rows_drawing
from dashboard.drawing.picture import Caption, Drawing
from dashboard.story import Story
from dashboard.tables import edition


@dataclass(frozen=True)
class Drawn:
    """One chart: what it asks and says, the rows of the release it is drawn from, the drawing if there is one."""

    chart: str
    story: Story
    heading: str
    sentence: str
    rows: pd.DataFrame
    drawing: Drawing | None

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return f"{self.story.id}-{self.chart}-{self.story.chosen.period}".replace("/", "-")

    @property
    def title(self) -> str:
        return f"{self.story.title()}. {self.heading}"


def caption(drawn: Drawn, address: str) -> Caption:
    """Return the words around the drawing. `address`: where the site is, without a slash at its end."""
    story, t = drawn.story, drawn.story.t
    return Caption(
        title=drawn.title,
        sentence=drawn.sentence,
        source=f"{story.where()}. {story.source()}",
        release=edition(story.tables, t),
        link=address + story.link(),
        stamp=" ".join(stamps(story)),
    )


def stamps(story: Story) -> list[str]:
    """Return what must stand on everything made of the story: that it is a preview, that it is a demonstration."""
    t = story.t
    return [
        *([t("Preview: not published.")] if story.tables.preview else []),
        *([t("Demonstration data. These are not real people or results.")] if story.demonstration else []),
    ]


def with_origin(rows: pd.DataFrame, story: Story, address: str) -> pd.DataFrame:
    """Return the rows with the release they are of, its day, and their permanent link."""
    day = "" if story.tables.preview else story.tables.manifest["published"]
    return rows.assign(release=story.tables.id, published=day, link=address + story.link())


def _groups(story: Story) -> Drawn:
    rows = story.now[story.now["benchmark"].isna() | (story.now["benchmark"] == story.chosen.benchmark)]
    drawing = rows_drawing.draw(story.rows, story.t)
    question = blocks.groups_question(story)
    return Drawn("groups", story, question, story.say_groups(), _joined(rows, story), drawing)


def _trend(story: Story) -> Drawn:
    rows = story.over_time[
        story.over_time["benchmark"].isna() | (story.over_time["benchmark"] == story.chosen.benchmark)
    ]
    drawing = (
        panels_drawing.draw(story.trend, story.t, blocks.trend_note(story.trend, story.t)) if story.trend else None
    )
    return Drawn("trend", story, story.t("Is it changing?"), story.say_trend(), _joined(rows, story), drawing)


def _agencies(story: Story) -> Drawn:
    rows = story.agency_rows[story.agency_rows["benchmark"].isna() | (story.agency_rows["benchmark"] == "statewide")]
    x_title, y_title = agencies_block.funnel_titles(story)
    drawing = funnel_drawing.draw(story.funnel, story.t.language, x_title, y_title) if story.funnel else None
    heading = story.t("Which agencies differ by more than chance?")
    return Drawn("agencies", story, heading, story.say_agencies(), rows, drawing)


CHARTS: Mapping[str, Callable[[Story], Drawn]] = {"groups": _groups, "trend": _trend, "agencies": _agencies}


def _joined(rows: pd.DataFrame, story: Story) -> pd.DataFrame:
    ratios = story.ratios[story.ratios["benchmark"] == story.chosen.benchmark]
    more = ratios[
        [
            "figure_id",
            "benchmark",
            "ratio",
            "lower",
            "upper",
            "points",
            "persons",
            "reference_margin",
            "reference_vintage",
            "reference_source",
        ]
    ]
    more = more.rename(columns={"lower": "ratio_lower", "upper": "ratio_upper"})
    return rows.merge(more, on=["figure_id", "benchmark"], how="left")
