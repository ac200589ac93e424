"""The whole of `gonghu screen` on an invented city, and the limit: DuckDB reads the same files and joins once."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

BLOCK_CHARACTERS = 1 << 20
# Titles stand above some headers: every line is read, as far as it goes, as text.
# Only small files have line breaks in their headers, which DuckDB's parallel reader refuses.
READ = (
    "read_csv({}, all_varchar = true, header = false, null_padding = true, strict_mode = false,"
    " quote = '\"', parallel = {})"
)
SMALL_BYTES = 8 << 20
COMMAND = "from gonghu.interfaces.cli.main import main; main()"
SCREENED, SOME_REFUSED = 0, 4


def screen(city: str, out: str, as_of: str) -> dict[str, Any]:
    """Run the command as an officer would."""
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "screen", city, "--as-of", as_of, "--out", out],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (SCREENED, SOME_REFUSED):
        raise RuntimeError(done.stderr[-2000:] or done.stdout[-2000:])
    return {"children": str(Path(out) / "children.csv")}


def floor(city: str, register: str, other: str) -> dict[str, Any]:
    """
    Read every file into a table with all its columns, then one hash join of the two largest on the number.

    DuckDB cannot decode GB18030, so files in it are first rewritten, which any reader must do in some way.
    """
    with TemporaryDirectory() as work, duckdb.connect() as connection:
        for number, path in enumerate(sorted(Path(city).iterdir())):
            file = readable(path, Path(work))
            lines = READ.format(quoted(file), file.stat().st_size > SMALL_BYTES)
            connection.execute(f"CREATE TABLE file_{number} AS FROM {lines}").fetchall()
            if path.name in (register, other):
                role = "register" if path.name == register else "other"
                connection.execute(f"CREATE VIEW {role} AS FROM file_{number}")
        keys = [_number_column(connection, role) for role in ("register", "other")]
        joined = connection.execute(
            f"SELECT count(*) FROM register r JOIN other o ON r.{keys[0]} = o.{keys[1]}"
        ).fetchall()[0][0]
    return {"joined": joined}


def quoted(path: Path) -> str:
    """Return a path as a SQL literal."""
    return "'" + str(path).replace("'", "''") + "'"


def readable(path: Path, work: Path) -> Path:
    """Return a UTF-8 file with the same text: the file itself, or a copy in ``work``."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            lines.read(BLOCK_CHARACTERS)
    except UnicodeDecodeError:
        rewritten = work / path.name
        with path.open(encoding="gb18030") as lines, rewritten.open("w", encoding="utf-8") as out:
            while block := lines.read(BLOCK_CHARACTERS):
                out.write(block)
        return rewritten
    return path


def _number_column(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """Return the first column whose cells look like ID numbers."""
    columns = [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
    shares = [
        connection.execute(
            f"SELECT avg((length({c}) = 18)::INTEGER) FROM (SELECT {c} FROM {table} LIMIT 1000)"
        ).fetchall()[0][0]
        or 0
        for c in columns
    ]
    return str(next(column for column, share in zip(columns, shares, strict=True) if share == max(shares)))
