"""Programs of others, run to their end."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_TOLD = 2000


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> None:
    """Run a program in a folder. Raises RuntimeError with the last that it said where it fails."""
    done = subprocess.run(  # noqa: S603 - contestants that somebody installed to be measured
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout)[-_TOLD:]
        raise RuntimeError(f"{' '.join(command[:3])} left with {done.returncode}; the last it said:\n{said}")
