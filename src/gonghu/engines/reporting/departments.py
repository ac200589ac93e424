"""What schools and the disabled persons' federation say of the children of a screening (部门所述), for their files."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import duckdb

from gonghu.engines.policy.evaluation import Evaluation

_AT_ONCE = 10_000


class SchoolingHanded(NamedTuple):
    """A child's newest row among the pupils (就学); what the row does not say is empty."""

    person: int
    stage: str
    state: str
    school: str
    place: str


class DisabilityHanded(NamedTuple):
    """A child's disability by a certificate in force (残疾): type and grade by GB/T 26341, without its number."""

    person: int
    disability_type: str
    disability_grade: str
    issued_on: date | None
    expires_on: date | None
    place: str


def schooling_handed(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> Iterator[SchoolingHanded]:
    """Yield the newest row of every child of whom one is sure, with where it stands."""
    columns = "coalesce(o.stage, ''), coalesce(o.state, ''), coalesce(o.school, '')"
    order = "o.school_year DESC NULLS LAST, o.file_no, o.row_no"
    for row in _newest(connection, evaluation, "school_enrolment", columns, "TRUE", order):
        yield SchoolingHanded._make(row)


def disability_handed(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> Iterator[DisabilityHanded]:
    """Yield the certificate of every child of whom one is sure; of several the newest."""
    columns = "coalesce(o.disability_type, ''), coalesce(o.disability_grade, ''), o.issued_on, o.expires_on"
    holds = "coalesce(o.state, 'IN_FORCE') = 'IN_FORCE'"
    order = "o.issued_on DESC NULLS LAST, o.file_no, o.row_no"
    for row in _newest(connection, evaluation, "disability_certificate", columns, holds, order):
        yield DisabilityHanded._make(row)


def _newest(
    connection: duckdb.DuckDBPyConnection, evaluation: Evaluation, kind: str, columns: str, holds: str, order: str
) -> Iterator[tuple[object, ...]]:
    if kind not in evaluation.network.kinds_supplied:
        return
    # A cursor of its own: whoever takes the rows may ask the connection for others meanwhile.
    cursor = connection.cursor()
    cursor.execute(
        f"""SELECT o.person, {columns}, concat_ws('·', f.path, nullif(f.sheet, ''), '第' || o.row_no || '行')
FROM record_{kind} AS o
JOIN report_row AS r ON r.person = o.person
JOIN intake_file AS f ON f.file_no = o.file_no
WHERE o.certain AND {holds}
QUALIFY row_number() OVER (PARTITION BY o.person ORDER BY {order}) = 1
ORDER BY o.person"""
    )
    while part := cursor.fetchmany(_AT_ONCE):
        yield from part
