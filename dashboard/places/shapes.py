"""The outlines of towns, from a file that whoever serves the pages puts into the home: GeoJSON or TopoJSON.

Without one the towns are squares. The file is the deployer's, so it is read with care: what it lacks is left out, and
what is no outline at all is refused with a line in the log, not shown as an error to readers.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = "geometry.json"
WIDE = 720.0
_LARGEST = 8_000_000
_NAMES = ("town", "name", "NAME", "Town", "TOWN", "NAMELSAD", "NAME10", "NAME20")
_NEAR = 0.7
Ring = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Town -> the `d` of its path in a drawing `WIDE` wide and `high` high."""

    paths: Mapping[str, str]
    high: float


def shapes(home: Path, towns: frozenset[str]) -> Shapes | None:
    """Return the outlines of these towns by the home's file; None without a file, or where it holds none of them."""
    path = home / FILE
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    return _read(path, changed, towns)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int, towns: frozenset[str]) -> Shapes | None:
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError(f"over {_LARGEST} bytes; simplify the outlines")
        found = {name: rings for name, rings in _named(json.loads(path.read_bytes())) if name in towns}
        if not found:
            raise ValueError(f"no outline bears the name of a town; expected it under one of {', '.join(_NAMES)}")
        return _drawn(found)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as problem:
        logging.getLogger(__name__).warning("%s is not drawn: %s; towns are shown as squares", path, problem)
        return None


def _named(document: Any) -> Iterator[tuple[str, list[Ring]]]:
    """Yield each feature's name and rings, in degrees."""
    topology = document.get("type") == "Topology"
    arcs = _arcs(document) if topology else []
    features = (
        [each for layer in document["objects"].values() for each in layer.get("geometries", [])]
        if topology
        else document["features"]
    )
    for each in features:
        said = each.get("properties") or {}
        name = next((str(said[key]) for key in _NAMES if said.get(key)), "").removesuffix(" town").strip()
        shape = each if topology else each.get("geometry")
        if name and shape and shape.get("type") in ("Polygon", "MultiPolygon"):
            held = shape["arcs"] if topology else shape["coordinates"]
            parts = [held] if shape["type"] == "Polygon" else held
            rings = [ring for part in parts for ring in part]
            yield name, [_joined(ring, arcs) if topology else np.asarray(ring, float)[:, :2] for ring in rings]


def _arcs(document: Any) -> list[Ring]:
    """Return a topology's arcs in degrees: quantized ones are steps from the point before."""
    scale = document.get("transform")
    arcs = [np.asarray(arc, float)[:, :2] for arc in document["arcs"]]
    if not scale:
        return arcs
    return [np.cumsum(arc, axis=0) * scale["scale"] + np.asarray(scale["translate"], float) for arc in arcs]


def _joined(ring: list[int], arcs: list[Ring]) -> Ring:
    """Return a ring of arcs; an arc named ~k is arc k backwards, and each begins where the last ended."""
    parts = [arcs[k] if k >= 0 else arcs[~k][::-1] for k in ring]
    return np.concatenate([part[1:] if k else part for k, part in enumerate(parts)])


def _drawn(found: Mapping[str, list[Ring]]) -> Shapes:
    """Return the outlines on a plane: degrees of longitude are as wide as at the middle latitude."""
    every = np.concatenate([ring for rings in found.values() for ring in rings])
    if not np.isfinite(every).all():
        raise ValueError("a coordinate is no number")
    (west, south), (east, north) = every.min(axis=0), every.max(axis=0)
    flat = cos(radians((south + north) / 2))
    factor = WIDE / max((east - west) * flat, 1e-9)
    high = float((north - south) * factor)

    def path(ring: Ring) -> str:
        x, y = (ring[:, 0] - west) * flat * factor, (north - ring[:, 1]) * factor
        kept = _thin(np.column_stack([x, y]))
        return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in kept) + "Z"

    return Shapes({name: "".join(path(ring) for ring in rings) for name, rings in sorted(found.items())}, high)


def _thin(points: Ring) -> Ring:
    """Return the points that stand apart from the one before: nearer ones no eye tells apart."""
    kept = [points[0]]
    for point in points[1:]:
        if abs(point - kept[-1]).max() >= _NEAR:
            kept.append(point)
    return np.asarray(kept)
