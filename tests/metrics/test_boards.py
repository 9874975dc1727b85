"""Shares of each office's members: of the office's own, those of unknown group apart."""

from pathlib import Path

import pandas as pd
import pytest

from etl import warehouse
from metrics import words
from metrics.compute import worked
from metrics.count import boards
from metrics.definition import DEFINITIONS
from tests.metrics import small

pytestmark = pytest.mark.long

WHITE, ASIAN, UNKNOWN = "White", "Asian", "Not reported"


def member(number: int, office: str, race: str) -> dict[str, str]:
    return {
        "board": "Board", "appointing_authority": office, "member_id": f"M{number}", "term_start": "2024-08-01",
        "race_ethnicity": race, "sex": "Female", "race_standard": "omb_1997", "nature": "official", "snapshot": "s1",
    }  # fmt: skip


def members() -> pd.DataFrame:
    offices = {"Governor": {WHITE: 6, ASIAN: 3, UNKNOWN: 1}, "Speaker": {WHITE: 2, UNKNOWN: 3}}
    seats = [(office, race) for office, races in offices.items() for race, n in races.items() for _ in range(n)]
    return pd.DataFrame([member(number, *seat) for number, seat in enumerate(seats)])


def test_a_share_is_of_the_offices_own_members_whose_group_is_reported(tmp_path: Path) -> None:
    (tmp_path / "definitions").mkdir()
    text = (DEFINITIONS / "board_authorities.toml").read_text(encoding="utf-8")
    (tmp_path / "definitions" / "board_authorities.toml").write_text(text, encoding="utf-8")
    work = worked(small.build(tmp_path / "w.duckdb", boards=members()), tmp_path / "definitions")
    rows = work.figures[work.figures["dimension"] == "appointing_authority x race_ethnicity"].set_index("group")
    counted = {str(group): (row["numerator"], row["denominator"]) for group, row in rows.iterrows()}
    assert counted == {
        "Governor x White": (6, 9), "Governor x Asian": (3, 9), "Speaker x White": (2, 2), "Speaker x Asian": (0, 2),
        "Not reported": (4, 15),
    }  # fmt: skip
    shown = small.public(work)["figures"]
    assert shown.loc[shown["dimension"] != "ALL", "value"].isna().all(), "so few people are told to nobody outside"


def test_the_base_adds_up_to_all_members(tmp_path: Path) -> None:
    (count,) = (each for each in boards.COUNTS if each.name == "board members of the office")
    with warehouse.reading(small.build(tmp_path / "w.duckdb", boards=members())) as connection:
        rows = count.read(connection, [])
    assert rows["value"].sum() == 15


def test_an_office_and_a_group_are_named_part_by_part() -> None:
    crossed = "appointing_authority x race_ethnicity"
    assert words.group("Governor x White", "es", crossed) == "Governor · Blanca"
    assert words.group("Not reported", "es", crossed) == "Sin informar"
