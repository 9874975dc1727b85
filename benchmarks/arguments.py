"""What a run of the benchmarks is asked for."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks import datasette, serving, superset

_SAID = "Hold the contests, load the site, and write RESULTS.md and results.svg."


def read(given: Sequence[str] | None, root: Path) -> argparse.Namespace:
    """Return what is asked for; `root`: the folder that peers are installed in. Exits where a peer is not."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=_SAID)
    parser.add_argument("--large", action="store_true", help="count 100 million records too")
    parser.add_argument(
        "--publish", action="store_true", help="publish the whole demonstration, and a year more: 20 minutes"
    )
    parser.add_argument("--home", type=Path, help="serve this home, which has a release")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=serving.SECONDS, help="of load for each kind of request")
    parser.add_argument("--superset", action="store_true", help="set Apache Superset beside our API too: 3 minutes")
    asked = parser.parse_args(given)
    asked.peers = [datasette.PEER, superset.PEER] if asked.superset else [datasette.PEER]
    if asked.superset and not superset.PEER.installed(root):
        parser.error(f"--superset: {superset.PEER.absent}; install it so, then run this again")
    return asked
