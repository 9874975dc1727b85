"""`equity export`: the static site, the documents, single figures."""

import os
from pathlib import Path
from typing import Annotated

import typer

from commands.terminal import Audience, bar, home, known, progress, stop, taken

Release = Annotated[str | None, typer.Option(help="Id; the one that is served if absent.")]
Language = Annotated[str, typer.Option("--lang", help="en or es.")]
Out = Annotated[Path, typer.Option(help="Folder to write into.")]


def site(
    out: Annotated[Path, typer.Option(help="Folder for the site; an earlier site there is replaced.")],
    audience: Audience = "public",
    address: Annotated[str, typer.Option(help="Where the site will stand, for search engines: https://...")] = "",
    app: Annotated[str, typer.Option(help="Where the interactive pages are, to link to: https://...")] = "",
    release: Release = None,
) -> None:
    """Write the plain pages as a folder of files for any web host."""
    from dashboard.language import LANGUAGES
    from dashboard.plain import site as plain
    from dashboard.plain.pages import names
    from dashboard.tables import Tables
    from metrics.release import Shelf

    for each in (address, app):
        if each and not each.startswith(("https://", "http://")):
            stop(f"{each!r} is no address; begin it with https://")
    place = home().releases
    shelf = Shelf(place, known(audience))
    taken(audience, "site")
    chosen = shelf.get(release) if release else shelf.current()
    total = len(names(Tables(chosen))) * len(LANGUAGES)
    job = plain.Job(place, audience, chosen.id, address.rstrip("/"), app.rstrip("/"))
    try:
        with bar("Writing the site", total) as tick:
            written = plain.write(job, out, len(os.sched_getaffinity(0)), tick)
    except plain.NotOurs as reason:
        stop(str(reason))
    except KeyboardInterrupt:
        stop("interrupted; nothing was written")
    print(f"Release {chosen.id} ({audience}): {written} pages in {out}")


def briefing(out: Out, audience: Audience = "public", language: Language = "en", release: Release = None) -> None:
    """Write the Governor's briefing, two pages: where we are, what gets better or worse, who needs a call."""
    _document("briefing", "", "pdf", out, audience, language, release)


def report(out: Out, audience: Audience = "public", language: Language = "en", release: Release = None) -> None:
    """Write the annual report: the directives and their measures."""
    _document("report", "", "pdf", out, audience, language, release)


def pack(
    agency: Annotated[str, typer.Argument(help="The agency's code, such as DOT.")],
    out: Out,
    form: Annotated[str, typer.Option("--format", help="pdf or xlsx.")] = "pdf",
    audience: Audience = "public",
    language: Language = "en",
    release: Release = None,
) -> None:
    """Write an agency's analysis pack: workforce, availability, utilization, employment analyses, goals."""
    _document("pack", agency, form, out, audience, language, release)


def figure(
    measure: Annotated[str, typer.Argument(help="The measure's id, such as employees.")],
    chart: Annotated[str, typer.Argument(help="groups, trend or agencies.")],
    out: Out,
    form: Annotated[str, typer.Option("--format", help="csv, xlsx, json, svg, png or pdf.")] = "png",
    choices: Annotated[str, typer.Option(help="Choices as in a page's address: agency=DOT&period=FY2025.")] = "",
    audience: Audience = "public",
    address: Annotated[str, typer.Option(help="Where the site is, for the link in the picture.")] = "",
) -> None:
    """Write one chart as a file, with the choices of a page's address."""
    from dashboard.exports import figure as figures
    from dashboard.language import LANGUAGES, tongue
    from dashboard.selection import from_query
    from dashboard.story import Story
    from dashboard.tables import Tables
    from metrics.release import Shelf

    selection, unknown = from_query(choices, LANGUAGES)
    if unknown:
        stop(f"{unknown[0]} is not understood; choose lang={' or lang='.join(LANGUAGES)}")
    shelf = Shelf(home().releases, known(audience))
    tables = Tables(shelf.get(selection.release) if selection.release else shelf.current())
    definition = tables.measure(measure)
    if definition is None or tables.of("figures", measure).empty:
        stop(f"release {tables.id} has no figures of a measure {measure!r}")
    try:
        drawn = figures.drawn(Story(tables, definition, selection, tongue(selection.lang)), chart)
        body = figures.write(drawn, form, address.rstrip("/"))
    except figures.NothingThere as reason:
        stop(str(reason))
    taken(audience, f"figure {drawn.name}.{form}")
    print(_put(out / f"{drawn.name}.{form}", body))


def _document(kind: str, agency: str, form: str, out: Path, audience: str, language: str, release: str | None) -> None:
    from dashboard.exports.kinds import KINDS, file_name
    from dashboard.exports.pack import NoAgency
    from dashboard.language import LANGUAGES, tongue
    from dashboard.tables import Tables
    from metrics.release import Shelf

    if language not in LANGUAGES:
        stop(f"language is {language!r}; choose {', '.join(LANGUAGES)}")
    forms = KINDS[kind].forms
    if form not in forms:
        stop(f"format is {form!r}; choose {', '.join(forms)}")
    shelf = Shelf(home().releases, known(audience))
    tables = Tables(shelf.get(release) if release else shelf.current())
    try:
        with progress(f"Writing the {kind}"):
            body = forms[form](tables, tongue(language), agency)
    except NoAgency as reason:
        stop(str(reason))
    taken(audience, file_name(kind, agency, tables.id, language, form))
    print(_put(out / file_name(kind, agency, tables.id, language, form), body))


def _put(path: Path, body: bytes) -> Path:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.part")
    fresh.write_bytes(body)
    return fresh.replace(path)
