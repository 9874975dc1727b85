"""The heap of a server's process: what a burst of requests took goes back to the machine when they are answered."""

from collections.abc import Mapping

_FREE = 4 << 20
"""So many free bytes are kept at a heap's end. glibc raises this by itself with each large block that is freed, so that
after some pages, and a switch of releases, a worker would hold 50 MB that nobody uses; less than this costs time."""


def lean(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which glibc keeps little memory free, unless it says how much; others pay no heed.

    >>> lean({"MALLOC_TRIM_THRESHOLD_": "0"}), lean({})
    ({'MALLOC_TRIM_THRESHOLD_': '0'}, {'MALLOC_TRIM_THRESHOLD_': '4194304'})
    """
    return {"MALLOC_TRIM_THRESHOLD_": str(_FREE), **environment}
