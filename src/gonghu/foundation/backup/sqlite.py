"""An SQLite database taken out and put back (SQLite 的备份与恢复)."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from gonghu.foundation.backup.chunks import BackupDamaged
from gonghu.foundation.backup.databases import HEADS, SiteRunning, Snapshot
from gonghu.foundation.backup.manifest import TableFigures

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


class SqliteRebuilt:
    """A copy in a file beside the present database (重建的 SQLite 文件)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.settings: Mapping[str, Any] = {"NAME": path}

    def figures(self) -> Mapping[str, TableFigures]:
        """
        Count the rows of every table.

        :raises BackupDamaged: SQLite finds the file broken
        """
        return _figures(self._path)

    def put_in_place(self, mark: str) -> str:
        """
        Move the present database aside and the copy in its place.

        :raises SiteRunning: another program has the present one open
        """
        present = Path(connection.settings_dict["NAME"])
        connection.close()
        # The two may lie on different disks: what takes long is done before the exchange.
        incoming = present.with_name(f".{present.name}.incoming")
        shutil.move(self._path, incoming)
        aside = present.with_name(f"{present.name}.{mark}")
        if present.exists():
            _demand_nobody_else(present)
            present.rename(aside)
        incoming.rename(present)
        return str(aside)


class Sqlite:
    """SQLite (嵌入式数据库)."""

    dump_name = "database.sqlite3"

    def dump(self, into: Path) -> Snapshot:
        """Copy the database as it is at one moment, while others go on writing."""
        connection.ensure_connection()
        with closing(sqlite3.connect(into)) as copy:
            connection.connection.backup(copy)
            # A single file without a log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            heads = tuple(copy.execute(HEADS).fetchall())
        return Snapshot(_figures(into), heads)

    @contextmanager
    def rebuilt(self, dump: Path) -> Iterator[SqliteRebuilt]:
        """Use the dump itself: it is a database."""
        yield SqliteRebuilt(dump)


def _figures(path: Path) -> dict[str, TableFigures]:
    try:
        with closing(sqlite3.connect(path)) as copy:
            (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
            if said != "ok":
                raise BackupDamaged(f"备份里的数据库已损坏：{said}")
            names = [name for (name,) in copy.execute(_TABLES)]
            return {name: TableFigures(copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}
    except sqlite3.DatabaseError as problem:
        raise BackupDamaged(f"备份里的数据库打不开：{problem}") from problem


def _demand_nobody_else(path: Path) -> None:
    """Leave the shared log, which SQLite allows only to whoever is alone with the file."""
    with closing(sqlite3.connect(path, timeout=1)) as alone:
        try:
            (mode,) = alone.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError as problem:
            raise SiteRunning("数据库正在使用，不能替换。请先停止网站、后台处理和时钟，再恢复。") from problem
    if mode != "delete":
        raise SiteRunning("数据库正在使用，不能替换。请先停止网站、后台处理和时钟，再恢复。")
