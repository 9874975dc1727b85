"""Every page, in menu order. A page is a module with `PATH` and `view()`; it is listed here by hand."""

import re
from types import ModuleType
from urllib.parse import unquote

from dashboard.pages import agencies, agency, data, figure, measure, measures, methodology, overview

PAGES: tuple[ModuleType, ...] = (overview, measures, measure, figure, agencies, agency, data, methodology)

PATHS = frozenset(page.PATH for page in PAGES)
"""The addresses of the pages."""


def find(path: str) -> tuple[ModuleType, dict[str, str]] | None:
    """Return the page at a path with the names in its path, or None.

    >>> find("/measures/employees")[1]
    {'measure': 'employees'}
    """
    for page in PAGES:
        pattern = re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", page.PATH)
        if match := re.fullmatch(pattern, unquote(path)):
            return page, match.groupdict()
    return None
