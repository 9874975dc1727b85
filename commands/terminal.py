"""What every command shares with whoever typed it: the home, the audience, progress, a sentence when it stops."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from etl.home import Home
from etl.limits import Limits

AUDIENCES = ("public", "internal")
MISTAKE, DELIVERY_REFUSED, RELEASE_REFUSED, BUSY = 1, 2, 3, 4

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, for machines.")]
Memory = Annotated[str, typer.Option(help="What the database may hold in memory; more is spilled to disk.")]
Threads = Annotated[int | None, typer.Option(help="Processors it may use; all if not given.", show_default=False)]
Audience = Annotated[str, typer.Option(help="public or internal.")]


def home() -> Home:
    """Return the home that EQUITY_HOME names."""
    return Home(Path(os.environ.get("EQUITY_HOME", "var")).resolve())


def limited(memory: str, threads: int | None) -> Limits:
    """Return the limits that were asked for, or stop."""
    try:
        return Limits(memory, threads)
    except ValueError as problem:
        stop(str(problem))


def now() -> datetime:
    """Return the time to the second, in this machine's zone (TZ)."""
    return datetime.now().astimezone().replace(microsecond=0)


def taken(audience: str, what: str) -> None:
    """Enter in the audit trail that internal rows leave by a command; nothing where they are public."""
    if audience == "internal":
        from metrics import trail

        trail.write(home().path, trail.EXPORT, now(), "command line", path=what)


def known(audience: str) -> str:
    """Return an audience, or stop if there is none of that name."""
    if audience not in AUDIENCES:
        stop(f"audience is {audience!r}; choose {', '.join(AUDIENCES)}")
    return audience


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """Show what is being worked on; silent when nobody watches."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title)
        yield lambda what: bar.update(task, description=f"{title}: {what}", advance=1)


@contextmanager
def bar(title: str, total: int) -> Iterator[Callable[[str], None]]:
    """Show how much of a known number of pieces is done; silent when nobody watches."""
    console = Console(stderr=True)
    columns = (TextColumn(title), BarColumn(), TextColumn("{task.completed} of {task.total}"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task(title, total=total)
        yield lambda _: shown.advance(task)


def note(message: str) -> None:
    """Say what a machine that reads the output need not know."""
    print(f"equity: {message}", file=sys.stderr)


def stop(message: str, code: int = MISTAKE) -> NoReturn:
    """Say what is wrong and leave."""
    note(message)
    raise SystemExit(code)
