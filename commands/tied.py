"""`python -m commands.tied PARENT COMMAND...`: become a command that is told to stop when its parent is gone.

The kernel tells it, so that it is told even where the parent was killed; it goes on telling a program that takes this
one's place. Where there is no Linux the command is simply run.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    """Run the command in the place of this process."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            return  # It went before it could be watched.
    os.execv(command[0], command)  # noqa: S606 - the command of our own server


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
