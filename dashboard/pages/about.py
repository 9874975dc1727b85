"""What this is, what it is for, who does what, and what its words do not mean."""

from dashboard import guide
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.selection import Selection
from dashboard.tables import Tables, edition

PATH = "/about"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the page."""
    kept = selection.only()
    parts: list[Part] = [
        tag("p", class_="crumb"),
        tag("h1", t("What is this, and who is behind it?")),
        tag(
            "p",
            t("Here you see whether the State treats people fairly, in numbers that anyone can check."),
            class_="lead",
        ),
        tag("p", edition(tables, t), class_="small soft gap"),
    ]
    if tables.demonstration:
        parts.append(
            tag(
                "p",
                tag("b", t("Demonstration data.")),
                " ",
                t("Some figures are invented to show how the pages work. Each says so. They are of nobody real."),
                class_="notice",
            )
        )
    parts += [
        _section(
            t("The order behind it"),
            t("Governor Lamont’s Executive Order 24-2 of July 12, 2024 made the Office of Equity and Opportunity."),
            t("It asks for benchmarks and measures of progress, and for an equity plan from every agency."),
            tag("a", t("See what is measured of each part"), href=kept.address("/directives")),
        ),
        _listed(
            t("Who does what"),
            t("Agencies send counts, plans and goals, and answer for them."),
            t("The Office of Equity and Opportunity defines the measures and reviews the plans."),
            t("The program works out every figure in one way for page, picture, file and sentence."),
            t("A second program attacks each release first. If it finds out one small number, nothing is published."),
        ),
        _listed(
            t("What the words do not mean"),
            t("A gap is a sign to look closer. It is not proof of discrimination."),
            t("“More people needed” says how large a gap is. It is not a quota."),
            t("Nothing here may be used to decide about one person."),
            t("How people live in Connecticut is no score of any agency."),
            t("No figure says why something is so."),
            t("Agencies are not ranked: they do different work, and small ones vary by chance."),
        ),
        _section(
            t("Guides"),
            *(
                Markup("{}: {}").format(
                    tag("a", each.reader, href=kept.address(f"{guide.PATH}/{each.name}")), each.question
                )
                for each in guide.guides(t)
            ),
        ),
        _section(
            t("More"),
            tag("a", t("What the words mean"), href=kept.address("/glossary")),
            tag("a", t("How each figure is made and how people are protected"), href=kept.address("/methodology")),
            tag("a", t("Everything as files"), href=kept.address("/data")),
            tag("a", t("What has changed since earlier releases"), href=kept.address("/revisions")),
        ),
    ]
    return View(t("About"), tuple(parts))


def _section(title: str, *body: str | Markup) -> Markup:
    return tag("section", _head(title), [tag("p", each, class_="prose gap") for each in body], class_="sec")


def _listed(title: str, *texts: str) -> Markup:
    return tag(
        "section", _head(title), tag("ul", [tag("li", each) for each in texts], class_="dots prose"), class_="sec"
    )


def _head(title: str) -> Markup:
    return tag("div", tag("h2", title), class_="sec-head")
