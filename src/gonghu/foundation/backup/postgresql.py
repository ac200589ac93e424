"""A PostgreSQL database taken out and put back by pg_dump and pg_restore (PostgreSQL 的备份与恢复)."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from gonghu.foundation.backup.databases import HEADS, SiteRunning, Snapshot, ToolMissing
from gonghu.foundation.backup.manifest import TableFigures

_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
# Sums do not mind the order of rows; the text of a row depends on the session's zone, which is therefore set.
_FIGURES: Final = sql.SQL(
    "SELECT count(*), coalesce(sum(('x' || left(digest, 15))::bit(60)::bigint), 0)::text || '-'"
    " || coalesce(sum(('x' || right(digest, 15))::bit(60)::bigint), 0)::text"
    " FROM (SELECT md5(t::text) AS digest FROM {table} AS t) AS digests"
)


class PostgresqlRebuilt:
    """A database of its own on the same server (重建的 PostgreSQL 数据库)."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.settings: Mapping[str, Any] = {"NAME": name}
        self.kept = False

    def figures(self) -> Mapping[str, TableFigures]:
        """Count and digest the rows of every table."""
        with closing(_connected(self._name)) as other:
            return _figures(other)

    def put_in_place(self, mark: str) -> str:
        """
        Rename the present database, and this one to its name.

        :raises SiteRunning: somebody is connected to the present one
        """
        present = str(connection.settings_dict["NAME"])
        aside = f"{present}_{mark}"[:63]
        connection.close()
        with closing(_connected("postgres")) as server:
            try:
                with server.transaction():
                    for name, other in ((present, aside), (self._name, present)):
                        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                        server.execute(rename.format(sql.Identifier(name), sql.Identifier(other)))
            except psycopg.errors.ObjectInUse as problem:
                raise SiteRunning("数据库正在使用，不能替换。请先停止网站、后台处理和时钟，再恢复。") from problem
        self.kept = True
        return aside


class Postgresql:
    """PostgreSQL (数据库服务器)."""

    dump_name = "database.dump"

    def dump(self, into: Path) -> Snapshot:
        """Let pg_dump write the database as one transaction sees it, and count in the same transaction."""
        with closing(_connected(str(connection.settings_dict["NAME"]))) as reader:
            reader.autocommit = False
            reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            (snapshot,) = reader.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            name = str(connection.settings_dict["NAME"])
            _run("pg_dump", "-Fc", "--no-owner", "--no-acl", f"--snapshot={snapshot}", f"--file={into}", name=name)
            return Snapshot(_figures(reader), tuple(reader.execute(HEADS).fetchall()))

    @contextmanager
    def rebuilt(self, dump: Path) -> Iterator[PostgresqlRebuilt]:
        """Restore a dump into a new database; the role needs the right to create one."""
        name = f"gonghu_restore_{secrets.token_hex(6)}"
        create = "CREATE DATABASE {} ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0"
        with closing(_connected("postgres")) as server:
            try:
                server.execute(sql.SQL(create).format(sql.Identifier(name)))
            except psycopg.errors.InsufficientPrivilege as problem:
                raise ToolMissing("数据库账号不能建库，无法核对。请由管理员执行：ALTER ROLE … CREATEDB") from problem
            found = PostgresqlRebuilt(name)
            try:
                _run("pg_restore", "--no-owner", "--no-acl", "--exit-on-error", str(dump), name=name)
                yield found
            finally:
                if not found.kept:
                    server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _figures(reader: psycopg.Connection[Any]) -> dict[str, TableFigures]:
    reader.execute("SET timezone TO 'UTC'")
    found = {}
    for (name,) in reader.execute(_TABLES).fetchall():
        rows, digest = reader.execute(_FIGURES.format(table=sql.Identifier(name))).fetchone() or (0, "")
        found[name] = TableFigures(rows, digest)
    return found


def _connected(name: str) -> psycopg.Connection[Any]:
    return psycopg.connect(_address(name), password=connection.settings_dict["PASSWORD"] or None, autocommit=True)


def _address(name: str) -> str:
    """Write where a database is, without the password."""
    said = connection.settings_dict
    known = {"host": said["HOST"], "port": said["PORT"], "user": said["USER"], **said.get("OPTIONS", {})}
    plain = {key: str(value) for key, value in known.items() if isinstance(value, str | int) and value != ""}
    return make_conninfo(dbname=name, **plain)


def _run(program: str, *arguments: str, name: str) -> None:
    """
    Run a program of PostgreSQL; the password goes by the environment, where no list of processes shows it.

    :raises ToolMissing: it is not installed, or failed
    """
    found = shutil.which(program)
    if not found:
        raise ToolMissing(f"没有安装 {program}。请运行：apt-get install -y postgresql-client")
    password = connection.settings_dict["PASSWORD"]
    variables = os.environ | ({"PGPASSWORD": password} if password else {})
    place = f"--dbname={_address(name)}"
    ran = subprocess.run([found, *arguments, place], env=variables, capture_output=True, text=True, check=False)
    if ran.returncode:
        lines = ran.stderr.strip().splitlines() or ["?"]
        raise ToolMissing(f"{program} 没有完成：{lines[0]}")
