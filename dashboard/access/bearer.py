"""Bearer tokens for the internal site's API: signed by the provider, meant for the API, not expired, with a role."""

import threading
import time
from collections.abc import Callable
from typing import Any

import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from dashboard.access.provider import known
from dashboard.access.settings import Provider
from dashboard.access.viewer import NoRole, Viewer

_SECONDS = 5
_KEPT, _AGAIN = 3600, 60
"""Seconds that keys are kept, and that pass before they are asked for again for a token of an unknown key."""
_LEEWAY = 30
_LONGEST = 8192
_OF_SIGN_IN = ("nonce", "at_hash")
"""Claims by which a token is one of a sign-in and none for the API, whose audience may be the same."""
_WRONG = (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


class NotValid(ValueError):
    """A token lets nobody in; the message says why, for the audit trail."""


class Unreachable(RuntimeError):
    """The provider's keys cannot be had."""


class Bearer:
    """Checks tokens against the keys of a provider, which are fetched when they are first needed."""

    def __init__(self, settings: Provider, clock: Callable[[], float] = time.time) -> None:
        self.settings, self.clock = settings, clock
        self._keys: KeySet | None = None
        self._fetched = 0.0
        self._lock = threading.Lock()

    def viewer(self, header: str) -> Viewer:
        """Return whose token an `Authorization` header holds. Raises NotValid, Unreachable."""
        if not self.settings.api_audience:
            raise NotValid("this site takes no tokens: its setting api_audience is blank")
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token or len(token) > _LONGEST:
            raise NotValid("expected Authorization: Bearer and a token")
        claims = self._claims(token.strip())
        try:
            return known(claims, self.settings)
        except NoRole as reason:
            raise NotValid(str(reason)) from reason

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            claims = self._decoded(token, self._key_set())
        except _WRONG:
            # The provider may have taken a new key since.
            if self.clock() - self._fetched < _AGAIN:
                raise NotValid("the token is not signed by the provider") from None
            try:
                claims = self._decoded(token, self._key_set(anew=True))
            except _WRONG:
                raise NotValid("the token is not signed by the provider") from None
        try:
            jwt.JWTClaimsRegistry(
                now=lambda: int(self.clock()),
                leeway=_LEEWAY,
                iss={"essential": True, "value": self.settings.issuer},
                aud={"essential": True, "value": self.settings.api_audience},
                exp={"essential": True},
                sub={"essential": True},
            ).validate(claims)
        except _WRONG as problem:
            raise NotValid(f"the token's claims: {problem}") from None
        if any(name in claims for name in _OF_SIGN_IN):
            raise NotValid("the token is one of a sign-in, and none for the API")
        return claims

    def _decoded(self, token: str, keys: KeySet) -> dict[str, Any]:
        registry = JWSRegistry(algorithms=list(self.settings.algorithms), strict_check_header=False)
        return dict(jwt.decode(token, keys, registry=registry).claims)

    def _key_set(self, *, anew: bool = False) -> KeySet:
        with self._lock:
            if self._keys is None or anew or self.clock() - self._fetched > _KEPT:
                self._fetched, self._keys = self.clock(), self._fetch()
            return self._keys

    def _fetch(self) -> KeySet:
        address = self.settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
        try:
            metadata = requests.get(address, timeout=_SECONDS)
            metadata.raise_for_status()
            if metadata.json()["issuer"] != self.settings.issuer:
                raise Unreachable("the provider calls itself by another name")
            keys = requests.get(metadata.json()["jwks_uri"], timeout=_SECONDS)
            keys.raise_for_status()
            return KeySet.import_key_set(keys.json())
        except (requests.RequestException, ValueError, KeyError, TypeError) as problem:
            raise Unreachable(str(problem)) from problem
