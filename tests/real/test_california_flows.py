"""California's civil service: what the hires and transfers of 2020 did to each group's share, exactly."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metrics.flow import decompose

pytestmark = pytest.mark.shared
COMES = ("hire_external", "hire_transfer_in")


def test_the_parts_sum_to_the_change_and_show_that_the_stock_of_2019_is_incomplete(shared: Path) -> None:
    folder = shared / "data/workforce"
    stocks = pd.read_csv(folder / "ca_state_dept_race_sex_2011_2021.csv").pivot_table(
        index="race_ethnicity", columns="year", values="employees", aggfunc="sum"
    )
    events = pd.read_csv(folder / "ca_state_hires_promotions_2020.csv").pivot_table(
        index="race_ethnicity", columns="event_type", values="events", aggfunc="sum"
    )
    assert list(stocks.index) == list(events.index)
    found = decompose(stocks[2019], stocks[2020], events[list(COMES)])
    summed = found.parts.sum(axis=-1) + found.unexplained
    assert summed == pytest.approx(found.change, abs=1e-12)
    assert found.parts.sum(axis=0) == pytest.approx(np.zeros(2), abs=1e-12)
    # Everything but hires and transfers should be people who left. 7,237 more are there than came: the December 2019
    # file lacks about 36,000 people of 220,000, so that no retention or turnover can be had from these two stocks.
    assert found.unexplained_people.sum() == 222_837 - 183_533 - 26_382 - 5_685 == 7_237
    # White employees were a smaller share of those hired than of those there; hires alone lowered their share.
    hires = pd.Series(found.parts[:, 0], index=stocks.index)
    hired = events["hire_external"] / events["hire_external"].sum()
    assert list(hires > 0) == list(hired > found.before)
    assert hires["White"] < 0 < hires["Other or multiple race"]
