"""Towns and languages of deliveries: known by the lists, else stopped with the crosswalk to edit."""

from pathlib import Path

import pytest

from etl.home import Home
from etl.load import Report, check, load
from tests.etl import good
from tests.etl.test_standard import rows_of

STEP = {"action": "1.1", "step": "hearing", "date": "2025-01-09", "applied_to": ""}
HEAD = "source,label,standard,note\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def crosswalk(home: Home, kind: str, row: str) -> None:
    home.crosswalks.mkdir(parents=True, exist_ok=True)
    (home.crosswalks / f"{kind}.csv").write_text(HEAD + row)


def told(report: Report) -> list[str]:
    return [str(problem) for delivery in report.deliveries for problem in delivery.problems]


def stepped(home: Home, town: str, *, own: bool = False) -> Report:
    inbox = home.path.parent / "inbox"
    paths = [good.write(inbox, "municipal_actions", [{"town": town, **STEP}])]
    if own:
        paths.append(good.write(inbox, "agencies", good.ROWS["agencies"]))
    return load(paths, home)


@pytest.mark.long
def test_a_town_of_connecticut_is_known_whatever_its_case(home: Home) -> None:
    assert told(stepped(home, " west hartford ")) == []
    assert rows_of(home, "municipal_actions")["town"].tolist() == ["West Hartford"]


@pytest.mark.long
def test_an_unknown_town_stops_its_delivery_and_says_which_crosswalk_to_edit(home: Home) -> None:
    assert told(stepped(home, "Storrs")) == [
        "municipal_actions.csv, row 2, column town: 'Storrs' is not a known label; correct it, or add it to "
        "crosswalks/town.csv"
    ]
    crosswalk(home, "town", "*,Storrs,Mansfield,a village\n")
    assert told(stepped(home, "Storrs")) == []
    assert rows_of(home, "municipal_actions")["town"].tolist() == ["Mansfield"]


@pytest.mark.long
def test_a_crosswalk_does_not_make_a_town(home: Home) -> None:
    crosswalk(home, "town", "*,Storrs,Storrs,\n")
    assert "'Storrs' is not a known label" in told(stepped(home, "Storrs"))[0]


@pytest.mark.long
def test_a_government_with_its_own_register_has_its_own_towns(home: Home) -> None:
    assert told(stepped(home, "Harbor", own=True)) == []
    assert rows_of(home, "municipal_actions")["town"].tolist() == ["Harbor"]


@pytest.mark.long
@pytest.mark.parametrize("given", ["Polish", "polaco", "pl", " POLISH "])
def test_a_language_is_known_by_name_in_either_language_and_by_code(home: Home, given: str) -> None:
    row = good.ROWS["languages_needed"][0] | {"language": given}
    inbox = home.path.parent / "inbox"
    paths = [good.write(inbox, "agencies", good.ROWS["agencies"]), good.write(inbox, "languages_needed", [row])]
    assert told(load(paths, home)) == []
    assert rows_of(home, "languages_needed")["language"].tolist() == ["Polish"]


@pytest.mark.long
def test_an_unknown_language_stops_its_delivery_until_a_crosswalk_names_it(home: Home) -> None:
    row = good.ROWS["languages_needed"][0] | {"language": "Quechua"}
    inbox = home.path.parent / "inbox"
    paths = [good.write(inbox, "agencies", good.ROWS["agencies"]), good.write(inbox, "languages_needed", [row])]
    (line,) = told(check(paths, home))
    assert line.endswith("column language: 'Quechua' is not a known label; correct it, or add it to "
                         "crosswalks/language.csv")  # fmt: skip
    crosswalk(home, "language", "*,Quechua,Quechua,spoken by new residents\n")
    assert told(load(paths, home)) == []
    assert rows_of(home, "languages_needed")["language"].tolist() == ["Quechua"]


@pytest.mark.long
def test_a_plan_may_be_published_in_several_languages(home: Home) -> None:
    row = good.ROWS["plans"][0] | {"language": "English; español;pl"}
    inbox = home.path.parent / "inbox"
    paths = [good.write(inbox, "agencies", good.ROWS["agencies"]), good.write(inbox, "plans", [row])]
    assert told(load(paths, home)) == []
    assert rows_of(home, "plans")["language"].tolist() == ["English;Spanish;Polish"]
    bad = [paths[0], good.write(inbox, "plans", [row | {"language": "English;Klingon"}])]
    assert "'Klingon' is not a known label" in told(check(bad, home))[0]


@pytest.mark.long
def test_ages_in_five_year_bands_become_the_bands_of_public_tables(home: Home) -> None:
    row = good.ROWS["workforce_counts"][0]
    rows = [row | {"age_band": each} for each in ("20-24", "25-29", "30-34", "65-69", "75 and over", "")]
    inbox = home.path.parent / "inbox"
    paths = [good.write(inbox, "agencies", good.ROWS["agencies"]), good.write(inbox, "workforce_counts", rows)]
    assert told(load(paths, home)) == []
    counts = rows_of(home, "workforce_count")
    assert sorted(counts["age_band"].fillna("")) == [
        "", "25-34", "25-34", "65 and over", "65 and over", "Under 25",
    ]  # fmt: skip
