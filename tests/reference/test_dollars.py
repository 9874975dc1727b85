"""What withheld sums of dollars can be, once more by linear programs; and who is paid what, vendor by vendor."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import linprog

from audit import dollars as attack
from audit.release import Release
from metrics.compute import Tables, internal, worked
from metrics.disclosure import dollars, policy
from tests.metrics import deliveries, small

RULES = policy.current().dollars
LIST = some.lists(some.tuples(some.integers(0, 60), some.integers(0, 60)), min_size=1, max_size=7)


@pytest.mark.long
@given(rows=LIST)
@settings(max_examples=40, deadline=None)
def test_the_bounds_are_those_of_a_linear_program(rows: list[tuple[int, int]]) -> None:
    x = np.array([part for part, _ in rows], dtype="float64")
    d = x + np.array([rest for _, rest in rows])
    low, high = dollars.bounds(x, d)
    for at in range(len(x)):
        for sign, found in ((1, low[at]), (-1, high[at])):
            aim = np.zeros(len(x))
            aim[at] = sign
            best = linprog(
                aim, A_eq=np.ones((1, len(x))), b_eq=[x.sum()], bounds=list(zip(np.zeros(len(x)), d, strict=True))
            )
            assert sign * best.fun == pytest.approx(found, abs=1e-6)


@given(rows=LIST, asked=some.lists(some.integers(0, 20), min_size=7, max_size=7))
@settings(max_examples=60, deadline=None)
def test_every_sensitive_sum_is_left_as_uncertain_as_its_rule_asks(
    rows: list[tuple[int, int]], asked: list[int]
) -> None:
    x = pd.Series([float(part) for part, _ in rows])
    d = x + [float(rest) for _, rest in rows]
    reach = pd.Series(asked[: len(rows)], dtype="float64").where((x > 0) & (x < d), 0.0)
    gone, whole = dollars.closed(x, d, reach)
    assert gone[reach > 0].all()
    if not whole:
        low, high = dollars.bounds(x[gone].to_numpy(), d[gone].to_numpy())
        assert (x[gone] - low >= reach[gone] - 1e-5).all()
        assert (high - x[gone] >= reach[gone] - 1e-5).all()
    if not reach.any():
        assert not gone.any()


def payment(number: int, agency: str, vendor: str, naics: str, amount: float, held: str) -> dict[str, str]:
    return {
        "agency": agency, "payment_id": f"P{number}", "kind": "payment", "date": "2025-02-01", "vendor_id": vendor,
        "naics": naics, "amount": str(amount), "eligible": "yes", "certifications": held,
    }  # fmt: skip


def paid() -> list[dict[str, str]]:
    """PARKS pays many women-owned firms, FIRE one that has nearly all, LIBRARY four alike."""
    made = []
    for industry in ("236", "541"):
        made += [("PARKS", f"w{k}{industry}", industry, 1000.0 + 10 * k, "WBE") for k in range(6)]
        made += [("PARKS", f"o{k}{industry}", industry, 2000.0 + 10 * k, "") for k in range(8)]
        made += [("FIRE", f"o{k}{industry}", industry, 1500.0 + 10 * k, "") for k in range(6)]
        made += [("LIBRARY", f"l{k}{industry}", industry, 400.0 + k, "WBE") for k in range(4)]
        made += [("LIBRARY", f"o{k}{industry}", industry, 1100.0 + k, "") for k in range(6)]
    made += [
        ("FIRE", "one", "236", 5000.0, "WBE"),
        ("FIRE", "two", "541", 20.0, "WBE"),
        ("FIRE", "six", "541", 30.0, "WBE"),
    ]
    return [payment(k, *each) for k, each in enumerate(made)]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tables, Tables]:
    folder = tmp_path_factory.mktemp("dollars")
    ready = [
        {"naics": naics, "certification": "WBE", "ready_firms": ready, "all_firms": "100", "period": "FY2024"}
        for naics, ready in (("236", "40"), ("541", "20"))
    ]
    goal = {
        "certification": "WBE",
        "percent": "10",
        "naics": "",
        "valid_from": "2020-01-01",
        "valid_to": "",
        "authority": "an act",
    }
    typed = {"contracts": paid(), "contract_availability": ready, "contract_goals": [goal]}
    given = {name: pd.DataFrame() for name in ("contracts", "contract_availability", "contract_goals")}
    work = worked(deliveries.build(folder / "w.duckdb", typed), small.definitions(folder / "d", given))
    return internal(work), small.public(work)


def plain(tables: Tables, measure: str, dimension: str = "ALL") -> pd.DataFrame:
    rows = tables["figures"]
    rows = rows[(rows["measure"] == measure) & (rows["dimension"] == dimension) & rows["benchmark"].isna()]
    return rows.set_index("agency" if dimension == "ALL" else "group")


@pytest.mark.long
def test_the_sum_that_tells_one_firm_is_withheld_and_another_with_it(both: tuple[Tables, Tables]) -> None:
    rows = plain(both[1], "contract_dollars_women")
    assert rows.loc["FIRE", "status"] == "withheld"
    assert pd.isna(rows.loc["FIRE", "value"])
    assert rows.loc["ALL", "status"] == "shown"
    assert set(rows.loc[["PARKS", "LIBRARY"], "status"]) == {"shown", "withheld"}
    assert set(plain(both[1], "contract_index_women").loc[["FIRE", "ALL"], "status"]) == {"withheld", "shown"}
    assert list(attack.leaks(Release("public", dict(both[1])))) == []


@pytest.mark.long
def test_the_attack_finds_a_sum_that_is_left_alone(both: tuple[Tables, Tables]) -> None:
    rows = both[1]["figures"]
    alone = (rows["agency"] != "FIRE") & (rows["measure"] == "contract_dollars_women")
    damaged = rows.assign(status=rows["status"].where(~alone, "shown"))
    told = list(attack.leaks(Release("public", {**both[1], "figures": damaged})))
    assert len(told) == 1
    assert "fire" in told[0]


@pytest.mark.long
def test_no_agency_tells_its_industries_or_the_limits_that_firms_sizes_make(both: tuple[Tables, Tables]) -> None:
    rows = both[1]["figures"]
    rows = rows[rows["measure"].str.startswith("contract_")]
    assert set(rows.loc[rows["agency"] != "ALL", "dimension"]) == {"ALL"}
    assert rows.loc[rows["agency"] != "ALL", "lower"].isna().all()
    assert plain(both[1], "contract_index_women").loc["ALL", ["lower", "upper"]].notna().all()


@pytest.mark.long
@pytest.mark.parametrize("agency", ["ALL", "PARKS", "FIRE"])
def test_the_index_and_its_limits_are_those_of_the_firms_one_by_one(both: tuple[Tables, Tables], agency: str) -> None:
    ready, z = {"236": 0.4, "541": 0.2}, 1.959963984540054
    firms: dict[tuple[str, str, str], float] = defaultdict(float)
    own = everything = expected = 0.0
    for row in paid():
        if agency in ("ALL", row["agency"]):
            amount = float(row["amount"])
            firms[row["agency"], row["vendor_id"], row["naics"]] += amount
            everything += amount
            expected += amount * ready[row["naics"]]
            own += amount * (row["certifications"] == "WBE")
    n, p = everything**2 / sum(each**2 for each in firms.values()), own / everything
    middle, reach = (
        (p + z * z / (2 * n)) / (1 + z * z / n),
        z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5 / (1 + z * z / n),
    )
    row = plain(both[0], "contract_index_women").loc[agency]
    wanted = [own / expected, (middle - reach) * everything / expected, (middle + reach) * everything / expected]
    assert row[["value", "lower", "upper"]].tolist() == pytest.approx(wanted)


@pytest.mark.long
def test_the_rule_is_held_vendor_by_vendor(both: tuple[Tables, Tables], tmp_path: Path) -> None:
    shown = plain(both[1], "contract_dollars_women")
    for agency in ("PARKS", "FIRE", "LIBRARY"):
        sizes: dict[str, dict[str, float]] = {"WBE": defaultdict(float), "": defaultdict(float)}
        for row in paid():
            if row["agency"] == agency:
                sizes[row["certifications"]][row["vendor_id"]] += float(row["amount"])
        for firms in sizes.values():
            largest = sorted(firms.values(), reverse=True)
            total = sum(largest)
            tells = len(largest) < RULES.vendors or total - largest[0] - largest[1] < RULES.percent / 100 * largest[0]
            tells |= sum(largest[: RULES.largest]) > RULES.share / 100 * total
            if tells:
                assert shown.loc[agency, "status"] == "withheld"
