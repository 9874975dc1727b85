"""Signing in with an OpenID Connect provider: code flow with PKCE, state and nonce, by Authlib."""

from typing import Any

import requests
from authlib.integrations.flask_client import OAuth, OAuthError
from flask import Flask
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from dashboard.access.settings import Provider
from dashboard.access.viewer import NoRole, Viewer, roles

_SECONDS = 5
_LEEWAY = 30
_NAME = "provider"
_DISCOVERY = "/.well-known/openid-configuration"
_FORGOTTEN = "_claim_names"


class Down(RuntimeError):
    """The provider cannot be reached, or does not answer as one."""


class Refused(RuntimeError):
    """What came back from the provider lets nobody in; the message says why, for the audit trail."""


class Door:
    """The way to the provider and back."""

    def __init__(self, server: Flask, settings: Provider) -> None:
        self.settings = settings
        self._oauth = OAuth(server)
        self._oauth.register(
            _NAME,
            client_id=settings.client_id,
            client_secret=settings.secret,
            server_metadata_url=settings.issuer.rstrip("/") + _DISCOVERY,
            client_kwargs={
                "scope": "openid profile",
                "code_challenge_method": "S256",
                "default_timeout": _SECONDS,
            },
        )

    def away(self, back: str) -> Response:
        """Return the answer that sends a browser to the provider, to come back to the path `back`. Raises Down."""
        client = self._client(anew=True)
        try:
            answer: Response = client.authorize_redirect(self.settings.address + back)
        except (requests.RequestException, ValueError, KeyError, RuntimeError) as problem:
            raise Down(str(problem)) from problem
        return answer

    def back(self) -> Viewer:
        """Return who came back from the provider with this request.

        Raises Down; Refused for an answer that is none to our question or whose token is not for us, now, and signed;
        NoRole for an account that has no role here.
        """
        client = self._client()
        wanted = {
            "iss": {"essential": True, "value": self.settings.issuer},
            "aud": {"essential": True, "value": self.settings.client_id},
        }
        try:
            token = client.authorize_access_token(claims_options=wanted, leeway=_LEEWAY)
        except requests.RequestException as problem:
            raise Down(str(problem)) from problem
        except (OAuthError, JoseError, ValueError, KeyError, TypeError, AttributeError) as problem:
            # What an answer says of itself may be anybody's words; what is wrong with a token is ours.
            why = str(problem) if isinstance(problem, JoseError) else "the answer is none to our question"
            raise Refused(f"{type(problem).__name__}: {why}") from problem
        claims = token.get("userinfo")
        if not claims or not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise Refused("no id token came with the answer")
        return known(claims, self.settings)

    def leave(self, back: str) -> str:
        """Return the address at which the provider lets somebody sign out too; blank if it has none or is down."""
        try:
            metadata = self._client().load_server_metadata()
            said = self._client().create_logout_url(self.settings.address + back, client_id=self.settings.client_id)
        except (Down, requests.RequestException, RuntimeError):
            return ""
        return str(said["url"]) if metadata.get("end_session_endpoint") else ""

    def _client(self, *, anew: bool = False) -> Any:
        """Return Authlib's client, which takes no algorithm and no issuer but those we expect.

        `anew`: ask the provider again what it offers and for its keys, so that nobody is sent to one that is down, and
        no key is taken that it has given up. Raises Down.
        """
        client = self._oauth.create_client(_NAME)
        if anew:
            for name in ("_loaded_at", "jwks"):
                client.server_metadata.pop(name, None)
        try:
            metadata = client.load_server_metadata()
        except (requests.RequestException, ValueError, TypeError) as problem:
            raise Down(str(problem)) from problem
        if metadata.get("issuer") != self.settings.issuer:
            client.server_metadata.clear()
            raise Down(f"the provider calls itself {metadata.get('issuer')!r}; expected {self.settings.issuer!r}")
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [
            each for each in offered if each in self.settings.algorithms
        ] or ["RS256"]
        return client


def known(claims: dict[str, Any], settings: Provider) -> Viewer:
    """Return the viewer that claims are of, whose signature was checked. Raises NoRole."""
    said, subject = claims.get(settings.roles_claim), str(claims["sub"])[:200]
    if said is None and settings.roles_claim in (claims.get(_FORGOTTEN) or {}):
        why = "the provider left the account's groups out, since they are too many; have it send roles instead"
        raise NoRole(why, subject)
    name = claims.get("name") or claims.get("preferred_username") or ""
    try:
        return Viewer(subject, str(name)[:100], roles(said, settings.groups))
    except NoRole as reason:
        raise NoRole(str(reason), subject, several=reason.several) from None
