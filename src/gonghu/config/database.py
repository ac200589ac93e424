"""
The database of a deployment (数据库): SQLite in the home folder, or PostgreSQL by one setting.

SQLite takes the write lock when a transaction begins (IMMEDIATE): with Django's default, two officers who read and
then write at once lose one of the two writes. FULL makes an acknowledged write survive a power cut.
"""

from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from gonghu.config.environment import SettingUnreadable

_KEPT_OPEN_SECONDS: Final = 600
_WAITS_FOR_THE_LOCK_SECONDS: Final = 20
_MAPPED_BYTES: Final = 256 * 1024 * 1024
_CACHE_KIBIBYTES: Final = 64 * 1024
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA temp_store=MEMORY;"
    f"PRAGMA mmap_size={_MAPPED_BYTES};"
    f"PRAGMA cache_size=-{_CACHE_KIBIBYTES};"
)


def database_settings(address: str, home: Path) -> dict[str, Any]:
    """
    Give Django's settings for one database address; an empty one is SQLite in the home folder.

    ``postgresql://user:password@host:5432/name?sslmode=require`` or ``sqlite:////var/lib/gonghu.sqlite3``; a host
    that is a folder (``?host=/run/postgresql``) is a Unix socket.

    :raises SettingUnreadable: another scheme, or no name of a database
    """
    if not address:
        return _sqlite(home / "gonghu.sqlite3")
    parts = urlsplit(address)
    if parts.scheme == "sqlite" and parts.path:
        return _sqlite(Path(unquote(parts.path.removeprefix("/"))))
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise SettingUnreadable(
            "环境变量 GONGHU_DATABASE 应写作 postgresql://用户:口令@主机:5432/库名，或 sqlite:////路径/文件名；"
            "不设置则使用 GONGHU_HOME 下的 SQLite"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": _KEPT_OPEN_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": _KEPT_OPEN_SECONDS,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": _WAITS_FOR_THE_LOCK_SECONDS,
            "init_command": _PRAGMAS,
        },
    }
