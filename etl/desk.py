"""Where one delivery is read: recognised, held to its contract, its labels made standard, or refused with reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pandas as pd

from etl import identity, merger, snapshot, table
from etl.build import Loaded
from etl.contract import ContractError, Problem, Source
from etl.harmonize import CROSSWALKS, Labels, UnknownLabel, load_crosswalks
from etl.home import Home
from etl.register import Register
from etl.registry import delivery_of, publication_of
from etl.standard import OF_AGENCY, unknown_labels

REGISTER = "agencies"


class State(StrEnum):
    LOADED = "loaded"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    NOT_RECOGNISED = "not recognised"


@dataclass(slots=True)
class Delivery:
    """One file of a load and what became of it. `named`: it was asked for itself, not found in a folder.

    `address`: where it was fetched from; None for a file that was handed over.
    """

    path: Path
    named: bool
    state: State = State.NOT_RECOGNISED
    source: str | None = None
    rows: int = 0
    problems: tuple[Problem, ...] = ()
    loaded: Loaded | None = field(default=None, repr=False)
    address: str | None = None
    agencies: tuple[str, ...] = ()
    """Whose rows it holds, by code; nobody's where a row names no agency of the register."""

    def refuse(self, problems: Iterable[Problem] | str, kept: str = "") -> None:
        """Refuse the delivery, for problems or for one reason that concerns the whole file."""
        if isinstance(problems, str):
            problems = [Problem(self.path.name, None, None, problems, kept=kept)]
        self.state, self.problems, self.loaded = State.REFUSED, tuple(problems), None


class Desk:
    """What is needed to read deliveries: the sources, the label tables, the register in force."""

    def __init__(self, home: Home, known: Mapping[str, Source]) -> None:
        self.known = known
        self.folders = [CROSSWALKS, home.crosswalks]
        self.crosswalks = load_crosswalks(self.folders)
        self.register = Register()

    def adopt(self, agencies: pd.DataFrame) -> None:
        """Put a delivered register in force.

        An official one replaces the bundled one, and its reference figures go with it; a demonstration one adds.
        """
        self.register = self.register.adopt(agencies)

    def recognise(self, delivery: Delivery) -> None:
        """Say by its name which standard delivery a file is; refuse one that was named and has no known format."""
        if table.suffix(delivery.path) is None:
            if delivery.named:
                delivery.refuse(f"is not recognised; expected {', '.join(table.SUFFIXES)}")
        elif source := delivery_of(delivery.path, self.known):
            delivery.source = source.id

    def check(self, delivery: Delivery) -> None:
        """Read a delivery into rows of the warehouse, or refuse it, or leave it as not recognised."""
        if delivery.state is State.REFUSED or table.suffix(delivery.path) is None:
            return
        try:
            raw = table.read_table(delivery.path)
        except ContractError as problem:
            if delivery.named or delivery.source:
                delivery.refuse(problem.problems)
            return
        known = self.known
        source = (
            known[delivery.source]
            if delivery.source
            else publication_of(list(raw.columns), known, raw.iloc[0].to_dict() if len(raw) else None)
        )
        if source is None:
            if delivery.named:
                stems = ", ".join(sorted(each.stem for each in known.values() if each.stem))
                delivery.refuse(f"is not recognised by its name ({stems}) nor by its headings; rename it")
            return
        delivery.source, delivery.rows = source.id, len(raw)
        delivery.agencies = self._whose(source, raw)
        try:
            tables = self.read(source, raw, delivery.path.name)
        except ContractError as problem:
            delivery.refuse(problem.problems)
            return
        natures = {nature for rows in tables.values() if "nature" in rows for nature in rows["nature"]}
        if len(natures) > 1:
            delivery.refuse("mixes official and demonstration rows; deliver them apart")
            return
        if source.id == REGISTER and natures == {"demonstration"} and (rows := self.register.shared(tables["agency"])):
            what = "an official agency has this code or a name of it; a fictitious agency needs its own"
            delivery.refuse(Problem(delivery.path.name, row, "agency", what) for row in rows)
            return
        load = snapshot.Load(
            snapshot=snapshot.checksum(delivery.path),
            source=source.id,
            name=delivery.path.name,
            address=delivery.address or str(delivery.path.resolve()),
            bytes=delivery.path.stat().st_size,
            received=snapshot.today(),
            nature=next(iter(natures), "official"),
            rows=len(raw),
        )
        delivery.loaded, delivery.state = Loaded(load, tables), State.LOADED

    def _whose(self, source: Source, raw: pd.DataFrame) -> tuple[str, ...]:
        """Return the agencies that the rows of a delivery are of; none where one of them cannot be told."""
        names = [each.name for each in source.columns if each.kind in OF_AGENCY]
        if source.id == REGISTER or len(names) != 1 or list(raw.columns).count(names[0]) != 1:
            return ()
        known = self.register.codes()
        found = {known.get(each.strip().lower(), "") for each in raw[names[0]].drop_duplicates()}
        return () if "" in found else tuple(sorted(found))

    def read(self, source: Source, raw: pd.DataFrame, file: str) -> dict[str, pd.DataFrame]:
        """Return the rows of a delivery by table. Raises ContractError with every broken promise."""
        if personal := list(identity.problems(raw, file, {column.name for column in source.columns})):
            raise ContractError(personal)
        labels = self._labels(source, file)
        source.check(raw, file, labels)
        try:
            return source.transform(raw, labels).tables
        except UnknownLabel as unknown:
            raise ContractError(unknown_labels(unknown, labels, unknown.kind, silent=source.people)) from None

    def _labels(self, source: Source, file: str) -> Labels:
        # The bundled mergers are of the bundled register's agencies; a new register is not held to those of the old.
        folders = self.folders if self.register.bundled else self.folders[1:]
        ended = {} if source.id == REGISTER else merger.ended(self.register.agencies, folders)
        return Labels(
            source=source.id,
            file=file,
            tables=self.crosswalks,
            agencies=self.register.codes(),
            ended=ended,
            own_towns=not self.register.bundled,
        )
