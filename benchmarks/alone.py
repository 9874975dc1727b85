"""`python -m benchmarks.alone CONTEST CONTESTANT`: work once, print the peak memory it took in MB."""

import resource
import sys

from benchmarks.contests import named


def main(title: str, contestant: str) -> None:
    """Let one contestant work once."""
    named(title).contestants[contestant]()
    own, started = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print((own + started) / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
