"""Sentences about parity and flows: when, how likely, how many; parts that are said sum; plain words."""

from metrics import outlook
from tests.metrics.readability import grade, inflesz


def said(reached: tuple[int | None, int | None, int | None], chance: float, language: str = "en") -> str:
    return outlook.for_path("Asian", 2025, 10, reached, chance, language, demonstration=False)


def test_the_year_of_parity_is_said_with_its_range() -> None:
    assert said((7, 6, 8), 1.0) == (
        "Asian: at these settings parity comes in 2032. It is likely to come between 2031 and 2033."
    )
    assert said((7, 6, None), 0.9).endswith("It may come from 2031 on, or after 2035.")
    assert said((7, 7, 7), 1.0) == "Asian: at these settings parity comes in 2032."


def test_parity_that_does_not_come_has_its_chance_and_parity_that_is_there_is_said() -> None:
    assert said((None, None, None), 0.0) == "Asian: at these settings parity does not come by 2035."
    assert said((None, 9, None), 0.04).endswith("There is a 4% chance that it does.")
    assert said((0, 0, 0), 1.0) == "Asian: parity is reached already."


def test_hires_needed_are_whole_people_of_all_hires() -> None:
    assert outlook.for_need(61, 260.4, 2030, "en", possible=True) == (
        "It would take 61 of 260 hires a year to reach it by 2030."
    )
    assert outlook.for_need(300, 260.0, 2030, "es", possible=False) == "Solo con contratar no se llega en 2030."


def test_the_flow_is_said_in_parts_that_sum() -> None:
    flow = {"before": 341.0, "hired": 44.0, "left": 37.0, "rest": 0.0, "after": 348.0}
    parts = {"change": 0.25, "hired": 0.3, "left": -0.05, "rest": 0.0}
    text = outlook.for_flow("Asian", flow, parts, "en", demonstration=True)
    assert text == (
        "Demonstration: Asian: the number rose by 7, from 341 to 348. Hiring added 44. People who left took away 37. "
        "Its share moved by +0.25 points: hiring +0.30 points, leaving −0.05 points, the rest 0.00 points."
    )
    fell = outlook.for_flow("Asian", flow | {"rest": -10.0, "after": 338.0}, None, "en", demonstration=False)
    assert "fell by 3" in fell
    assert fell.endswith("Other changes took away 10.")


def test_it_is_easy_to_read() -> None:
    flow = {"before": 341.0, "hired": 44.0, "left": 37.0, "rest": 3.0, "after": 351.0}
    english = [
        said((7, 6, 8), 1.0),
        said((None, None, None), 0.2),
        outlook.for_need(61, 260, 2030, "en", possible=True),
    ]
    english.append(outlook.for_flow("Asian", flow, None, "en", demonstration=False))
    spanish = [said((7, 6, 8), 1.0, "es"), outlook.for_flow("Asiática", flow, None, "es", demonstration=False)]
    assert sum(map(grade, english)) / len(english) <= 8
    assert sum(map(inflesz, spanish)) / len(spanish) >= 65
