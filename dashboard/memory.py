"""A folder in memory that the processes of one user share and nobody else may enter."""

import os
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - in a folder of our own


def place() -> Path:
    """Return where the folder is, on the disk where the machine has none in memory. Makes nothing."""
    above = _MEMORY if os.access(_MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    return above / f"equity-{os.getuid()}"


def ready(folder: Path) -> Path:
    """Make a folder, for this user alone, and return it. Raises PermissionError where another may enter it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    about = folder.lstat()
    if folder.is_symlink() or about.st_uid != os.getuid() or about.st_mode & 0o077:
        raise PermissionError(f"{folder} must be a folder that only this user may enter; remove it")
    return folder
