"""`equity load`, and what an agency does before it: `equity check`, `equity template`."""

import json
import os
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.terminal import DELIVERY_REFUSED, Json, Memory, Threads, home, limited, note, progress, stop
from etl.form import FORMS
from etl.home import Home
from etl.limits import MEMORY

if TYPE_CHECKING:
    from etl.load import Report


def load(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files and folders of deliveries.", show_default=False)
    ] = None,
    origins: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="NAME",
            help="Fetch the deliveries of a database or service that EQUITY_HOME/sources.toml names.",
            show_default=False,
        ),
    ] = None,
    records: Annotated[
        str | None,
        typer.Option(
            help="How records of people are held from now on: table, in the warehouse; parquet, in files that publish "
            "counts, also by another engine.",
            show_default=False,
        ),
    ] = None,
    memory: Memory = MEMORY,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """Load deliveries: keep them, check them, rebuild the warehouse. A bad one is refused, the rest is loaded.

    With --from, deliveries are fetched first, each whole or not at all, and kept, so that the load can be repeated
    without the database or service. EQUITY_HOME/sources.toml says what to ask for; secrets are never written in it:

    \b
    \\[payroll]
    kind = "sql"
    connection = { environment = "PAYROLL_DATABASE" }  # or { file = ... }
    \\[payroll.deliveries.workforce_counts]
    query = "select agency, period, ... from ... order by ..."

    \b
    \\[open_data]
    kind = "socrata"
    address = "https://data.ct.gov"
    token = { environment = "SOCRATA_APP_TOKEN" }      # optional
    \\[open_data.deliveries.educators]
    dataset = "abcd-1234"

    \b
    \\[survey]
    kind = "census"
    key = { environment = "CENSUS_API_KEY" }           # optional
    \\[survey.deliveries.benchmarks_population]
    dataset = "2023/acs/acs5"
    for = "state:09"
    whole = "B03002_001E"
    variables = { B03002_003E = "White" }
    cells = { benchmark = "population", vintage = "2019/2023", ... }

    docs/sources.md says the rest.
    """
    from etl.load import load as load_files
    from etl.origins.fetch import fetched

    if not paths and not origins:
        raise typer.BadParameter("name files or folders, or an origin with --from NAME")
    if records is not None and records not in FORMS:
        stop(f"records is {records!r}; choose {', '.join(FORMS)}")
    bounds = limited(memory, threads)
    with ExitStack() as open_origins, progress("Loading") as tick:
        came = [
            delivery
            for name in dict.fromkeys(origins or [])
            for delivery in open_origins.enter_context(fetched(name, home(), os.environ, tick=tick))
        ]
        report = load_files(paths or [], home(), fetched=came, tick=tick, limits=bounds, records=records)
    reported(report, home())
    if as_json:
        print(json.dumps(_as_json(report)))
    else:
        told(report)
    for each in report.notes:
        note(each)
    if report.refused:
        raise typer.Exit(DELIVERY_REFUSED)


def check(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders of deliveries.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Hold deliveries to their contracts without loading them: every broken promise with file, row and column."""
    from etl.load import check as check_files

    with progress("Checking") as tick:
        report = check_files(paths, home(), tick=tick)
    if as_json:
        print(json.dumps({"sound": not report.refused, **_as_json(report, loaded="sound", unchanged="sound")}))
    else:
        told(report, loaded="sound", unchanged="sound")
    if report.refused:
        raise typer.Exit(DELIVERY_REFUSED)


def template(
    name: Annotated[str, typer.Argument(help="Name of a standard delivery.", show_default=False)],
    form: Annotated[str, typer.Option("--format", help="csv or xlsx.")] = "csv",
    out: Annotated[Path | None, typer.Option(help="The file to write; NAME.FORMAT if not given.")] = None,
) -> None:
    """Write an empty delivery to fill in; an XLSX has drop-downs and a note on each heading."""
    from etl.delivered import DELIVERIES
    from etl.template import FORMATS, written

    if name not in DELIVERIES:
        stop(f"no delivery {name!r}; choose {', '.join(DELIVERIES)}")
    if form not in FORMATS:
        stop(f"format is {form!r}; choose {', '.join(FORMATS)}")
    path = out or Path(f"{name}.{form}")
    try:
        with path.open("xb") as file:
            file.write(written(DELIVERIES[name], form))
    except FileExistsError:
        stop(f"{path} exists; move it away or name another file with --out")
    print(f"wrote {path}")


def reported(report: "Report", place: Home) -> None:
    """Keep what became of each delivery for those who ask on the internal pages; say so where it cannot be kept."""
    from etl.registry import sources
    from etl.report import FOLDER, keep

    try:
        keep(place.path, report, sources(), datetime.now(UTC))
    except OSError as problem:
        note(
            f"the report of this load could not be kept in {place.path / FOLDER} ({problem.strerror}); what is below "
            "holds, and the internal pages do not tell of it"
        )


def told(report: "Report", **names: str) -> None:
    """Print what became of each delivery: what was loaded, what warns, what was refused and where.

    `names` gives states other names.
    """
    from etl.desk import State

    for state in (State.LOADED, State.UNCHANGED, State.NOT_RECOGNISED):
        for each in report.deliveries:
            if each.state is state:
                rows = f", {each.rows:,} rows as {each.source}" if each.source else ""
                print(f"{names.get(state.value, state.value):>14}  {each.path.name}{rows}")
    for warning in report.warnings:
        print(f"{'warning':>14}  {warning['agency']} {warning['period']}: {warning['message']}")
    for each in report.deliveries:
        for problem in each.problems:
            print(f"{'refused':>14}  {problem}", file=sys.stderr)


def _as_json(report: "Report", **names: str) -> dict[str, object]:
    return {
        "deliveries": [
            {
                "file": each.address or str(each.path),
                "source": each.source,
                "state": names.get(each.state.value, each.state.value),
                "rows": each.rows,
                "problems": [
                    {"file": p.file, "row": p.row, "column": p.column, "message": p.message} for p in each.problems
                ],
            }
            for each in report.deliveries
        ],
        "warnings": list(report.warnings),
    }
