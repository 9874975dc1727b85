"""A mail about an error in a figure, ready to be sent: to whom, about which figure of which release."""

from urllib.parse import quote

from dashboard.language import Tongue
from dashboard.markup import Part, View, tag
from dashboard.selection import Selection
from dashboard.tables import Tables, edition
from dashboard.within import within

PATH = "/report"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the page; without an address it says who sets one."""
    title = t("Is something wrong?")
    parts: list[Part] = [tag("p", class_="crumb"), tag("h1", title)]
    if not tables.contact:
        said = t("No address for errors is set here. Whoever serves these pages sets it with EQUITY_CONTACT.")
        parts.append(tag("p", said, class_="notice"))
        return View(title, tuple(parts))
    # A page of these, and no other: what is in the address is the sender's to invent.
    about = within(selection.other("about"))
    subject = t("Error in a figure, release {id}", id=tables.id)
    lines = [
        t("What is wrong:"), "", "", t("What it should be, and how you know:"), "", "",
        *([t("Figure: {address}", address=about)] if about else []), edition(tables, t),
    ]  # fmt: skip
    text = "\n".join(lines)
    # A mail's lines end in two characters.
    body = quote(text.replace("\n", "\r\n"))
    mail = f"mailto:{quote(tables.contact, safe='@')}?subject={quote(subject)}&body={body}"
    parts += [
        tag("p", t("Tell us by mail. This button begins one that names the figure and the release."), class_="lead"),
        tag("p", tag("a", t("Write the mail"), href=mail, data_full=True, class_="btn"), class_="gap"),
        tag(
            "p",
            t("No mail program here? Write to {address} and copy this text:", address=tables.contact),
            class_="prose gap",
        ),
        tag(
            "pre", f"{subject}\n\n{text}", class_="mail", tabindex="0", role="region", aria_label=t("Text of the mail")
        ),
        tag("p", t("Do not write the names of people, or what could tell who they are."), class_="prose gap"),
    ]
    if about:
        parts.append(tag("p", tag("a", t("Back to the figure"), href=about), class_="gap"))
    return View(title, tuple(parts))
