"""`python -m benchmarks.alone MODULE CONTEST CONTESTANT`: work once, print the peak memory it took in MB."""

import resource
import sys
from importlib import import_module

from benchmarks import peak
from benchmarks.contest import FOLDER


def main(module: str, title: str, contestant: str) -> None:
    """Let one contestant of a contest work once. Of all that contests are held with, its own module is imported."""
    contest = next(each for each in import_module(module).contests(FOLDER) if each.title == title)
    contest.contestants[contestant]()
    print(peak.megabytes() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
