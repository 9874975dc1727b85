"""Pages that came, kept until the whole has come, so that a fetch that broke off goes on where it was."""

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any


class Pages:
    """The pages of one delivery in a folder of their own. Another state of the data, another folder."""

    def __init__(self, folder: Path, state: object) -> None:
        """Use the pages under `folder` that belong to `state`, whatever tells it apart; drop those of other states."""
        print_ = hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:32]
        self.folder = folder / print_
        for each in folder.iterdir() if folder.exists() else ():
            if each != self.folder:
                shutil.rmtree(each, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def get(self, number: int) -> Any:
        """Return a page that came, or None."""
        try:
            return json.loads(self._path(number).read_bytes())
        except (OSError, ValueError):
            return None

    def keep(self, number: int, page: object) -> None:
        """Keep a page; it is there whole or not at all."""
        fresh = self.folder / f".{number}"
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(page, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path(number))

    def drop(self) -> None:
        """Forget every page."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:06}.json"
