"""`equity analyze KIND FILE --out OUT`: one command a kind, made when it is asked for."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from analysis import registry

if TYPE_CHECKING:
    from analysis.kind import Kind, Options

MISTAKE, REFUSED = 1, 2

Input = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="CSV, XLSX, Parquet, JSONL.")]
Out = Annotated[Path | None, typer.Option(help="CSV file to write; without it the answer is printed.")]
Reference = Annotated[str, typer.Option(help="The group that the others are held against.")]
Covariates = Annotated[str, typer.Option(help="Columns to adjust for, with commas between.")]


class Kinds(TyperGroup):
    """The kinds of analysis as commands. A kind is imported only when it is named."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the kinds, as the registry orders them."""
        return list(registry.KINDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a kind, None if there is no such kind."""
        if cmd_name not in registry.KINDS:
            return None
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        kind = registry.kind(cmd_name)
        single.command(cmd_name, help=described(kind))(_grouped(kind) if kind.asks else _plain(kind))
        return typer.main.get_command(single)


commands = typer.Typer(
    cls=Kinds,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Analyze a file of your own with the arithmetic of a release.",
)


@commands.callback()
def _commands() -> None:
    """Typer makes a group of a program that has a callback."""


def described(kind: "Kind") -> str:
    """Return a kind's help: what it does, the columns it reads, and an example that works as it stands."""
    columns = [
        f"  {column.name}: {column.meaning} ({column.promise.text}{'; may be absent' if column.optional else ''})"
        for column in kind.columns
    ]
    stem = kind.id.replace("-", "_")
    options = " --reference Men --covariates grade" if kind.asks else ""
    return "\n".join(
        [
            kind.title,
            "\n\b\nColumns of FILE, one row each group unless said:",
            *columns,
            f"\n\b\nColumns of the answer:\n  {', '.join(kind.output)}",
            f"\n\b\nAn example. Save these lines as {stem}.csv:",
            *(f"  {line}" for line in kind.example.strip().splitlines()),
            f"and run:\n  equity analyze {kind.id} {stem}.csv{options} --out answer.csv",
        ]
    )


def _plain(kind: "Kind") -> Any:
    from analysis.kind import Options

    def command(path: Input, out: Out = None) -> None:
        _answer(kind, path, out, Options())

    return command


def _grouped(kind: "Kind") -> Any:
    from analysis.kind import Options

    def command(path: Input, reference: Reference, out: Out = None, covariates: Covariates = "") -> None:
        named = tuple(name.strip() for name in covariates.split(",") if name.strip())
        _answer(kind, path, out, Options(reference=reference, covariates=named))

    return command


def _answer(kind: "Kind", path: Path, out: Path | None, options: "Options") -> None:
    from analysis import file
    from etl.contract import ContractError

    try:
        result = file.analyze(kind, path, options)
    except ContractError as refused:
        for problem in refused.problems:
            print(f"refused  {problem}", file=sys.stderr)
        raise typer.Exit(REFUSED) from None
    for note in result.notes:
        print(f"note  {note}", file=sys.stderr)
    if out is None:
        print(file.text(result.table), end="")
        return
    try:
        file.write(result.table, out)
    except OSError as trouble:
        print(
            f"equity: {out} was not written: {trouble.strerror}; name a file in a folder that exists", file=sys.stderr
        )
        raise typer.Exit(MISTAKE) from None
    print(f"{len(result.table):,} rows in {out}")
