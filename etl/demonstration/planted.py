"""The findings planted in the demonstration, as `planted.toml` lists them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "planted.toml"


@dataclass(frozen=True, slots=True)
class Effect:
    """One planted finding: what, in which fictitious agency, for whom, when, how large in the words of `means`."""

    kind: str
    agency: str
    group: str
    periods: tuple[str, ...]
    size: float
    means: str


def effects() -> tuple[Effect, ...]:
    """Return every planted finding."""
    listed = tomllib.loads(FILE.read_text(encoding="utf-8"))["effect"]
    return tuple(Effect(**{**each, "periods": tuple(each["periods"])}) for each in listed)


def effect(kind: str) -> Effect:
    """Return the planted finding of a kind."""
    return next(each for each in effects() if each.kind == kind)
