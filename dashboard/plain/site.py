"""All plain pages as a folder of files that any web host can serve, or a browser open from a disk."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from dashboard.exports.figure import csv, drawn
from dashboard.language import LANGUAGES, tongue
from dashboard.markup import tag
from dashboard.plain.document import document
from dashboard.plain.links import FIRST, Filed, csv_of, file_of
from dashboard.plain.pages import made, missing, names
from dashboard.plain.sitemap import robots, sitemap
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import Tables
from metrics.orphan import end_with_parent
from metrics.release import Shelf

_MARK = ".equity-site"
"""A file that says that a folder was written here and may be replaced."""


class NotOurs(ValueError):
    """The folder holds something else; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Job:
    """What every page of a site shares.

    `site`: its address, `app`: that of the interactive pages; blank where they are not known.
    """

    releases: Path
    audience: str
    release: str
    site: str = ""
    app: str = ""


def write(job: Job, folder: Path, processes: int = 1, tick: Callable[[str], None] = lambda _: None) -> int:
    """Write the site and return how many pages it has. It is put in place whole, or not at all.

    `tick` is told each page that is made. Raises NotOurs where `folder` holds what this did not write.
    """
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise NotOurs(f"{folder} holds files that are no exported site; name an empty or a new folder")
    tables = _tables(job)
    pages = [(name, language) for name in names(tables) for language in LANGUAGES]
    with _beside(folder) as fresh:
        for place, text in _made(job, pages, processes):
            _put(fresh / place, text)
            if place.endswith(".html"):
                tick(place)
        for language in LANGUAGES:
            _put(fresh / file_of("404", language), _missing(job, tables, language))
        hidden = tables.demonstration or tables.preview or job.audience == "internal"
        _put(fresh / "robots.txt", robots(f"{job.site}/sitemap.xml" if job.site and not hidden else ""))
        if job.site:
            links = Filed("", FIRST, job.site, job.app)
            _put(fresh / "sitemap.xml", sitemap(names(tables), links, str(tables.manifest["published"])[:10]))
        _put(fresh / _MARK, f"{tables.id} {tables.audience}\n")
    return len(pages)


def _made(job: Job, pages: list[tuple[str, str]], processes: int) -> Iterator[tuple[str, str]]:
    """Yield file and text of every page and of every measure's figures."""
    tasks = [(job, *page) for page in pages]
    if processes == 1:
        for task in tasks:
            yield from _files(*task)
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), _quiet) as pool:
        try:
            for found in pool.map(_files, *zip(*tasks, strict=True), chunksize=4):
                yield from found
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _quiet() -> None:
    """Leave an interrupt from the keyboard to the process that waits, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


def _files(job: Job, name: str, language: str) -> list[tuple[str, str]]:
    tables = _tables(job)
    html, _ = made(tables, Filed(name, language, job.site, job.app))
    files = [(file_of(name, language), html)]
    folder, _, measure = name.partition("/")
    if folder == "measures" and measure and language == FIRST and not tables.of("figures", measure).empty:
        definition = tables.measure(measure)
        assert definition is not None  # noqa: S101 - it is one of the release's own names
        story = Story(tables, definition, Selection(), tongue(language))
        files.append((csv_of(measure), csv(drawn(story, "groups"), job.app).decode()))
    return files


@cache
def _tables(job: Job) -> Tables:
    return Tables(Shelf(job.releases, job.audience).get(job.release))


def _missing(job: Job, tables: Tables, language: str) -> str:
    """Return the page that a host shows for any address that is none: its links hold from every folder."""
    links = Filed("404", language, job.site, job.app)
    html = document(missing(links), tables, links, tongue(language))
    base = f"{job.site}/{file_of('404', language).removesuffix('404.html')}"
    return html.replace("<head>", f"<head>{tag('base', href=base)}", 1) if job.site else html


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give a folder to write into; it takes the place of `folder` at the end, and is gone if there is no end."""
    fresh = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    fresh.mkdir(parents=True)
    try:
        yield fresh
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    finally:
        if old.exists() and not folder.exists():
            old.rename(folder)
        for each in (fresh, old):
            shutil.rmtree(each, ignore_errors=True)
