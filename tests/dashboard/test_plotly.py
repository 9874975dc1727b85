"""Plots bring the small Plotly where set-up could get it, and the whole one of the package elsewhere."""

import io
import json
import tarfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from plotly.offline import get_plotlyjs_version

from dashboard import bundle, plotly


def test_the_small_bundle_is_of_the_release_that_the_package_carries() -> None:
    assert get_plotlyjs_version() == plotly.VERSION


def test_a_page_brings_the_whole_one_where_there_is_no_small_one(
    public: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plotly, "SMALL", tmp_path / "plotly-basic.min.js")
    assert public.head(plotly.address()).status_code == 200
    plotly.SMALL.write_text("small")
    assert plotly.address() == f"/assets/plotly/plotly-basic.min.js?v={plotly.VERSION}"


def test_no_page_holds_the_script_itself(public: FlaskClient) -> None:
    for path in ("/", "/measures/employees"):
        assert "plotly-basic" not in public.get(path).get_data(as_text=True)


def archived(script: bytes) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as archive:
        member = tarfile.TarInfo("package/plotly-basic.min.js")
        member.size = len(script)
        archive.addfile(member, io.BytesIO(script))
    return written.getvalue()


@pytest.mark.parametrize("sent", [archived(b"another script"), b"no archive"])
def test_a_file_that_is_another_one_is_refused(tmp_path: Path, sent: bytes) -> None:
    (tmp_path / "sent.tgz").write_bytes(sent)
    with pytest.raises(bundle.NotFetched, match="sha256"):
        bundle.unpacked(tmp_path / "sent.tgz")


def test_without_npm_nothing_is_fetched_and_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(bundle.NotFetched, match="npm is not installed"):
        bundle.fetch(tmp_path / "plotly" / "plotly-basic.min.js")
    assert not (tmp_path / "plotly").exists()


@pytest.mark.parametrize("path", ["/measures/employees", "/closing-the-gap"])
def test_the_small_bundle_knows_every_kind_of_trace_that_is_drawn(public: FlaskClient, path: str) -> None:
    inputs = [
        {"id": "address", "property": "pathname", "value": path},
        {"id": "address", "property": "search", "value": ""},
    ]
    outputs = [{"id": "page", "property": "children"}, {"id": "title", "property": "children"}]
    asked = {"output": "..page.children...title.children..", "outputs": outputs, "inputs": inputs}
    answer = public.post("/_dash-update-component", json=asked).get_json()
    written = answer["response"]["page"]["children"]["props"]["html"]
    figures = json.loads(written.partition('type="application/json"')[2].partition(">")[2].partition("</script>")[0])
    kinds = {trace["type"] for scheme in figures.values() for trace in scheme["data"]}
    assert kinds
    assert kinds <= {"scatter", "bar", "pie"}
