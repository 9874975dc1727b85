"""Services reached by town and planning region, once more town by town; and that regions do not tell a small town."""

from pathlib import Path

import pandas as pd
import pytest

from etl.vocabulary import place
from metrics.compute import Tables, internal, worked
from tests.metrics import events, small

pytestmark = pytest.mark.long
TOWNS = {"Avon": (300, 90), "Hartford": (5000, 2100), "Ansonia": (700, 20), "Derby": (900, 250), "Union": (60, 30)}


def row(town: str | None, eligible: int, served: int, program: str = "Camp") -> dict[str, object]:
    return {
        "program": program, "dimension": "ALL", "group": "ALL", "town": town, "eligible": float(eligible),
        "served": float(served),
    }  # fmt: skip


def made(folder: Path, towns: dict[str, tuple[int, int]]) -> tuple[Tables, Tables]:
    whole = [sum(each[k] for each in towns.values()) for k in (0, 1)]
    rows = [row(None, whole[0], whole[1]), *(row(name, *each) for name, each in towns.items())]
    # A program that tells no town, and one that does not know who is eligible in one.
    rows += [row(None, 4000, 1000, "Loans"), {**row("Avon", 0, 40, "Talks"), "eligible": None}]
    given = {"agency": small.agencies("DOT", "DOC"), "services": events.services("DOT", "FY2025", rows)}
    work = worked(small.build(folder / "w.duckdb", **given), small.definitions(folder / "d", given))
    return internal(work), small.public(work)


def plain(tables: Tables, dimension: str, agency: str = "ALL") -> pd.DataFrame:
    rows = tables["figures"]
    rows = rows[(rows["measure"] == "take_up_by_town") & (rows["dimension"] == dimension) & (rows["agency"] == agency)]
    return rows[rows["benchmark"].isna()].set_index("group")


def test_towns_and_regions_are_those_of_the_rows_one_by_one(tmp_path: Path) -> None:
    inside, shown = made(tmp_path, TOWNS)
    of = place.regions()
    regions: dict[str, list[int]] = {}
    for town, (eligible, served) in TOWNS.items():
        found = plain(inside, "town").loc[town]
        assert found["value"] == pytest.approx(100 * served / eligible)
        both = regions.setdefault(of[town], [0, 0])
        both[0], both[1] = both[0] + served, both[1] + eligible
    for region, (served, eligible) in regions.items():
        assert plain(inside, "region").loc[region, ["numerator", "denominator"]].tolist() == [served, eligible]
    assert plain(inside, "ALL").loc["ALL", "denominator"] == sum(each[0] for each in TOWNS.values())
    assert set(plain(shown, "town")["status"]) == set(plain(shown, "region")["status"]) == {"shown"}
    assert plain(inside, "town", "DOT").empty
    assert not plain(inside, "region", "DOT").empty
    assert plain(shown, "region", "DOT").empty


@pytest.mark.parametrize(
    ("eligible", "served"), [(60, 4), (60, 57), (15, 7)], ids=["few", "few are left", "few in all"]
)
def test_a_small_town_withholds_all_towns_and_no_region(tmp_path: Path, eligible: int, served: int) -> None:
    _, shown = made(tmp_path, {**TOWNS, "Union": (eligible, served), "Putnam": (500, 100)})
    towns, regions = plain(shown, "town"), plain(shown, "region")
    assert set(towns["status"]) == {"withheld"}
    assert towns[["numerator", "denominator", "value"]].isna().all(axis=None)
    assert place.regions()["Union"] == place.regions()["Putnam"]
    assert set(regions["status"]) == {"shown"}


def test_a_region_that_is_one_small_town_withholds_the_regions(tmp_path: Path) -> None:
    _, shown = made(tmp_path, {**TOWNS, "Union": (60, 4)})
    assert set(plain(shown, "region")["status"]) == {"withheld"}
