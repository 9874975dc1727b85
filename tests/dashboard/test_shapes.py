"""Outlines of towns from the deployer's file: GeoJSON and TopoJSON give the same drawing, a bad file gives none."""

import json
import logging
from pathlib import Path

import pytest

from dashboard.places.shapes import FILE, WIDE, shapes
from dashboard.places.values import step_of

TOWNS = frozenset({"Avon", "Bolton"})
SQUARE = [[-73.0, 41.0], [-72.0, 41.0], [-72.0, 42.0], [-73.0, 42.0], [-73.0, 41.0]]


def write(home: Path, document: object) -> Path:
    (home / FILE).write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return home


def geojson(name: str = "Avon") -> dict[str, object]:
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    return {"type": "FeatureCollection", "features": [{"properties": {"name": name}, "geometry": shape}]}


def topojson() -> dict[str, object]:
    # The same square of two arcs, the second named backwards; steps of a thousandth of a degree.
    arcs = [[[0, 0], [1000, 0], [0, 1000]], [[0, 0], [0, 1000], [1000, 0]]]
    shape = {"type": "Polygon", "arcs": [[0, -2]], "properties": {"NAME": "Avon"}}
    return {
        "type": "Topology", "arcs": arcs, "transform": {"scale": [0.001, 0.001], "translate": [-73.0, 41.0]},
        "objects": {"towns": {"type": "GeometryCollection", "geometries": [shape]}},
    }  # fmt: skip


def test_both_kinds_of_file_give_the_same_outline(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = (shapes(write(tmp_path / name, each), TOWNS) for name, each in (("a", geojson()), ("b", topojson())))
    assert one is not None
    assert one == two
    assert list(one.paths) == ["Avon"]
    assert one.paths["Avon"].startswith(f"M0.0 {one.high:.1f}L{WIDE:.1f} {one.high:.1f}")


def test_a_degree_of_longitude_is_drawn_narrower_than_one_of_latitude(tmp_path: Path) -> None:
    found = shapes(write(tmp_path, geojson()), TOWNS)
    assert found is not None
    assert found.high == pytest.approx(WIDE / 0.7490, rel=0.001), "cos 41.5 degrees"


def test_without_a_file_there_are_no_outlines(tmp_path: Path) -> None:
    assert shapes(tmp_path, TOWNS) is None


@pytest.mark.parametrize(
    "document", ["{", "[]", "{}", '{"features": [{"properties": {"name": "Avon"}, "geometry": {"type": "Polygon"}}]}']
)
def test_a_file_that_cannot_be_drawn_is_told_to_the_log_and_to_no_reader(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, document: str
) -> None:
    with caplog.at_level(logging.WARNING):
        assert shapes(write(tmp_path, document), TOWNS) is None
    assert "towns are shown as squares" in caplog.text


def test_names_that_are_no_towns_are_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert shapes(write(tmp_path, geojson("Springfield")), TOWNS) is None
    assert "no outline bears the name of a town" in caplog.text


def test_a_ratio_has_one_of_four_classes() -> None:
    assert [step_of(each) for each in (0.0, 0.699, 0.7, 0.899, 0.9, 1.11, 1.12, float("nan"))] == [
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        0,
    ]
