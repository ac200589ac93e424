"""A site that is really served while something is measured, on either database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from benchmarks.desk_site import environment
from benchmarks.desk_visitors import PageRefused, Visitor
from benchmarks.running import REPOSITORY, Contender, run_once

DURABLE: Final = ("listen_addresses=", "max_connections=60", "shared_buffers=1GB", "timezone=Asia/Shanghai")
"""Settings of a PostgreSQL that keeps what it says it has kept."""


def inside(address: str, home: Path, function: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Call a function with Django started on the site's database, in a process of its own."""
    whole = {"address": address, "home": str(home), "function": f"benchmarks.{function}", "arguments": arguments}
    return run_once(Contender(function, "benchmarks.desk_site:in_site", whole)).answer


@contextmanager
def serving(address: str, home: Path, *, worker: bool = True) -> Iterator[str]:
    """Serve the site on a free port while the block runs; without a worker nothing but the visitors is at work."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    beside = "--with-worker" if worker else "--without-worker"
    command = [str(Path(sys.executable).with_name("gonghu")), "serve", "--port", str(port), beside]
    with (home / "serve.log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=REPOSITORY, env={**os.environ, **environment(address, str(home))}, stdout=log, stderr=log
        )
    try:
        _wait(f"127.0.0.1:{port}", server, home)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def _wait(host: str, server: subprocess.Popen[bytes], home: Path) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            Visitor(host).open("/livez")
            return
        except (OSError, PageRefused):
            if server.poll() is not None or time.monotonic() > until:
                raise PageRefused((home / "serve.log").read_text()) from None
            time.sleep(0.2)
