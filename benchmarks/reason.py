"""Why a goal is not reached, as a profile tells it: written beside the goals where it is not."""

from collections.abc import Iterator, Sequence

UNKNOWN = "not looked into yet"
_REASONS = {
    "slice of": "bare DuckDB takes 1.7 ms for one of 334 rows and 3.6 to 4.2 ms for one of 3,333, and ours as much "
    "processor time at 10 M and a sixth more at 1 M: 1.5 ms the statement, 0.5 ms to Arrow, 1.4 ms to a frame. The "
    "hundredth slowest is where the file is opened, once by a worker (16 to 22 ms), or of blocks that are read for the "
    "first time, and of what else the machine does",
    "cube of 10 M records, two processors": "the same by hand takes as long: what is left is the machine",
    "slices of 10 M cells against 1 M": "both have 333 rows: what is left is finding them among ten times as many",
    "memory of a worker": "most of it is held before the first page, by the libraries; after a switch tables of two "
    "releases are held, for requests that are being answered",
    "publish of the whole demonstration, minutes": "protection and attack use both processors, the public tables and "
    "sealing one",
    "API against Datasette": "the client works on the same processors, and each request is counted against a rate",
    "CSV": "each text is looked at for what a spreadsheet would run; the rest is DuckDB's writing",
    "people: ten times the records": "where the people of a year do not fit into the memory given they are spilled",
    "a year added": "38 % of its processor time is the attack and 16 % the protection of the year, together more than "
    "a year's share of a whole publish, which asks the same; 17 % reads what figures are made of, 15 % makes internal "
    "tables, since how each series moved is said anew, 11 % public ones; 3 % writes",
}  # fmt: skip


def reasons(goals: Sequence[tuple[str, str, str, bool]]) -> Iterator[str]:
    """Yield the lines that say of each goal (what, target, measured, reached) that is not reached why."""
    missed: dict[str, list[str]] = {}
    for what, _, _, reached in goals:
        if not reached:
            why = next((why for begin, why in _REASONS.items() if what.startswith(begin)), UNKNOWN)
            missed.setdefault(why, []).append(what.partition(",")[0])
    if missed:
        yield ""
        yield "**What is not reached, and why.**"
        yield ""
        yield from (f"* *{'; '.join(dict.fromkeys(names))}*: {why}." for why, names in missed.items())
