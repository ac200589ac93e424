"""The statements stay within what DuckDB, PostgreSQL and Spark share, and each can be printed and looked at."""

from datetime import date

import pytest
import sqlglot
from sqlglot import exp

from gonghu.engines.policy import changes
from gonghu.engines.statements import Statement

from .population import Population


@pytest.fixture
def statements(population: Population) -> list[Statement]:
    """Every statement of an evaluation and of a comparison of two runs."""
    population.family()
    population.evaluate(date(2026, 10, 1), prefix="before_")
    evaluation = population.evaluate(unsealed=True)
    compared = changes(
        population.connection,
        population.packs,
        before="before_",
        before_on=date(2026, 10, 1),
        after_on=date(2026, 11, 1),
    )
    return [*evaluation.statements, *compared]


@pytest.mark.parametrize("dialect", ["postgres", "spark"])
def test_every_statement_translates(statements: list[Statement], dialect: str) -> None:
    for statement in statements:
        (translated,) = sqlglot.transpile(
            statement.sql, read="duckdb", write=dialect, unsupported_level=sqlglot.ErrorLevel.RAISE
        )
        assert sqlglot.parse_one(translated, read=dialect) is not None


def test_no_statement_uses_lambdas_or_lists(statements: list[Statement]) -> None:
    for statement in statements:
        tree = sqlglot.parse_one(statement.sql, read="duckdb")
        assert not list(tree.find_all(exp.Lambda, exp.Array, exp.Struct, exp.Anonymous)), statement.name


def test_every_statement_has_a_name_of_its_own_and_a_purpose(statements: list[Statement]) -> None:
    assert len({statement.name for statement in statements}) == len(statements)
    for statement in statements:
        assert str(statement).startswith(f"-- {statement.name}: {statement.purpose}\n")
