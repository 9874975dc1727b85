"""Tables that describe the release itself: measures, sources, agencies, quality."""

import json
from collections.abc import Iterable
from dataclasses import fields

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import unfinished, warehouse
from etl.vocabulary import period as periods
from etl.vocabulary.label import EVERYONE
from metrics import phrase, release
from metrics.definition import Measure, Representation

OFFICIAL, DEMONSTRATION = "official", "demonstration"
HEADS = ("swing", "incomplete_year", unfinished.CODE)
"""Warnings about deliveries that tell head counts only, which are public, or no number of people."""
_FILE = ["name", "bytes", "sha256", "rows"]
COMPLETE = 0.95


def measures(definitions: Iterable[Measure], figures: pd.DataFrame) -> pd.DataFrame:
    """Return the definitions as rows; lists are joined by `;`, caveats stand one a line, the formula is JSON.

    A measure whose figures are all from demonstration rows is of that nature.
    """
    natures = figures.groupby("measure")["nature"].agg(set).to_dict() if len(figures) else {}
    rows = [
        {
            "measure": each.id, "title": each.title, "question": each.question, "why": each.why, "people": each.people,
            "domain": each.domain.value, "directive": each.directive, "rba": each.rba.value,
            "kind": each.kind,
            "unit": each.reading.unit.value, "decimals": each.reading.decimals,
            "favourable": each.reading.favourable.value, "statistic": each.reading.statistic.value,
            "dimensions": ";".join(each.breakdown.dimensions), "agencies": each.breakdown.agencies, "leads": each.leads,
            "benchmarks": ";".join(each.benchmarks),
            "target": each.target.value if each.target else None,
            "target_year": each.target.year if each.target else None,
            "target_authority": each.target.authority if each.target else None,
            "exceptional": ";".join(each.exceptional), "caveats": "\n".join((*each.caveats, *_bridge(each, "en"))),
            "version": each.version, "owner": each.review.owner,
            "reviewed_by": each.review.reviewed_by, "reviewed_on": each.review.reviewed_on.isoformat(),
            "next_review": each.review.next_review.isoformat(), "title_es": each.spanish.title,
            "question_es": each.spanish.question, "why_es": each.spanish.why, "people_es": each.spanish.people,
            "caveats_es": "\n".join((*each.spanish.caveats, *_bridge(each, "es"))),
            "formula": json.dumps(_plain(each), ensure_ascii=False, sort_keys=True),
            "nature": DEMONSTRATION if natures.get(each.id) == {DEMONSTRATION} else OFFICIAL,
        }
        for each in definitions
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[column.name for column in release.measures.columns])


def sources(connection: Connection) -> pd.DataFrame:
    """Return each source with each file it was read from."""
    source, snapshot = warehouse.source, warehouse.snapshot
    joined = sa.select(
        *source.c, snapshot.c.name, snapshot.c.received, snapshot.c.bytes, snapshot.c.snapshot.label("sha256"),
        snapshot.c.rows, sa.func.coalesce(snapshot.c.nature, OFFICIAL).label("nature"),
    ).join_from(source, snapshot, source.c.source == snapshot.c.source, isouter=True)  # fmt: skip
    return warehouse.read(connection, joined)


def public_sources(rows: pd.DataFrame) -> pd.DataFrame:
    """Return sources without what tells of files that agencies sent.

    A file's name may name a person; its checksum would confirm a guess at the few counts in it that are withheld.
    """
    delivered = _delivered(rows)
    return rows.assign(**{name: rows[name].where(~delivered) for name in _FILE})


def public_warnings(warnings: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the warnings without those that tell of groups in deliveries; `rows` is table `sources`, whole."""
    delivered = warnings["source"].isin(rows.loc[_delivered(rows), "source"])
    return warnings[~delivered | warnings["code"].isin(HEADS)]


def _delivered(rows: pd.DataFrame) -> pd.Series:
    return rows["sha256"].notna() & rows["address"].isna()


def agencies(connection: Connection) -> pd.DataFrame:
    """Return the register."""
    return warehouse.read(connection, sa.select(warehouse.agency))


def incomplete(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the statewide periods (period, nature) with under 95 % of the head count of the period before."""
    columns = ["period", "nature", "heads", "before", "agencies_delivered", "agencies_due"]
    if figures.empty:
        return pd.DataFrame(columns=columns)
    heads = figures[(figures["agency"] == EVERYONE) & (figures["group"] == EVERYONE) & figures["agencies_due"].notna()]
    # Part of the workforce may rightly shrink; only the whole tells whether an agency is missing.
    whole = heads.sort_values("numerator").drop_duplicates(["period", "nature"], keep="last")
    whole = whole.assign(when=whole["period"].map(periods.parse), heads=whole["numerator"]).sort_values("when")
    whole["before"] = whole.groupby("nature")["heads"].shift()
    return whole.loc[whole["heads"] < COMPLETE * whole["before"], columns].reset_index(drop=True)


def warnings(connection: Connection) -> pd.DataFrame:
    """Return the warnings that came with the data, as rows of `quality`."""
    warning, snapshot = warehouse.warning, warehouse.snapshot
    return warehouse.read(
        connection,
        sa.select(
            warning.c.code, warning.c.source, warning.c.agency, warning.c.period, warning.c.message,
            warning.c.message_es,
            sa.func.coalesce(snapshot.c.nature, OFFICIAL).label("nature"),
        ).join_from(warning, snapshot, warning.c.snapshot == snapshot.c.snapshot, isouter=True),
    )  # fmt: skip


def quality(carried: pd.DataFrame, missing: pd.DataFrame) -> pd.DataFrame:
    """Return the warnings that came with the data, and one for each statewide period that is not complete."""
    own = [
        {
            "code": "statewide_incomplete", "source": "workforce_counts", "agency": EVERYONE,
            "period": row["period"], "nature": row["nature"],
            "message": f"{row['heads']:,.0f} employees in {row['agencies_delivered']:.0f} of "
            f"{row['agencies_due']:.0f} agencies, under {COMPLETE:.0%} of the {row['before']:,.0f} in the period "
            "before; no trend or status is given until the missing agencies deliver",
            "message_es": f"{row['heads']:,.0f} personas empleadas en {row['agencies_delivered']:.0f} de "
            f"{row['agencies_due']:.0f} agencias, menos de {100 * COMPLETE:.0f} % de las {row['before']:,.0f} "
            "del período anterior; no se da tendencia ni estado hasta que entreguen las agencias que faltan",
        }
        for row in missing.to_dict("records")
    ]  # fmt: skip
    return pd.concat([carried, pd.DataFrame(own, columns=carried.columns)], ignore_index=True) if own else carried


def _plain(measure: Measure) -> dict[str, object]:
    # asdict cannot copy a read-only mapping.
    parts = ((each.name, getattr(measure.formula, each.name)) for each in fields(measure.formula))
    return {"kind": measure.kind, **{name: dict(part) if name == "where" else part for name, part in parts}}


def _bridge(measure: Measure, language: str) -> tuple[str, ...]:
    """Return the caveat of a measure that asks for the bridge between the standards of race."""
    asked = isinstance(measure.formula, Representation) and measure.formula.bridge
    return (phrase.PHRASES["bridged"][language],) if asked else ()
