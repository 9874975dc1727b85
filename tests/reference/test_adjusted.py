"""Approval as it would be if all groups asked for the same programs, once more from the counts one by one."""

from pathlib import Path
from shutil import copy

import pandas as pd
import pytest

from metrics.compute import Tables, Work, internal, worked
from metrics.definition import DEFINITIONS
from tests.metrics import events, small

pytestmark = pytest.mark.long

# Program -> group -> applied, approved, denied. Permits approve few, and most Asian applicants ask for permits.
ASKED = {
    "Permits": {"White": (100, 30, 60), "Asian": (400, 140, 220), "Not reported": (20, 10, 8)},
    "Camps": {"White": (500, 450, 40), "Asian": (60, 57, 3), "Not reported": (30, 12, 9)},
    "Grants": {"White": (300, 200, 100), "Asian": (20, 15, 5)},
}
ALONE = {"Black or African American": (90, 60, 20)}
"""Of one program only: too little of the mix."""


def rows() -> pd.DataFrame:
    made = []
    for agency, programs in (("DOT", ("Permits",)), ("DOC", ("Camps", "Grants"))):
        for program in programs:
            groups = ASKED[program] | (ALONE if program == "Camps" else {})
            whole = tuple(sum(each[k] for each in groups.values()) for k in range(3))
            for dimension, told in (("race_ethnicity", groups), ("ALL", {"ALL": whole})):
                for group, (applied, approved, denied) in told.items():
                    made.append(
                        events.services(agency, "FY2025", [{
                            "program": program, "dimension": dimension, "group": group, "applied": applied,
                            "approved": approved, "denied": denied,
                        }])
                    )  # fmt: skip
    return pd.concat(made)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    folder = tmp_path_factory.mktemp("adjusted")
    given = {"agency": small.agencies("DOT", "DOC"), "services": rows()}
    definitions = small.definitions(folder / "d", given)
    crossed = (definitions / "approval_rate.toml").read_text(encoding="utf-8")
    crossed = crossed.replace(
        'dimensions = ["race_ethnicity", "race5"', 'dimensions = ["program x race_ethnicity", "race5"', 1
    )
    (definitions / "approval_crossed.toml").write_text(crossed, encoding="utf-8")
    return worked(small.build(folder / "w.duckdb", **given), definitions)


@pytest.fixture(scope="module")
def tables(work: Work) -> Tables:
    return internal(work)


def plain(tables: Tables, dimension: str, measure: str = "approval_adjusted", agency: str = "ALL") -> pd.DataFrame:
    found = tables["figures"]
    found = found[(found["measure"] == measure) & (found["dimension"] == dimension) & (found["agency"] == agency)]
    return found[found["benchmark"].isna()].set_index("group")


def led(group: str) -> float:
    mix = {name: sum(n for race, (n, _, _) in told.items() if race != "Not reported") for name, told in ASKED.items()}
    mix["Camps"] += ALONE["Black or African American"][0]
    rates = {name: told[group][1] / told[group][0] for name, told in ASKED.items()}
    return 100 * sum(mix[name] * rates[name] for name in ASKED) / sum(mix.values())


def test_each_group_is_led_to_the_mix_of_all_people_whose_group_is_reported(tables: Tables) -> None:
    found = plain(tables, "race_ethnicity")
    for group in ("White", "Asian"):
        assert found.loc[group, "value"] == pytest.approx(led(group))
        assert found.loc[group, "lower"] < found.loc[group, "value"] < found.loc[group, "upper"]
    assert found.loc["Asian", "denominator"] == 480
    assert pd.isna(found.loc["Asian", "numerator"])
    assert "Not reported" not in found.index


def test_the_sign_turns_where_programs_explain_the_gap(tables: Tables) -> None:
    crude, alike = (plain(tables, "race_ethnicity", name)["value"] for name in ("approval_rate", "approval_adjusted"))
    assert crude["Asian"] < crude["White"]
    assert alike["Asian"] > alike["White"]


def test_a_group_with_too_little_of_the_mix_has_no_adjusted_rate(tables: Tables) -> None:
    row = plain(tables, "race_ethnicity").loc["Black or African American"]
    assert row["status"] == "not_applicable"
    assert pd.isna(row["value"])


def test_everyone_has_the_plain_rate(tables: Tables) -> None:
    whole = plain(tables, "ALL").loc["ALL"]
    assert whole["value"] == pytest.approx(plain(tables, "ALL", "approval_rate").loc["ALL", "value"])


def test_the_public_sees_what_is_made_of_shown_counts_only(work: Work) -> None:
    shown = small.public(work)
    assert set(plain(shown, "program x race_ethnicity", "approval_crossed")["status"]) == {"withheld"}
    assert plain(shown, "race_ethnicity").empty
    assert plain(shown, "ALL").loc["ALL", "status"] == "shown"
    assert plain(shown, "race5", agency="DOC").empty


def test_it_is_public_where_every_count_by_program_and_group_is(tmp_path: Path) -> None:
    large = rows()
    large = large[(large["group"] != "Black or African American") & (large["group"] != "Not reported")]
    numbers = ["applied", "approved", "denied"]
    large[numbers] = large[numbers] * 10
    for program in ASKED:
        own, whole = (
            (large["program"] == program) & (large["dimension"] == name) for name in ("race_ethnicity", "ALL")
        )
        large.loc[whole, numbers] = large.loc[own, numbers].sum().to_numpy()
    given = {"agency": small.agencies("DOT", "DOC"), "services": large}
    folder = small.definitions(tmp_path / "d", given)
    crossed = (DEFINITIONS / "approval_rate.toml").read_text(encoding="utf-8")
    crossed = crossed.replace(
        'dimensions = ["race_ethnicity", "race5"', 'dimensions = ["program x race_ethnicity", "race5"', 1
    )
    (folder / "approval_crossed.toml").write_text(crossed, encoding="utf-8")
    copy(DEFINITIONS / "approval_adjusted.toml", folder)
    work = worked(small.build(tmp_path / "w.duckdb", **given), folder)
    found, inside = plain(small.public(work), "race_ethnicity"), plain(internal(work), "race_ethnicity")
    assert found["value"].to_dict() == inside["value"].to_dict()
    assert found["value"].notna().all()
    assert plain(small.public(work), "race5").empty
