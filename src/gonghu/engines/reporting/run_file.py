"""
run.json: what was read, what the law was, what came out and how long it took (运行记录).
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.packs import Packs
from gonghu.engines.reporting.child_rows import public_category
from gonghu.engines.reporting.run_record import RunRecord

NAME = "run.json"


def write_run(
    connection: duckdb.DuckDBPyConnection, record: RunRecord, seconds: Mapping[str, float], out: Path
) -> None:
    """Write ``out``/run.json; ``seconds`` are those of the steps after ``record.seconds``."""
    evaluation = record.evaluation
    content = {
        "program": "gonghu",
        "version": record.program_version,
        "as_of": record.as_of.isoformat(),
        "delivery": record.delivery,
        "division": evaluation.law.packs.division,
        "files": files_read(connection),
        "unread": dict(record.unread),
        "missing_kinds": [
            {"kind": kind.kind, "title": kind.title, "holder": kind.holder, "loses": kind.loses}
            for kind in record.missing_kinds
        ],
        "packs": pack_digests(evaluation.law.packs),
        "counts": counts(connection, evaluation),
        "warnings": list(record.warnings),
        "seconds": {step: round(time, 3) for step, time in {**record.seconds, **seconds}.items()},
    }
    (out / NAME).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def files_read(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return every sheet that was read, with its hash and its rows."""
    rows = connection.execute(
        """SELECT f.file_no, f.path, f.sheet, f.kind, f.sha256, f.encoding, f.rows_total, f.rows_accepted,
  f.rows_quarantined, f.rows_blank, coalesce(w.warnings, 0) AS warnings
FROM intake_file AS f
LEFT JOIN (SELECT file_no, count(*) AS warnings FROM intake_warning GROUP BY file_no) AS w ON w.file_no = f.file_no
ORDER BY f.file_no"""
    )
    names = [column[0] for column in rows.description]
    return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def pack_digests(packs: Packs) -> dict[str, str]:
    """Return the SHA-256 of every file of the policy packs in use."""
    return {
        f"{folder.name}/{path.relative_to(folder).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in packs.folders
        for path in sorted(folder.rglob("*.yaml"))
    }


def counts(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> dict[str, Any]:
    """Return how many children there are, in which category, with which finding, and the yuan at stake."""
    decision = f"{evaluation.prefix}decision"
    named = connection.execute(
        f"SELECT {public_category(evaluation, 'category')} AS name, count(*) FROM {decision} GROUP BY name"
    ).fetchall()
    marks = {p.name: p.id for p in evaluation.law.of_kind("mark") if not p.sealed}
    findings = {p.name: p.id for p in evaluation.law.of_kind("finding")}
    return {
        "children": sum(number for _, number in named),
        "categories": {name: number for name, number in sorted(named) if name},
        "marks": _holding(connection, decision, marks),
        "findings": _holding(connection, decision, findings),
        "stake_fen": connection.execute(f"SELECT coalesce(sum(stake_fen), 0)::BIGINT FROM {decision}").fetchall()[0][0],
    }


def _holding(connection: duckdb.DuckDBPyConnection, decision: str, columns: Mapping[str, str]) -> dict[str, int]:
    if not columns:
        return {}
    sums = ", ".join(f"count(*) FILTER ({column})" for column in columns.values())
    return dict(zip(columns, connection.execute(f"SELECT {sums} FROM {decision}").fetchall()[0], strict=True))
