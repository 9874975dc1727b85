"""Fetch the deliveries of one origin as files that a load then reads, keeps and holds to their contracts."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

import filelock

from etl.desk import Delivery
from etl.home import Busy, Home
from etl.origins import database, socrata, survey
from etl.origins.refusal import Refused
from etl.origins.settings import Dataset, Estimates, Origin, Query, origin
from etl.origins.web import Patience

Tick = Callable[[str], None]


@contextmanager
def fetched(
    name: str,
    home: Home,
    variables: Mapping[str, str],
    *,
    patience: Patience | None = None,
    page: int = socrata.PAGE,
    tick: Tick = lambda _: None,
) -> Iterator[list[Delivery]]:
    """Yield the deliveries of the origin `name` in the home's settings; one that did not come whole is refused.

    The files are gone when the context ends: a load keeps those that it accepts, so that it can be repeated without
    the origin. Pages of a service are kept until their delivery has come whole and the context ends without an error.
    `variables` is the environment that secrets are read from. Raises SettingsError, and Busy if another fetch of the
    same origin is under way.
    """
    source = origin(home.origins, name)
    kept = home.fetching / name
    kept.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with filelock.FileLock(home.fetching / f".{name}.lock", timeout=0), _emptied(kept / ".came") as folder:
            deliveries = _deliveries(source, folder, variables, patience or Patience(), page, kept, tick)
            yield deliveries
            for each, delivery in zip(source.deliveries, deliveries, strict=True):
                if delivery.path.exists():
                    rmtree(kept / each, ignore_errors=True)
    except filelock.Timeout:
        raise Busy(f"{name} is being fetched already; try again when that is done") from None


@contextmanager
def _emptied(folder: Path) -> Iterator[Path]:
    """Yield a folder that only the owner may read and that is empty; what a killed fetch left in it goes first."""
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def _deliveries(
    source: Origin, folder: Path, variables: Mapping[str, str], patience: Patience, page: int, kept: Path, tick: Tick
) -> list[Delivery]:
    deliveries = [Delivery(folder / f"{each}.csv", named=True) for each in source.deliveries]
    try:
        with _asker(source, variables, patience, page, kept, tick) as fetch:
            for delivery, (each, ask) in zip(deliveries, source.deliveries.items(), strict=True):
                tick(f"{source.name}: {each}")
                try:
                    delivery.address = fetch(each, ask, delivery.path)
                except Refused as problem:
                    delivery.path.unlink(missing_ok=True)
                    delivery.refuse(f"was not fetched from {source.name}: {problem}")
    except Refused as problem:
        for delivery in deliveries:
            delivery.refuse(f"was not fetched from {source.name}: {problem}")
    return deliveries


@contextmanager
def _asker(
    source: Origin, variables: Mapping[str, str], patience: Patience, page: int, kept: Path, tick: Tick
) -> Iterator[Callable[[str, Query | Dataset | Estimates, Path], str]]:
    """Yield what fetches one delivery to a file and returns where it was."""
    if source.kind == "sql":
        with database.connected(source, variables) as connection:

            def query(each: str, ask: Query | Dataset | Estimates, path: Path) -> str:
                assert isinstance(ask, Query)  # noqa: S101 - the settings' reader made it so
                database.fetch(connection, ask, path)
                return f"{database.address(connection)}, query {source.name}.{each}"

            yield query
        return
    server = (socrata if source.kind == "socrata" else survey).server(source, variables, patience)

    def get(each: str, ask: Query | Dataset | Estimates, path: Path) -> str:
        if isinstance(ask, Dataset):
            socrata.fetch(server, ask, path, kept / each, page=page, tick=tick)
            return f"{server.address}/resource/{ask.dataset}"
        assert isinstance(ask, Estimates)  # noqa: S101 - the settings' reader made it so
        target = next((target for target in survey.TARGETS if re.match(rf"{target}([_-]|$)", each)), None)
        if target is None:
            raise Refused(f"{each} is no delivery of estimates; name it {' or '.join(survey.TARGETS)}, and _ and more")
        survey.fetch(server, ask, target, path, kept / each, tick=tick)
        return f"{server.address}/{ask.dataset}"

    yield get
