"""
What the files themselves tell about a run: amounts nobody configured, read off the rolls (多数发放标准), and lists
without dates (整份名单没有日期).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from gonghu.engines.policy.facts import LastingFact, RecordFact
from gonghu.engines.policy.law import law_on
from gonghu.engines.policy.packs import Packs
from gonghu.engines.policy.states import over_records


@dataclass(frozen=True)
class RecordTables:
    """
    What one run's record tables are like, as far as the law depends on it.

    ``columns`` of each kind supplied; ``observed`` amounts in fen by parameter; ``undated`` kind and field of dates
    that no row of the kind has.
    """

    columns: Mapping[str, frozenset[str]]
    observed: Mapping[str, int]
    undated: frozenset[tuple[str, str]]

    def as_json(self) -> dict[str, Any]:
        """Return the tables' description as plain JSON values."""
        columns = {kind: sorted(names) for kind, names in self.columns.items()}
        return {"columns": columns, "observed": dict(self.observed), "undated": sorted(self.undated)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "RecordTables":
        """Return what ``as_json`` told."""
        columns = {kind: frozenset(names) for kind, names in told["columns"].items()}
        return cls(columns, told["observed"], frozenset((kind, field) for kind, field in told["undated"]))


def look_at(connection: duckdb.DuckDBPyConnection, packs: Packs, as_of: date, kinds: frozenset[str]) -> RecordTables:
    """Return what the record tables of these kinds are like."""
    columns = {
        kind: frozenset(row[0] for row in connection.execute(f"DESCRIBE record_{kind}").fetchall())
        for kind in sorted(kinds)
    }
    return RecordTables(columns, observe(connection, packs, as_of, columns), undated_lists(connection, packs, columns))


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


def undated_lists(
    connection: duckdb.DuckDBPyConnection, packs: Packs, columns: Mapping[str, frozenset[str]]
) -> frozenset[tuple[str, str]]:
    """Return kind and field of every date that a fact may do without and that no row of the kind has."""
    asked = {
        (fact.over, field)
        for fact in packs.facts.values()
        if isinstance(fact, RecordFact | LastingFact) and fact.over in columns
        for field in fact.undated
    }
    return frozenset((kind, field) for kind, field in asked if _never_filled(connection, kind, field, columns[kind]))


def _never_filled(connection: duckdb.DuckDBPyConnection, kind: str, field: str, columns: frozenset[str]) -> bool:
    filled = f"COUNT({field})" if field in columns else "0"
    ((rows, dates),) = connection.execute(f"SELECT COUNT(*), {filled} FROM record_{kind}").fetchall()
    return bool(rows > 0 and dates == 0)
