"""Families kept for later give the same explanations as the record tables they were read from."""

from datetime import date

import duckdb
import pytest

from gonghu.engines.policy import (
    ChildNotFound,
    Evaluation,
    Explanation,
    FamilyRows,
    LawHasChanged,
    RecordTables,
    Verification,
    answers_for,
    evaluation_of,
    explain,
    facts_to_verify,
    keep_family_rows,
)
from gonghu.engines.policy.family_rows import ColumnNotKept

from .population import FATHER, Population
from .random_families import fill

FAMILIES, AS_OF = 120, date(2026, 11, 1)


def told(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation, child: int) -> tuple[Explanation, Verification]:
    answers = answers_for(connection, evaluation, child)
    return explain(answers), facts_to_verify(answers)


def test_kept_families_are_explained_like_the_tables_they_came_from(population: Population) -> None:
    fill(population, FAMILIES, AS_OF, seed=7)
    connection, evaluation = population.connection, population.evaluate(AS_OF)
    children = [row[0] for row in connection.execute("SELECT person FROM child ORDER BY person").fetchall()]
    before = {child: told(connection, evaluation, child) for child in children}
    rows = keep_family_rows(connection, evaluation.network)
    # Nothing but the kept table is left to read.
    for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
        if table != "family_row":
            connection.execute(f"DROP TABLE {table} CASCADE")
    later = evaluation_of(population.packs, RecordTables.from_json(evaluation.tables.as_json()), as_of=AS_OF)
    kept = FamilyRows(**rows.as_json())
    kept.require(later.network)
    for child in children:
        answers = later.reference.answers(kept.family(connection, child))
        assert (explain(answers), facts_to_verify(answers)) == before[child]
    assert len({explanation.category for explanation, _ in before.values()}) > 2
    assert any(verification.choices for _, verification in before.values())


def test_who_is_no_child_is_not_found(population: Population) -> None:
    rows = keep_family_rows(population.family().connection, population.evaluate().network)
    with pytest.raises(ChildNotFound, match=str(FATHER)):
        rows.family(population.connection, FATHER)


def test_a_law_that_asks_for_more_than_was_kept_is_refused(population: Population) -> None:
    rows = keep_family_rows(population.family().connection, population.evaluate(kinds={"death"}).network)
    with pytest.raises(LawHasChanged, match="重新运行"):
        rows.require(population.evaluate().network)


def test_a_column_that_json_would_change_is_refused(population: Population) -> None:
    tables = RecordTables({"death": frozenset({"person", "died_on"})}, {}, frozenset())
    network = evaluation_of(population.packs, tables, as_of=AS_OF).network
    population.family().connection.execute("ALTER TABLE record_death ALTER died_on TYPE TIMESTAMP")
    with pytest.raises(ColumnNotKept, match=r"death\.died_on"):
        keep_family_rows(population.connection, network)
