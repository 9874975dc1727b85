"""A process of a pool ends when the process that started it is gone, however that ended.

A pool's process waits for work at a pipe of which it has both ends itself, so that it would wait for ever.
"""

import os
import threading
from multiprocessing import parent_process

import pandas as pd


def begin(storage: str) -> None:
    """Begin a process of a pool: texts are held in `storage` as where it was started, and nobody is outlived."""
    pd.set_option("mode.string_storage", storage)
    end_with_parent()


def end_with_parent() -> None:
    """Watch the process that started this one from a thread, and end this one at once when that is gone."""
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
