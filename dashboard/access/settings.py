"""The identity provider that internal readers sign in with, as the environment or a file names it.

Each setting stands in the file that `EQUITY_OIDC_FILE` names (TOML), or in the environment, which goes first. The
client's secret is read from a file and stands in neither.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dashboard.access.viewer import is_role
from dashboard.serving import is_loopback

SIGN_IN, FILE = "EQUITY_SIGN_IN", "EQUITY_OIDC_FILE"
DEMONSTRATION = "demo"
_PREFIX = "EQUITY_OIDC_"
_NEEDED = ("issuer", "client_id", "secret_file", "address")
_OTHER = ("roles_claim", "api_audience")
_SIGNED = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "EdDSA")
_CLAIM = re.compile(r"[A-Za-z0-9_:/.-]{1,200}")


class NotSet(ValueError):
    """The internal pages have no sign-in, or its settings are wrong. The message says what to set."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider and our place at it.

    `address`: where readers find the internal pages, without a slash at its end. `groups`: id of a group -> role.
    `api_audience`: what tokens for the API must be meant for; blank where none are taken.
    """

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    address: str = ""
    roles_claim: str = "roles"
    api_audience: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    algorithms: tuple[str, ...] = _SIGNED

    @property
    def secure(self) -> bool:
        """Whether readers come by https; else the cookie could not be kept to it."""
        return self.address.startswith("https://")


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Readers choose a role themselves. On this machine only."""


SignIn = Provider | Demonstration


def from_environment(environment: Mapping[str, str]) -> SignIn:
    """Return how internal readers sign in. Raises NotSet, saying which setting is missing or wrong."""
    asked = environment.get(SIGN_IN, "")
    if asked == DEMONSTRATION:
        return Demonstration()
    if asked:
        raise NotSet(f"{SIGN_IN} is {asked!r}; expected {DEMONSTRATION!r}, or nothing where there is a provider")
    said = _file(environment.get(FILE, ""))
    for name in (*_NEEDED, *_OTHER):
        if value := environment.get(_PREFIX + name.upper(), ""):
            said[name] = value
    if missing := [name for name in _NEEDED if not said.get(name)]:
        needed = ", ".join(_PREFIX + name.upper() for name in missing)
        raise NotSet(
            f"the internal pages need a sign-in: set {needed} (or these settings in a file that {FILE} names). To try "
            f"them out on this machine alone, set {SIGN_IN}={DEMONSTRATION}"
        )
    return Provider(
        issuer=_issuer(str(said["issuer"])),
        client_id=str(said["client_id"]),
        secret=_secret(Path(str(said["secret_file"]))),
        address=_address("address", str(said["address"])).rstrip("/"),
        roles_claim=_claim(str(said.get("roles_claim", "roles"))),
        api_audience=str(said.get("api_audience", "")),
        groups=_groups(said.get("groups", {})),
    )


def _file(name: str) -> dict[str, Any]:
    if not name:
        return {}
    try:
        said = tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise NotSet(f"{FILE} names {name}, which cannot be read: {problem}; mend it") from problem
    if unknown := sorted(said.keys() - {*_NEEDED, *_OTHER, "groups"}):
        raise NotSet(f"{name}: {unknown[0]} is no setting; choose {', '.join((*_NEEDED, *_OTHER, 'groups'))}")
    return said


def _address(name: str, text: str) -> str:
    parts = urlsplit(text)
    encrypted = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not encrypted or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise NotSet(f"{name} is {text!r}; expected an address that begins with https://")
    return text


def _issuer(text: str) -> str:
    return _address("issuer", text)


def _secret(path: Path) -> str:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as problem:
        raise NotSet(f"secret_file is {path}, which cannot be read: {problem}; put the client's secret there") from None
    if not secret:
        raise NotSet(f"secret_file is {path}, which is empty; put the client's secret there")
    return secret


def _claim(text: str) -> str:
    if not _CLAIM.fullmatch(text):
        raise NotSet(f"roles_claim is {text!r}; expected the name of a claim, such as roles or groups")
    return text


def _groups(said: object) -> Mapping[str, str]:
    if not isinstance(said, dict) or not all(isinstance(role, str) for role in said.values()):
        raise NotSet(f"groups is {said!r}; expected the id of each group and its role")
    if wrong := [role for role in said.values() if not is_role(role)]:
        raise NotSet(f"groups: {wrong[0]!r} is no role; choose governor, analyst, steward or agency:CODE")
    return dict(said)
