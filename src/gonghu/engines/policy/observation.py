"""
Amounts nobody configured, read off the rolls: the standard most children of a class are paid (多数发放标准).
"""

from collections.abc import Mapping
from datetime import date

import duckdb

from gonghu.engines.policy.law import law_on
from gonghu.engines.policy.packs import Packs
from gonghu.engines.policy.states import over_records


def observe(
    connection: duckdb.DuckDBPyConnection,
    packs: Packs,
    as_of: date,
    columns: Mapping[str, frozenset[str]],
) -> dict[str, int]:
    """Return the most frequent amount in fen for each parameter without a value on the day that may be observed."""
    law = law_on(packs, as_of)
    found = {}
    for parameter in packs.parameters.values():
        seen = parameter.observe
        if seen is None or parameter.on(as_of) or seen.field not in columns.get(seen.over, ()):
            continue
        when = over_records(law, seen.when, columns[seen.over])
        rows = connection.execute(
            f"SELECT {seen.field}, COUNT(*) AS times FROM record_{seen.over}"
            f" WHERE {when} AND {seen.field} > 0 GROUP BY {seen.field} ORDER BY times DESC, {seen.field} LIMIT 1"
        ).fetchall()
        if rows:
            found[parameter.id] = int(rows[0][0])
    return found
