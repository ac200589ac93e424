"""
What changed between two runs (两次比对的变化): parents' states, birthdays, categories entered and left.

Facts are compared once per pair of patterns, then told for the children who moved from one to the other.
"""

from datetime import date

import duckdb

from gonghu.engines.policy.expression_sql import literal
from gonghu.engines.policy.law import ROLE_NAMES
from gonghu.engines.policy.packs import Packs
from gonghu.engines.policy.truth import Truth
from gonghu.engines.policy.watching import Birthday, Turn
from gonghu.engines.statements import Statement, Trace, run


def changes(
    connection: duckdb.DuckDBPyConnection,
    packs: Packs,
    *,
    before: str,
    before_on: date,
    after: str = "",
    after_on: date,
    into: str = "change",
    trace: Trace | None = None,
) -> tuple[Statement, ...]:
    """
    Create the table of changes between two runs and return the statements that made it.

    ``before`` and ``after`` go before the tables decision, reason and pattern: the prefix given to ``evaluate``,
    or a schema such as ``last.``. Facts that only one of the runs knows are left out. Columns: person, event,
    name, role, before_value, after_value, due_on (birthdays).
    """
    known = _columns(connection, before) & _columns(connection, after)
    told = [
        *_turns(packs, known, into),
        *_birthdays(packs, known, (before, after), (before_on, after_on)),
        _categories(before, after),
    ]
    statements = (
        Statement(
            f"{into}_pattern",
            "两次比对中每名儿童的事实组合",
            f"CREATE OR REPLACE TABLE {into}_pattern AS\n"
            "SELECT a.person, b.pattern AS old_pattern, a.pattern AS new_pattern,\n"
            "  COALESCE(b.father = a.father, FALSE) AS same_father,"
            " COALESCE(b.mother = a.mother, FALSE) AS same_mother, TRUE AS same_child\n"
            f"FROM {after}reason AS a JOIN {before}reason AS b ON b.person = a.person",
        ),
        Statement(
            f"{into}_pair",
            "出现过的前后组合，逐对比较事实",
            f"CREATE OR REPLACE TABLE {into}_pair AS\nSELECT m.old_pattern, m.new_pattern{_compared(packs, known)}\n"
            f"FROM (SELECT DISTINCT old_pattern, new_pattern FROM {into}_pattern) AS m\n"
            f"JOIN {before}pattern AS b ON b.pattern = m.old_pattern"
            f" JOIN {after}pattern AS a ON a.pattern = m.new_pattern",
        ),
        Statement(
            into,
            "两次比对之间的变化",
            f"CREATE OR REPLACE TABLE {into} AS\n" + "\nUNION ALL\n".join(told),
        ),
    )
    run(connection, statements, trace)
    return statements


def _columns(connection: duckdb.DuckDBPyConnection, prefix: str) -> frozenset[str]:
    return frozenset(row[0] for row in connection.execute(f"DESCRIBE {prefix}pattern").fetchall())


def _turned(packs: Packs, known: frozenset[str]) -> list[tuple[Turn, str]]:
    return [
        (watch, role)
        for watch in packs.watches.values()
        if isinstance(watch, Turn)
        for role in watch.roles
        if f"{role}_{watch.fact}" in known
    ]


def _compared(packs: Packs, known: frozenset[str]) -> str:
    return "".join(
        f",\n  {_is(f'b.{role}_{watch.fact}', watch.before)} AND {_is(f'a.{role}_{watch.fact}', watch.after)}"
        f" AS {watch.id}_{role}"
        for watch, role in _turned(packs, known)
    )


def _is(column: str, truth: Truth) -> str:
    return f"{column} IS NULL" if truth is None else f"COALESCE({column} = {literal(truth)}, FALSE)"


def _turns(packs: Packs, known: frozenset[str], into: str) -> list[str]:
    return [
        f"SELECT m.person, {literal(watch.id)} AS event, {literal(ROLE_NAMES[role] + watch.name)} AS name,"
        f" {literal(role)} AS role, CAST(NULL AS VARCHAR) AS before_value, CAST(NULL AS VARCHAR) AS after_value,"
        f" CAST(NULL AS DATE) AS due_on\nFROM {into}_pattern AS m JOIN {into}_pair AS p"
        f" ON p.old_pattern = m.old_pattern AND p.new_pattern = m.new_pattern AND p.{watch.id}_{role}"
        f" AND m.same_{role}"
        for watch, role in _turned(packs, known)
    ]


def _birthdays(packs: Packs, known: frozenset[str], runs: tuple[str, str], days: tuple[date, date]) -> list[str]:
    (before, after), (before_on, after_on) = runs, map(literal, days)
    told = []
    for watch in packs.watches.values():
        marks = [mark for mark in watch.marks if mark in known] if isinstance(watch, Birthday) else []
        if not isinstance(watch, Birthday) or not marks:
            continue
        day = f"CAST(n.born_on + INTERVAL {watch.age} YEAR AS DATE)"
        name = f"CASE WHEN {day} <= {after_on} THEN '已' ELSE '将' END || {literal(watch.name)}"
        # Growing up ends the mark, so a birthday that is past is told of those who bore it before.
        had, has = (" OR ".join(f"{run}.{mark}" for mark in marks) for run in ("b", "d"))
        told.append(
            f"SELECT d.person, {literal(watch.id)}, {name}, 'child', CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR),"
            f" {day}\nFROM {after}decision AS d JOIN person AS n ON n.person = d.person\n"
            f"LEFT JOIN {before}decision AS b ON b.person = d.person\n"
            f"WHERE {day} > {before_on} AND {day} <= CAST({after_on} + INTERVAL {watch.within_days} DAY AS DATE)"
            f" AND CASE WHEN {day} <= {after_on} THEN {had} ELSE {has} END"
        )
    return told


def _categories(before: str, after: str) -> str:
    entered, left = "COALESCE(b.category, '')", "COALESCE(a.category, '')"
    return (
        f"SELECT COALESCE(a.person, b.person), CASE WHEN {entered} = '' THEN 'entered_category'"
        f" WHEN {left} = '' THEN 'left_category' ELSE 'changed_category' END,\n"
        f"  CASE WHEN {entered} = '' THEN '新增为' || {left} WHEN {left} = '' THEN '不再是' || {entered}"
        f" ELSE '由' || {entered} || '变为' || {left} END, 'child', b.category, a.category, CAST(NULL AS DATE)\n"
        f"FROM {after}decision AS a FULL OUTER JOIN {before}decision AS b ON b.person = a.person\n"
        f"WHERE {entered} <> {left}"
    )
