"""The `equity` command: arguments in, what happened out. The work is done in etl, metrics and dashboard."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from analysis.command import commands as analyze
from etl.home import Busy, Home

if TYPE_CHECKING:
    from etl.load import Report

AUDIENCES = ("public", "internal")
MISTAKE, DELIVERY_REFUSED, RELEASE_REFUSED, BUSY = 1, 2, 3, 4

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False, help=__doc__)
export = typer.Typer(no_args_is_help=True, help="Write releases to files for other programs.")
app.add_typer(export, name="export")
app.add_typer(analyze, name="analyze")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, for machines.")]
Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65534, help="Port to listen on.")]


def home() -> Home:
    """Return the home that EQUITY_HOME names."""
    return Home(Path(os.environ.get("EQUITY_HOME", "var")).resolve())


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders of deliveries.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Load deliveries: keep them, check them, rebuild the warehouse. A bad one is refused, the rest is loaded."""
    from etl.load import load as load_files

    with progress("Loading") as tick:
        report = load_files(paths, home(), tick=tick)
    if as_json:
        print(json.dumps(_as_json(report)))
    else:
        _print(report)
    if report.refused:
        raise typer.Exit(DELIVERY_REFUSED)


@app.command()
def publish(as_json: Json = False) -> None:
    """Make a release from the warehouse and put it in place of the one that is served."""
    with progress("Publishing") as tick:
        made = _publish(home(), tick)
    print(json.dumps({"release": made}) if as_json else f"Release {made} is served.")


@app.command()
def releases(as_json: Json = False) -> None:
    """List the releases, oldest first; a star marks the one that is served."""
    from metrics import release as shelf

    place = home().releases
    current = _current(place)
    rows = []
    for name in shelf.Shelf(place).ids():
        manifest = shelf.manifest_of(place, name)
        rows.append({"release": name, "published": manifest["published"], "served": name == current})
    if as_json:
        print(json.dumps(rows))
        return
    for row in rows:
        print(f"{'*' if row['served'] else ' '} {row['release']}  published {row['published']}")
    if not rows:
        print("There is no release yet; run `equity publish`.")


@app.command()
def rollback(release: Annotated[str, typer.Argument(help="Id of the release to serve again.")]) -> None:
    """Serve an earlier release again."""
    from metrics import release as shelf

    place = home()
    with place.writing():
        shelf.point(place.releases, release)
    print(f"Release {release} is served.")


@export.command("release")
def export_release(
    out: Annotated[Path, typer.Option(help="Folder to write into.")],
    audience: Annotated[str, typer.Option(help="public or internal.")] = "public",
    form: Annotated[str, typer.Option("--format", help="csv, parquet or duckdb.")] = "csv",
    release: Annotated[str | None, typer.Option(help="Id; the one that is served if absent.")] = None,
) -> None:
    """Write a release, one file a table."""
    from metrics import export as exporting
    from metrics import release as shelf

    _known(audience)
    if form not in exporting.FORMATS:
        stop(f"format is {form!r}; choose {', '.join(exporting.FORMATS)}")
    place = shelf.Shelf(home().releases, audience)
    chosen = place.get(release) if release else place.current()
    with progress("Writing") as tick:
        written = exporting.write(chosen, out, form, tick)
    print(f"Release {chosen.id} ({audience}): {len(written)} files in {out}")


@app.command()
def serve(
    port: Port = 8050,
    host: Annotated[str, typer.Option(help="Address to listen on; this machine only by default.")] = "127.0.0.1",
    audience: Annotated[str, typer.Option(envvar="EQUITY_AUDIENCE", help="public or internal.")] = "public",
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
) -> None:
    """Serve the current release; a newer one is picked up without a restart."""
    from dashboard.serving import NotServed, command, may_serve
    from metrics import release as shelf

    place = home()
    _known(audience)
    current = shelf.Shelf(place.releases, audience).current()
    try:
        may_serve(host, audience, demonstration=current.manifest["has_demonstration"] == "yes")
    except NotServed as reason:
        stop(str(reason))
    os.chdir(Path(__file__).parent)
    os.environ |= {"EQUITY_HOME": str(place.path), "EQUITY_AUDIENCE": audience}
    print(f"Release {current.id} ({audience}) on http://{host}:{port}", flush=True)
    started = command(host, port, workers)
    os.execv(started[0], started)  # noqa: S606 - gunicorn takes this process's place and its signals


@app.command()
def demo(
    port: Port = 8050,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop before serving.")] = False,
) -> None:
    """Show the product: published Connecticut figures, then demonstration head counts for every agency.

    On an empty home this publishes the bundled reference figures, serves them on this machine (public pages on
    PORT, internal ones on PORT + 1), adds the demonstration deliveries and switches to the full release.
    """
    from etl import demonstration, register
    from etl.load import load as load_files
    from etl.snapshot import loads

    place = home()
    if official := [each.name for each in loads(place.snapshots) if each.nature == "official"]:
        stop(f"{place.path} holds official deliveries ({official[0]}, ...); name an empty home in EQUITY_HOME")
    if _current(place.releases) is None:
        with progress("Publishing the bundled figures") as tick:
            load_files([], place, tick=tick)
            _publish(place, tick)
    servers = [] if no_serve else _servers(place, port)
    try:
        with progress("Adding demonstration deliveries") as tick:
            file = demonstration.write(place.path / "demonstration", list(register.bundled()["agency"]))
            report = load_files([file], place, tick=tick)
            if report.refused:
                _print(report)
                raise typer.Exit(DELIVERY_REFUSED)
            made = _publish(place, tick)
        print(f"Release {made} is complete. Head counts in it are invented, and say so.", flush=True)
        if servers:
            print("Press Ctrl+C to stop.", flush=True)
        for server in servers:
            server.wait()
    except KeyboardInterrupt:
        pass
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait()


def _publish(place: Home, tick: Callable[[str], None]) -> str:
    from etl.load import refresh
    from metrics.publish import publish as make

    with place.writing():
        refresh(place, tick=tick)
        return make(place.warehouse, place.releases, now=date.today(), tick=tick)  # noqa: DTZ011 - the office's day


def _known(audience: str) -> None:
    if audience not in AUDIENCES:
        stop(f"audience is {audience!r}; choose {', '.join(AUDIENCES)}")


def _servers(place: Home, port: int) -> list[subprocess.Popen[bytes]]:
    """Start the public and the internal site and wait until both answer."""
    from dashboard.serving import LOOPBACK, command

    sites = (("public", port), ("internal", port + 1))
    started = []
    for audience, number in sites:
        env = os.environ | {"EQUITY_HOME": str(place.path), "EQUITY_AUDIENCE": audience}
        started.append(subprocess.Popen(command(LOOPBACK, number), env=env, cwd=Path(__file__).parent))  # noqa: S603
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    for server, (audience, number) in zip(started, sites, strict=True):
        address = f"http://{LOOPBACK}:{number}"
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=2).close()  # noqa: S310 - our own address
                break
            except OSError:
                if server.poll() is not None:
                    for each in started:
                        each.terminate()
                    stop(f"the {audience} site did not start; is port {number} free? Try PORT={port + 100}")
                time.sleep(0.25)
        note = "" if audience == "public" else "  (demonstration sign-in: anyone on this machine)"
        print(f"{audience:>8}: {address}{note}", flush=True)
    return started


def _current(releases_folder: Path) -> str | None:
    try:
        return Path(os.readlink(releases_folder / "current")).name
    except OSError:
        return None


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """Show what is being worked on; silent when nobody watches."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title)
        yield lambda what: bar.update(task, description=f"{title}: {what}", advance=1)


def _as_json(report: "Report") -> dict[str, object]:
    return {
        "deliveries": [
            {
                "file": str(each.path),
                "source": each.source,
                "state": each.state.value,
                "rows": each.rows,
                "problems": [
                    {"file": p.file, "row": p.row, "column": p.column, "message": p.message} for p in each.problems
                ],
            }
            for each in report.deliveries
        ],
        "warnings": list(report.warnings),
    }


def _print(report: "Report") -> None:
    from etl.desk import State

    for state in (State.LOADED, State.UNCHANGED, State.NOT_RECOGNISED):
        for each in report.deliveries:
            if each.state is state:
                rows = f", {each.rows:,} rows as {each.source}" if each.source else ""
                print(f"{state.value:>14}  {each.path.name}{rows}")
    for warning in report.warnings:
        print(f"{'warning':>14}  {warning['agency']} {warning['period']}: {warning['message']}")
    for each in report.deliveries:
        for problem in each.problems:
            print(f"{'refused':>14}  {problem}", file=sys.stderr)


def stop(message: str, code: int = MISTAKE) -> NoReturn:
    """Say what is wrong and leave."""
    print(f"equity: {message}", file=sys.stderr)
    raise SystemExit(code)


def main() -> None:
    """Run the command; a person's mistake is told in a sentence, a bug flies."""
    try:
        app()
    except Busy as busy:
        stop(str(busy), BUSY)
    except FileNotFoundError as absent:
        stop(str(absent))
    except OSError as trouble:
        stop(f"{trouble.strerror or trouble}: {trouble.filename or 'a file'}; what was served is still served")
    except Exception as mistake:
        _told(mistake)


def _told(mistake: Exception) -> NoReturn:
    """Tell what a person can mend; anything else is a bug and is raised again."""
    from etl.harmonize import CrosswalkError
    from etl.load import Unreadable
    from etl.snapshot import DamagedLedger
    from metrics.definition import DefinitionError
    from metrics.publish import PublishError

    if isinstance(mistake, PublishError):
        stop(str(mistake), RELEASE_REFUSED)
    if isinstance(mistake, CrosswalkError | DamagedLedger | DefinitionError | Unreadable):
        stop(str(mistake))
    raise mistake


if __name__ == "__main__":
    main()
