"""Every statement of linkage and kinship can be said in Spark SQL and in PostgreSQL."""

from datetime import date

import pytest
import sqlglot
from sqlglot.errors import ErrorLevel

from gonghu.engines.kinship import kinship_statements
from gonghu.engines.linkage import Roster, linking_statements, prepared_statements, roster_statements
from gonghu.engines.linkage.mentions import MENTIONS
from gonghu.engines.statements import Statement

KINDS = {mention.kind for mention in MENTIONS}
ROSTER = Roster("r", "rid", "id_no", "number", "number_text", "name", "born", "sex", "place", "kin")
STATEMENTS = (
    *linking_statements(KINDS),
    *kinship_statements(KINDS, date(2026, 11, 1)),
    *prepared_statements("l", "r"),
    *roster_statements(ROSTER, ROSTER),
)


@pytest.mark.parametrize("dialect", ["spark", "postgres"])
@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.name)
def test_a_statement_translates(statement: Statement, dialect: str) -> None:
    (translated,) = sqlglot.transpile(statement.sql, read="duckdb", write=dialect, unsupported_level=ErrorLevel.RAISE)
    assert sqlglot.parse_one(translated, read=dialect) is not None


def test_every_statement_says_what_it_is_for() -> None:
    assert [statement.name for statement in STATEMENTS if not statement.purpose.strip()] == []
