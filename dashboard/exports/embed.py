"""One chart as a page to stand in a frame of another site, and the code that puts it there."""

from dashboard.access.viewer import viewer
from dashboard.drawing.picture import room
from dashboard.exports.drawn import Drawn, stamps
from dashboard.markup import Markup, tag, together
from dashboard.plain import blocks
from dashboard.plain.chart import chart as drawing
from dashboard.plain.document import style
from dashboard.tables import edition

_HEIGHT = 620
_FONT = "Source Sans 3"
# Drawings are measured in this font; and the colours of the site around the frame are not known, so they are light.
_OWN = (
    f"@font-face{{font-family:'{_FONT}';src:url(/assets/fonts/source-sans-regular.woff2)}}"
    f"body{{font-family:'{_FONT}',system-ui,sans-serif}}:root{{color-scheme:light}}h1{{font-size:1.25rem}}"
)


def address(chart: Drawn, site: str) -> str:
    """Return where the chart's frame is."""
    story = chart.story
    return f"{site}/embed/{story.id}/{chart.chart}{story.selection.query()}"


def code(chart: Drawn, site: str) -> str:
    """Return the HTML that shows the chart on another site, with a link that stays when frames do not."""
    story = chart.story
    framed = tag(
        "iframe",
        src=address(chart, site),
        title=chart.title,
        width="100%",
        height=_HEIGHT,
        loading="lazy",
        style="border:0",
    )
    return f"{framed}\n{tag('p', tag('a', chart.title, href=site + story.link()), f'. {story.source()}')}\n"


def page(chart: Drawn, site: str) -> str:
    """Return the page in the frame: question, sentence, chart, table, source, release, permanent link."""
    story = chart.story
    t = story.t
    link = tag("a", t("Open this figure"), href=site + story.link(), target="_blank", rel="noopener")
    body = together(
        [
            [tag("p", tag("b", text), class_="d") for text in stamps(story)],
            viewer().demonstration
            and tag("p", tag("b", t("Demonstration sign-in: anyone on this machine can see this page.")), class_="d"),
            tag("h1", chart.heading),
            tag("p", f"{story.title()}. {story.where()}.", class_="s"),
            tag("p", chart.sentence),
            _figure(chart),
            tag("p", story.source(), " ", edition(story.tables, t), ". ", link, class_="s"),
        ]
    )
    head = together(
        [
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width,initial-scale=1"),
            tag("meta", name="robots", content="noindex"),
            tag("title", chart.title),
            tag("style", Markup(style(str(body)) + _OWN)),
        ]
    )
    return f'<!doctype html><html lang="{t.language}"><head>{head}</head><body>{tag("main", body)}</body></html>'


def _figure(chart: Drawn) -> Markup:
    story = chart.story
    if chart.chart == "groups" and not story.total_only:
        table = blocks.groups_table(story.rows, story.where(), story.t)
        return drawing(story.rows, f"{chart.heading} {story.where()}") + _folded(story.t("Table"), table)
    if chart.chart == "trend" and story.trend:
        return blocks.trend_table(story.trend, story.where(), story.t)
    if chart.drawing is None:
        return blocks.nothing(story)
    # The funnel is a picture of one size; what it shows is in the sentence and in the table of its page.
    box = f"0 0 {room():g} {chart.drawing.height:g}"
    return tag("svg", chart.drawing.body, viewbox=box, role="img", aria_label=chart.sentence, class_="wide")


def _folded(name: str, inside: Markup) -> Markup:
    return tag("details", tag("summary", name), inside)
