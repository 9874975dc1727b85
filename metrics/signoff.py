"""Sign-off: an office says that a preview may be published, and from which day on.

A home whose `release.toml` says `sign_off = "required"` publishes nothing else. Who signs is an office, never a
person; what is signed are the bytes of the preview's files, so that no others can be published in its name.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from metrics import journal, verify
from metrics.manifest import FILE
from metrics.naming import is_preview
from metrics.release import PublishError, Shelf

SETTINGS = "release.toml"
_VALUES = ("required", "not required")
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Settings:
    """What a home's `release.toml` asks for: a sign-off of everything, and by one of these offices (none: by any)."""

    required: bool = False
    offices: tuple[str, ...] = ()


def settings(home: Path) -> Settings:
    """Return the settings of a home; they may be absent.

    Raises PublishError for settings that say anything else than `sign_off = "required"` or `"not required"`, and
    `offices`, a list of names.
    """
    path = home / SETTINGS
    if not path.exists():
        return Settings()
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as problem:
        raise PublishError(f"{path} cannot be read: {problem}; mend it. Nothing was published") from problem
    offices = said.get("offices", [])
    named = isinstance(offices, list) and all(isinstance(each, str) and each.strip() for each in offices)
    if not {"sign_off"} <= said.keys() <= {"sign_off", "offices"} or said["sign_off"] not in _VALUES or not named:
        choices = " or ".join(f'"{value}"' for value in _VALUES)
        raise PublishError(
            f"{path} says {said}; expected sign_off = {choices} and perhaps offices = [NAMES OF OFFICES]. "
            "Nothing was published"
        )
    return Settings(said["sign_off"] == "required", tuple(" ".join(each.split()) for each in offices))


def newest_preview(releases: Path) -> str | None:
    """Return the id of the newest preview, if there is one."""
    previews = [name for name in Shelf(releases, "internal").ids() if is_preview(name)]
    return max(previews, key=lambda name: _made(releases, name)) if previews else None


def sign(releases: Path, preview: str, office: str, now: datetime, embargo: datetime | None = None) -> None:
    """Record that an office lets a preview be published, at `embargo` at the earliest. The caller holds the lock.

    Signing again replaces what was signed before. Raises PublishError for a release that is no preview, is damaged
    or not the newest, or for an office that is none or none of the home's; FileNotFoundError if there is no such
    preview. `now` and `embargo` know their zone.
    """
    office, known = " ".join(office.split()), settings(releases.parent).offices
    if not office or len(office) > _LONGEST or "@" in office or not office.isprintable():
        raise PublishError(f"office is {office!r}; expected its name, in at most {_LONGEST} letters, and no address")
    if known and office not in known:
        raise PublishError(
            f"office is {office!r}; {releases.parent / SETTINGS} lets these sign: {'; '.join(known)}. "
            "Nothing was signed"
        )
    verify.verify(releases, preview)
    if not is_preview(preview):
        raise PublishError(f"{preview} is no preview; make one with `equity publish --preview`")
    if (newest := newest_preview(releases)) != preview:
        raise PublishError(f"preview {preview} was replaced by {newest}; sign that off. Nothing was signed")
    until = {"embargo": embargo.isoformat()} if embargo else {}
    manifest = verify.checksum(releases / preview / FILE)
    journal.write(releases, journal.SIGNED, preview, now, office=office, manifest=manifest, **until)


def cleared(releases: Path, preview: str, now: datetime) -> journal.Entry:
    """Return the sign-off of a preview that may be published now. Raises PublishError, saying what is missing."""
    signed = journal.last(releases, journal.SIGNED, preview)
    if signed is None:
        raise PublishError(
            f'preview {preview} has no sign-off; run `equity sign-off {preview} --office "NAME OF THE OFFICE"`'
        )
    if (embargo := signed.get("embargo")) and now < datetime.fromisoformat(embargo):
        raise PublishError(
            f"preview {preview} is under embargo until {journal.moment(embargo)}, and it is "
            f"{journal.moment(now.isoformat())}; run `equity publish --release` then. Nothing was published"
        )
    if signed["manifest"] != verify.checksum(releases / preview / FILE):
        raise PublishError(
            f"preview {preview} is not what {signed['office']} signed; run `equity publish --preview` and have it "
            "signed. Nothing was published"
        )
    return signed


def _made(releases: Path, preview: str) -> int:
    entries = journal.read(releases)
    places = [i for i, each in enumerate(entries) if (each["event"], each["release"]) == (journal.MADE, preview)]
    return places[-1] if places else -1
