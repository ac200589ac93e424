"""Deployments of their own for tests that start real programs: a home folder, and a database that nobody else uses."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).parents[1]


@contextmanager
def deployment(home: Path) -> Iterator[dict[str, str]]:
    """Give the environment of a deployment, on PostgreSQL where the tests run on it, while the block runs."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GONGHU_", "DJANGO_"))}
    clean |= {"GONGHU_HOME": str(home), "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "gonghu.config.settings"}
    server = os.environ.get("GONGHU_DATABASE", "")
    if not server.startswith("postgres"):
        yield clean
        return
    name = f"site_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' TEMPLATE template0")
        try:
            yield clean | {"GONGHU_DATABASE": urlsplit(server)._replace(path=f"/{name}").geturl()}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
