"""
Answers kept from run to run (核对结论留存): answers.csv grows by what is decided, and the later answer wins.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import duckdb

from gonghu.engines.reporting.review_answers import Answer, ReviewUnreadable
from gonghu.engines.reporting.review_workbook import NO, YES

NAME = "answers.csv"
_COLUMNS = ("row_digest", "person", "same", "reviewer", "decided_on")


def keep_answers(answers: Iterable[Answer], folder: Path) -> None:
    """Append the answers to ``folder``/answers.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(_COLUMNS)
        for answer in answers:
            decided_on = answer.decided_on.isoformat() if answer.decided_on else ""
            same = YES if answer.same else NO
            writer.writerow((answer.row_digest, answer.person, same, answer.reviewer, decided_on))


def kept_answers(folder: Path) -> list[Answer]:
    """
    Return the answers that hold now: the last one of each pair, and at most one "yes" for each row of a file.

    :raises ReviewUnreadable: answers.csv was changed by hand so that a line cannot be understood
    """
    path = folder / NAME
    if not path.exists():
        return []
    last: dict[tuple[str, int], Answer] = {}
    same: dict[str, int] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, line in enumerate(csv.DictReader(file), start=2):
            answer = _kept(line, f"{path}第{number}行")
            earlier = same.get(answer.row_digest)
            if answer.same and earlier not in (None, answer.person):
                last.pop((answer.row_digest, earlier or 0), None)
            if answer.same:
                same[answer.row_digest] = answer.person
            last[answer.row_digest, answer.person] = answer
    return list(last.values())


def _kept(line: dict[str, str], place: str) -> Answer:
    try:
        decided_on = date.fromisoformat(line["decided_on"]) if line["decided_on"] else None
        same = {YES: True, NO: False}[line["same"]]
        return Answer(line["row_digest"], int(line["person"]), same, line["reviewer"], decided_on)
    except (KeyError, TypeError, ValueError) as error:
        raise ReviewUnreadable(f"{place}：看不懂这条核对结论，请恢复原文件或删去这一行") from error


def load_answers(connection: duckdb.DuckDBPyConnection, answers: Sequence[Answer]) -> None:
    """Fill the table ``answer`` that linkage applies before it compares anything."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE answer (row_digest VARCHAR, person BIGINT, same BOOLEAN)"
    ).fetchall()
    if answers:
        columns = [[a.row_digest for a in answers], [a.person for a in answers], [a.same for a in answers]]
        connection.execute("INSERT INTO answer SELECT unnest(?), unnest(?), unnest(?)", columns).fetchall()
