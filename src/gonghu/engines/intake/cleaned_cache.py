"""
Cleaned rows kept for the next run (清洗缓存): Parquet by the content of the file and by what cleaned it.

A file is known again by its SHA-256; the key also holds its name (which settles ties), the profiles, what a person has
said of it, and the version of the program. Files come and go as whole folders, so a broken run leaves nothing half.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from gonghu.engines.intake.cleaning.sql_text import literal
from gonghu.engines.intake.delivery import Column, Counts, Refusal, Sheet
from gonghu.engines.intake.file_reading import Outcome
from gonghu.engines.intake.header_match import Found
from gonghu.engines.intake.mapping_file import Mappings
from gonghu.engines.intake.profiles import Profiles
from gonghu.engines.intake.roster_tables import has_table, note_file, table_of
from gonghu.engines.intake.tracing import Statements

FORMAT: Final = 2
"""Raised when the cleaning changes what it makes of the same cells."""

ROW_GROUP: Final = 122_880
"""Larger groups are scanned by one thread."""

DICTIONARY: Final = 5_000
"""Columns with more different values are written plainly: to look for repeats in numbers costs a fifth of the time."""

_ACCOUNTS: Final = ("intake_quarantine", "intake_warning")
_CONTENTS: Final = "sheets.json"


@dataclass(frozen=True)
class CleanedCache:
    """A folder of cleaned files for one set of profiles."""

    folder: Path
    stamp: str

    @classmethod
    def of(cls, folder: Path, profiles: Profiles) -> "CleanedCache":
        """Open the cache for these profiles and this version of the program."""
        versions = [f"{profile.kind}:{profile.version}" for profile in profiles]
        return cls(folder, "|".join([_program(), str(FORMAT), *versions]))

    def key(self, sha256: str, label: str, mappings: Mappings) -> str:
        """Return the name under which a file is kept."""
        name = label.rsplit("/", 1)[-1]
        said = sorted((place, repr(one)) for place, one in mappings.by_place.items() if name in place)
        return hashlib.sha256("\n".join([sha256, label, repr(said), self.stamp]).encode()).hexdigest()

    def keep(self, key: str, kept: Outcome, statements: Statements) -> None:
        """Keep the rows of a file just read."""
        made = self.folder / f"{key}.partial"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        for number, sheet in enumerate(kept.sheets):
            for table in (table_of(sheet.kind), *_ACCOUNTS):
                part = _part(made, number, table)
                rows = statements.count(
                    f"keep {table}",
                    "留存清洗结果，下次同样的文件直接取用",
                    f"COPY (SELECT * EXCLUDE file_no FROM {table} WHERE file_no = {sheet.file_no}) "
                    f"TO {literal(str(part))} "
                    f"(FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP}, DICTIONARY_SIZE_LIMIT {DICTIONARY})",
                )
                if not rows and table in _ACCOUNTS:
                    part.unlink()
        (made / _CONTENTS).write_text(json.dumps(asdict(kept), ensure_ascii=False), encoding="utf-8")
        if not (self.folder / key).exists():
            made.rename(self.folder / key)

    def load(self, key: str, first_file_no: int, statements: Statements) -> Outcome | None:
        """Load the rows of a file kept before into the tables; None when it is not kept."""
        folder = self.folder / key
        if not (folder / _CONTENTS).exists():
            return None
        kept = _read(json.loads((folder / _CONTENTS).read_text(encoding="utf-8")))
        sheets = []
        for number, sheet in enumerate(kept.sheets):
            loaded = replace(sheet, file_no=first_file_no + number, from_cache=True)
            for table in (table_of(sheet.kind), *_ACCOUNTS):
                part = _part(folder, number, table)
                if part.exists():
                    _load_part(statements, table, part, loaded.file_no)
            note_file(statements, loaded)
            sheets.append(loaded)
        return replace(kept, sheets=tuple(sheets))


def sheets_kept(folder: Path) -> int:
    """Tell how many sheets stand in a folder of cleaned files, whatever cleaned them."""
    return sum(
        len(told["sheets"]) + len(told["unrecognised"])
        for told in (json.loads(path.read_text(encoding="utf-8")) for path in folder.glob(f"*/{_CONTENTS}"))
    )


def _load_part(statements: Statements, table: str, part: Path, file_no: int) -> None:
    source = f"SELECT *, {file_no}::INTEGER AS file_no FROM read_parquet({literal(str(part))})"
    there = table in _ACCOUNTS or has_table(statements, table)
    statements.rows(
        f"take {table}",
        "取用上次的清洗结果",
        f"INSERT INTO {table} BY NAME {source}" if there else f"CREATE TABLE {table} AS {source}",
    )


def _part(folder: Path, number: int, table: str) -> Path:
    return folder / f"{number}_{table}.parquet"


def _program() -> str:
    try:
        return version("gonghu")
    except PackageNotFoundError:
        return "unpackaged"


def _read(written: dict[str, Any]) -> Outcome:
    return Outcome(
        tuple(_sheet(sheet) for sheet in written["sheets"]),
        tuple(Refusal(**refusal) for refusal in written["unrecognised"]),
        tuple(Refusal(**refusal) for refusal in written["notes"]),
    )


def _sheet(written: dict[str, Any]) -> Sheet:
    columns: Sequence[dict[str, Any]] = written.pop("columns")
    return Sheet(
        **{
            **written,
            "columns": tuple(Column(**{**one, "how": Found(one["how"]) if one["how"] else None}) for one in columns),
            "counts": Counts(**written["counts"]),
            "header_rows": tuple(written["header_rows"]),
            "warnings": tuple(written["warnings"]),
        }
    )
