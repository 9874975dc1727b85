"""One measure as a plain page."""

from typing import Any

from dashboard.components.standing import pace
from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from dashboard.plain import blocks
from dashboard.plain.document import Plain
from dashboard.plain.links import Links
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.summary import Standing, standing
from dashboard.tables import Tables, in_words, sentences
from metrics import words

_FORMS = ("csv", "xlsx", "json", "pdf", "svg", "png")


def page(tables: Tables, measure: dict[str, Any], links: Links, t: Tongue) -> Plain:
    """Return the page of a measure: every dimension it is broken down by, its trend, its agencies."""
    question = in_words(measure, "question", t.language)
    title = in_words(measure, "title", t.language)
    each = standing(tables, measure, Selection(lang=t.language), t)
    story = each.story
    path = f"/measures/{measure['measure']}{Selection(lang=t.language).query()}"
    if story.all_figures.empty:
        said = t("This release holds no figures for this measure.")
        found: list[Any] = [
            tag("h1", question),
            tag("p", in_words(measure, "why", t.language), class_="s"),
            tag("p", said),
        ]
        return Plain(f"{question} · {title}", said, together(found), path)
    dimensions = [d for d in story.chosen.options["dimension"] if d != story.chosen.dimension]
    body: list[Any] = [
        tag("h1", question),
        tag("p", _about(story, links, path), class_="s"),
        tag("p", in_words(measure, "why", t.language)),
        _where(each, t),
        blocks.groups(story),
        blocks.trend(story),
        [_dimension(story, dimension) for dimension in dimensions],
        blocks.agencies(story),
        _caveats(measure, t),
        _downloads(story, links, path),
    ]
    return Plain(f"{question} · {title}", story.say_groups(), together(body), path)


def _about(story: Story, links: Links, path: str) -> list[Markup | str]:
    address = links.interactive(path)
    said: list[Markup | str] = [f"{story.title()}. {story.where()}."]
    if address:
        said += [" ", tag("a", story.t("Interactive page"), href=address)]
    return said


def _where(each: Standing, t: Tongue) -> Markup:
    """Return level, gap and pace of the leading group."""
    rows, pairs = each.progress, []
    for of, name in (("level", t("Level")), ("gap", t("Gap to the benchmark"))):
        found = rows[rows["of"] == of]
        if not found.empty:
            sentence = found.iloc[0][f"sentence_{t.language}"]
            said = tag("b", words.status(found.iloc[0]["status"], t.language), ".")
            pairs.append((name, [said, " ", sentence if isinstance(sentence, str) else ""]))
    found_pace = pace(each.measure, rows, lambda row: each.story.tables.smallest_base(each.story.id, row), t)
    if found_pace:
        pairs.append((t("Pace"), [tag("b", found_pace[0], "."), " ", found_pace[1]]))
    return tag("dl", [(tag("dt", name), tag("dd", said)) for name, said in pairs]) if pairs else Markup("")


def _dimension(story: Story, dimension: str) -> Markup:
    other = Story(story.tables, story.measure, Selection(lang=story.t.language, dimension=dimension), story.t)
    named = words.dimension(dimension, story.t.language)
    return blocks.groups(other, story.t("{measure} by {dimension}", measure=story.title(), dimension=named))


def _caveats(measure: dict[str, Any], t: Tongue) -> Markup:
    said = sentences(in_words(measure, "caveats", t.language))
    if not said:
        return Markup("")
    return together([tag("h2", t("What to keep in mind")), tag("ul", [tag("li", text) for text in said])])


def _downloads(story: Story, links: Links, path: str) -> Markup:
    t = story.t
    files = [tag("a", "CSV", href=links.csv(story.id), download=True)]
    if links.interactive("/"):
        query = story.selection.query()
        files += [
            tag("a", form.upper(), href=links.interactive(f"/figure/{story.id}/groups.{form}{query}"), download=True)
            for form in _FORMS[1:]
        ]
    listed = [part for each in files for part in (each, " ")]
    worked = links.interactive(f"{path}#groups")
    more = [tag("a", t("How this is worked out"), href=worked), ". "] if worked else []
    link = links.interactive(story.link())
    permanent = (
        [t("Permanent link"), ": ", tag("a", t("This figure in release {id}", id=story.tables.id), href=link)]
        if link
        else []
    )
    return together([tag("p", t("Download"), ": ", listed), tag("p", more, permanent, class_="s")])
