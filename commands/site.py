"""`equity serve` and `equity demo`."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from commands.delivery import reported, told
from commands.release import from_warehouse
from commands.terminal import DELIVERY_REFUSED, home, known, progress, stop
from etl.home import Home

ROOT = Path(__file__).parents[1]
Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65534, help="Port to listen on.")]


def serve(
    port: Port = 8050,
    host: Annotated[str, typer.Option(help="Address to listen on; this machine only by default.")] = "127.0.0.1",
    audience: Annotated[str, typer.Option(envvar="EQUITY_AUDIENCE", help="public or internal.")] = "public",
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
) -> None:
    """Serve the current release; a newer one is picked up without a restart."""
    from dashboard import heap
    from dashboard.access.settings import Demonstration, NotSet, from_environment
    from dashboard.serving import NotServed, command, counted_in, may_serve
    from dashboard.settings import SettingsError, settings
    from metrics import release as shelf
    from metrics.verify import verify_files

    place = home()
    current = shelf.Shelf(place.releases, known(audience)).current()
    verify_files(current.path.parent, (audience,))
    try:
        chosen = settings(os.environ)
        apart = audience == "internal" and isinstance(from_environment(os.environ), Demonstration)
        may_serve(host, chosen, demonstration=current.manifest["has_demonstration"] == "yes", apart=apart)
        counts = str(counted_in(port)) if chosen.metrics else ""
    except (NotServed, NotSet, SettingsError) as reason:
        stop(str(reason))
    os.chdir(ROOT)
    os.environ |= {"EQUITY_HOME": str(place.path), "EQUITY_AUDIENCE": audience, "PROMETHEUS_MULTIPROC_DIR": counts}
    if not counts:
        del os.environ["PROMETHEUS_MULTIPROC_DIR"]
    print(f"Release {current.id} ({audience}) on http://{host}:{port}", flush=True)
    started = command(host, port, workers, metrics=chosen.metrics)
    # gunicorn takes this process's place and its signals.
    os.execve(started[0], started, heap.lean(os.environ))  # noqa: S606


def demo(
    port: Port = 8050,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop before serving.")] = False,
    scale: Annotated[
        int | None, typer.Option(min=1000, help="Add so many employees, such as 50000, with a record each month.")
    ] = None,
    agency: Annotated[
        list[str] | None, typer.Option(help="An agency to deliver for, by its code; all of them unless some are named.")
    ] = None,
    years: Annotated[int, typer.Option(min=1, max=7, help="Deliver for so many of the newest fiscal years.")] = 7,
) -> None:
    """Show the product: published Connecticut figures, then demonstration deliveries for every agency.

    On an empty home this publishes the bundled reference figures, serves them on this machine (public pages on
    PORT, internal ones on PORT + 1), adds the demonstration deliveries and switches to the full release.
    """
    from etl import demonstration, register
    from etl.demonstration import scale as monthly
    from etl.snapshot import loads
    from metrics.publish import current_id

    place = home()
    known = list(register.bundled()["agency"])
    if unknown := sorted(set(agency or ()) - set(known)):
        stop(f"{unknown[0]} is no agency of the register; choose among {', '.join(known)}")
    if official := [each.name for each in loads(place.snapshots) if each.nature == "official"]:
        stop(f"{place.path} holds official deliveries ({official[0]}, ...); name an empty home in EQUITY_HOME")
    if current_id(place.releases) is None:
        with progress("Publishing the bundled figures") as tick:
            _load([], place, tick)
            from_warehouse(place, tick)
    servers = [] if no_serve else _servers(place, port)
    try:
        with progress("Adding demonstration deliveries") as tick:
            agencies = [code for code in known if not agency or code in agency]
            tick("writing them")
            files = demonstration.write(place.path / "demonstration", agencies, years)
            if scale is not None:
                files += monthly.write(place.path / "demonstration", agencies, scale)
            _load(files, place, tick)
            made = from_warehouse(place, tick)
        print(f"Release {made} is complete. What was delivered for it is invented, and says so.", flush=True)
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


def _load(files: list[Path], place: Home, tick: Callable[[str], None]) -> None:
    """Load files, or stop; their rows are out of memory when this returns."""
    from etl.load import load

    report = load(files, place, tick=tick)
    reported(report, place)
    if report.refused:
        told(report)
        raise typer.Exit(DELIVERY_REFUSED)


def _servers(place: Home, port: int) -> list[subprocess.Popen[bytes]]:
    """Start the public and the internal site and wait until both answer."""
    from dashboard import heap
    from dashboard.serving import LOOPBACK, command

    sites = (("public", port), ("internal", port + 1))
    started = []
    for audience, number in sites:
        env = os.environ | {"EQUITY_HOME": str(place.path), "EQUITY_AUDIENCE": audience}
        env |= {"EQUITY_SIGN_IN": "demo", "EQUITY_LOG": "problems"}
        tied = [sys.executable, "-m", "commands.tied", str(os.getpid()), *command(LOOPBACK, number)]
        started.append(subprocess.Popen(tied, env=heap.lean(env), cwd=ROOT))  # noqa: S603
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
        mark = "" if audience == "public" else "  (demonstration sign-in: anyone on this machine)"
        print(f"{audience:>8}: {address}{mark}", flush=True)
    return started
