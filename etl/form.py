"""How a home holds records of people: in tables of the warehouse, or in Parquet files beside it."""

import tomllib

from etl.home import Home

TABLE, PARQUET = "table", "parquet"
FORMS = (TABLE, PARQUET)


def held(home: Home, wanted: str | None = None) -> str:
    """Return the form in which `home` holds records, which is `wanted` from now on. Raises ValueError for another."""
    if wanted is not None:
        if wanted not in FORMS:
            raise ValueError(f"records is {wanted!r}; choose {', '.join(FORMS)}")
        home.records.write_text(f'form = "{wanted}"\n', encoding="utf-8")
    if not home.records.exists():
        return TABLE
    said = tomllib.loads(home.records.read_text(encoding="utf-8")).get("form")
    if said not in FORMS:
        raise ValueError(f"{home.records}: form is {said!r}; choose {', '.join(FORMS)}")
    return str(said)
