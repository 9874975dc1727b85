import re
from pathlib import Path

import pytest

from metrics.definition import DEFINITIONS, DefinitionError, load_measure, load_measures


def changed(tmp_path: Path, old: str, new: str, name: str = "suspension_rate") -> Path:
    text = (DEFINITIONS / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / f"{name}.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_there_is_a_measure_for_the_workforce_and_for_every_source() -> None:
    assert set(load_measures()) >= {
        "employees", "leadership", "children_in_placement", "suspension_rate", "chronic_absenteeism", "graduation_rate",
        "educators", "enrollment", "traffic_stops", "unemployment_rate", "population", "homeownership_rate",
        "median_household_income", "poverty_rate", "uninsured_rate",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'favourable = "lower"',
            'favourable = "down"',
            "reading: favourable is 'down'; choose higher, lower, none, parity",
        ),
        ('title     = "', 'tittle    = "', "unknown tittle; known are"),
        ("version   = 1\n", "", "version missing"),
        ("version   = 1\n", 'version   = "1"\n', "version is '1'; it must be a int"),
        (
            'kind = "outcome"',
            'kind = "guess"',
            "formula: kind is 'guess'; choose adjusted, duration, outcome, rate, representation, total, upkeep",
        ),
        ('"best_group", "everyone"', '"best_group", "target"', r"benchmarks name target, but there is no \[target\]"),
        (
            "caveats  = [",
            "caveats  = [\n    'one too many',",
            "spanish: caveats has 4 entries; write one for each of the 3",
        ),
        ("[formula]", "[formula", "not TOML"),
        (
            '["race_ethnicity"]',
            '"race_ethnicity"',
            "breakdown: dimensions is 'race_ethnicity'; it must be a list of texts",
        ),
    ],
)
def test_a_wrong_definition_says_what_to_fix(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DefinitionError, match=rf"suspension_rate\.toml: .*{message}"):
        load_measure(changed(tmp_path, old, new))


def test_two_measures_that_lead_one_domain_are_told(tmp_path: Path) -> None:
    for name in ("graduation_rate", "suspension_rate"):
        text = (DEFINITIONS / f"{name}.toml").read_text(encoding="utf-8").replace("leads     = true\n", "")
        (tmp_path / f"{name}.toml").write_text("leads = true\n" + text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"suspension_rate\.toml: leads is true, but graduation_rate leads educ"):
        load_measures(tmp_path)


MEASURES = load_measures()


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_definition_speaks_plainly(name: str) -> None:
    measure = MEASURES[name]
    assert measure.question.endswith("?")
    assert measure.spanish.question.startswith("¿")
    for text in (measure.title, measure.why, *measure.caveats):
        assert not re.search(r"minorit|non-White|\bonly 4", text, re.IGNORECASE)
    assert measure.review.next_review > measure.review.reviewed_on
