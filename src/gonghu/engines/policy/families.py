"""
One child with what the records say about the child and both parents (一户一童): input of the reference evaluator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from gonghu.engines.policy.facts import OWN_COLUMNS, Kind
from gonghu.engines.policy.law import ROLES

Record = Mapping[str, Any]
Records = Mapping[str, Sequence[Record]]


class ChildNotFound(LookupError):
    """No child with this number is in the child table."""


@dataclass(frozen=True)
class Family:
    """
    A child's own row and the records of child, father and mother by kind.

    ``persons`` holds None for a parent nobody could identify: nothing is known about that parent.
    """

    persons: Mapping[str, int | None]
    born_on: date | None
    own: Mapping[str, Any]
    records: Mapping[str, Records] = field(default_factory=dict)

    def of(self, role: str, kind: str) -> Sequence[Record]:
        """Return the records of one kind about one member of the family."""
        return self.records.get(role, {}).get(kind, ())


def age_on(born_on: date | None, day: date) -> int | None:
    """Return the age in whole years (周岁), unknown without a birth date."""
    if born_on is None:
        return None
    return day.year - born_on.year - ((born_on.month, born_on.day) > (day.month, day.day))


def family_of(
    connection: duckdb.DuckDBPyConnection, person: int, kinds: Mapping[str, Kind], supplied: frozenset[str]
) -> Family:
    """
    Read one child's family from person, child and the record tables.

    :raises ChildNotFound: the number stands in no row of the child table
    """
    # Two look-ups by number: joined, both tables would be read through.
    children = _rows(connection, f"SELECT * FROM child WHERE person = {int(person)}")
    if not children:
        raise ChildNotFound(f"儿童名单中没有编号 {person}")
    people = _rows(connection, f"SELECT * FROM person WHERE person = {int(person)}")
    row: dict[str, Any] = {**(people[0] if people else {}), **children[0]}
    persons = {"child": int(person), "father": row["father"], "mother": row["mother"]}
    known = {role: number for role in ROLES if (number := persons[role]) is not None}
    everyone = ", ".join(str(int(number)) for number in known.values())
    records: dict[str, dict[str, list[Record]]] = {role: {} for role in known}
    for kind in sorted(supplied & kinds.keys()):
        found = _rows(connection, f"SELECT * FROM record_{kind} WHERE person IN ({everyone})")
        for record in sorted(found, key=lambda record: (record["file_no"] or 0, record["row_no"] or 0)):
            for role, number in known.items():
                if record["person"] == number:
                    records[role].setdefault(kind, []).append(record)
    return Family(persons, row.get("born_on"), own_of(row), records)


def own_of(row: Record) -> dict[str, Any]:
    """Return what conditions and lists may ask of the child's own row, empty where a table lacks the column."""
    return {column: row.get(column) for column in (*OWN_COLUMNS, "name", "id_number") if column != "age"}


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    result = connection.execute(sql)
    columns = [column[0] for column in result.description]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
