"""The `equity` command in a home of two agencies: as a process that may be killed, or in this one."""

import contextlib
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from pathlib import Path
from shutil import copy

import duckdb
import pandas as pd

import cli
import commands.release
from etl import snapshot
from etl.home import Home
from metrics import publish, verify
from metrics.definition import DEFINITIONS
from metrics.disclosure import policy
from metrics.release import Release, Shelf
from metrics.schema import TABLES

ROOT = Path(__file__).parents[2]
AGENCIES = ["DOT", "DAS"]
PERIOD = "FY2025"
KEYS = ["agency", "job_category", "race_ethnicity", "sex"]
JOBS = ("Officials and Administrators", "Professionals")
RACES = ("Asian", "Black or African American", "Hispanic or Latino", "White")
SEXES = ("Female", "Male")
EACH = 60
TABLE = "agency_job"
FEW = ("employees",)
REFUSED = {1, 2, 3, 4}


@dataclass
class Outcome:
    """What an attack did: how often, what broke, and other figures."""

    tried: int = 0
    broken: list[str] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)

    def hold(self, true: bool, told: str) -> None:
        """Note what broke unless `true`."""
        if not true:
            self.broken.append(told)

    def count(self, fact: str, by: int = 1) -> None:
        """Add to a figure."""
        self.facts[fact] = int(str(self.facts.get(fact, 0))) + by


def few(folder: Path) -> Path:
    """Return a folder of few definitions: the others cost time and attack nothing more."""
    folder.mkdir(exist_ok=True)
    for name in FEW:
        copy(DEFINITIONS / f"{name}.toml", folder)
    return folder


def start(home: Home, definitions: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the command in a process group of its own, its errors to be read."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.attack.program", str(definitions), *arguments],
        env=os.environ | {"EQUITY_HOME": str(home.path)}, cwd=ROOT, start_new_session=True, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def killed(home: Home, definitions: Path, seconds: float, *arguments: str) -> tuple[int | None, str]:
    """Run the command and kill it after `seconds`; return the code it left with before that, and what it said."""
    process = start(home, definitions, *arguments)
    try:
        _, said = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None, ""
    return process.returncode, said


def run(home: Home, definitions: Path, *arguments: str) -> tuple[int, str]:
    """Run the command in this process; return the code it left with and what it said to be wrong."""
    said = io.StringIO()
    before = os.environ.get("EQUITY_HOME"), sys.argv
    os.environ["EQUITY_HOME"], sys.argv = str(home.path), ["equity", *arguments]
    try:
        with measuring(definitions), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            cli.main()
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0
    except Exception as bug:
        code, _ = -1, said.write(f"Traceback: {type(bug).__name__}: {bug}")
    finally:
        sys.argv = before[1]
        if before[0] is None:
            del os.environ["EQUITY_HOME"]
        else:
            os.environ["EQUITY_HOME"] = before[0]
    return code, said.getvalue()


@contextlib.contextmanager
def measuring(definitions: Path) -> Iterator[None]:
    """Publish the measures of a folder; if these are few, with a small catalogue. The audit, which only reads, is left
    out: it takes longer than all the rest."""
    makers = (publish.publish, publish.preview)
    audit, rules = commands.release.attack, policy.current
    commands.release.attack = opened
    if definitions != DEFINITIONS:
        policy.current = small  # type: ignore[assignment]
    for make in makers:
        make.__kwdefaults__["definitions"] = definitions  # type: ignore[index]
    try:
        yield
    finally:
        commands.release.attack, policy.current = audit, rules
        for make in makers:
            make.__kwdefaults__["definitions"] = DEFINITIONS  # type: ignore[index]


@cache
def small() -> policy.Policy:
    """Return the policy with one table of its catalogue."""
    rules = policy.load()
    workforce = rules.domains["workforce"]
    one = tuple(each for each in workforce.tables if each.id == TABLE)
    return replace(rules, domains={**rules.domains, "workforce": replace(workforce, tables=one)})


def opened(public: Path, internal: Path, earlier: Sequence[Path], **_: object) -> str:
    """Read each file that the audit would, and find nothing."""
    for path in (public, internal, *earlier):
        with duckdb.connect(str(path), read_only=True) as file:
            assert file.execute("SELECT count(*) FROM figures").fetchone()
    return ""


class Deliveries:
    """Head counts that grow by one employee each time they are delivered; none is so small that protecting it takes
    long, which is attacked elsewhere."""

    def __init__(self, folder: Path, *agencies: str, first: int = 100) -> None:
        self.rows = pd.DataFrame(product(agencies or AGENCIES, JOBS, RACES, SEXES), columns=KEYS)
        self.rows = self.rows.assign(period=PERIOD, employees=EACH, nature="demonstration")
        self.rows.loc[0, "employees"] += first
        self.path = folder / "workforce_counts_correction.csv"

    def next(self) -> str:
        """Write the next delivery and return its path."""
        self.rows.loc[0, "employees"] += 1
        self.rows.to_csv(self.path, index=False)
        return str(self.path)

    @property
    def employees(self) -> int:
        """How many employees the latest delivery holds."""
        return int(self.rows["employees"].sum())


def served(home: Home, definitions: Path, folder: Path) -> Home:
    """Fill a home with one load and two releases, the second of them served."""
    deliveries = Deliveries(folder, first=0)
    for _ in range(2):
        for arguments in (("load", deliveries.next()), ("publish",)):
            code, said = run(home, definitions, *arguments)
            assert code == 0, said
    return home


def whole(home: Home) -> str:
    """Hold the served release to its manifest and the journal, read it to the last row, return its id."""
    release = Shelf(home.releases).current()
    verify.verify(home.releases, release.id)
    assert len(contents(home, release.id)["public", "figures"]) > 0
    return release.id


def contents(home: Home, release: str) -> dict[tuple[str, str], pd.DataFrame]:
    """Return every table of both audiences."""
    found = {}
    for audience in ("public", "internal"):
        opened = Release(home.releases / release, audience)
        try:
            found |= {(audience, name): opened.table(name) for name in TABLES}
        finally:
            opened.close()
    return found


def acknowledged(home: Home) -> list[str]:
    """Return the checksums of the loads in the ledger."""
    return [each.snapshot for each in snapshot.loads(home.snapshots)]


def employees(home: Home) -> int:
    """Return the employees of the agencies, as the served release counts them."""
    cells = Release(home.releases / Shelf(home.releases).current().id, "internal").table("cells", table_id=TABLE)
    whole = cells[(cells["agency"] == "TOTAL") & (cells["job_category"] == "TOTAL")]
    return int(whole["value"].sum())


if __name__ == "__main__":
    folder = Path(sys.argv.pop(1))
    with measuring(folder):
        cli.main()
