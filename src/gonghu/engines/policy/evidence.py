"""
Evidence (依据的记录): which rows of which files make a fact yes, no or unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from gonghu.engines.policy.facts import CERTAIN, Kind, LastingFact, RecordFact
from gonghu.engines.policy.reference import Answers, Reference
from gonghu.engines.policy.truth import Truth, all_of, any_of


@dataclass(frozen=True)
class SourceSheet:
    """One sheet of one department file (名单的一张工作表)."""

    path: str
    sheet: str


@dataclass(frozen=True)
class Evidence:
    """One row of a department's file and the fields that were looked at."""

    kind: str
    holder: str
    path: str
    sheet: str
    row_no: int
    shows: tuple[tuple[str, str], ...]
    certain: bool = True

    def __str__(self) -> str:
        """Return the row as an official would cite it."""
        sheet = f"[{self.sheet}]" if self.sheet else ""
        shown = "，".join(f"{label} {value}" for label, value in self.shows)
        doubt = "" if self.certain else "（该行号码缺失或有误，仅姓名相同，须核对是否本人）"
        return f"{self.holder}“{self.kind}” {self.path}{sheet} 第{self.row_no}行：{shown}{doubt}"


def source_sheets(connection: duckdb.DuckDBPyConnection) -> dict[int, SourceSheet]:
    """Return path and sheet of every file number from the intake_file table."""
    rows = connection.execute("SELECT file_no, path, sheet FROM intake_file").fetchall()
    return {number: SourceSheet(path, sheet or "") for number, path, sheet in rows}


def evidence_for(
    answers: Answers, role: str, fact: RecordFact | LastingFact, files: Mapping[int, SourceSheet]
) -> tuple[Evidence, ...]:
    """Return the rows that speak for the answer; for a no, the rows that were looked at and did not suffice."""
    found = answers.filled(role, fact.over)
    if not found:
        return ()
    reference, wanted = answers.reference, answers.of(f"{role}.{fact.id}")
    speaking = [record for record in found if _holds(reference, fact, record) is wanted] or found
    kind, names = reference.law.packs.kinds[fact.over], reference.shown(fact)
    return tuple(_cited(kind, record, names, files) for record in speaking)


def _holds(reference: Reference, fact: RecordFact | LastingFact, values: Mapping[str, Any]) -> Truth:
    evaluator = reference.evaluator
    if isinstance(fact, RecordFact):
        return all_of([evaluator(fact.holds)(values), values[CERTAIN]])
    # Both the beginning and the end of a lasting state are evidence for what it is now.
    return all_of([any_of([evaluator(fact.begins)(values), evaluator(fact.ends)(values)]), values[CERTAIN]])


def _cited(kind: Kind, record: Mapping[str, Any], names: tuple[str, ...], files: Mapping[int, SourceSheet]) -> Evidence:
    source = files.get(record["file_no"], SourceSheet(f"文件{record['file_no']}", ""))
    shows = tuple((kind.fields[name], _word(kind, record[name])) for name in names)
    return Evidence(kind.name, kind.holder, source.path, source.sheet, record["row_no"], shows, bool(record[CERTAIN]))


def _word(kind: Kind, value: Any) -> str:
    if value is None:
        return "（空）"
    return value.isoformat() if isinstance(value, date) else kind.words.get(value, str(value))
