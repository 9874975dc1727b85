"""One sheet of an XLSX workbook as rows of text, read in a process of its own with limits on memory and time.

A workbook is a ZIP file of XML from outside: its sizes are checked before anything is unpacked, and the parser may
neither take the machine down nor run for ever.
"""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from etl.contract import ContractError, Problem

MEGABYTE = 1 << 20
LARGEST_PACKED = 25 * MEGABYTE
LARGEST_UNPACKED = 200 * MEGABYTE
LARGEST_RATIO = 100
SECONDS = 60
MEMORY = 2048 * MEGABYTE


def cells(path: Path, name: str) -> list[list[str]]:
    """Return the rows of the only filled sheet. Raises ContractError with what to do."""
    if refusal := _unfit(path):
        raise ContractError([Problem(name, None, None, refusal)])
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "etl.sheet", str(path.resolve()), str(MEMORY), str(SECONDS)],
            cwd=Path(__file__).parents[1], capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode != 0:
        raise ContractError(
            [Problem(name, None, None, "could not be read within the limits; save the sheet as CSV UTF-8")]
        )
    answer = json.loads(done.stdout)
    if isinstance(answer, str):
        raise ContractError([Problem(name, None, None, answer)])
    rows: list[list[str]] = answer
    return rows


def _unfit(path: Path) -> str | None:
    if path.stat().st_size > LARGEST_PACKED:
        return f"is over {LARGEST_PACKED // MEGABYTE} MB; deliver CSV or Parquet"
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if packed.testzip() is not None:
                return "is damaged; deliver it again"
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return "is not an XLSX workbook (or it is protected by a password); save it as XLSX or CSV UTF-8"
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    packed_size = max(sum(part.compress_size for part in parts), 1)
    if unpacked > LARGEST_UNPACKED or unpacked / packed_size > LARGEST_RATIO:
        return "unpacks to more than is safe; deliver CSV or Parquet"
    if "xl/workbook.xml" not in names:
        return "is not an XLSX workbook; save it as XLSX or CSV UTF-8"
    if any(name.endswith("vbaProject.bin") for name in names):
        return "holds macros; save it as XLSX without macros"
    if any(name.startswith("xl/externalLinks/") for name in names):
        return "has links to other files; paste the values and save again"
    return None
