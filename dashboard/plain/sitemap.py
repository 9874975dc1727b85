"""What search engines read beside the pages: the map of all of them, and whether they may look at all."""

from collections.abc import Iterable

from dashboard.language import LANGUAGES
from dashboard.markup import tag
from dashboard.plain.links import Links


def sitemap(pages: Iterable[str], links: Links, day: str) -> str:
    """Return the map: every page in every language, each naming the others. `day`: when the release was published."""
    entries = []
    for page in pages:
        addresses = [(code, links.whole(page, code)) for code in LANGUAGES]
        others = [tag("xhtml:link", rel="alternate", hreflang=code, href=address) for code, address in addresses]
        entries += [tag("url", tag("loc", own), tag("lastmod", day), others) for _, own in addresses]
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {spaces}>{"".join(entries)}</urlset>\n'


def robots(map_address: str) -> str:
    """Return robots.txt; a blank address: nothing here may be searched."""
    if not map_address:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nDisallow: /figure/\nDisallow: /embed/\nSitemap: {map_address}\n"
