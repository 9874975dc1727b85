"""Guides: for each kind of reader the few steps that answer their question, each with the page where it is done.

The pages of the app and the files of docs/guide/ are made of these.
"""

from dataclasses import dataclass

from dashboard.language import Tongue

PATH = "/guide"


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, the address where it is done (blank: not on a page), and the picture of it in the gallery."""

    said: str
    path: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """A kind of reader, their question, their steps."""

    name: str
    reader: str
    question: str
    steps: tuple[Step, ...]


def guides(t: Tongue) -> tuple[Guide, ...]:
    """Return the guides of the five kinds of readers."""
    return (
        Guide(
            "governor",
            t("The Governor’s office"),
            t("Where are we, what gets better or worse, and who needs a call?"),
            (
                Step(t("Open the Overview. The first line counts the measures by how they stand."), "/", "overview"),
                Step(t("Read “By field”. Each field has one row: its level, its gap, its pace."), "/", ""),
                Step(t("See which gaps close and which widen most. Each name leads to its measure."), "/", ""),
                Step(
                    t("Open Directives to see what the order asks and how far it is measured."),
                    "/directives",
                    "directives",
                ),
                Step(t("Open Plans to see what is late and which plan is due next."), "/plans", "plans"),
                Step(
                    t("Take the two-page briefing along. It is under Data and downloads, Documents."), "/data", "data"
                ),
            ),
        ),
        Guide(
            "agency",
            t("An agency’s leader"),
            t("How does my agency stand, and what would close the gap?"),
            (
                Step(t("Find your agency by name or code."), "/agencies", "agencies"),
                Step(
                    t("Its page counts your measures by state and shows the steps of your plan."),
                    "/agencies/DOT",
                    "agency",
                ),
                Step(
                    t("Choose one of the four parts. Each is in the words of section 6(a) of the order."),
                    "/agencies/DOT?show=service_delivery",
                    "agency-services",
                ),
                Step(
                    t("See yourself beside agencies of your size. Hollow marks are the others."),
                    "/compare?agency=DOT",
                    "compare",
                ),
                Step(
                    t("Ask what would close a gap: set the share of hires, and see the year of parity."),
                    "/closing-the-gap?agency=DOT",
                    "closing-the-gap",
                ),
                Step(t("Download your analysis pack. It has the order of the State’s rules for such plans.")),
            ),
        ),
        Guide(
            "public",
            t("Everyone: the public and the press"),
            t("Does the State do what it said, for people like me, where I live?"),
            (
                Step(
                    t("Type your town. You see what is measured there, beside the region."),
                    "/communities",
                    "communities",
                ),
                Step(
                    t("Read any chart by the sentence above it. It says what the chart shows."),
                    "/measures/employees",
                    "measure",
                ),
                Step(
                    t("Press “Table” for the numbers, “Explain” for how they were made, “Copy link” to quote them."),
                    "/measures/employees",
                    "",
                ),
                Step(t("Look up a word."), "/glossary", "glossary"),
                Step(t("Read what the agencies have promised in their plans."), "/plans", ""),
                Step(t("Slow phone? Each page has a plain page without scripts. Its link is at the foot.")),
            ),
        ),
        Guide(
            "analyst",
            t("An analyst"),
            t("Where are the numbers, how sure are they, and where do they come from?"),
            (
                Step(t("Start with the scan: every comparison, with how sure it is."), "/disparities", "disparities"),
                Step(
                    t("Look into any table of the release. Filters stand in the address, so a link keeps them."),
                    "/explore",
                    "explore",
                ),
                Step(
                    t("Change the benchmark of a measure. The page says whether the reading changes."),
                    "/measures/employees",
                    "",
                ),
                Step(
                    t("Take a chart as picture, table or code for your own page: press “Download”."),
                    "/measures/employees",
                    "",
                ),
                Step(t("Take the whole release, with a description of every column."), "/data", ""),
                Step(
                    t("Read how each figure is worked out and how people are protected."), "/methodology", "methodology"
                ),
            ),
        ),
        Guide(
            "steward",
            t("A data steward"),
            t("Did my delivery load, what was wrong in which row, and what did it change?"),
            (
                Step(t("Make an empty delivery to fill in: “equity template workforce_counts --format xlsx”.")),
                Step(t("Check your file before you send it: “equity check FILE”. It names each wrong row and column.")),
                Step(
                    t("Load it: “equity load FILE”. A file with an error is refused as a whole, and nothing is lost.")
                ),
                Step(
                    t("Make a preview: “equity publish --preview”. Then “equity diff” says what has changed, and why.")
                ),
                Step(t("See the sources and the warnings that travel with the data."), "/data", ""),
                Step(t("See what readers are told of corrections."), "/revisions", "revisions"),
            ),
        ),
    )


def as_markdown(guide: Guide, pictures: str, t: Tongue) -> str:
    """Return a guide as Markdown; `pictures`: where the gallery's files are, seen from it."""
    lines = [f"# {guide.reader}", "", f"**{guide.question}**", ""]
    for number, step in enumerate(guide.steps, start=1):
        lines.append(f"{number}. {step.said}" + (f" `{step.path}`" if step.path else ""))
        if step.picture:
            ending = "" if t.language == "en" else f"-{t.language}"
            lines += ["", f"   ![{step.said}]({pictures}/{step.picture}{ending}.jpg)", ""]
    return "\n".join(lines).rstrip("\n") + "\n"
