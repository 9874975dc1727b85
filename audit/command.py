"""`equity audit`: attack a release, or one's own table, and say what can be worked out."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

MISTAKE = 1

Release = Annotated[
    Path | None,
    typer.Argument(metavar="RELEASE", exists=True, help="A public release file, or a folder of its exported CSVs."),
]
Own = Annotated[
    Path | None,
    typer.Option("--table", exists=True, dir_okay=False, help="A CSV of one's own: dimensions with TOTAL, and value."),
]
Hierarchies = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="CSV: dimension, member, parent; for --table."),
]
Truth = Annotated[
    Path | None,
    typer.Option(exists=True, help="The internal release, or the whole of the table: says which cells are small."),
]
Payroll = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="CSV of head counts that are public; else they are the truth's."),
]
Earlier = Annotated[
    list[Path] | None, typer.Option(exists=True, help="An earlier public release or table; may be given several times.")
]
Threshold = Annotated[int, typer.Option(min=2, help="Counts under it are not to be told.")]
Zeros = Annotated[str, typer.Option(help="What withheld cells say at K4: inferred, shown (all are above 0), hidden.")]
Sensitive = Annotated[str, typer.Option(help="Columns whose zeros are withheld too, with commas between.")]
Crossed = Annotated[bool, typer.Option(help="Ask which people can fill all tables at once; without, it is faster.")]
Seconds = Annotated[float, typer.Option(min=1, help="The most that one level may take.")]
Thresholds = Annotated[
    list[str] | None,
    typer.Option(
        "--domain-threshold", metavar="DOMAIN=N", help="A domain's own threshold; may be given several times."
    ),
]
Processes = Annotated[
    int | None, typer.Option(min=1, help="Years and domains that are attacked at the same time; 2 where it can be.")
]
Progress = Annotated[
    bool, typer.Option("--progress", help="Tell each year and domain that is done, on standard error.")
]
Worst = Annotated[int, typer.Option(min=0, help="How many cells to name.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, for machines.")]


def audit(
    release: Release = None,
    table: Own = None,
    hierarchies: Hierarchies = None,
    truth: Truth = None,
    payroll: Payroll = None,
    earlier: Earlier = None,
    threshold: Threshold = 6,
    domain_threshold: Thresholds = None,
    zeros: Zeros = "inferred",
    sensitive: Sensitive = "disability,veteran,justice_impacted",
    crossed: Crossed = True,
    seconds: Seconds = 120,
    processes: Processes = None,
    progress: Progress = False,
    worst: Worst = 20,
    as_json: Json = False,
) -> None:
    """Attack a public release, or a table of one's own, and say which withheld numbers can be worked out.

    Exits with 3 if one can, or if that could not be decided; with 1 if a file cannot be audited.
    """
    from audit import examine
    from audit.error import AuditError
    from audit.level import Settings
    from audit.zeros import CHOICES

    if (release is None) == (table is None):
        _stop("give either a RELEASE or --table FILE.csv")
    if zeros not in CHOICES:
        _stop(f"--zeros is {zeros!r}; choose {', '.join(CHOICES)}")
    if release is not None and hierarchies is not None:
        _stop("--hierarchies goes with --table; a release has its own")
    columns = tuple(name.strip() for name in sensitive.split(",") if name.strip())
    settings = Settings(threshold, columns, zeros, crossed, seconds, _by_domain(domain_threshold or []))
    said = _said if progress else None
    past = earlier or []
    try:
        if table is not None:
            report = examine.one_table(
                table, settings, hierarchies=hierarchies, truth=truth, payroll=payroll, earlier=past
            )
        else:
            assert release is not None  # noqa: S101 - one of the two was given
            report = examine.one_release(
                release, settings, truth=truth, payroll=payroll, earlier=past, processes=processes, said=said
            )
    except AuditError as problem:
        _stop(str(problem))
    print(report.as_json(worst) if as_json else report.text(worst))
    raise typer.Exit(report.code)


def _by_domain(asked: list[str]) -> dict[str, int]:
    found = {}
    for each in asked:
        domain, _, number = each.partition("=")
        if not domain or not number.isdigit() or int(number) < 2:
            _stop(f"--domain-threshold is {each!r}; expected a domain and a number of 2 or more, as medicaid=11")
        found[domain] = int(number)
    return found


def _said(line: str) -> None:
    typer.echo(line, err=True)


def _stop(message: str) -> NoReturn:
    typer.echo(f"equity audit: {message}", err=True)
    raise typer.Exit(MISTAKE)
