"""The data dictionary of the standard deliveries, from their contracts.

`python -m etl.dictionary > docs/deliveries.md` writes it anew.
"""

from collections.abc import Iterator, Mapping

from etl.contract import Column, Source
from etl.delivered import DELIVERIES

_INTRODUCTION = """\
# Standard deliveries

What an agency sends. A file is recognised by its name, which begins with the delivery's name (`workforce_counts.csv`,
`workforce_counts_dcf_2025.xlsx`), and by its headings. It is CSV in UTF-8, the same packed as `.csv.gz`, one sheet of
an XLSX workbook, Parquet, or JSON lines. `equity template NAME` makes an empty one, `equity check FILE` holds a file
to all that is promised here without loading it. Headings in *italics* may be absent. Labels ignore case; codes in
brackets may stand for them; other spellings go through a crosswalk. Names, e-mail and street addresses, telephone and
social security numbers of people are refused.

A later load replaces whole units: what is loaded of the same unit before is gone from the figures, and kept among the
snapshots. An event belongs to the fiscal year of its day. Rows of people are counted; none of them reaches a release.
"""


def markdown(deliveries: Mapping[str, Source]) -> str:
    """Return the dictionary as a page, deliveries in order of their names."""
    return "\n".join([_INTRODUCTION, *(line for source in deliveries.values() for line in _delivery(source))])


def _delivery(source: Source) -> Iterator[str]:
    yield from (f"## `{source.id}`", "", f"{source.title}. From: {source.publisher}.")
    if source.frequency:
        yield f"Promised: {source.frequency[:1].lower()}{source.frequency[1:]}."
    yield f"A later load replaces: {_unit(source)}."
    if source.people:
        yield "Each row is a person's."
    if source.key:
        yield f"No two rows share {', '.join(source.key)}."
    yield from ("", "| column | meaning | expected |", "|---|---|---|")
    yield from (_row(column) for column in source.columns)
    if source.promises:
        yield from ("", "Between columns:", "", *(f"* {promise}" for promise in source.promises))
    yield ""


def _unit(source: Source) -> str:
    if not source.unit:
        return "the whole delivery"
    named = {"period": f"fiscal year of {' or else '.join(source.dated)}"} if source.dated else {}
    return "the rows of the same " + ", ".join(named.get(name, name) for name in source.unit)


def _row(column: Column) -> str:
    name = f"*{column.name}*" if column.optional else column.name
    blank = "; may be blank" if column.blank else ""
    expected = f"{column.promise.text}{blank}".replace("|", "\\|")
    return f"| {name} | {column.meaning} | {expected} |"


if __name__ == "__main__":
    print(markdown(DELIVERIES), end="")
