"""The page of an agency: its measures by state, its plan, agencies of its size."""

import re

from flask.testing import FlaskClient

from dashboard.agency.states import counted
from dashboard.tables import EVERYONE, Tables


def test_the_states_of_an_agency_are_those_of_its_measures_as_a_whole(tables: Tables) -> None:
    rows = tables.release.table("progress", agency="DOT")
    whole = rows[(rows["dimension"] == EVERYONE) & (rows["group"] == EVERYONE)]
    aimed = {m["measure"] for m in tables.measures() if m["favourable"] != "none"}
    expected: dict[str, int] = {}
    for measure in set(whole["measure"]) & aimed:
        own = whole[whole["measure"] == measure].set_index("of")["status"]
        state = own["gap"] if "gap" in own else own["level"]
        expected[state] = expected.get(state, 0) + 1
    assert {state: n for state, n in counted(tables, "DOT").items() if n} == expected


def test_an_agency_stands_beside_agencies_of_its_size_on_its_page_and_in_a_file(internal: FlaskClient) -> None:
    page = internal.get("/agencies/DOT").text
    assert 'id="peers-heading"' in page
    path = re.search(r'href="(/exhibit/peers\.csv[^"]*)"', page)
    assert path is not None
    rows = internal.get(path[1].replace("&amp;", "&")).text.splitlines()
    assert rows[0].startswith("agency,measure,group,period,status,value")
    assert len(rows) > 1
    assert {row.split(",")[0] for row in rows[1:]} == {"DOT"}
    picture = internal.get(path[1].replace("&amp;", "&").replace(".csv", ".svg"))
    assert picture.status_code == 200
    assert "agencies of its size" in picture.text


def test_files_of_an_agency_that_is_not_there_are_not_there(public: FlaskClient) -> None:
    assert public.get("/exhibit/peers.csv?agency=NONE").status_code == 404
    assert public.get("/exhibit/peers.csv").status_code == 404
