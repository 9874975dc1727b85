"""Each aggregate is one cell, however many tables and names it has."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pandas as pd
import pytest

from metrics.disclosure.catalogue import ProtectionError, system
from metrics.disclosure.policy import Policy

Small = Callable[..., Policy]
TABLES = """
[[domain.d.table]]
id = "a"
dimensions = ["agency", "race2", "sex"]
[[domain.d.table]]
id = "b"
dimensions = ["agency", "job"]
[[domain.d.table]]
id = "c"
dimensions = ["race", "job"]
"""


def people(**members: str) -> pd.DataFrame:
    frame = pd.DataFrame(list(product(*members.values())), columns=list(members))
    return frame.assign(value=np.arange(1, len(frame) + 1))


def value(rows: pd.DataFrame, values: np.ndarray, **names: str) -> float:
    (cell,) = set(rows.loc[(rows[list(names)] == list(names.values())).all(axis=1), "cell"])
    return float(values[cell])


@pytest.mark.parametrize("crossed", [True, False])
def test_every_margin_is_the_sum_of_its_people(small: Small, crossed: bool) -> None:
    policy = small(TABLES)
    inner = people(agency="xyz", race="abc", sex="FM", job="12")
    made = system(inner, policy.domains["d"], policy, crossed=crossed)
    rows = made.rows()
    for row in rows.to_dict("records"):
        race = {"other": ["b", "c"], "TOTAL": ["a", "b", "c"]}.get(row["race"], [row["race"]])
        inside = inner["race"].isin(race)
        for name in ("agency", "sex", "job"):
            inside &= (inner[name] == row[name]) | (row[name] == "TOTAL")
        assert made.value[row["cell"]] == inner.loc[inside, "value"].sum(), row
    assert np.abs(made.links @ made.inner).max() == 0


def test_one_aggregate_under_several_names_is_one_cell(small: Small) -> None:
    policy = small(TABLES)
    made = system(people(agency="xyz", race="abc", sex="F", job="12"), policy.domains["d"], policy)
    rows = made.rows()
    total = rows[(rows["agency"] == "x") & (rows["race"] == "TOTAL") & (rows["job"] == "TOTAL")]
    assert set(total["table_id"]) == {"a", "b"}
    assert set(total["sex"]) == {"F", "TOTAL"}, "the only group is everybody"
    assert total["cell"].nunique() == 1
    a = rows[(rows[["agency", "sex", "job"]] == "TOTAL").all(axis=1) & (rows["race"] == "a")]
    assert set(a["table_id"]) == {"a", "c"}
    assert a["cell"].nunique() == 1, "a group of one is its member"
    assert len(made.value) == rows["cell"].nunique()


def test_the_order_of_rows_makes_no_difference(small: Small) -> None:
    policy = small(TABLES)
    inner = people(agency="xyz", race="abc", sex="FM", job="12")
    one, two = (system(each, policy.domains["d"], policy) for each in (inner, inner.sample(frac=1, random_state=3)))
    assert (one.codes == two.codes).all()
    assert (one.value == two.value).all()
    assert (one.cells != two.cells).nnz == 0


@pytest.mark.parametrize(
    ("column", "wrong", "said"),
    [
        ("value", -1, "value is -1.0; expected a whole number from 0"),
        ("value", 1.5, "value is 1.5"),
        ("value", float("nan"), "value is nan"),
    ],
)
def test_what_is_no_count_is_refused(small: Small, column: str, wrong: float, said: str) -> None:
    policy = small(TABLES)
    inner = people(agency="xy", race="ab", sex="FM", job="12").astype({"value": "float64"})
    inner.loc[3, column] = wrong
    with pytest.raises(ProtectionError, match="row 3") as fault:
        system(inner, policy.domains["d"], policy)
    assert said in str(fault.value)


def test_an_unknown_column_and_a_catalogue_that_cannot_be_filled_are_told(small: Small) -> None:
    policy = small(TABLES)
    inner = people(agency="xy", race="ab", sex="FM")
    with pytest.raises(ProtectionError, match="column 'shoe' is no dimension"):
        system(inner.assign(shoe="42"), policy.domains["d"], policy)
    with pytest.raises(ProtectionError, match="no table can be made of columns agency, value"):
        system(people(agency="xy"), policy.domains["d"], policy)
