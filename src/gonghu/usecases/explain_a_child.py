"""
Why one child has what the lists say (一人一档说明): from a line of children.csv back to rows of files.

A screening keeps the records of every child's family beside its results; this asks the plain evaluator, which
reads the same packs as the population's SQL, and tells its answers in words.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from gonghu.engines.policy import (
    Answers,
    Evaluation,
    Explanation,
    FamilyRows,
    RecordTables,
    SourceSheet,
    Verification,
    as_text,
    evaluation_of,
    explain,
    facts_to_verify,
    keep_family_rows,
    load_packs,
    source_sheets,
)
from gonghu.engines.statements import beside
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


@contextmanager
def keeping_families(
    connection: duckdb.DuckDBPyConnection, work: Path, evaluation: Evaluation, packs: Iterable[Path]
) -> Iterator[None]:
    """
    Keep the families of a screening while its lists are being written.

    The database copies beside the writing of lists, which is Python's work; what an earlier screening kept stays
    until everything is done.
    """
    draft = work / f"{KEPT}.new"
    with beside(connection, lambda other: keep_families(other, draft, evaluation, packs)):
        yield
    draft.replace(work / KEPT)


def keep_families(
    connection: duckdb.DuckDBPyConnection, kept: Path, evaluation: Evaluation, packs: Iterable[Path]
) -> None:
    """Keep what explaining and comparing need: the families' rows, the children's answers, the files' names."""
    kept.unlink(missing_ok=True)
    connection.execute(f"ATTACH '{kept}' AS kept")
    try:
        rows = keep_family_rows(connection, evaluation.network, "kept.family_row")
        for table, columns in (
            ("person", "person, name, id_number, file_no, row_no"),
            ("intake_file", "file_no, path, sheet"),
            *((table, "*") for table in ("reason", "pattern", "decision")),
        ):
            connection.execute(f"CREATE TABLE kept.{table} AS SELECT {columns} FROM {table}").fetchall()
        connection.execute("CREATE INDEX person_key ON kept.person (person)").fetchall()
        law = evaluation.law
        connection.execute(
            "CREATE TABLE kept.screening AS"
            " SELECT ? AS as_of, ? AS division, ?::VARCHAR[] AS packs, ? AS tables, ? AS family_rows",
            [
                law.as_of,
                law.packs.division,
                [str(folder.resolve()) for folder in packs],
                json.dumps(evaluation.tables.as_json()),
                json.dumps(rows.as_json()),
            ],
        )
    finally:
        connection.execute("DETACH kept")


@dataclass(frozen=True)
class KeptScreening:
    """A screening that is over, opened to be asked about one child after another."""

    connection: duckdb.DuckDBPyConnection
    evaluation: Evaluation
    rows: FamilyRows
    sheets: Mapping[int, SourceSheet]

    def explain(self, number: str) -> ChildExplained:
        """
        Explain one child by its number.

        :raises NobodyOfThatNumber: the number is not that of a child of the screening
        """
        person, name, written, file_no, row_no = _child(self.connection, number)
        answers = self.answers(person)
        source = self.sheets.get(file_no)
        place = f"{source.path} 第{row_no}行" if source else f"第{row_no}行"
        return ChildExplained(name, written, explain(answers, self.sheets), facts_to_verify(answers), place)

    def answers(self, person: int) -> Answers:
        """
        Return the plain evaluator's answers for one child.

        :raises ChildNotFound: the number is not that of a child of the screening
        """
        return self.evaluation.reference.answers(self.rows.family(self.connection, person))


@contextmanager
def kept_screening(out: Path) -> Iterator[KeptScreening]:
    """
    Open the screening whose results are in ``out``.

    :raises NotAScreening: the folder has no screening in it, or one of an older version
    :raises LawHasChanged: the policy packs ask for more than was kept
    """
    kept = out / "work" / KEPT
    if not kept.is_file():
        raise NotAScreening(f"“{out}”里没有比对结果：请先运行 gonghu screen DIR --out {out}")
    with kept_at(kept, called=str(out)) as screening:
        yield screening


@contextmanager
def kept_at(kept: Path, *, called: str) -> Iterator[KeptScreening]:
    """
    Open what one screening kept; ``called`` is what people call the screening.

    :raises NotAScreening: the file is of an older version
    :raises LawHasChanged: the policy packs ask for more than was kept
    """
    with duckdb.connect(str(kept), read_only=True, config={"threads": 1}) as connection:
        try:
            ((as_of, division, folders, tables, rows),) = connection.execute(
                "SELECT as_of, division, packs, tables, family_rows FROM screening"
            ).fetchall()
        except duckdb.BinderException as older:
            raise NotAScreening(f"“{called}”是旧版本的比对结果：请重新比对") from older
        packs = load_packs(*map(Path, folders), division=division)
        evaluation = evaluation_of(packs, RecordTables.from_json(json.loads(tables)), as_of=as_of)
        families = FamilyRows(**json.loads(rows))
        families.require(evaluation.network)
        yield KeptScreening(connection, evaluation, families, source_sheets(connection))


def explain_child(out: Path, number: str) -> ChildExplained:
    """
    Explain one child of the screening whose results are in ``out``.

    :raises NotAScreening: the folder has no screening in it, or one of an older version
    :raises LawHasChanged: the policy packs ask for more than was kept
    :raises NobodyOfThatNumber: the number is not that of a child in it
    """
    with kept_screening(out) as screening:
        return screening.explain(number)


def _child(connection: duckdb.DuckDBPyConnection, number: str) -> tuple[int, str, str, int, int]:
    wanted = citizen_number.clean(number)
    key = citizen_number.key(wanted)
    # A valid number is its own key; any other stands in the register as it was written.
    column, value = ("id_number", wanted) if key is None else ("person", key)
    found = connection.execute(
        f"SELECT person, name, id_number, file_no, row_no FROM person WHERE {column} = ?", [value]
    ).fetchall()
    if not found:
        raise NobodyOfThatNumber(f"这次比对中没有号码为 {number} 的孩子：请从 children.csv 的 id_number 一列复制")
    person, name, written, file_no, row_no = found[0]
    return person, name, written, file_no, row_no
