"""An identity provider of the tests' own, which answers as it is told to: soundly, or wrongly in one way."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from joserfc.jws import JWSRegistry

CLIENT, SECRET, API = "equity", "a secret of the tests, long enough for HS256", "equity-api"


@cache
def _key(whose: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


@dataclass
class Rogue:
    """What it answers. `claims` are laid over sound ones (None: left out); `sign` is how tokens are signed."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    sign: str = "RS256"
    down: set[str] = field(default_factory=set)
    algorithms: list[str] = field(default_factory=lambda: ["RS256", "HS256", "none"])
    named: str = ""
    challenge: str = ""
    nonce: str = ""
    without_token: bool = False
    instead: Any = None
    taken: list[str] = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: _key("own"))
    other: RSAKey = field(default_factory=lambda: _key("another"))

    @property
    def issuer(self) -> str:
        return self.address

    def token(self, audience: str = CLIENT, **claims: Any) -> str:
        """Return a token, signed as told to."""
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "aud": audience,
            "sub": "person-1",
            "iat": now,
            "exp": now + 300,
            "roles": "analyst",
        }
        said = {**said, **claims, **self.claims}
        said = {name: value for name, value in said.items() if value is not None}
        header = {"alg": "RS256", "kid": "one"}
        match self.sign:
            case "RS256":
                return jwt.encode(header, said, self.key)
            case "another key":
                return jwt.encode(header, said, self.other)
            case "none":
                return f"{_text({'alg': 'none'})}.{_text(said)}."
            case "secret":
                return _hashed(said, SECRET.encode())
            case "public key":
                return _hashed(said, self.key.as_pem(private=False))
            case "changed":
                head, _, seal = jwt.encode(header, said, self.key).split(".")
                return f"{head}.{_text({**said, 'roles': 'governor'})}.{seal}"
        raise ValueError(self.sign)

    def answer(self, path: str, form: Mapping[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """Return status and body of what is asked at a path."""
        if path in self.down:
            return 500, {"error": "server_error"}
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.named or self.issuer,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                "end_session_endpoint": f"{self.address}/end",
                "id_token_signing_alg_values_supported": self.algorithms,
            }
        if path == "/keys":
            return 200, {"keys": [self.key.as_dict(private=False)]}
        code, verifier = form.get("code", [""])[0], form.get("code_verifier", [""])[0]
        proved = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if code in self.taken or proved != self.challenge:
            return 400, {"error": "invalid_grant"}
        self.taken.append(code)
        answer = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300}
        if self.without_token:
            return 200, answer
        return 200, {**answer, "id_token": self.instead or self.token(nonce=self.nonce)}


def _text(said: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def _hashed(said: dict[str, Any], key: bytes) -> str:
    registry = JWSRegistry(algorithms=["HS256"])
    if not key.startswith(b"-----"):
        return jwt.encode({"alg": "HS256", "kid": "one"}, said, OctKey.import_key(key), registry=registry)
    # Libraries refuse to sign so; an attacker does not ask them.
    import hmac

    head = f"{_text({'alg': 'HS256', 'kid': 'one'})}.{_text(said)}"
    seal = base64.urlsafe_b64encode(hmac.new(key, head.encode(), "sha256").digest()).decode().rstrip("=")
    return f"{head}.{seal}"


@contextmanager
def serving() -> Iterator[Rogue]:
    """Yield a provider that listens on this machine."""
    rogue = Rogue()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            self._answer(parse_qs(self.rfile.read(length).decode()))

        def _answer(self, form: Mapping[str, list[str]]) -> None:
            status, said = rogue.answer(self.path.partition("?")[0], form)
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    rogue.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield rogue
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
