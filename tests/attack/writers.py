"""Two loaders at once: one works, the other is told to wait, and nothing of either is lost."""

from pathlib import Path

from etl.home import Home
from tests.attack.program import AGENCIES, Deliveries, Outcome, acknowledged, employees, run, start, whole

BUSY = 4


def write_at_once(home: Home, definitions: Path, folder: Path, rounds: int) -> Outcome:
    """Start two loads in the same moment, and again whichever was told to wait; publish what both delivered."""
    outcome = Outcome()
    before, delivered = len(acknowledged(home)), 0
    loaders = [Deliveries(folder / name, agency) for name, agency in zip(("one", "two"), AGENCIES, strict=True)]
    for each in loaders:
        each.path.parent.mkdir()
    for _ in range(rounds):
        waiting = [("load", each.next()) for each in loaders]
        delivered += len(waiting)
        while waiting:
            started = [(command, start(home, definitions, *command)) for command in waiting]
            waiting = []
            for command, process in started:
                _, said = process.communicate(timeout=300)
                outcome.tried += 1
                if process.returncode == BUSY:
                    outcome.count("told to wait")
                    outcome.hold("try again" in said, f"{command}: {said}")
                    waiting.append(command)
                else:
                    outcome.hold(process.returncode == 0, f"{command}: left with {process.returncode}: {said}")
            whole(home)
    code, said = run(home, definitions, "publish")
    outcome.hold(code == 0, said)
    outcome.hold(employees(home) == sum(each.employees for each in loaders), "the last deliveries are not served")
    outcome.hold(len(acknowledged(home)) == before + delivered, "a load is not in the ledger, or twice")
    outcome.facts["loads acknowledged"] = delivered
    return outcome
