"""`equity export`: the static site."""

import os
from pathlib import Path
from typing import Annotated

import typer

from commands.terminal import Audience, bar, home, known, stop

Release = Annotated[str | None, typer.Option(help="Id; the one that is served if absent.")]


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
