"""From the warehouse to what is served: publish, sign-off, releases, rollback, diff, verify, export."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from commands.attack import attack
from commands.terminal import (
    RELEASE_REFUSED,
    Audience,
    Json,
    Memory,
    Threads,
    home,
    known,
    limited,
    note,
    now,
    progress,
    stop,
    taken,
)
from etl.engine import Engine
from etl.home import Home
from etl.limits import MEMORY, Limits

DEFAULT = Limits()
STOOD = "attacked.json"
"""File of a home that remembers which attacks were withstood; it can be removed at any time."""

Preview = Annotated[bool, typer.Option("--preview", help="Write it for internal readers; what is served stays.")]
Signed = Annotated[bool, typer.Option("--release", help="Put the newest preview, signed off, in place.")]
Embargo = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M%z"],
        metavar="DAY[THH:MM[+HH:MM]]",
        help="Not before this day, or moment; in this machine's zone unless it names one.",
    ),
]


def publish(
    preview: Preview = False,
    signed: Signed = False,
    every: Annotated[
        bool, typer.Option("--all", help="Compute every figure, also those that cannot have changed.")
    ] = False,
    engine: Annotated[
        str | None,
        typer.Option(
            help="Count records by Spark: local[2], spark://host:7077; see docs/scale.md.", show_default=False
        ),
    ] = None,
    memory: Memory = MEMORY,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """Make a release from the warehouse and put it in place of the one that is served."""
    from metrics import publish as publishing

    if preview and signed:
        stop("choose --preview, which makes one, or --release, which puts a signed one in place")
    place = home()
    with progress("Publishing") as tick:
        if signed:
            with entering(place):
                made = publishing.publish_preview(place.releases, now=now(), tick=tick)
        else:
            bounds = limited(memory, threads)
            with counting(engine, bounds) as counts:
                made = from_warehouse(place, tick, preview=preview, limits=bounds, engine=counts, every=every)
    if as_json:
        print(json.dumps({"preview" if preview else "release": made}))
    elif preview:
        print(f"Preview {made} is on the internal pages, at an address that ends in ?release={made}")
        print(f'Sign it off: equity sign-off {made} --office "NAME OF THE OFFICE"')
    else:
        print(f"Release {made} is served.")
    if signed and not as_json:
        print(_origin(place, made))


def from_warehouse(
    place: Home,
    tick: Callable[[str], None],
    *,
    preview: bool = False,
    limits: Limits = DEFAULT,
    engine: Engine | None = None,
    every: bool = False,
) -> str:
    """Bring the warehouse up to its deliveries and make a release or a preview of it; return its id."""
    from etl.load import refresh
    from metrics import publish as publishing

    make = publishing.preview if preview else publishing.publish
    with entering(place):
        refresh(place, tick=tick, limits=limits, engine=engine)
        attacked = partial(attack, said=tick, stood=place.path / STOOD, anew=every)
        processes = len(os.sched_getaffinity(0))
        return make(
            place.warehouse, place.releases, now=now(), attack=attacked, tick=tick, processes=processes,
            limits=limits, engine=engine, every=every,
        )  # fmt: skip


@contextmanager
def counting(engine: str | None, limits: Limits) -> Iterator[Engine | None]:
    """Yield the engine that counts records, none for the warehouse's own."""
    from etl.spark import Absent, spark

    if engine is None:
        yield None
        return
    try:
        with spark(engine, f"{limits.megabytes}m") as counts:
            yield counts
    except (Absent, ValueError) as problem:
        stop(str(problem))


@contextmanager
def entering(place: Home) -> Iterator[None]:
    """Hold the home's lock; say so if releases that are older than the journal were entered in it meanwhile."""
    from metrics import journal

    with place.writing():
        before = journal.older(place.releases)
        try:
            yield
        finally:
            if before and not journal.older(place.releases):
                note(f"older than the journal of releases, and entered in it as found: {', '.join(before)}")


def sign_off(
    preview: Annotated[str, typer.Argument(help="Id of the preview.")],
    office: Annotated[str, typer.Option(help="The office that signs; never a person.")],
    embargo: Embargo = None,
) -> None:
    """Record that an office lets a preview be published. Nothing is put in place yet."""
    from metrics import journal
    from metrics.signoff import sign

    place, signed = home(), now()
    # A moment without a zone is this machine's, with the hour that its zone has on that day.
    until = embargo.astimezone() if embargo and embargo.tzinfo is None else embargo
    with entering(place):
        before = journal.last(place.releases, journal.SIGNED, preview)
        sign(place.releases, preview, office, signed, until)
    name = " ".join(office.split())
    print(f"Preview {preview} is signed off by {name}, {journal.moment(signed.isoformat())}.")
    when = f", from {journal.moment(until.isoformat())} on" if until and until > signed else ""
    print(f"Put it in place{when}: equity publish --release")
    if before:
        note(f"it replaces the sign-off by {before['office']}, {journal.moment(before['time'])}")
    if until and until <= signed:
        note(f"the embargo, {journal.moment(until.isoformat())}, is over: it may be published now")


def releases(as_json: Json = False) -> None:
    """List releases and previews, oldest first; a star marks the release that is served."""
    from metrics import journal

    place = home().releases
    rows = journal.states(place, now())
    if as_json:
        print(json.dumps(rows))
        return
    for row in rows:
        print(f"{'*' if row['served'] else ' '} {row['release']:<18} {row['told']}")
    if not rows:
        print("There is no release yet; run `equity publish`.")
    if older := journal.older(place):
        note(_older(older))


def rollback(release: Annotated[str, typer.Argument(help="Id of the release to serve again.")]) -> None:
    """Serve an earlier release again, if its files are as they were written."""
    from metrics.publish import serve as put

    place = home()
    with entering(place):
        put(place.releases, release, now())
    print(f"Release {release} is served.")


def diff(
    before: Annotated[str, typer.Argument(help="Id of the earlier release.")],
    after: Annotated[str, typer.Argument(help="Id of the later release.")],
    audience: Audience = "public",
    out: Annotated[Path | None, typer.Option(help="CSV file for every figure that differs.")] = None,
    as_json: Json = False,
) -> None:
    """Say what changed between two releases and why, counted by measure; figure by figure in --out."""
    from metrics import history
    from metrics.export import harmless
    from metrics.naming import is_preview
    from metrics.release import Shelf

    if known(audience) == "public" and (previews := [name for name in (before, after) if is_preview(name)]):
        stop(f"{previews[0]} is a preview, which the public never sees; add --audience internal")
    shelf, inside = Shelf(home().releases, audience), Shelf(home().releases, "internal")
    sides = [
        history.tables(shelf.get(name)) | {"sources": inside.get(name).table("sources")} for name in (before, after)
    ]
    found = history.diff(*sides)
    if out:
        harmless(found).to_csv(out, index=False)
    counted = found.groupby(["measure", "change", "reason"]).size().reset_index(name="figures")
    if as_json:
        print(counted.to_json(orient="records"))
        return
    for row in counted.itertuples():
        print(f"{row.figures:>8,}  {row.change:<9} {row.reason:<12} {row.measure}")
    print(f"{len(found):>8,}  figures and benchmarks differ between {before} and {after} ({audience})")


def verify(release: Annotated[str | None, typer.Argument(help="Id; the whole home if absent.")] = None) -> None:
    """Hold releases to what was written: checksums, rows, journal. Without ID, all of the home and its audit trail."""
    from etl.soundness import unchained, unsound
    from metrics import journal, trail
    from metrics.release import PublishError
    from metrics.verify import folders
    from metrics.verify import verify as hold

    place = home()
    wrong = [] if release else list(unsound(place))
    notes = []
    if not release and not wrong:
        print("deliveries and warehouse: sound")
        notes += [unchained(place)]
    names = [release] if release else folders(place.releases)
    for name in names:
        try:
            hold(place.releases, name)
            print(f"release {name}: sound")
        except PublishError as problem:
            wrong.append(str(problem))
    if not release:
        try:
            print(f"audit trail: sound, {trail.verify(place.path)} lines")
        except PublishError as problem:
            wrong.append(str(problem))
    try:
        if older := [name for name in journal.older(place.releases) if name in names]:
            notes.append(_older(older))
    except PublishError as problem:
        wrong += [] if str(problem) in wrong else [str(problem)]
    for each in filter(None, [*notes, *wrong]):
        note(each)
    if wrong:
        raise typer.Exit(RELEASE_REFUSED)


def export_release(
    out: Annotated[Path, typer.Option(help="Folder to write into.")],
    audience: Audience = "public",
    form: Annotated[str, typer.Option("--format", help="csv, parquet, xlsx or duckdb.")] = "csv",
    release: Annotated[str | None, typer.Option(help="Id; the one that is served if absent.")] = None,
) -> None:
    """Write a release, one file a table, with a data package that describes it and a citation."""
    from metrics import export as exporting
    from metrics import release as shelf

    known(audience)
    if form not in exporting.FORMATS:
        stop(f"format is {form!r}; choose {', '.join(exporting.FORMATS)}")
    place = shelf.Shelf(home().releases, audience)
    chosen = place.get(release) if release else place.current()
    taken(audience, f"release {chosen.id} as {form}")
    try:
        with progress("Writing") as tick:
            written = exporting.write(chosen, out, form, tick)
    except exporting.TooManyRows as reason:
        stop(str(reason))
    print(f"Release {chosen.id} ({audience}): {len(written)} files in {out}")


def _origin(place: Home, release: str) -> str:
    from metrics import journal
    from metrics.release import manifest_of

    said = manifest_of(place.releases, release)
    if "preview_was" not in said:
        return "Its rows are those of the newest preview."
    made = journal.last(place.releases, journal.MADE, said["preview_was"])
    loaded = f", made {journal.moment(made['time'])}; what was loaded since is not in it" if made else ""
    return f"It is preview {said['preview_was']} as {said['signed_by']} signed it{loaded}."


def _older(names: list[str]) -> str:
    return (
        f"older than the journal of releases: {', '.join(names)}; the next publish, sign-off or rollback enters them "
        "in it as they are found"
    )
