"""
Why one child has what the lists say (一人一档说明): from a line of children.csv back to rows of files.

A screening keeps the records of every child's family beside its results; this asks the plain evaluator, which
reads the same packs as the population's SQL, and tells its answers in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from gonghu.engines.policy import (
    Explanation,
    Verification,
    answers_for,
    as_text,
    explain,
    facts_to_verify,
    load_packs,
    prepared,
    source_sheets,
)
from gonghu.standards import citizen_number

KEPT = "families.duckdb"


class NotAScreening(LookupError):
    """The folder holds no screening that can be explained."""


class NobodyOfThatNumber(LookupError):
    """No child of the screening has this number."""


@dataclass(frozen=True)
class ChildExplained:
    """One child's reasons, and the fewest facts to verify where something is unknown."""

    name: str
    number: str
    explanation: Explanation
    verification: Verification
    register_row: str

    def as_text(self, *, full: bool = False) -> str:
        """
        Return the explanation in Chinese, a condition a line.

        Unless ``full``, only policies that hold or may hold are told.
        """
        told = self.explanation
        if not full:
            told = replace(told, reasons=tuple(r for r in told.reasons if r.value is not False))
        verify = str(self.verification)
        lines = [f"{self.name} {self.number}", f"户籍：{self.register_row}", as_text(told, full=full).rstrip()]
        if verify:
            lines.append(f"最少需核实：{verify}")
        if not full:
            lines.append("（不符合的政策未列出；加 --full 全部列出。）")
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """Return the explanation as plain JSON values."""
        return {
            "name": self.name,
            "id_number": self.number,
            "register_row": self.register_row,
            **self.explanation.as_json(),
            "to_verify": [list(choice) for choice in self.verification.choices],
            "could_become": list(self.verification.possible),
        }


def keep_families(
    connection: duckdb.DuckDBPyConnection,
    work: Path,
    *,
    as_of: date,
    division: str,
    packs: Iterable[Path],
    kinds: Iterable[str],
) -> None:
    """Keep what explaining needs: the children, the records of their families, the files they came from."""
    kept = work / KEPT
    kept.unlink(missing_ok=True)
    connection.execute(f"ATTACH '{kept}' AS kept")
    try:
        connection.execute(
            "CREATE TABLE kept.screening AS"
            " SELECT ? AS as_of, ? AS division, ?::VARCHAR[] AS packs, ?::VARCHAR[] AS kinds",
            [as_of, division, [str(folder.resolve()) for folder in packs], sorted(kinds)],
        )
        for table in ("person", "child", "intake_file", "reason", "pattern", "decision"):
            connection.execute(f"CREATE TABLE kept.{table} AS SELECT * FROM {table}").fetchall()
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE family AS SELECT person FROM child"
            " UNION SELECT father FROM child UNION SELECT mother FROM child"
        ).fetchall()
        for kind in kinds:
            connection.execute(
                f"CREATE TABLE kept.record_{kind} AS SELECT * FROM record_{kind}"
                " WHERE person IN (SELECT person FROM family)"
            ).fetchall()
    finally:
        connection.execute("DETACH kept")


def explain_child(out: Path, number: str) -> ChildExplained:
    """
    Explain one child of the screening whose results are in ``out``.

    :raises NotAScreening: the folder has no screening in it
    :raises NobodyOfThatNumber: the number is not that of a child in it
    """
    kept = out / "work" / KEPT
    if not kept.is_file():
        raise NotAScreening(f"“{out}”里没有比对结果：请先运行 gonghu screen DIR --out {out}")
    with duckdb.connect(str(kept), read_only=True) as connection:
        ((as_of, division, folders, kinds),) = connection.execute("SELECT * FROM screening").fetchall()
        person, name, written, file_no, row_no = _child(connection, number)
        packs = load_packs(*map(Path, folders), division=division)
        evaluation = prepared(connection, packs, as_of=as_of, kinds_supplied=kinds)
        answers = answers_for(connection, evaluation, person)
        files = source_sheets(connection)
        source = files.get(file_no)
        place = f"{source.path} 第{row_no}行" if source else f"第{row_no}行"
        return ChildExplained(name, written, explain(answers, files), facts_to_verify(answers), place)


def _child(connection: duckdb.DuckDBPyConnection, number: str) -> tuple[int, str, str, int, int]:
    wanted = citizen_number.clean(number)
    found = connection.execute(
        "SELECT person, name, id_number, file_no, row_no FROM person WHERE id_number = ?", [wanted]
    ).fetchall()
    if not found:
        raise NobodyOfThatNumber(f"这次比对中没有号码为 {number} 的孩子：请从 children.csv 的 id_number 一列复制")
    person, name, written, file_no, row_no = found[0]
    return person, name, written, file_no, row_no
