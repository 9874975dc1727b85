"""Published statewide figures that come with the product: facts by group and year, each with its citation.

They fill what no load delivers. A loaded publication supersedes those of its own id.
"""

from pathlib import Path

import pandas as pd

from etl.contract import Rows
from etl.published import NUMBERS, number
from etl.registry import sources

FOLDER = Path(__file__).parent
PAGES = "ct_published_figures"

_PAGES = {
    "source": PAGES,
    "publisher": "Various, see citation",
    "title": "Single figures read from published pages",
    "title_es": "Cifras sueltas leídas en páginas publicadas",
    "address": None,
    "licence": None,
    "frequency": None,
}


def read(table: str) -> pd.DataFrame:
    """Return the bundled rows of `outcomes` or `benchmarks`, with the columns `citation` and `retrieved`."""
    rows = pd.read_csv(FOLDER / f"{table}.csv", dtype=str, keep_default_na=False)
    return rows.assign(**{name: number(rows[name]) for name in NUMBERS if name in rows})


def reference() -> Rows:
    """Return the bundled rows of the tables `outcome`, `benchmark` and `source`."""
    tables = {"outcome": read("outcomes"), "benchmark": read("benchmarks")}
    used = sorted(set().union(*(rows["source"] for rows in tables.values())))
    known = sources()
    read_from = tables["outcome"].loc[tables["outcome"]["source"] == PAGES, ["indicator", "period", "citation"]]
    citations = "\n".join(
        ": ".join([f"{name}, {when}", page]) for name, when, page in read_from.drop_duplicates().to_numpy()
    )
    pages = _PAGES | {"caveats": citations}
    publishers = [known[each].described() if each in known else pages for each in used]
    bundled = {name: rows.drop(columns=["citation", "retrieved"]) for name, rows in tables.items()}
    return Rows(tables={**bundled, "source": pd.DataFrame(publishers)})
