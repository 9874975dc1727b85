"""Publishing: compute, write beside, verify what was written, then switch the link. All of it or nothing.

A preview is written in the same way and never served to the public. Once an office has signed it, its files, byte for
byte, become a release. The link is switched by a command only: a site that is served never switches by itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from sqlalchemy.exc import DBAPIError

from etl.engine import Engine
from etl.limits import Limits
from etl.warehouse import DEFAULT, failed, reading
from metrics import history, journal, naming, release, schema, seal, signoff, verify
from metrics.compute import FigureError, Tables, Tick, Work, internal, public, silent, worked
from metrics.definition import DEFINITIONS
from metrics.disclosure import policy
from metrics.disclosure.catalogue import ProtectionError
from metrics.disclosure.policy import PolicyError
from metrics.fingerprint import fingerprint
from metrics.release import PublishError, Release, Shelf
from metrics.reuse import Reuse
from metrics.table import cells

_DISTRIBUTION = "equity-benchmarks"
KEPT = "figures"
"""Folder of a home that holds what a publish need not compute again; it can be removed at any time."""
_Found = TypeVar("_Found")
Attack = Callable[[Path, Path, Sequence[Path]], str]
"""Called with the public file, the internal file and earlier public files; returns what can be worked out, or ""."""


def publish(
    warehouse: Path,
    releases: Path,
    *,
    now: datetime,
    attack: Attack,
    definitions: Path = DEFINITIONS,
    tick: Tick = silent,
    processes: int = 1,
    limits: Limits = DEFAULT,
    engine: Engine | None = None,
    every: bool = False,
) -> str:
    """Make a release from the warehouse current, and return its id: `2026.1`, the first release of 2026.

    `attack` is tried on what was written, and what it finds stops the release. Protection runs in so many
    `processes`. `engine` counts the records that figures ask for. Figures whose definition, tables and code are what
    they were are not computed again, unless `every` one is. If nothing has changed since the current release, no new
    one is made and the current id is returned.
    The caller holds the home's lock. Raises PublishError, also where the home's settings ask for a sign-off;
    DefinitionError for a definition to mend.
    """
    if signoff.settings(releases.parent).required:
        raise PublishError(
            f"{releases.parent / signoff.SETTINGS} asks for a sign-off: run `equity publish --preview`, then "
            "`equity sign-off ID --office NAME`, then `equity publish --release`. Nothing was published"
        )
    current = current_id(releases)
    with _protecting(warehouse, releases, limits, processes) as counts:
        work = _worked(warehouse, definitions, tick, limits, engine, Reuse(releases.parent / KEPT, every))
        inside = internal(work)
        if current and _unchanged(inside, _manifest(releases, current)):
            return current
        contents = _contents(work, inside, counts, tick)
    work.reuse.prune()
    content = fingerprint(contents)
    if current and _manifest(releases, current)["content"] == content:
        return current
    name = _left_unserved(releases, content)
    if name is None:
        name = _next(releases, now)
        facts = _facts(contents, work.geography, content, name)
        _write(releases, name, work, contents, facts, {"published": _day(now)}, now, attack, tick)
    serve(releases, name, now)
    return name


def preview(
    warehouse: Path,
    releases: Path,
    *,
    now: datetime,
    attack: Attack,
    definitions: Path = DEFINITIONS,
    tick: Tick = silent,
    processes: int = 1,
    limits: Limits = DEFAULT,
    engine: Engine | None = None,
    every: bool = False,
) -> str:
    """Make a preview of what `publish` would make current, and return its id: `2026.3-preview.1`.

    Internal readers can open it; the public cannot, and what is served is not touched. If the newest preview is
    of the same content and still follows the same releases, its id is returned. The caller holds the home's
    lock. Raises PublishError, also if nothing has changed since the current release; DefinitionError.
    """
    with _protecting(warehouse, releases, limits, processes) as counts:
        work = _worked(warehouse, definitions, tick, limits, engine, Reuse(releases.parent / KEPT, every))
        contents = _contents(work, internal(work), counts, tick)
    content = fingerprint(contents)
    follows = _follows(releases)
    if follows["previous"] and _manifest(releases, follows["previous"])["content"] == content:
        raise PublishError(f"nothing has changed since release {follows['previous']}, which is served")
    newest = signoff.newest_preview(releases)
    if newest and (made := _manifest(releases, newest))["content"] == content and follows.items() <= made.items():
        return newest
    coming = _next(releases, now)
    taken = [name for name in Shelf(releases, "internal").ids() if naming.is_preview(name)]
    number = next(n for n in range(1, len(taken) + 2) if naming.preview_id(coming, n) not in taken)
    name = naming.preview_id(coming, number)
    facts = _facts(contents, work.geography, content, coming)
    said = {"release": name, "published": _day(now), "preview": "yes", **follows}
    _write(releases, name, work, contents, facts, said, now, attack, tick)
    return name


def publish_preview(releases: Path, *, now: datetime, tick: Tick = silent) -> str:
    """Make the files of the newest preview, signed and past its embargo, a release; serve it and return its id.

    If its content is served already, nothing is done. The caller holds the home's lock. Raises PublishError if
    there is no preview, if its sign-off is missing, under embargo or of other files, if its files are damaged,
    or if another release was made or served since, which the preview was not protected against.
    """
    newest = signoff.newest_preview(releases)
    if newest is None:
        raise PublishError("there is no preview; run `equity publish --preview`")
    manifest, name = _manifest(releases, newest), naming.coming(newest)
    current = current_id(releases)
    if current and _manifest(releases, current)["content"] == manifest["content"]:
        return current
    signed = signoff.cleared(releases, newest, now)
    verify.verify(releases, newest)
    left = _left_unserved(releases, manifest["content"])
    if left and current == (manifest["previous"] or None) and _manifest(releases, left).get("preview_was") == newest:
        serve(releases, left, now)
        return left
    if not _follows(releases).items() <= manifest.items():
        raise PublishError(
            f"another release was made or served since preview {newest}, and the two were not held against each "
            "other; run `equity publish --preview` and have it signed. Nothing was published"
        )
    # It was attacked as a preview, against the same earlier releases.
    said = {"published": _day(now), "preview_was": newest, "signed_by": signed["office"]}
    seal.reseal(releases, newest, name, said, now, tick)
    serve(releases, name, now)
    return name


def serve(releases: Path, name: str, now: datetime) -> None:
    """Enter in the journal that a release is served, and switch the link to it. The caller holds the home's lock.

    Raises PublishError for a damaged release or a preview; FileNotFoundError if there is no such release.
    """
    if naming.is_preview(name):
        raise PublishError(f"{name} is a preview; sign it off, then run `equity publish --release`")
    verify.verify(releases, name)
    try:
        journal.write(releases, journal.SERVED, name, now)
        release.point(releases, name)
    except OSError as problem:
        raise PublishError(
            f"release {name} is written but could not be put in place: {problem.strerror or problem}; make room "
            "or mend the permissions and publish again. The release served before is still served"
        ) from problem


def current_id(releases: Path) -> str | None:
    """Return the id of the release that is served, if there is one."""
    try:
        return Shelf(releases).current().id
    except FileNotFoundError:
        return None


@contextmanager
def _protecting(warehouse: Path, releases: Path, limits: Limits, processes: int) -> Iterator[cells.Pending]:
    """Begin to protect the head counts, in processes of its own, while figures are made in this one."""
    with _readable(warehouse), reading(warehouse, limits) as connection:
        heads = cells.inner(connection)
    try:
        earlier, inside = (_cells_before(releases, audience, heads) for audience in ("public", "internal"))
        with cells.protecting(heads, policy.current(), earlier, inside, processes=processes) as counts:
            yield counts
    except (ProtectionError, PolicyError) as problem:
        raise PublishError(
            f"people could not be protected: {problem}. Nothing was published; the release served before is still "
            "served"
        ) from problem


def _worked(
    warehouse: Path, definitions: Path, tick: Tick, limits: Limits, engine: Engine | None, reuse: Reuse
) -> Work:
    """Return the figures of the warehouse, nothing withheld."""
    with _readable(warehouse):
        return worked(warehouse, definitions, tick=tick, limits=limits, engine=engine, reuse=reuse)


@contextmanager
def _readable(warehouse: Path) -> Iterator[None]:
    if not warehouse.exists():
        raise PublishError(f"there is no warehouse at {warehouse}; run `equity load` first")
    try:
        yield
    except FigureError as problem:
        raise PublishError(f"{problem}; the release served before is still served") from problem
    except DBAPIError as problem:
        raise PublishError(
            f"{warehouse} is damaged ({failed(problem) or problem}); remove it and publish again: it is built "
            "anew from the snapshots. The release served before is still served"
        ) from problem


def _unchanged(inside: Tables, manifest: Mapping[str, Any]) -> bool:
    """Return whether a release was made of the same internal tables, by the same code and policy."""
    made_by = (manifest.get("code"), manifest.get("policy"))
    here = (version(_DISTRIBUTION), policy.current().name)
    return made_by == here and manifest.get("inside") == fingerprint({"internal": inside})


def _contents(work: Work, whole: Tables, counts: cells.Pending, tick: Tick) -> dict[str, Tables]:
    """Return audience -> tables; `whole` are the internal ones."""
    tick("what the public may see")
    protected, reports = counts(tick)
    for period, report in reports.items():
        for table in report.coarsened:
            tick(f"{period}: dropped, since it could not be protected: {table}")
    return {"public": public(work, protected), "internal": whole}


def _cells_before(releases: Path, audience: str, heads: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of each period of the head counts as the newest release made by a policy has them."""
    wanted = set(heads[["period", "nature"]].drop_duplicates().itertuples(index=False, name=None))
    found = [pd.DataFrame(columns=cells.COLUMNS)]
    for name in reversed(Shelf(releases).ids()):
        if not wanted:
            break
        if "policy" in _manifest(releases, name):
            rows = _of_past(releases, name, audience, lambda opened: opened.table("cells"))
            keys = pd.MultiIndex.from_frame(rows[["period", "nature"]])
            rows = rows[keys.isin(list(wanted))]
            wanted -= set(keys)
            found.append(rows)
    return pd.concat([each for each in found if not each.empty] or found[:1], ignore_index=True)


def _write(
    releases: Path,
    name: str,
    work: Work,
    contents: Mapping[str, Tables],
    facts: Mapping[str, str],
    said: Mapping[str, str],
    now: datetime,
    attack: Attack,
    tick: Tick,
) -> None:
    before = current_id(releases)
    whole: dict[str, Tables] = {}
    if before:
        files = _of_past(releases, before, "internal", lambda opened: opened.table("sources"))
    for audience, tables in contents.items():
        revised = pd.DataFrame(columns=[column.name for column in schema.revisions.columns])
        if before:
            # Why a figure changed is told by the files that agencies sent, which a public file does not name.
            past = _of_past(releases, before, audience, history.tables) | {"sources": files}
            here = {**tables, "sources": contents["internal"]["sources"], "revisions": past["revisions"]}
            revised = history.revisions(facts["release"], before, past, here)
        whole[audience] = {**tables, "revisions": revised}
    sources = work.plain["sources"].dropna(subset=["sha256"])
    origin = {
        **said,
        "sources": sources[["source", "name", "sha256", "received", "nature"]].to_dict("records"),
        "definitions": {name: measure.version for name, measure in work.measures.items()},
    }
    earlier = {
        _manifest(releases, each)["content"]: releases / each / "public.duckdb" for each in Shelf(releases).ids()
    }

    def attacked(folder: Path) -> None:
        if contents["internal"]["cells"].empty:
            return  # Published statistics only: nothing in them is withheld by us.
        tick("attacking what was written")
        if told := attack(folder / "public.duckdb", folder / "internal.duckdb", list(earlier.values())):
            raise PublishError(
                f"release {name} is refused, since numbers that it withholds can be worked out. {told} Change "
                "the catalogue in metrics/disclosure/policy.toml, or leave the delivery out, and publish again. The "
                "release served before is still served"
            )

    seal.seal(releases, name, whole, facts, origin, now, tick, attacked, work.documents)


def _facts(contents: Mapping[str, Tables], place: str, content: str, name: str) -> dict[str, str]:
    tables = contents["internal"].values()
    demonstration = any("nature" in table and (table["nature"] == "demonstration").any() for table in tables)
    return {
        "release": name,
        "code": version(_DISTRIBUTION),
        "content": content,
        "inside": fingerprint({"internal": contents["internal"]}),
        "policy": policy.current().name,
        "has_demonstration": "yes" if demonstration else "no",
        "place": place,
    }


def _follows(releases: Path) -> dict[str, str]:
    """Return what a preview is made to follow: the release that is served, and all that ever were."""
    return {"previous": current_id(releases) or "", "earlier": ";".join(Shelf(releases).ids())}


def _left_unserved(releases: Path, content: str) -> str | None:
    """Return the newest release if it is of that content and a crash or a full disk kept it from being served."""
    newest = [name for name in Shelf(releases).ids()[-1:] if name not in journal.older(releases)]
    told = (journal.SERVED, journal.ADOPTED)
    served = [entry["release"] for entry in journal.read(releases) if entry["event"] in told]
    # The entry comes before the switch, so the last one may tell of a switch that never came.
    left = [name for name in newest if name not in served or name == served[-1] != current_id(releases)]
    return next((name for name in left if _manifest(releases, name)["content"] == content), None)


def _day(now: datetime) -> str:
    return f"{now:%Y-%m-%d}"


def _next(releases: Path, now: datetime) -> str:
    numbers = [
        int(number) for year, number in (name.split(".") for name in Shelf(releases).ids()) if year == str(now.year)
    ]
    return f"{now.year}.{1 + max(numbers, default=0)}"


def _manifest(releases: Path, name: str) -> dict[str, Any]:
    return verify.manifest_at(releases / name)


def _of_past(releases: Path, name: str, audience: str, read: Callable[[Release], _Found]) -> _Found:
    opened = Release(releases / name, audience)
    try:
        return read(opened)
    except DBAPIError as problem:
        # What it showed may not be subtracted from what comes next, so it must be known.
        raise PublishError(
            f"release {name} cannot be read, and what it showed must be known; restore it or remove its folder"
        ) from problem
    finally:
        opened.close()
