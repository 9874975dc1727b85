"""What the public is shown of figures: what its cells say, and no more."""

from pathlib import Path

import pandas as pd
import pytest

from metrics import release
from metrics.compute import Tables, internal, worked
from metrics.definition import load_measures
from metrics.disclosure import figures, policy
from metrics.disclosure.catalogue import ProtectionError
from metrics.formula import figure
from tests.metrics import small

pytestmark = pytest.mark.long

RACES = ("White", "Black or African American", "Hispanic or Latino", "Asian", "Not reported")
LARGE = {"DOT": (900, 180, 150, 60, 20), "DOC": (700, 300, 140, 40, 30), "DMV": (400, 90, 80, 25, 12)}


def staff(code: str, numbers: tuple[int, ...], more: dict[str, int] | None = None) -> pd.DataFrame:
    """Half women, a tenth leaders."""
    held: dict[tuple[str, str, str], int] = {}
    for race, n in {**dict(zip(RACES, numbers, strict=True)), **(more or {})}.items():
        for sex, part in (("Female", n // 2), ("Male", n - n // 2)):
            held[race, sex, small.LEADERS] = part // 10
            held[race, sex, small.OTHERS] = part - part // 10
    return small.counts(code, "FY2025", {key: n for key, n in held.items() if n})


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tables, Tables]:
    """The internal and the public tables of four agencies, one of them small."""
    folder = tmp_path_factory.mktemp("figures")
    counts = [staff(code, numbers, {"Two or More Races": 14}) for code, numbers in LARGE.items()]
    tables = {
        "workforce_count": pd.concat([*counts, staff("OHA", (9, 3, 2, 0, 0))]),
        "agency": small.agencies(*LARGE, "OHA"),
        "benchmark": small.shares("population", "2019/2023", dict(zip(RACES, (63.0, 10.0, 18.0, 5.0), strict=False))),
    }
    work = worked(small.build(folder / "w.duckdb", **tables), small.definitions(folder / "definitions", tables))
    return internal(work), small.public(work)


def plain(tables: Tables, measure: str, agency: str, dimension: str) -> pd.DataFrame:
    rows = tables["figures"]
    rows = rows[(rows["measure"] == measure) & (rows["agency"] == agency) & (rows["dimension"] == dimension)]
    return rows[rows["benchmark"].isna()].set_index("group")


def test_every_public_number_is_the_internal_one(both: tuple[Tables, Tables]) -> None:
    inside, shown = both
    key = ["figure_id", "benchmark"]
    rows = shown["figures"].merge(inside["figures"], on=key, suffixes=("", "_inside"))
    assert len(rows) == len(shown["figures"])
    told = rows[rows["status"] == "shown"]
    assert len(told) > 50
    for name in ("numerator", "denominator", "value", "lower", "upper", "gap", "p"):
        pd.testing.assert_series_equal(told[name], told[f"{name}_inside"], check_names=False)


def test_every_shown_share_is_a_quotient_of_two_shown_cells(both: tuple[Tables, Tables]) -> None:
    _, shown = both
    cells = shown["cells"]
    told = shown["figures"]
    told = told[(told["status"] == "shown") & (told["agency"] != "ALL") & (told["dimension"] == "race5")]
    assert set(told["measure"]) == {"employees"}
    for row in told[told["benchmark"].isna()].to_dict("records"):
        mine = cells[(cells["agency"] == row["agency"]) & (cells["sex"] == "TOTAL") & (cells["status"] == "shown")]
        mine = mine[mine["job_category"] == "TOTAL"].drop_duplicates("race_ethnicity").set_index("race_ethnicity")
        people = mine["value"]
        unknown = 0 if row["group"] == "Not reported" else people.get("Not reported", 0)
        assert row["numerator"] == people[row["group"]]
        assert row["denominator"] == people["TOTAL"] - unknown


def test_what_is_in_no_public_table_has_no_row(both: tuple[Tables, Tables]) -> None:
    inside, shown = both
    assert not plain(inside, "employees", "DOT", "race_ethnicity").empty
    assert plain(shown, "employees", "DOT", "race_ethnicity").empty
    assert plain(shown, "leadership", "DOT", "race5").empty
    assert plain(shown, "employees", "DOT", "sex").empty


def test_payroll_head_counts_and_statewide_tables_are_shown(both: tuple[Tables, Tables]) -> None:
    _, shown = both
    assert plain(shown, "leadership", "DOT", "ALL")["status"].tolist() == ["shown"]
    assert set(plain(shown, "employees", "ALL", "race_ethnicity")["status"]) == {"shown"}
    assert plain(shown, "leadership", "ALL", "sex2").loc["Female", "status"] == "shown"


def test_an_agency_of_fewer_than_twenty_shows_its_total_only(both: tuple[Tables, Tables]) -> None:
    _, shown = both
    rows = shown["figures"][shown["figures"]["agency"] == "OHA"]
    assert set(rows["dimension"]) == {"ALL"}
    assert plain(shown, "employees", "OHA", "ALL")["numerator"].tolist() == [14]


def test_a_public_file_of_these_tables_holds_no_number_where_it_says_withheld(
    both: tuple[Tables, Tables], tmp_path: Path
) -> None:
    _, shown = both
    release.write(tmp_path / "public.duckdb", shown)
    opened = release.Release(tmp_path, "public")
    assert opened.withheld_numbers() == 0
    opened.close()


def test_an_agency_is_not_held_against_a_statewide_share_that_is_withheld(both: tuple[Tables, Tables]) -> None:
    inside, shown = both
    cells = shown["cells"].copy()
    state = (cells["agency"] == "TOTAL") & (cells["race_ethnicity"] == "Asian")
    state &= (cells["sex"] == "TOTAL") & (cells["job_category"] == "TOTAL")
    cells.loc[state, ["value", "status"]] = [None, "withheld"]
    rows = inside["figures"].assign(**dict.fromkeys((*figure.RATIO, *figure.REFERENCE), None), race_standard="")
    measures = {name: each for name, each in load_measures().items() if name in set(rows["measure"])}
    found = figures.public(rows, measures, cells, policy.current())
    asian = found[(found["group"] == "Asian") & (found["agency"] == "DOT") & (found["dimension"] == "race5")]
    assert set(asian.loc[asian["benchmark"].isna(), "status"]) == {"shown"}
    assert "statewide" not in set(asian["benchmark"])
    assert "statewide" in set(found.loc[(found["group"] == "White") & (found["agency"] == "DOT"), "benchmark"])


def test_figures_of_other_people_than_the_cells_stop(both: tuple[Tables, Tables]) -> None:
    inside, shown = both
    cells = shown["cells"].assign(value=shown["cells"]["value"] + 1)
    with pytest.raises(
        ProtectionError,
        match=r"the figure is of 621 in 621, its cells hold 622 in 622; the two",
    ):
        figures.public(inside["figures"], load_measures(), cells, policy.current())


def test_an_outcome_of_nearly_everyone_keeps_only_at_least(tmp_path: Path) -> None:
    rows = [
        {"group": "White", "numerator": 98, "denominator": 100, "value": 98.0},
        {"group": "Asian", "numerator": 50, "denominator": 100, "value": 50.0},
    ]
    tables = {"outcome": small.outcomes("suspension_rate", rows, source="outcomes")}
    work = worked(small.build(tmp_path / "w.duckdb", **tables), small.definitions(tmp_path / "definitions", tables))
    shown = plain(small.public(work), "suspension_rate", "SDE", "race_ethnicity")
    assert set(shown["status"]) == {"withheld"}
    assert shown.loc["White", "lower"] == 95
    assert shown.loc[:, ["numerator", "denominator", "value", "upper"]].isna().all(axis=None)
    assert pd.isna(shown.loc["Asian", "lower"])


def test_published_aggregates_enter_as_they_are(tmp_path: Path) -> None:
    rows = [{"group": "White", "value": 2.0}, {"group": "Asian", "value": 40.0}]
    published = small.outcomes("children_in_placement", rows, agency="DCF", period="2018-07-01", unit="persons")
    tables = {"outcome": published}
    work = worked(small.build(tmp_path / "w.duckdb", **tables), small.definitions(tmp_path / "definitions", tables))
    shown = plain(small.public(work), "children_in_placement", "DCF", "race_ethnicity")
    assert sorted(shown["value"]) == [2, 40]


def test_outcomes_that_an_agency_sends_itself_are_held_to_the_threshold_in_every_place(tmp_path: Path) -> None:
    places = [
        ("Hartford", "White", 40),
        ("Hartford", "Asian", 3),
        ("Connecticut", "White", 90),
        ("Connecticut", "Asian", 30),
    ]
    rows = [
        {"geography": place, "group": group, "numerator": n, "denominator": 200, "value": n / 2}
        for place, group, n in places
    ]
    everyone = {"group": "ALL", "dimension": "ALL", "numerator": 120, "denominator": 400, "value": 30.0}
    tables = {"outcome": small.outcomes("graduation_rate", [*rows, everyone], source="outcomes")}
    work = worked(small.build(tmp_path / "w.duckdb", **tables), small.definitions(tmp_path / "definitions", tables))
    shown = small.public(work)["figures"]
    shown = shown[shown["benchmark"].isna()]
    assert set(shown.loc[shown["dimension"] == "race_ethnicity", "status"]) == {"withheld"}
    assert shown.loc[shown["dimension"] == "ALL", "status"].item() == "shown"


def test_nothing_about_a_withheld_figure_survives(both: tuple[Tables, Tables]) -> None:
    _, tables = both
    shown = tables["figures"]
    hidden = shown[shown["status"] == "withheld"]
    assert not hidden.empty
    assert hidden[list(release.COUNTED)].isna().all().all()
    assert not tables["representation"]["figure_id"].isin(hidden["figure_id"]).any()
    cells = tables["cells"]
    assert cells.loc[cells["status"] == "withheld", "value"].isna().all()
    assert cells.loc[cells["status"] == "shown", "value"].notna().all()
    assert not tables["findings"]["figure_id"].isin(hidden["figure_id"]).any()


def test_at_least_is_no_number_that_a_withheld_figure_may_not_hold(tmp_path: Path) -> None:
    row = {"figure_id": "f", "measure": "m", "unit": "percent", "status": "withheld", "nature": "official"}
    said = {"at least 95 %": {"lower": 95.0}, "a limit": {"lower": 95.3}, "a gap": {"lower": 95.0, "benchmark": "b"}}
    found = {}
    for number, (name, more) in enumerate(said.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        release.write(folder / "public.duckdb", {"figures": pd.DataFrame([row | more])})
        opened = release.Release(folder, "public")
        found[name] = opened.withheld_numbers()
        opened.close()
    assert found == {"at least 95 %": 0, "a limit": 1, "a gap": 1}
