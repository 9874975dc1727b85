"""`equity load`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.terminal import DELIVERY_REFUSED, Json, home, note, progress

if TYPE_CHECKING:
    from etl.load import Report


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
        told(report)
    for each in report.notes:
        note(each)
    if report.refused:
        raise typer.Exit(DELIVERY_REFUSED)


def told(report: "Report") -> None:
    """Print what became of each delivery: what was loaded, what warns, what was refused and where."""
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
