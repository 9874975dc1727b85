"""Who makes the request that is being answered, and which internal rows that person may read.

Pages and files need not ask: the shelf that they get their releases from asks `scope` at every call (see
`metrics.scope`). The answer comes from the server's session or from a token whose signature was checked, never from
anything else that a request says.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from flask import g, has_request_context

from metrics.scope import EVERYTHING, Scope, is_code

GOVERNOR, ANALYST, STEWARD, AGENCY = "governor", "analyst", "steward", "agency"
OFFICE = (GOVERNOR, ANALYST, STEWARD)
"""Roles that read every internal row."""


class NoRole(ValueError):
    """Somebody is known and has no role here; the message says why. `several`: those of two agencies."""

    def __init__(self, why: str, subject: str = "", *, several: bool = False) -> None:
        super().__init__(why)
        self.subject, self.several = subject, several


@dataclass(frozen=True, slots=True)
class Viewer:
    """A reader. `subject`: the provider's id of the person; `roles`: such as `analyst` or `agency:DOT`.

    `demonstration`: signed in by choosing a role, which anyone on this machine can.
    """

    subject: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    demonstration: bool = False

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies that the roles name."""
        return tuple(role.partition(":")[2] for role in self.roles if role.startswith(f"{AGENCY}:"))

    @property
    def owner(self) -> str:
        """Who owns what is made for this reader: blank for everybody, else a checksum of the person and the roles."""
        said = "\n".join((self.subject, *self.roles))
        return hashlib.sha256(said.encode()).hexdigest() if self.roles else ""

    @property
    def scope(self) -> Scope:
        """Which internal rows the roles let read; the public rows alone for somebody without a role."""
        return EVERYTHING if set(self.roles) & set(OFFICE) else Scope(self.agencies)


PUBLIC = Viewer()
"""Everybody."""


def viewer() -> Viewer:
    """Return who makes this request: PUBLIC where nobody has signed in, and where there is no request."""
    found: Viewer = g.get("viewer", PUBLIC) if has_request_context() else PUBLIC
    return found


def scope() -> Scope:
    """Return which internal rows may be read in this request."""
    return viewer().scope


def admit(known: Viewer) -> None:
    """Say that `known` makes this request."""
    g.viewer = known


def roles(said: object, groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the roles that a claim names, by themselves or by ids of groups, in order; what is neither is left out.

    Raises NoRole where none remains, and for two agencies: a release is protected against the staff of any one agency,
    who could not work out others' counts; those of two together could.

    >>> roles(["analyst", "everyone@example"], {}), roles("agency:DOT", {}), roles(["6f1"], {"6f1": "steward"})
    (('analyst',), ('agency:DOT',), ('steward',))
    """
    named = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    mapped = {groups.get(each, each) for each in named if isinstance(each, str)}
    found = tuple(sorted(each for each in mapped if is_role(each)))
    if not found:
        raise NoRole("no role of this site is among those of the account")
    if len(Viewer(roles=found).agencies) > 1 and not set(found) & set(OFFICE):
        raise NoRole("the account has the roles of two agencies, and may read for one only", several=True)
    return found


def is_role(text: str) -> bool:
    """Return whether a text is a role.

    >>> is_role("governor"), is_role("agency:DOT"), is_role("agency:*"), is_role("admin")
    (True, True, False, False)
    """
    name, _, code = text.partition(":")
    return text in OFFICE or (name == AGENCY and is_code(code))
