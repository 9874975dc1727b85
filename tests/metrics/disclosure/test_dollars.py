"""Dollars are withheld where one vendor's amount would be told, and stay uncertain by the rules' own measure."""

import numpy as np
import pandas as pd
import pytest

from metrics.disclosure import policy as policies
from metrics.disclosure.catalogue import ProtectionError
from metrics.disclosure.protect import protect

POLICY = policies.load()
DOMAIN = POLICY.domains["contracting"]


def payments(seed: int = 1) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    rows = [
        (agency, ownership, industry, f"{ownership}-{industry}-{number}", round(float(random.lognormal(10, 0.6)), 2))
        for agency in ("DOT", "DAS", "DOC", "DCF")
        for ownership in ("minority", "women", "other")
        for industry in ("building", "services")
        for number in range(12)
    ]
    return pd.DataFrame(rows, columns=["agency", "ownership", "industry", "vendor", "value"])


def status(cells: pd.DataFrame, **names: str) -> str:
    rows = cells[(cells[list(names)] == list(names.values())).all(axis=1)]
    return str(rows["status"].iloc[0])


@pytest.mark.long
@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([900_000.0, 20_000.0, 30_000.0], "withheld"),
        ([400_000.0, 450_000.0], "withheld"),
        ([500_000.0, 450_000.0, 20_000.0], "withheld"),
        ([500_000.0, 450_000.0, 470_000.0, 480_000.0], "shown"),
    ],
    ids=["one is nearly all", "two vendors", "two hold 98 percent", "four alike"],
)
def test_a_sum_that_tells_a_vendor_is_withheld(amounts: list[float], expected: str) -> None:
    rows = payments()
    rows = rows[~((rows["agency"] == "DOT") & (rows["ownership"] == "women"))]
    own = pd.DataFrame(
        [("DOT", "women", "building", f"v{number}", amount) for number, amount in enumerate(amounts)],
        columns=rows.columns,
    )
    made = protect(pd.concat([rows, own]), DOMAIN, POLICY)
    cells = made.cells[made.cells["table_id"] == "agency_ownership"]
    assert status(cells, agency="DOT", ownership="women") == expected
    assert status(cells, agency="DOT", ownership="TOTAL") == "shown"
    if expected == "shown":
        assert (made.cells["status"] == "shown").all()
    else:
        row = cells[(cells["agency"] == "DOT") & (cells["status"] == "withheld")]
        assert len(row) >= 2
        assert made.report.narrowest >= 1 - 1e-6


def test_shown_sums_are_the_dollars_paid() -> None:
    rows = payments()
    cells = protect(rows, DOMAIN, POLICY).cells
    total = cells[(cells["agency"] == "DAS") & (cells["ownership"] == "TOTAL")]["value"].iloc[0]
    assert total == pytest.approx(rows.loc[rows["agency"] == "DAS", "value"].sum())


def test_dollars_without_vendors_are_refused() -> None:
    with pytest.raises(ProtectionError, match="column vendor is missing"):
        protect(payments().drop(columns="vendor"), DOMAIN, POLICY)
