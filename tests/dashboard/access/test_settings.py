"""How internal readers sign in is said by the environment or a file; without it the internal pages do not start."""

from pathlib import Path

import pytest

from dashboard import create_app
from dashboard.access.settings import Demonstration, NotSet, Provider, from_environment


@pytest.fixture
def said(tmp_path: Path) -> dict[str, str]:
    """A sound environment."""
    (tmp_path / "secret").write_text("hidden\n")
    return {
        "EQUITY_OIDC_ISSUER": "https://login.example.org/tenant/v2.0",
        "EQUITY_OIDC_CLIENT_ID": "equity",
        "EQUITY_OIDC_SECRET_FILE": str(tmp_path / "secret"),
        "EQUITY_OIDC_ADDRESS": "https://internal.example.org/",
    }


def test_the_environment_says_who_the_provider_is(said: dict[str, str]) -> None:
    found = from_environment(said)
    assert isinstance(found, Provider)
    assert (found.issuer, found.secret, found.address) == (
        said["EQUITY_OIDC_ISSUER"],
        "hidden",
        said["EQUITY_OIDC_ADDRESS"][:-1],
    )
    assert found.secure
    assert "hidden" not in repr(found)


def test_a_file_says_it_too_and_the_environment_goes_first(said: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "oidc.toml").write_text(
        f'issuer = "https://other.example"\nclient_id = "filed"\nsecret_file = "{tmp_path}/secret"\n'
        'address = "https://internal.example"\nroles_claim = "groups"\n[groups]\n"6f1" = "agency:DOT"\n'
    )
    found = from_environment({"EQUITY_OIDC_FILE": str(tmp_path / "oidc.toml"), "EQUITY_OIDC_CLIENT_ID": "named"})
    assert isinstance(found, Provider)
    assert (found.client_id, found.roles_claim, found.groups) == ("named", "groups", {"6f1": "agency:DOT"})


@pytest.mark.parametrize("name", ["ISSUER", "CLIENT_ID", "SECRET_FILE", "ADDRESS"])
def test_what_is_missing_is_named_and_so_is_the_demonstration(said: dict[str, str], name: str) -> None:
    del said[f"EQUITY_OIDC_{name}"]
    with pytest.raises(NotSet, match=f"set EQUITY_OIDC_{name} .*EQUITY_SIGN_IN=demo"):
        from_environment(said)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("EQUITY_OIDC_ISSUER", "http://login.example.org", "https"),
        ("EQUITY_OIDC_ISSUER", "login.example.org", "https"),
        ("EQUITY_OIDC_ADDRESS", "http://internal.example.org", "https"),
        ("EQUITY_OIDC_ADDRESS", "https://x@internal.example.org", "address"),
        ("EQUITY_OIDC_SECRET_FILE", "/nowhere/at/all", "cannot be read"),
        ("EQUITY_OIDC_ROLES_CLAIM", "roles or so", "name of a claim"),
        ("EQUITY_SIGN_IN", "yes", "demo"),
        ("EQUITY_OIDC_FILE", "/nowhere/at/all", "cannot be read"),
    ],
)
def test_what_is_wrong_is_said(said: dict[str, str], name: str, value: str, told: str) -> None:
    with pytest.raises(NotSet, match=told):
        from_environment(said | {name: value})


@pytest.mark.parametrize(
    ("text", "told"),
    [("colour = 1\n", "no setting"), ("issuer = \n", "cannot be read"), ('[groups]\n"6f1" = "owner"\n', "no role")],
)
def test_a_file_with_anything_else_is_refused(said: dict[str, str], tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "oidc.toml").write_text(text)
    with pytest.raises(NotSet, match=told):
        from_environment(said | {"EQUITY_OIDC_FILE": str(tmp_path / "oidc.toml")})


def test_an_empty_secret_is_none(said: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("\n")
    with pytest.raises(NotSet, match="empty"):
        from_environment(said)


def test_internal_pages_do_not_start_without_a_sign_in(tmp_path: Path) -> None:
    with pytest.raises(NotSet, match="need a sign-in"):
        create_app(tmp_path, "internal")
    with pytest.raises(NotSet, match="need a sign-in"):
        create_app(tmp_path, "public", Demonstration())
