"""Where plain pages lead: on the server of the app, and in a folder of files."""

from dataclasses import dataclass, replace
from posixpath import relpath
from urllib.parse import quote

from dashboard.language import LANGUAGES
from dashboard.selection import Selection

ROOT = "/plain"
FIRST = LANGUAGES[0]
SAME = {
    "measures": "measures", "agencies": "agencies", "plans": "plans", "directives": "directives",
    "communities": "places", "disparities": "groups", "glossary": "words",
}  # fmt: skip
"""A page of the app -> the plain page that tells of the same things."""


@dataclass(frozen=True, slots=True)
class Links:
    """Links of one page, which is called `page` (`measures/employees`; blank: the overview), in one language.

    `app`: where the interactive site is, blank if it is not known. `site`: where these pages are, for canonical
    links, blank if it is not known.
    """

    page: str
    language: str
    site: str = ""
    app: str = ""

    def to(self, page: str, language: str = "") -> str:
        """Return the address of another plain page."""
        raise NotImplementedError

    def whole(self, page: str, language: str = "") -> str:
        """Return the address of a plain page with the host; blank where the host is not known."""
        raise NotImplementedError

    def interactive(self, path: str) -> str:
        """Return the address of a page of the app; blank where that is not known."""
        raise NotImplementedError

    def csv(self, measure: str) -> str:
        """Return the address of a measure's groups as CSV."""
        raise NotImplementedError

    def of(self, page: str, language: str) -> "Links":
        """Return the same links seen from another page."""
        return replace(self, page=page, language=language)


@dataclass(frozen=True, slots=True)
class Served(Links):
    """Links on the server: `/plain/measures/employees`, `/plain/es/measures/employees`.

    `release`: the one that was asked for, blank for the newest.
    """

    release: str = ""

    def to(self, page: str, language: str = "") -> str:
        return self._path(page, language) + (f"?release={quote(self.release)}" if self.release else "")

    def whole(self, page: str, language: str = "") -> str:
        return self.site + self._path(page, language)

    def _path(self, page: str, language: str) -> str:
        language = language or self.language
        return "/".join(part for part in (ROOT, language if language != FIRST else "", quote(page)) if part)

    def interactive(self, path: str) -> str:
        return path

    def csv(self, measure: str) -> str:
        query = [f"lang={self.language}"] * (self.language != FIRST) + [f"release={quote(self.release)}"] * bool(
            self.release
        )
        return f"/figure/{quote(measure)}/groups.csv" + (f"?{'&'.join(query)}" if query else "")


@dataclass(frozen=True, slots=True)
class Filed(Links):
    """Links between files, which hold on any host and in any folder."""

    def to(self, page: str, language: str = "") -> str:
        here = file_of(self.page, self.language)
        folder = here.rpartition("/")[0] or "."
        return relpath(file_of(page, language or self.language), folder)

    def whole(self, page: str, language: str = "") -> str:
        name = file_of(page, language or self.language)
        return f"{self.site}/{name.removesuffix('index.html')}" if self.site else ""

    def interactive(self, path: str) -> str:
        return f"{self.app}{path}" if self.app else ""

    def csv(self, measure: str) -> str:
        here = file_of(self.page, self.language)
        return relpath(csv_of(measure), here.rpartition("/")[0] or ".")


def file_of(page: str, language: str) -> str:
    """Return the file of a page below the site's folder.

    >>> file_of("", "es"), file_of("measures/employees", "en")
    ('es/index.html', 'measures/employees.html')
    """
    name = f"{page or 'index'}.html"
    return name if language == FIRST else f"{language}/{name}"


def csv_of(measure: str) -> str:
    """Return the file of a measure's figures below the site's folder."""
    return f"data/{measure}.csv"


def plain_address(path: str, selection: Selection) -> str:
    """Return where the plain page is that says what a page of the app says, in its language and release."""
    return Served("", selection.lang, release=selection.release).to(page_of(path))


def page_of(path: str) -> str:
    """Return the plain page that says what a page of the app says; the overview where there is none of its own.

    >>> page_of("/measures/employees"), page_of("/communities"), page_of("/methodology")
    ('measures/employees', 'places', '')
    """
    page = path.strip("/")
    folder, _, name = page.partition("/")
    if folder in ("measures", "agencies") and name and "/" not in name:
        return page
    return SAME.get(page, "")
