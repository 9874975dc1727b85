"""A preview under embargo reaches nobody outside: no address, no file, no day that passes shows a byte of it."""

import os
from pathlib import Path

import pytest

from dashboard import create_app
from etl.home import Home
from metrics.release import Shelf
from metrics.schema import TABLES
from tests.attack.program import Deliveries, run
from tests.dashboard import entry

CANARY = 987_654


@pytest.mark.long
def test_a_preview_leaks_by_no_address_and_switches_by_no_date(served: Home, definitions: Path, tmp_path: Path) -> None:
    deliveries, before = Deliveries(tmp_path), Shelf(served.releases).current().id
    deliveries.rows.loc[deliveries.rows.index[0], "employees"] = CANARY
    for command in (("load", deliveries.next()), ("publish", "--preview")):
        assert run(served, definitions, *command) == (0, "")
    preview = Shelf(served.releases, "internal").ids()[-1]
    heads = int(deliveries.rows.groupby(["agency", "period"])["employees"].sum().max())
    shown = [str(heads), f"{heads:,}"]
    public, internal = create_app(served.path).server.test_client(), entry.internal(served.path)
    files = [f"/download/{table}.{form}?release={preview}" for table in TABLES for form in ("csv", "parquet")]
    pages = [f"{path}?release={preview}" for path in ("/", "/measures/employees", "/agencies/DAS", "/data")]
    figures = [f"/figure/employees/groups.{form}?release={preview}" for form in ("csv", "svg")]

    def closed() -> None:
        for address in [*files, *figures]:
            assert public.get(address).status_code == 404, address
        for address in pages:
            body = public.get(address).get_data(as_text=True)
            assert f"There is no release {preview}" in body, address
            assert not any(number in body for number in shown), address
        assert public.get("/healthz").json["release"] == before

    closed()
    assert shown[0] in internal.get(f"/download/cells.csv?release={preview}").get_data(as_text=True)
    office = ("--office", "Office of Equity and Opportunity")
    assert run(served, definitions, "sign-off", preview, *office, "--embargo", "2999-12-31") == (0, "")
    code, said = run(served, definitions, "publish", "--release")
    assert (code, "under embargo until 2999-12-31 00:00" in said) == (3, True)
    closed()
    # The embargo is over: still only a command puts it in place.
    code, said = run(served, definitions, "sign-off", preview, *office, "--embargo", "2001-01-01T08:30-05:00")
    assert (code, "2001-01-01 08:30 -05:00, is over" in said) == (0, True)
    closed()
    assert os.readlink(served.releases / "current") == before
    assert run(served, definitions, "publish", "--release") == (0, "")
    assert public.get("/healthz").json["release"] == Shelf(served.releases).current().id != before
