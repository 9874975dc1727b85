"""Pay gaps among 152,190 employees of Texas (2017), beside a plain recomputation.

The adjusted gap is held to one by demeaning: what the means of the 1,325 classes leave of pay, groups, tenure and
agencies is regressed as a plain matrix.
"""

from pathlib import Path
from statistics import mean, median

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from metrics.covariate import basis, design
from metrics.decomposition import decompose
from metrics.pay import adjusted_gap, mean_gap, median_gap, quarter_shares
from metrics.segregation import dissimilarity

pytestmark = pytest.mark.shared
Floats = NDArray[np.float64]


@pytest.fixture(scope="module")
def staff(shared: Path) -> pd.DataFrame:
    rows = pd.read_csv(
        shared / "data/workforce/tx_state_employees_2017_nonames.csv.gz", dtype={"class_code": str, "agency_code": str}
    )
    return rows.assign(tenure=2017.0 - rows["hire_year"])


def coded(staff: pd.DataFrame, column: str, reference: str) -> tuple[NDArray[np.intp], list[str]]:
    names = [reference, *sorted(set(staff[column]) - {reference})]
    return pd.Index(names).get_indexer(pd.Index(staff[column])), names


def within(values: Floats, code: NDArray[np.intp]) -> Floats:
    """What the mean of each category leaves of each row of values."""
    number = np.bincount(code)
    return np.array([row - (np.bincount(code, weights=row) / number)[code] for row in values])


@pytest.mark.parametrize(("column", "reference"), [("sex", "MALE"), ("ethnicity", "WHITE")])
def test_raw_gaps_agree_with_each_groups_own_list(staff: pd.DataFrame, column: str, reference: str) -> None:
    code, names = coded(staff, column, reference)
    means, medians = (gap(staff["annual_salary"], code, 0) for gap in (mean_gap, median_gap))
    lists = {name: staff.loc[staff[column] == name, "annual_salary"].tolist() for name in names}
    for position, name in enumerate(names[1:], start=1):
        for typical, found in ((mean, means), (median, medians)):
            against = typical(lists[reference])
            assert found[position] == pytest.approx(100 * (against - typical(lists[name])) / against, rel=1e-9)


def test_women_are_paid_12_8_percent_less_on_average_and_fill_the_lowest_quarter(staff: pd.DataFrame) -> None:
    code, _ = coded(staff, "sex", "MALE")
    assert mean_gap(staff["annual_salary"], code, 0)[1] == pytest.approx(12.815, abs=0.001)
    assert median_gap(staff["annual_salary"], code, 0)[1] == pytest.approx(5.900, abs=0.001)
    lowest, *_, highest = quarter_shares(staff["annual_salary"], code)[1]
    assert lowest > (code == 1).mean() > highest


@pytest.mark.parametrize(("column", "reference"), [("sex", "MALE"), ("ethnicity", "WHITE")])
def test_gaps_within_agency_class_and_tenure_agree_with_demeaning(
    staff: pd.DataFrame, column: str, reference: str
) -> None:
    code, names = coded(staff, column, reference)
    agency, job = (pd.factorize(staff[each])[0] for each in ("agency", "class_code"))
    groups = len(names) - 1
    rows = within(
        np.vstack(
            [
                np.arange(1, groups + 1)[:, np.newaxis] == code,
                staff["tenure"],
                np.arange(agency.max() + 1)[:, np.newaxis] == agency,
            ]
        ).astype(float),
        job,
    )
    logs = within(np.log(staff[["annual_salary"]].to_numpy().T), job)[0]
    products = rows @ rows.T
    inverse = np.linalg.pinv(products, rcond=1e-12, hermitian=True)
    beta = inverse @ (rows @ logs)
    influence = inverse[:groups] @ rows * (logs - beta @ rows)
    free = len(code) - (job.max() + 1) - np.linalg.matrix_rank(products, tol=1e-6, hermitian=True)
    error = np.sqrt((influence**2).sum(axis=1) * len(code) / free)

    columns = [staff["agency"].to_numpy(object), staff["class_code"].to_numpy(object), staff["tenure"].to_numpy()]
    found = adjusted_gap(staff["annual_salary"], code, 0, basis(design(columns, len(staff))))
    z = 1.959963984540054
    assert found.gap[1:] == pytest.approx(100 * (1 - np.exp(beta[:groups])), abs=1e-7)
    assert found.lower[1:] == pytest.approx(100 * (1 - np.exp(beta[:groups] + z * error)), abs=1e-7)
    assert found.upper[1:] == pytest.approx(100 * (1 - np.exp(beta[:groups] - z * error)), abs=1e-7)


def test_most_of_the_gap_of_women_goes_with_the_class_they_work_in(staff: pd.DataFrame) -> None:
    men = (staff["sex"] == "MALE").to_numpy()
    columns = [staff["agency"].to_numpy(object), staff["class_code"].to_numpy(object), staff["tenure"].to_numpy()]
    found = decompose(staff["annual_salary"], men, design(columns, len(staff)))
    assert found.explained + found.unexplained == pytest.approx(found.gap)
    assert found.explained > 0.9 * found.gap
    assert np.isnan(found.endowments)
    job = pd.crosstab(staff["class_code"], staff["sex"])
    assert float(dissimilarity(job["FEMALE"], job["MALE"])) > 0.3
