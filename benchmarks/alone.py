"""`python -m benchmarks.alone CONTEST CONTESTANT`: work once, print the peak memory it took in MB."""

import resource
import sys

from benchmarks import peak
from benchmarks.contests import named


def main(title: str, contestant: str) -> None:
    """Let one contestant work once."""
    named(title).contestants[contestant]()
    print(peak.megabytes() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
