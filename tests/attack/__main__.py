"""Every attack in full, with its figures: `make chaos`."""

import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache, partial
from itertools import product
from pathlib import Path
from shutil import copytree

from analysis.registry import KINDS
from etl.home import Home
from metrics.definition import DEFINITIONS
from tests.attack.damage import WAYS, damage_many, targets
from tests.attack.disk import can_mount, fill_disk
from tests.attack.kill import kill_many
from tests.attack.program import Outcome, few, served
from tests.attack.switch import switch_many
from tests.attack.wild import write_wildly
from tests.attack.writers import write_at_once

KILLS, ROUNDS, SWITCHES, FLIPS, WILD, SEED = 200, 20, 50, 10, 500, 4
_K, _M = 1 << 10, 1 << 20
ROOM = [0, 4 * _K, 64 * _K, 256 * _K, *range(_M // 2, 12 * _M, _M // 2)]
LENGTHS = [0, 4 * _K, 64 * _K, 256 * _K, *range(_M // 2, 6 * _M, _M // 4)]


def main(chosen: list[str]) -> int:
    """Run the attacks named, or all; print a line of figures for each; return how many broke something."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        light = few(folder / "definitions")
        small = served(Home(folder / "small"), light, folder)
        cases = [
            *product(targets(small), ("truncated", "empty", "gone")), *product(targets(small), ["bit-flipped"] * FLIPS)
        ]  # fmt: skip
        assert set(WAYS) == {way for _, way in cases}

        def place(name: str) -> Path:
            (folder / name).mkdir()
            return folder / name

        @cache
        def large() -> Home:
            return served(Home(folder / "large"), DEFINITIONS, folder)

        def copied(base: Home, name: str) -> tuple[Home, Path]:
            return Home(Path(copytree(base.path, place(name) / "home", symlinks=True))), folder / name

        attacks: dict[str, Callable[[], Outcome]] = {
            "kill -9 while loading and publishing": lambda: kill_many(
                (at := copied(large(), "kill"))[0], DEFINITIONS, at[1], KILLS, SEED
            ),
            "full disk (file system of its own)": lambda: fill_disk(small, light, place("disk"), ROOM, mounted=True),
            "full disk (files may not grow)": lambda: fill_disk(small, light, place("grow"), LENGTHS, mounted=False),
            "two loaders at once": lambda: write_at_once((at := copied(small, "writers"))[0], light, at[1], ROUNDS),
            "damaged files": lambda: damage_many(small, light, place("damage"), cases, SEED),
            **{
                f"wild cells for {name}": partial(write_wildly, name, place(f"wild-{name}"), WILD, SEED)
                for name in KINDS
            },
            "releases switched under readers": lambda: switch_many(copied(large(), "switch")[0], SWITCHES, 0.5),
        }
        if not can_mount(folder / "mount"):
            print("No file system can be mounted here (that needs root): its attack is left out.")
            del attacks["full disk (file system of its own)"]
        failed = 0
        for title, attack in attacks.items():
            if chosen and not any(word in title for word in chosen):
                continue
            begun = time.monotonic()
            outcome = attack()
            facts = {"tried": outcome.tried, "broken": len(outcome.broken), **outcome.facts}
            facts["seconds"] = round(time.monotonic() - begun)
            print(f"{title}: " + ", ".join(f"{key} {value}" for key, value in facts.items()), flush=True)
            for told in outcome.broken:
                print(f"  BROKEN {told}", flush=True)
            failed += bool(outcome.broken)
        return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
