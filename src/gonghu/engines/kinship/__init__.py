"""Who belongs to whom (亲属关系): father, mother and household of every child, from every source that names them."""

from datetime import date

import duckdb

from gonghu.engines.kinship.children import standing_statements
from gonghu.engines.kinship.parents import parent_statements
from gonghu.engines.kinship.possibilities import possibility_statements
from gonghu.engines.linkage.mentions import CERTIFICATE, REGISTER
from gonghu.engines.statements import Statement, Trace, run

__all__ = ["find_children", "kinship_statements"]


def find_children(
    connection: duckdb.DuckDBPyConnection, kinds: set[str], as_of: date, trace: Trace | None = None
) -> None:
    """Make ``person`` (every child), ``child`` (their parents) and ``possible`` for a linked delivery."""
    run(connection, kinship_statements(kinds, as_of), trace)


def kinship_statements(kinds: set[str], as_of: date) -> tuple[Statement, ...]:
    """Return the statements of kinship for a delivery with these kinds of roster, in order."""
    sources = tuple(kind for kind in (REGISTER, CERTIFICATE) if kind in kinds)
    return (*standing_statements(kinds, as_of), *parent_statements(sources), *possibility_statements(kinds))
