"""The attack that a release has to stand before it gets its name: `equity audit`, as publishing calls it."""

from collections.abc import Callable, Sequence
from pathlib import Path

WORST = 5


def attack(
    public: Path,
    internal: Path,
    earlier: Sequence[Path],
    *,
    said: Callable[[str], None] | None = None,
    stood: Path | None = None,
    anew: bool = False,
) -> str:
    """Return what the audit can work out from a public file, in its own words; nothing if it stands.

    `said` is told how far it is; what stood is remembered in the file `stood`, and attacked again only if `anew`. An
    audit that cannot be made is no proof: its reason is returned.
    """
    from audit import examine
    from audit.error import AuditError
    from audit.level import Settings
    from audit.stood import Stood

    try:
        known = Stood(stood, anew=anew) if stood else None
        report = examine.one_release(public, Settings(), truth=internal, earlier=earlier, said=said, stood=known)
    except AuditError as problem:
        return f"The audit could not be made: {problem}."
    return report.text(WORST) if report.code else ""
