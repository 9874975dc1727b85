"""What is deployed is what docs/security.md says: no root, read-only, one image for every job."""

import re
import shlex
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from cli import app
from dashboard.settings import settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


@pytest.fixture(scope="module")
def image() -> list[tuple[str, str]]:
    """The Dockerfile's instructions: word and rest."""
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def test_the_image_runs_as_nobodys_root_and_says_how_it_is(image: list[tuple[str, str]]) -> None:
    last = max(n for n, (word, _) in enumerate(image) if word == "FROM")
    final = image[last:]
    users = [n for n, (word, rest) in enumerate(final) if word == "USER" and rest not in ("root", "0")]
    assert len(users) == 1
    assert all(word not in ("RUN", "COPY", "ADD") for word, _ in final[users[0] :])
    health = next(rest for word, rest in final if word == "HEALTHCHECK")
    assert "/readyz" in health
    assert not [
        rest for word, rest in image if word in ("ARG", "ENV") and re.search(r"secret|token|password|key", rest, re.I)
    ]
    assert not [rest for word, rest in image if word == "ADD"]


def test_the_image_holds_locked_packages_and_their_bill(image: list[tuple[str, str]]) -> None:
    installs = [part for word, rest in image if word == "RUN" for part in rest.split("&&") if "pip install" in part]
    assert installs
    for each in installs:
        assert "--require-hashes" in each or "--no-deps" in each, each
    assert any("sbom.cdx.json" in rest for word, rest in image if word == "RUN")
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for word, rest in image:
        if word == "COPY" and "--from" not in rest:
            for source in shlex.split(rest)[:-1]:
                assert (ROOT / source).exists(), source
                assert source.removeprefix("./") not in ignored
    assert {".git", "var", ".venv"} <= set(ignored)


@pytest.mark.parametrize("service", ["public", "internal", "jobs"])
def test_each_service_is_the_same_image_read_only_and_without_privileges(compose: dict[str, Any], service: str) -> None:
    given = compose["services"][service]
    assert given["image"] == compose["services"]["public"]["image"]
    assert given["read_only"] is True
    assert given["cap_drop"] == ["ALL"]
    assert given["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in given
    words = given["command"]
    done = CliRunner().invoke(app, [words[0], "--help"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("service", ["public", "internal"])
def test_a_site_reads_releases_only_listens_here_only_and_is_checked(compose: dict[str, Any], service: str) -> None:
    given = compose["services"][service]
    seen = [(each["target"], each.get("read_only", False), each["volume"]["subpath"]) for each in given["volumes"]]
    # The internal site writes sessions and the audit trail, and nothing else.
    own = [("/data/access", False, "access")] if service == "internal" else []
    assert seen == [("/data/releases", True, "releases"), *own]
    assert all(port.startswith("127.0.0.1:") for port in given["ports"])
    assert "healthcheck" not in given, "the image's own check is used"
    assert given["command"][-1] == service
    stated = {name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", str(value)) for name, value in given["environment"].items()}
    settings(stated)


def test_the_public_site_is_another_user_than_the_one_that_owns_the_internal_file(compose: dict[str, Any]) -> None:
    assert compose["services"]["public"]["user"] == "10002:10002"
    assert "--uid 10001" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    units = {path.stem: path.read_text(encoding="utf-8") for path in UNITS}
    assert "SupplementaryGroups" not in units["equity-public"]
    assert "BindPaths=" not in units["equity-public"]
    owner = {name: dict(re.findall(r"^(User)=(.*)$", text, re.MULTILINE))["User"] for name, text in units.items()}
    assert owner == {"equity-public": "equity-public", "equity-internal": "equity", "equity-load": "equity"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: str(path.stem))
def test_a_unit_is_closed_and_its_commands_exist(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    lines = dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
    for name, said in {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "CapabilityBoundingSet": ""}.items():
        assert lines[name] == said
    assert lines["User"] != "root"
    known = {each.name for each in app.registered_commands}
    for command in re.findall(r"^ExecStart=/opt/equity/.venv/bin/equity (\w+)", text, re.MULTILINE):
        assert command in known
    stated = dict(re.findall(r"(EQUITY_\w+)=(\S+)", text))
    settings(stated)


@pytest.mark.skipif(which("systemd-analyze") is None, reason="asks systemd-analyze, which is not installed")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: str(path.stem))
def test_systemd_finds_nothing_to_object_to(unit: Path) -> None:
    verify = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    # The program is not installed where the unit says; nor are the users there.
    objections = [line for line in verify.stderr.splitlines() if "is not executable" not in line]
    assert [line for line in objections if unit.name in line] == []
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit)], capture_output=True, check=False
    )
    assert rated.returncode == 0, rated.stdout.decode()[-200:]
