"""A PostgreSQL server of our own for a test: a fresh cluster, a free port, a password; gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "canary-password-51c7"  # noqa: S105 - of a server that lives for one test


def programs() -> Path | None:
    """Return the folder of the server's programs: the newest of Debian's, or the one on the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("postgres")
    return Path(found).resolve().parent if found else None


@contextmanager
def running(bin_: Path) -> Iterator[str]:
    """Yield the address of a server as its owner. PostgreSQL refuses to run as root, so root lends it to nobody."""
    folder = Path(tempfile.mkdtemp(prefix="equity-postgres-"))
    root = os.geteuid() == 0
    who = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if root else []
    if root:
        shutil.chown(folder, "nobody", "nogroup")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    secret, data = folder / "password", folder / "data"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*who, str(bin_ / program), *arguments], cwd=folder, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()

    try:
        run(
            "initdb", "-D", str(data), "-U", "owner", "-A", "scram-sha-256", "--pwfile", str(secret), "-E", "UTF8", "-N"
        )
        options = f"-F -p {port} -h 127.0.0.1 -k {folder}"
        run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://owner:{PASSWORD}@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
