"""Passwords, tokens and keys: read where they are needed, from an environment variable or a file; never written."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.origins.refusal import Refused

_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is kept: in an environment variable, or alone in a file."""

    environment: str | None = None
    file: Path | None = None

    def reveal(self, variables: Mapping[str, str]) -> str:
        """Return the secret, without space around it. Raises Refused, with where it should be, if it is not there."""
        if self.environment is not None:
            secret, where = variables.get(self.environment, ""), f"the environment variable {self.environment}"
        else:
            assert self.file is not None  # noqa: S101 - settings hold one of the two
            where = f"the file {self.file}"
            try:
                secret = self.file.read_bytes()[:_LONGEST].decode("utf-8")
            except (OSError, UnicodeDecodeError):
                raise Refused(f"{where} cannot be read; sources.toml says that a secret is in it") from None
        secret = secret.strip()
        if not secret or any(not character.isprintable() for character in secret):
            raise Refused(f"{where} holds no secret on one line; sources.toml says that it does. Set it, and try again")
        return secret
