"""
Families kept for later questions (一户一童留存): one table of two columns, so that explaining a child is one look-up.

Only what the law of the day asks of each member is kept, whatever kind of file it came from: a row is the child's
number and a record as JSON, ``[role, kind, file_no, row_no, values…]``. A column for each field would take twice as
long to write and to read. What the values are is told by ``FamilyRows``, which is kept beside the table.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import duckdb

from gonghu.engines.policy.expression_sql import literal
from gonghu.engines.policy.facts import CERTAIN, OWN_COLUMNS
from gonghu.engines.policy.families import ChildNotFound, Family, Record, own_of
from gonghu.engines.policy.law import ROLES
from gonghu.engines.policy.network import Network
from gonghu.engines.statements import Statement, Trace, run

# The child's own row stands among the records under this name.
OWN = "own"
_OWN_FIELDS = (*sorted(OWN_COLUMNS - {"age"}), "name", "id_number", "born_on", "father", "mother")
# What JSON gives back as it was; dates come back as text and are read by the name of their field.
_PLAIN = frozenset({"VARCHAR", "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT"})


class ColumnNotKept(TypeError):
    """A field of a record table has a type that does not come back from JSON as it was."""


class LawHasChanged(LookupError):
    """The law now asks for what was not kept when the population was evaluated."""


@dataclass(frozen=True)
class FamilyRows:
    """
    What the kept table holds.

    ``fields`` of each kind in the order of their values, ``days`` those of them that are dates, and what is
    ``asked`` of whom: by kind and member of the family.
    """

    fields: Mapping[str, list[str]]
    days: Mapping[str, list[str]]
    asked: Mapping[str, Mapping[str, list[str]]]

    def as_json(self) -> dict[str, Any]:
        """Return the description as plain JSON values, for ``FamilyRows(**values)``."""
        return asdict(self)

    def require(self, network: Network) -> None:
        """
        Make sure that all a network asks for was kept.

        :raises LawHasChanged: it asks for a fact of somebody, or for a field, that was not
        """
        for kind, roles in _asked(network).items():
            for role, fields in roles.items():
                if not set(fields) <= set(self.asked.get(kind, {}).get(role, ())):
                    raise LawHasChanged(f"策略包在比对之后改过（{kind}）：请重新运行 gonghu screen")

    def family(self, connection: duckdb.DuckDBPyConnection, person: int, table: str = "family_row") -> Family:
        """
        Read one child's family from the kept table.

        :raises ChildNotFound: the number is not that of a child
        """
        found = connection.execute(f"SELECT record FROM {table} WHERE child = ?", [int(person)]).fetchall()
        rows = [json.loads(record) for (record,) in found]
        records: dict[str, dict[str, list[Record]]] = {role: {} for role in ROLES}
        for role, kind, *values in sorted(rows, key=lambda row: (row[2] or 0, row[3] or 0)):
            records[role].setdefault(kind, []).append(self._record(kind, values))
        if OWN not in records["child"]:
            raise ChildNotFound(f"儿童名单中没有编号 {person}")
        (own,) = records["child"].pop(OWN)
        persons = {"child": int(person), "father": own["father"], "mother": own["mother"]}
        return Family(persons, own.get("born_on"), own_of(own), records)

    def _record(self, kind: str, values: list[Any]) -> dict[str, Any]:
        record = dict(zip(("file_no", "row_no", *self.fields[kind]), values, strict=True))
        for field in self.days[kind]:
            if record[field] is not None:
                record[field] = date.fromisoformat(record[field])
        return record


def keep_family_rows(
    connection: duckdb.DuckDBPyConnection, network: Network, target: str = "family_row", trace: Trace | None = None
) -> FamilyRows:
    """
    Create the table ``target`` from child, person and the record tables, and return where it holds what.

    :raises ColumnNotKept: a field that the law asks for is neither text, date, whole number nor yes and no
    """
    asked, child = _asked(network), _types(connection, "child")
    types = {OWN: _types(connection, "person") | child}
    fields = {OWN: [field for field in _OWN_FIELDS if field in types[OWN]]}
    for kind, roles in asked.items():
        types[kind] = _types(connection, f"record_{kind}")
        wanted = dict.fromkeys(field for members in roles.values() for field in members)
        # A field that the table lacks is empty for everybody.
        fields[kind] = [field for field in (*wanted, CERTAIN) if field in types[kind]]
    days = {kind: _days(kind, members, types[kind]) for kind, members in fields.items()}
    parts = [_own_rows(fields[OWN], child)]
    parts += [_rows(kind, role, fields[kind]) for kind, roles in asked.items() for role in roles]
    run(connection, _statements(target, parts), trace)
    return FamilyRows(fields, days, asked)


def _statements(target: str, parts: list[str]) -> Iterator[Statement]:
    # Numbers of children come in no order: an index finds a family's few rows without reading the table.
    yield Statement(
        target,
        "留存每户的事实：儿童本人和父母在各名单中的行，供逐人说明理由",
        f"CREATE TABLE {target} (child, record) AS\n" + "\nUNION ALL\n".join(parts),
    )
    name = target.replace(".", "_")
    yield Statement(f"{target} index", "按儿童查找", f"CREATE INDEX {name}_child ON {target} (child)")


def _asked(network: Network) -> dict[str, dict[str, list[str]]]:
    """Return by kind and member of the family the fields that facts ask for, of the kinds supplied."""
    found: dict[str, dict[str, set[str]]] = {}
    for role, facts in network.record_facts.items():
        for fact in facts.values():
            if fact.over in network.kinds_supplied:
                fields = network.law.packs.kinds[fact.over].fields
                found.setdefault(fact.over, {}).setdefault(role, set()).update(fields.keys() & set(fact.names()))
    return {kind: {role: sorted(fields) for role, fields in roles.items()} for kind, roles in found.items()}


def _types(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"DESCRIBE {table}").fetchall()}


def _days(kind: str, fields: list[str], types: Mapping[str, str]) -> list[str]:
    for field in fields:
        if types[field] not in _PLAIN | {"DATE"}:
            raise ColumnNotKept(f"{kind}.{field}：类型 {types[field]} 无法留存")
    return [field for field in fields if types[field] == "DATE"]


def _own_rows(fields: list[str], child: Mapping[str, str]) -> str:
    values = ", ".join(f"{'c' if field in child else 'p'}.{field}" for field in fields)
    return (
        f"SELECT c.person, CAST(JSON_ARRAY('child', {literal(OWN)}, NULL, NULL, {values}) AS VARCHAR)\n"
        "FROM child AS c LEFT JOIN person AS p ON p.person = c.person"
    )


def _rows(kind: str, role: str, fields: list[str]) -> str:
    values = ", ".join(f"r.{field}" for field in ("file_no", "row_no", *fields))
    end = "person" if role == "child" else role
    return (
        f"SELECT c.person, CAST(JSON_ARRAY({literal(role)}, {literal(kind)}, {values}) AS VARCHAR)\n"
        f"FROM record_{kind} AS r JOIN child AS c ON c.{end} = r.person"
    )
