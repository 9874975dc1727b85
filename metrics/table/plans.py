"""Table `plans`: every version of every plan as it stands on the newest day that is told. Table `contract_goals`."""

from pathlib import Path

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary.plan import CITY_STEPS
from metrics import accountability, documents
from metrics.count import plans, standing

COLUMNS = accountability.columns("plans")
_CITY = "city"


def table(connection: Connection, snapshots: Path | None = None) -> pd.DataFrame:
    """Return every version; `stage` is the last that has come by the day `as_of`, blank where none has.

    `as_of` is the day that the measures of plans stand as of in their newest year. `days_in_stage` runs from the day
    the stage began. `days_late` runs from the day due to the day published, or to `as_of`; blank if it is not late. A
    city's plan goes by the steps of a city and is late by none. `file`: the document, of a version that is out and
    whose document is kept in `snapshots`.
    """
    rows = standing.rows(connection, "plans")
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    days = standing.years(rows, ("due", *plans.STAGES, *CITY_STEPS)).groupby("nature")["day"].max()
    rows = rows.assign(as_of=rows["nature"].map(days), accessible=rows["accessible"].astype(object))
    parts = [
        _standing(part.reset_index(drop=True), CITY_STEPS if kind == _CITY else plans.STAGES)
        for kind, part in rows.groupby("kind")
    ]
    if snapshots is not None:
        parts = [part.assign(file=documents.names(snapshots, part).where(_out(part))) for part in parts]
    found = pd.concat(parts, ignore_index=True).sort_values(["agency", "kind", "version"], ignore_index=True)
    return found.reindex(columns=COLUMNS)


def _standing(rows: pd.DataFrame, stages: tuple[str, ...]) -> pd.DataFrame:
    reached = np.column_stack([standing.by(rows[name], rows["as_of"]) for name in stages])
    begun = pd.Series(reached.any(axis=1), index=rows.index)
    last = np.where(begun, len(stages) - 1 - reached[:, ::-1].argmax(axis=1), 0)
    columns = rows[list(stages)].to_numpy(dtype=object)
    since = pd.Series(columns[np.arange(len(rows)), last], index=rows.index).where(begun)
    end = rows["published"].where(standing.by(rows["published"], rows["as_of"]), rows["as_of"])
    late = standing.days_between(rows["due"], end)
    owed = (rows["kind"] != _CITY) & standing.by(rows["due"], rows["as_of"])
    return rows.assign(
        stage=pd.Series(np.array(stages, dtype=object)[last], index=rows.index).where(begun),
        stage_since=since,
        days_in_stage=standing.days_between(since, rows["as_of"]),
        days_late=late.where(owed & (late > 0)),
    )


def public(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the plans as anybody may see them: the document of a version that is not out yet is not told."""
    return rows.assign(document=rows["document"].where(_out(rows)))


def _out(rows: pd.DataFrame) -> "pd.Series[bool]":
    return standing.by(rows["published"], rows["as_of"]) | standing.by(rows["effective"], rows["as_of"])


def kept(connection: Connection, snapshots: Path) -> dict[str, Path]:
    """Return the documents of the plans by the name that a release gives them."""
    return documents.found(snapshots, standing.rows(connection, "plans"))


def contract_goals(connection: Connection) -> pd.DataFrame:
    """Return the goals for contract dollars as they were delivered: law and policy, no firm's figures."""
    names = accountability.columns("contract_goals")
    of = warehouse.TABLES["contract_goals"]
    return warehouse.read(connection, sa.select(*(of.c[name] for name in names)))
