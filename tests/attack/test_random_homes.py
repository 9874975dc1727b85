"""Head counts drawn at random, tiny agencies among them: what is published of them withstands the audit."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from audit import examine
from audit.level import Settings
from audit.report import Report
from metrics.disclosure import policy
from metrics.table import cells
from tests.metrics import small

RACES = (
    "White", "Black or African American", "Hispanic or Latino", "Asian", "Two or More Races",
    "American Indian or Alaska Native", "Not reported",
)  # fmt: skip
SEXES = ("Female", "Male", "X", "Not reported")
JOBS = ("Officials and Administrators", "Professionals", "Technicians", "Skilled Craft")
SIZES = (3, 12, 25, 60, 150, 400, 1500)


def heads(seed: int) -> pd.DataFrame:
    """One to seven agencies of 3 to 1,500 people; of every other seed also disability and age."""
    random = np.random.default_rng(seed)
    rows = []
    for agency in range(random.integers(1, 8)):
        people = np.multiply.outer(random.dirichlet([6, 2, 2, 1, 0.3, 0.1, 0.4]), random.dirichlet([5, 5, 0.05, 0.05]))
        shares = np.multiply.outer(people, random.dirichlet(np.ones(len(JOBS))))
        counts = random.multinomial(int(random.choice(SIZES)), shares.ravel()).reshape(shares.shape)
        rows += [(f"A{agency}", JOBS[k], RACES[i], SEXES[j], float(counts[i, j, k])) for i, j, k in np.argwhere(counts)]
    made = pd.DataFrame(rows, columns=["agency", "job_category", "race_ethnicity", "sex", "value"])
    if seed % 2:
        made["disability"] = random.choice(["yes", "no", "no", "no", "not reported"], len(made))
        made["age_band"] = random.choice(["25-34", "35-44", "65 and over"], len(made))
    return made.assign(period="FY2025", nature="official")


def audited(seed: int, folder: Path) -> Report:
    """Protect what is drawn and attack it."""
    rows, rules = heads(seed), policy.current()
    public, _ = small.protected(rows)
    assert (public["status"] == "shown").any()
    for name, held in (("public", public), ("internal", cells.whole(rows, rules))):
        (folder / name).mkdir(parents=True)
        held.to_csv(folder / name / "cells.csv", index=False)
        cells.hierarchies(rules).to_csv(folder / name / "hierarchies.csv", index=False)
    return examine.one_release(folder / "public", Settings(), truth=folder / "internal", processes=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", [0, 2, 3, 4, 5, 8])
def test_what_is_published_of_random_head_counts_withstands_the_audit(seed: int, tmp_path: Path) -> None:
    report = audited(seed, tmp_path)
    assert report.code == 0, report.text(10)


@pytest.mark.slow
def test_what_is_refused_is_known_to_insiders_of_few_agencies_only(tmp_path: Path) -> None:
    """The protection promises less against one's own record than the attack tries: some small homes are refused."""
    refused = 0
    for seed in range(40):
        report = audited(seed, tmp_path / str(seed))
        refused += report.code != 0
        outside = [answer for answer in report.answers if answer.level != "K2"]
        assert not sum(answer.exact + answer.narrow + answer.undecided for answer in outside), report.text(10)
    assert refused <= 6
