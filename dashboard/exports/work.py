"""The process that makes documents: `python -m dashboard.exports.work RELEASES AUDIENCE FOLDER`."""

import sys
from pathlib import Path

from dashboard.exports.jobs import Jobs

if __name__ == "__main__":
    Jobs(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])).work()
