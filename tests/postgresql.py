"""
Run a command beside a PostgreSQL of its own: `python -m tests.postgresql .venv/bin/pytest -m django_db`.

The cluster lies in a temporary folder, listens on a Unix socket only, and is gone afterwards. PostgreSQL refuses to run
as root, so root lends it the user that Debian made for it, or nobody.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = "PostgreSQL is not installed. Please run: apt-get install -y --no-install-recommends postgresql"
# Speed instead of safety: nothing here outlives the command.
SETTINGS = (
    "listen_addresses=", "fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=50",
    "max_locks_per_transaction=256",
    "timezone=Asia/Shanghai", "log_min_messages=fatal", "wal_level=minimal", "max_wal_senders=0", "autovacuum=off",
)  # fmt: skip
STARTS_WITHIN_SECONDS = 30


class NoPostgreSQL(Exception):
    """There are no server binaries on this machine, or the server does not start."""


def binaries() -> Path:
    """Return the folder of the newest server installed by Debian, or of the one on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise NoPostgreSQL(MISSING)
    return found[-1].parent if found else Path(str(on_path)).parent


def owner() -> str | None:
    """Return the user who owns the cluster; None if it is the present one."""
    if os.geteuid() != 0:
        return None
    users = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"


@contextmanager
def cluster(*, settings: tuple[str, ...] = SETTINGS) -> Iterator[str]:
    """Run a cluster while the block runs and give the address of its database, as GONGHU_DATABASE takes it."""
    programs, user = binaries(), owner()
    folder = Path(tempfile.mkdtemp(prefix="gonghu-pg-"))
    if user:
        shutil.chown(folder, user)
    try:
        made = [str(programs / "initdb"), "-D", str(folder / "cluster"), "-U", "gonghu", "-A", "trust", "-N"]
        made += ["-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(made, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        options = [word for setting in (*settings, f"unix_socket_directories={folder}") for word in ("-c", setting)]
        command = [str(programs / "postgres"), "-D", str(folder / "cluster"), *options]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(command, user=user, cwd=folder, stderr=log, stdout=log, start_new_session=True)
        try:
            _wait(programs, folder, server)
            yield f"postgresql://gonghu@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGINT)  # ends all connections and shuts down
            server.wait(STARTS_WITHIN_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    asked = [str(programs / "pg_isready"), "-q", "-h", str(folder), "-U", "gonghu"]
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while subprocess.run(asked, check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > until:
            raise NoPostgreSQL(f"PostgreSQL does not start: {(folder / 'log').read_text()}")
        time.sleep(0.1)


def main() -> int:
    """Run the command; without PostgreSQL pass it over, but never under CI."""
    try:
        with cluster() as address:
            return subprocess.run(sys.argv[1:], env={**os.environ, "GONGHU_DATABASE": address}, check=False).returncode
    except NoPostgreSQL as problem:
        print(f"Skipped on PostgreSQL: {problem}", file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    # Whoever ends us ends the server too.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    sys.exit(main())
