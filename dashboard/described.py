"""What the head of a document says of its page: its description for search engines, the fonts to fetch at once."""

import re

from dashboard.markup import Markup, tag, together

_LEAD = re.compile(r'<p class="lead[^"]*">(.*?)</p>', re.DOTALL)
_LONGEST = 160
"""So many letters of a description search engines show."""
_FONTS = ("regular", "semibold", "bold")


def description(title: str, body: Markup) -> Markup:
    """Return the description: what the page says first, else its title.

    >>> description("Plans", Markup('<p class="lead soft">All <b>36</b> have one.</p>'))
    Markup('<meta name="description" content="All 36 have one.">')
    """
    found = _LEAD.search(str(body))
    said = Markup(found[1]).striptags() if found else ""
    return tag("meta", name="description", content=shortened(said or title))


def shortened(said: str) -> str:
    """Return as many whole words as search engines show of a description."""
    return said if len(said) <= _LONGEST else said[:_LONGEST].rpartition(" ")[0] + " …"


def fonts(folder: str) -> Markup:
    """Return links that fetch the fonts with the page: text that is drawn twice moves what is below it."""
    return together(
        tag("link", rel="preload", href=f"{folder}/source-sans-{name}.woff2", as_="font", type="font/woff2",
            crossorigin="anonymous")
        for name in _FONTS
    )  # fmt: skip
