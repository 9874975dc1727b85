"""The rules that a release states about itself: what has to be protected, and lines between its counts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from audit import figure, table
from audit.error import AuditError
from audit.level import Settings
from audit.outside import EARLIER
from audit.release import Release, counted, main_counts
from audit.system import Part, Rule
from audit.table import META, TOTAL

FOLDED = figure.FOLDED | {"race7": "race_ethnicity", "sex3": "sex"}
"""Levels by their names in the policy, which names the finest too."""
_TERM = re.compile(r"(-?\d+) (\w+)")
_LINE = re.compile(r"-?\d+ \w+(?: \+ -?\d+ \w+)* (?:=|>=) 0")


def known(release: Release, settings: Settings) -> Settings:
    """Return settings with what the release's table `policy` states: each domain's threshold, and sensitive columns.

    A domain's threshold counts where it is above the settings' own: a release cannot ask for less of a test. Raises
    AuditError for a threshold that is no number.
    """
    rows = release.table("policy")
    if rows.empty:
        return settings
    stated = rows[rows["part"] == "threshold"]
    numbers = pd.to_numeric(stated["value"], errors="coerce")
    if numbers.isna().any():
        row = stated[numbers.isna()].iloc[0]
        raise AuditError(
            f"{release.name}: policy: the threshold of {row['domain']} is {row['value']!r}; expected a number"
        )
    thresholds = {
        str(domain): max(int(number), settings.threshold)
        for domain, number in zip(stated["domain"], numbers, strict=True)
    }
    for (domain, _), count in counted(release).items():
        if domain in thresholds:
            thresholds[count] = thresholds[domain]
    columns = dict.fromkeys([*settings.sensitive, *map(str, rows.loc[rows["part"] == "sensitive", "name"])])
    return replace(settings, thresholds={**thresholds, **settings.thresholds}, sensitive=tuple(columns))


def lines(release: Release, parts: Sequence[Part]) -> Iterator[Rule]:
    """Yield the lines between counts that `policy` states, for every cell by their dimensions that some table has.

    Those who are there are those before, and who came, less who left; who was hired had applied. Raises AuditError for
    a line that cannot be read.
    """
    rows = release.table("policy")
    if rows.empty or not parts:
        return
    cells = table.joined([part.cells for part in parts])
    coordinates = [str(name) for name in cells if name not in META]
    main = {count: domain for domain, count in main_counts(release).items()}
    for row in rows[rows["part"] == "line"].to_dict("records"):
        if not _LINE.fullmatch(row["value"]):
            raise AuditError(
                f"{release.name}: policy: the line {row['value']!r}; expected factors and counts, as "
                "'1 applicants + -1 hires >= 0'"
            )
        terms = [(main.get(count, count), float(factor)) for factor, count in _TERM.findall(row["value"])]
        by = {FOLDED.get(name, name) for name in row["name"].split(" x ")}
        others = [name for name in coordinates if name not in (*by, "domain", "period", "nature")]
        here = cells[cells["domain"].isin([domain for domain, _ in terms]) & (cells[others] == TOTAL).all(axis=1)]
        most = 0.0 if " = " in row["value"] else np.inf
        for cell in here[[name for name in coordinates if name != "domain"]].drop_duplicates().to_dict("records"):
            each = tuple({**cell, "domain": domain} for domain, _ in terms)
            yield Rule(each, tuple(factor for _, factor in terms), 0.0, most, EARLIER, f"the line {row['value']}")
