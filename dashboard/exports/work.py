"""The process that makes documents, `python -m dashboard.exports.work`: reads where from its input, as JSON."""

import json
import sys
from pathlib import Path

from dashboard.exports.jobs import Jobs

if __name__ == "__main__":
    releases, audience, folder = json.load(sys.stdin)
    Jobs(Path(releases), audience, Path(folder)).work()
