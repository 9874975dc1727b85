"""A standard delivery from its columns: what makes its cells standard, what checks it whole, its table's rows."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from etl.column import RACE_STANDARD
from etl.contract import LABEL, NATURE, Column, Number, Problem, Rows, Source
from etl.harmonize import Labels, UnknownLabel
from etl.promise import Day, real
from etl.rule import Rule
from etl.vocabulary import period
from etl.vocabulary.label import EVERYONE, STANDARD

_DIMENSIONS = (
    "race_ethnicity", "sex", "age_band", "disability", "veteran", "full_time", "job_category", "language",
)  # fmt: skip
_OLD, _NEW = "omb_1997", "omb_2024"
OF_AGENCY = ("agency", "agency_or_all")
MIDDLE_EASTERN = "Middle Eastern or North African"


def standard(
    id: str,
    *columns: Column,
    title: str,
    title_es: str,
    unit: tuple[str, ...],
    key: tuple[str, ...] = (),
    rules: tuple[Rule, ...] = (),
    dated: tuple[str, ...] = (),
    people: bool = False,
    publisher: str = "The agencies",
    frequency: str | None = None,
) -> Source:
    """Return the standard delivery `id`, which fills a table of the warehouse of the same name.

    `unit`: what a later load replaces. `dated`: days of which the first filled one gives the table's column
    `period`, the fiscal year of what happened. `people`: a row is a person's; no value of it is ever told.
    """
    grouped = any(column.kind in ("race_ethnicity", "group") for column in columns)
    whole = (*columns, *((RACE_STANDARD,) if grouped else ()), NATURE)

    def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
        rows = _standardised(raw, whole, labels)
        if dated:
            when = rows[list(dated)].bfill(axis=1).iloc[:, 0]
            rows["period"] = when.map({day: period.fiscal_year(date.fromisoformat(day)) for day in when.unique()})
        return Rows(tables={id: rows})

    def across(raw: pd.DataFrame, labels: Labels) -> list[Problem]:
        return list(broken(raw, whole, rules, labels, silent=people))

    return Source(
        id=id, stem=id, title=title, title_es=title_es, publisher=publisher, frequency=frequency, columns=whole,
        key=key, transform=transform, across=across, table=id, unit=unit, dated=dated, people=people,
        promises=tuple(rule.text for rule in rules),
    )  # fmt: skip


def broken(
    raw: pd.DataFrame, columns: tuple[Column, ...], rules: tuple[Rule, ...], labels: Labels, *, silent: bool = False
) -> Iterator[Problem]:
    """Yield labels that nobody knows (with `silent`, without repeating them), then what columns promise each other."""
    for column in columns:
        if column.kind and column.name in raw:
            try:
                _labelled(raw, column, labels)
            except UnknownLabel as unknown:
                yield from unknown_labels(unknown, labels, column.name, silent=silent)
    yield from _ended(raw, columns, labels)
    yield from _races(raw, labels.file)
    cells = typed(raw, columns)
    for rule in rules:
        for name, wrong in rule.broken(cells):
            for row in wrong.index[wrong.fillna(False).astype(bool)]:
                yield Problem(labels.file, int(row), name, f"expected {rule.text}")


def unknown_labels(unknown: UnknownLabel, labels: Labels, column: str, *, silent: bool) -> Iterator[Problem]:
    """Yield a problem for each label that no crosswalk knows: where it stands first and which table to edit."""
    where = "the register (delivery `agencies`)" if unknown.kind == "agency" else f"crosswalks/{unknown.kind}.csv"
    for label, row in unknown.rows.items():
        shown = "this" if silent else repr("".join(c if c.isprintable() else "?" for c in label[:60]))
        gone = labels.ended.get(label.strip().lower()) if unknown.kind == "agency" else None
        told = gone.message if gone else f"{shown} is not a known label; correct it, or add it to {where}"
        kept = "" if gone else f"a known label; correct it, or add it to {where}"
        yield Problem(labels.file, row, column, told, LABEL, kept)


def _ended(raw: pd.DataFrame, columns: tuple[Column, ...], labels: Labels) -> Iterator[Problem]:
    """Yield the rows all of whose time lies after the last day of their agency."""
    name = next((each.name for each in columns if each.kind in OF_AGENCY and each.name in raw), "")
    if not name:
        return
    agencies = raw[name].str.strip().str.lower()
    there = agencies.isin(labels.ended.keys()) & agencies.isin(labels.agencies.keys())
    begins = _begins(raw[there], columns)
    for row, agency, day in zip(raw.index[there], agencies[there], begins, strict=True):
        if day > labels.ended[agency].day:
            yield Problem(labels.file, int(row), name, labels.ended[agency].message)


def _begins(rows: pd.DataFrame, columns: tuple[Column, ...]) -> list[str]:
    """Return the first day that each row is of, ISO: of its period, else its earliest day; blank if it has none."""
    if "period" in rows:
        return [_first(each) for each in rows["period"]]
    days = [column.name for column in columns if isinstance(column.promise, Day) and column.name in rows]
    return [min((day for day in row if real(day)), default="") for row in rows[days].itertuples(index=False)]


def _first(text: str) -> str:
    try:
        return period.parse(text).first.isoformat()
    except ValueError:
        return ""


def typed(raw: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """Return every column: numbers as float64, days as text, or blank where they are none, the rest as it stands."""
    cells: dict[str, pd.Series] = {}
    for column in columns:
        here = raw.get(column.name, pd.Series("", index=raw.index, dtype=object))
        if isinstance(column.promise, Number):
            sound = (here != "") & ~column.promise.broken(here)
            cells[column.name] = pd.to_numeric(here.where(sound), errors="coerce").astype("float64")
        elif isinstance(column.promise, Day):
            days = {each: real(each) is not None or each in column.promise.words for each in here.unique()}
            cells[column.name] = here.where(here.map(days), "")
        elif column.kind == "fact":
            cells[column.name] = here.str.lower()
        else:
            cells[column.name] = here
    return pd.DataFrame(cells, index=raw.index)


def _standardised(raw: pd.DataFrame, columns: tuple[Column, ...], labels: Labels) -> pd.DataFrame:
    """Return the checked cells as the table holds them: standard labels, numbers, blank as None."""
    rows = typed(raw, columns)
    for column in columns:
        if column.name in raw and column.kind:
            rows[column.name] = _labelled(raw, column, labels)
        if isinstance(column.promise, Number) and column.promise.whole:
            rows[column.name] = rows[column.name].astype("Int64")
        elif not isinstance(column.promise, Number):
            rows[column.name] = rows[column.name].astype(object).where(rows[column.name] != "", None)
    for name, default in ((RACE_STANDARD.name, _OLD), (NATURE.name, "official")):
        if name in rows:
            rows[name] = rows[name].astype(object).where(rows[name].notna(), default)
    return rows


def _labelled(raw: pd.DataFrame, column: Column, labels: Labels) -> pd.Series:
    values = raw[column.name]
    match column.kind:
        case "agency":
            filled = values[values != ""]
            return values.where(values == "", labels.agency(filled).astype(object).reindex(values.index))
        case "agency_or_all":
            filled = values[(values != "") & (values.str.upper() != EVERYONE)]
            codes = labels.agency(filled).astype(object).reindex(values.index)
            return codes.where(codes.notna(), EVERYONE).where(values != "", "")
        case "group":
            groups = values.copy()
            for name in set(raw["dimension"]) & set(_DIMENSIONS):
                mine = (raw["dimension"] == name) & (values != EVERYONE)
                groups[mine] = _races_of(values[mine], name, raw, labels)
            return groups
        case "languages":
            parts = labels.standard(values.str.split(";").explode().str.strip(), "language")
            return parts.groupby(level=0).agg(";".join).reindex(values.index)
        case kind:
            return _races_of(values, kind, raw, labels)


def _races_of(values: pd.Series, kind: str, raw: pd.DataFrame, labels: Labels) -> pd.Series:
    """Return standard labels; under the standard of 2024 several races may stand in a cell, and stay there, sorted."""
    several = values.str.contains(";") & (kind == "race_ethnicity")
    if RACE_STANDARD.name in raw:
        several &= raw.loc[values.index, RACE_STANDARD.name] == _NEW
    else:
        several &= False
    one = labels.standard(values[~several], kind)
    if not several.any():
        return one
    parts = labels.standard(values[several].str.split(";").explode().str.strip(), kind)
    joined = parts.groupby(level=0).agg(lambda each: ";".join(sorted(set(each))))
    both: pd.Series = pd.concat([one, joined]).reindex(values.index)
    return both


def _races(raw: pd.DataFrame, file: str) -> Iterator[Problem]:
    """Middle Eastern or North African is a group of the standard of 2024 only."""
    name = next((each for each in ("race_ethnicity", "group") if each in raw), None)
    if name is None or (name == "group" and "dimension" not in raw):
        return
    theirs = {label for label, label_of in STANDARD["race_ethnicity"].items() if label_of == MIDDLE_EASTERN}
    new = raw[RACE_STANDARD.name] == _NEW if RACE_STANDARD.name in raw else pd.Series(False, index=raw.index)
    raced = raw["dimension"] == "race_ethnicity" if name == "group" else pd.Series(True, index=raw.index)
    for row in raw.index[raw[name].str.lower().isin(theirs) & raced & ~new]:
        yield Problem(file, int(row), name, f"{MIDDLE_EASTERN} needs race_standard {_NEW}")
