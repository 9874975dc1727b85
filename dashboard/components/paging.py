"""Pages of a long list as plain links."""

from collections.abc import Callable

from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from metrics import words


def paging(page: int, pages: int, address: Callable[[int], str], rows: int, t: Tongue) -> Markup:
    """Return where the reader is, and links to the pages before and after; nothing for a list of one page."""
    if pages < 2:
        return Markup("")
    said = t(
        "Page {page} of {pages}, {n} rows",
        page=words.number(page, "persons", 0, t.language),
        pages=words.number(pages, "persons", 0, t.language),
        n=words.number(rows, "persons", 0, t.language),
    )
    ways = (
        (t("First"), 1, "first"),
        (t("Previous"), page - 1, "prev"),
        (t("Next"), page + 1, "next"),
        (t("Last"), pages, "last"),
    )
    links = [tag("a", word, href=address(to), rel=rel) for word, to, rel in ways if 1 <= to <= pages and to != page]
    return tag("nav", tag("span", said), links, class_="paging", aria_label=t("Pages of the list"))
