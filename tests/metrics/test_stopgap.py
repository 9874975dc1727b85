from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from metrics import release
from metrics.compute import Tables, internal, public, worked
from tests.metrics import small

pytestmark = pytest.mark.long

BIG = {"White": 900, "Black or African American": 180, "Hispanic or Latino": 150, "Asian": 60, "Not reported": 20}


def leaders(code: str, period: str, races: dict[str, int], leading: dict[str, int]) -> pd.DataFrame:
    cells = {(race, "Female" if n % 2 else "Male", small.OTHERS): n for race, n in races.items()}
    cells |= {(race, "Female" if n % 2 else "Male", small.LEADERS): n for race, n in leading.items() if n}
    return small.counts(code, period, cells)


def built(tmp_path: Path, *counts: pd.DataFrame, **tables: pd.DataFrame) -> tuple[Tables, Tables]:
    given = {"workforce_count": pd.concat(counts), **tables}
    work = worked(small.build(tmp_path / "w.duckdb", **given), small.definitions(tmp_path / "definitions", given))
    return internal(work), public(work)


def state(tables: Tables, measure: str, dimension: str = "race_ethnicity", period: str = "FY2025") -> pd.DataFrame:
    rows = tables["figures"]
    rows = rows[(rows["measure"] == measure) & (rows["agency"] == "ALL") & rows["benchmark"].isna()]
    return rows[(rows["dimension"] == dimension) & (rows["period"] == period)].set_index("group")


def test_a_clean_statewide_table_is_public_and_agencies_groups_are_not(tmp_path: Path) -> None:
    _, shown = built(tmp_path, small.people("DOT", "FY2025", BIG), small.people("DOC", "FY2025", BIG))
    assert set(state(shown, "employees")["status"]) == {"shown"}
    agency = shown["figures"][(shown["figures"]["agency"] == "DOT") & (shown["figures"]["measure"] == "employees")]
    assert set(agency.loc[agency["dimension"] != "ALL", "status"]) == {"withheld"}
    head = agency[agency["dimension"] == "ALL"]
    assert (head["status"].item(), head["numerator"].item()) == ("shown", 1310)


@pytest.mark.parametrize(
    "races",
    [
        pytest.param(BIG | {"Asian": 5}, id="a count of five"),
        pytest.param(BIG | {"Not reported": 1}, id="one person not reported"),
        pytest.param({"White": 12, "Asian": 7}, id="a base under twenty"),
        pytest.param({"White": 900, "Asian": 3, "Other": 2}, id="a complement of five"),
    ],
)
def test_a_table_with_a_small_count_is_left_out_whole(tmp_path: Path, races: dict[str, int]) -> None:
    _, shown = built(tmp_path, small.people("DOT", "FY2025", races))
    table = state(shown, "employees")
    assert set(table["status"]) == {"withheld"}
    assert state(shown, "employees", "ALL")["numerator"].item() == sum(races.values())


def test_five_groups_are_shown_where_seven_would_name_a_small_one(tmp_path: Path) -> None:
    races = BIG | {"Two or More Races": 20, "American Indian or Alaska Native": 12}
    leading = {"White": 90, "Black or African American": 20, "Hispanic or Latino": 12, "Asian": 8, "Not reported": 7}
    few = {"Two or More Races": 5, "American Indian or Alaska Native": 2}
    inside, shown = built(tmp_path, leaders("DOT", "FY2025", races, leading | few))
    assert set(state(shown, "leadership")["status"]) == {"withheld"}
    folded = state(shown, "leadership", "race5")
    assert set(folded["status"]) == {"shown"}
    assert folded.loc["All other groups", "numerator"] == 7
    assert folded["numerator"].to_dict() == state(inside, "leadership", "race5")["numerator"].to_dict()
    # What is left of everyone when leaders are taken away is no small count either.
    rest = state(shown, "employees", "race5")["numerator"] - folded["numerator"]
    assert (rest >= 6).all()


def test_six_is_enough(tmp_path: Path) -> None:
    _, shown = built(tmp_path, small.people("DOT", "FY2025", BIG | {"Asian": 6}))
    assert state(shown, "employees").loc["Asian", "numerator"] == 6


def test_leaders_are_withheld_where_the_rest_of_a_group_would_be_small(tmp_path: Path) -> None:
    leading = {"White": 100, "Asian": 57}
    _, shown = built(tmp_path, leaders("DOT", "FY2025", BIG | {"Asian": 3}, leading))
    assert set(state(shown, "employees")["status"]) == {"shown"}
    assert set(state(shown, "leadership")["status"]) == {"withheld"}


def test_an_agency_that_comes_late_is_not_the_difference_of_two_releases(tmp_path: Path) -> None:
    first, late = small.people("DOT", "FY2025", BIG), small.people("DMV", "FY2025", {"White": 30, "Asian": 2})
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    _, before = built(tmp_path / "a", first)
    both = small.build(tmp_path / "b" / "w.duckdb", workforce_count=pd.concat([first, late]))
    work = worked(both, tmp_path / "a" / "definitions")
    assert set(state(public(work), "employees")["status"]) == {"shown"}
    after = public(work, [before["figures"]])
    assert set(state(after, "employees")["status"]) == {"withheld"}
    again = public(worked(tmp_path / "a" / "w.duckdb", tmp_path / "a" / "definitions"), [before["figures"]])
    assert set(state(again, "employees")["status"]) == {"shown"}


def test_published_aggregates_enter_as_they_are(tmp_path: Path) -> None:
    rows = [{"group": "White", "value": 2.0}, {"group": "Asian", "value": 40.0}]
    published = small.outcomes("children_in_placement", rows, agency="DCF", period="2018-07-01", unit="persons")
    _, shown = built(tmp_path, small.people("DOT", "FY2025", BIG), outcome=published)
    rows_ = shown["figures"][shown["figures"]["measure"] == "children_in_placement"]
    assert sorted(rows_["value"]) == [2, 40]


def test_outcomes_that_an_agency_sends_itself_are_held_to_the_threshold_in_every_place(tmp_path: Path) -> None:
    cells = [
        ("Hartford", "White", 40),
        ("Hartford", "Asian", 3),
        ("Connecticut", "White", 90),
        ("Connecticut", "Asian", 30),
    ]
    rows = [
        {"geography": place, "group": group, "numerator": n, "denominator": 200, "value": n / 2}
        for place, group, n in cells
    ]
    everyone = {"group": "ALL", "dimension": "ALL", "numerator": 120, "denominator": 400, "value": 30.0}
    sent = small.outcomes("graduation_rate", [*rows, everyone], source="outcomes")
    _, shown = built(tmp_path, small.people("DOT", "FY2025", BIG), outcome=sent)
    rows_ = shown["figures"][(shown["figures"]["measure"] == "graduation_rate") & shown["figures"]["benchmark"].isna()]
    assert set(rows_.loc[rows_["dimension"] == "race_ethnicity", "status"]) == {"withheld"}
    assert rows_.loc[rows_["dimension"] == "ALL", "status"].item() == "shown"


def test_nothing_about_a_withheld_figure_survives(warehouse: Path, definitions: Path) -> None:
    tables = public(worked(warehouse, definitions))
    figures = tables["figures"]
    hidden = figures[figures["status"] == "withheld"]
    assert not hidden.empty
    assert hidden[list(release.COUNTED)].isna().all().all()
    assert not tables["representation"]["figure_id"].isin(hidden["figure_id"]).any()
    cells = tables["cells"]
    assert cells.loc[cells["status"] == "withheld", "value"].isna().all()
    assert cells.loc[cells["status"] == "shown", "value"].notna().all()
    keys = ["measure", "agency", "dimension", "group", "nature"]
    said = tables["progress"].merge(
        figures[figures["status"] != "withheld"][keys].drop_duplicates(), on=keys, how="left", indicator=True
    )
    assert (said["_merge"] == "both").all()


def test_cells_show_what_figures_show(tmp_path: Path) -> None:
    _, shown = built(tmp_path, small.people("DOT", "FY2025", BIG), small.people("DOC", "FY2025", BIG | {"Asian": 1}))
    cells = shown["cells"][shown["cells"]["table_id"] == "agency_race_sex"].set_index(
        ["agency", "race_ethnicity", "sex"]
    )
    assert cells.loc[("TOTAL", "Asian", "TOTAL"), "value"] == 61
    assert cells.loc[("DOC", "TOTAL", "TOTAL"), "value"] == 1251
    assert cells.loc[("DOC", "Asian", "TOTAL"), "status"] == "withheld"
    assert cells.loc[("TOTAL", "Asian", "Female"), "status"] == "withheld"
    _, hidden = built(tmp_path, small.people("DOT", "FY2025", BIG | {"Asian": 1}))
    rows = hidden["cells"].set_index(["table_id", "agency", "race_ethnicity", "sex"])
    assert rows.loc[("agency_race_sex", "TOTAL", "Asian", "TOTAL"), "status"] == "withheld"


def sums(tables: list[pd.Series]) -> Iterator[float]:
    """Every difference of two published counts of one group, and of each from its table's total."""
    for one, other in combinations(tables, 2):
        yield from one.sub(other).dropna().abs()
    for table in tables:
        yield from table
        yield from (table["ALL"] - table).dropna()


@pytest.mark.parametrize("seed", range(4))
def test_no_published_tables_subtract_to_a_small_count(tmp_path: Path, seed: int) -> None:
    draw = pd.Series(range(200)).sample(frac=1, random_state=seed).tolist()
    counts = [
        leaders(
            code,
            "FY2025",
            dict(zip(BIG, draw[10 * k :], strict=False)),
            dict(zip(BIG, draw[10 * k + 5 :], strict=False)),
        )
        for k, code in enumerate(("DOT", "DOC", "DMV"))
    ]
    _, shown = built(tmp_path, *counts)
    for dimension in ("race_ethnicity", "sex"):
        published = []
        for measure in ("employees", "leadership"):
            table = state(shown, measure, dimension)["numerator"].dropna()
            total = state(shown, measure, "ALL")["numerator"]
            published.append(pd.concat([table, total]))
        assert not [count for count in sums(published) if 0 < count < 6]


def test_the_quality_warning_of_an_incomplete_year_is_public_since_head_counts_are(tmp_path: Path) -> None:
    both, shown = built(
        tmp_path, small.people("DOT", "FY2024", BIG), small.people("DOT", "FY2025", BIG | {"White": 500})
    )
    assert list(both["quality"]["code"]) == list(shown["quality"]["code"]) == ["statewide_incomplete"]
