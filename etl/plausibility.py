"""What looks wrong in head counts but does not stop a load: it travels into the release as a warning.

Rules (design, bad deliveries): a swing over 30 % against last year; a total over 10 % off both neighbouring years; over
20 % of race and ethnicity not reported; all cells equal. Agencies under 20 people swing by nature and are left out.
"""

from collections.abc import Iterator

import pandas as pd

from etl.vocabulary.label import EVERYONE, NOT_REPORTED
from etl.vocabulary.period import parse

SWING = 0.30
OFF = 0.10
UNREPORTED = 0.20
SMALL = 20
COLUMNS = ["code", "source", "agency", "period", "message", "message_es", "snapshot"]
"""Columns of the table `warning`."""
_SOURCE = "workforce_counts"


def warnings(counts: pd.DataFrame) -> pd.DataFrame:
    """Return rows for the table `warning` from rows of `workforce_count`."""
    found = []
    if len(counts):
        for _, rows in counts.groupby("nature"):
            found += [*_swings(rows), *_odd_years(rows), *_unreported(rows), *_equal(rows)]
    return pd.DataFrame(found, columns=COLUMNS)


def _row(code: str, agency: str, period: str, said: tuple[str, str], snapshot: str) -> dict[str, str]:
    return {
        "code": code,
        "source": _SOURCE,
        "agency": agency,
        "period": period,
        "message": said[0],
        "message_es": said[1],
        "snapshot": snapshot,
    }


def _totals(rows: pd.DataFrame) -> pd.DataFrame:
    totals = rows.groupby(["agency", "period"], as_index=False).agg(
        employees=("employees", "sum"), snapshot=("snapshot", "first")
    )
    totals["last_day"] = totals["period"].map(lambda text: parse(text).last)
    return totals.sort_values(["agency", "last_day"])


def _swings(rows: pd.DataFrame) -> Iterator[dict[str, str]]:
    totals = _totals(rows)
    before = totals.groupby("agency")["employees"].shift()
    swung = (before >= SMALL) & ((totals["employees"] - before).abs() > SWING * before)
    for row, old in zip(totals[swung].to_dict("records"), before[swung], strict=True):
        yield _row(
            "swing", row["agency"], row["period"],
            (
                f"{row['employees']:,.0f} employees against {old:,.0f} in the period before, a swing of over "
                f"{SWING:.0%}; confirm the count or deliver a correction",
                f"{row['employees']:,.0f} personas empleadas frente a {old:,.0f} en el período anterior, un cambio "
                f"de más de {100 * SWING:.0f} %; confirme el recuento o entregue una corrección",
            ),
            row["snapshot"],
        )  # fmt: skip


def _odd_years(rows: pd.DataFrame) -> Iterator[dict[str, str]]:
    totals = (
        _totals(rows)
        .groupby(["last_day", "period"], as_index=False)
        .agg(employees=("employees", "sum"), snapshot=("snapshot", "first"))
    )
    totals = totals.sort_values("last_day")
    share = totals["employees"] / pd.concat([totals["employees"].shift(), totals["employees"].shift(-1)], axis=1).T
    low, high = share.max() < 1 - OFF, share.min() > 1 + OFF
    for row in totals[(low | high) & share.notna().all()].to_dict("records"):
        yield _row(
            "incomplete_year", EVERYONE, row["period"],
            (
                f"{row['employees']:,.0f} employees in all, over {OFF:.0%} off both neighbouring years; the delivery "
                "seems incomplete: find what is missing and deliver it again",
                f"{row['employees']:,.0f} personas empleadas en total, a más de {100 * OFF:.0f} % de los años vecinos; "
                "la entrega parece incompleta: busque lo que falta y entréguela de nuevo",
            ),
            row["snapshot"],
        )  # fmt: skip


def _unreported(rows: pd.DataFrame) -> Iterator[dict[str, str]]:
    rows = rows.assign(unknown=rows["employees"].where(rows["race_ethnicity"] == NOT_REPORTED, 0))
    sums = rows.groupby(["agency", "period"], as_index=False).agg(
        employees=("employees", "sum"), unknown=("unknown", "sum"), snapshot=("snapshot", "first")
    )
    much = (sums["employees"] >= SMALL) & (sums["unknown"] > UNREPORTED * sums["employees"])
    for row in sums[much].to_dict("records"):
        yield _row(
            "unreported", row["agency"], row["period"],
            (
                f"race and ethnicity is not reported for over {UNREPORTED:.0%} of employees; ask them again",
                f"falta la raza y etnicidad de más de {100 * UNREPORTED:.0f} % del personal; pregunte de nuevo",
            ),
            row["snapshot"],
        )  # fmt: skip


def _equal(rows: pd.DataFrame) -> Iterator[dict[str, str]]:
    keys = ["agency", "period", "job_category", "race_ethnicity", "sex"]
    rows = rows.groupby(keys, as_index=False).agg(employees=("employees", "sum"), snapshot=("snapshot", "first"))
    cells = rows.groupby(["agency", "period"], as_index=False).agg(
        kinds=("employees", "nunique"),
        rows=("employees", "size"),
        top=("employees", "max"),
        snapshot=("snapshot", "first"),
    )
    for row in cells[(cells["kinds"] == 1) & (cells["rows"] >= 8) & (cells["top"] > 1)].to_dict("records"):
        yield _row(
            "all_equal",
            row["agency"],
            row["period"],
            (
                "every cell holds the same count; check the file that was sent",
                "todas las celdas tienen el mismo recuento; revise el archivo enviado",
            ),
            row["snapshot"],
        )
