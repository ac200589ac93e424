"""
Families kept for later questions (一户一童留存): one narrow table, so that explaining a child is one look-up.

Only what the law of the day asks of each member is kept, whatever kind of file it came from, in columns shared by
type (``text_1``, ``day_1``, …); which field lies where is told by ``FamilyRows``, which is kept beside the table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
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
_SLOTS = {"VARCHAR": "text", "DATE": "day", "BOOLEAN": "flag"}
_SLOTS |= dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT"), "number")
_TYPES = {"text": "VARCHAR", "day": "DATE", "flag": "BOOLEAN", "number": "BIGINT"}
_PLACE = ("child", "role", "kind", "file_no", "row_no")


class ColumnNotKept(TypeError):
    """A field of a record table has a type that no column of the kept table can hold."""


class LawHasChanged(LookupError):
    """The law now asks for what was not kept when the population was evaluated."""


@dataclass(frozen=True)
class FamilyRows:
    """Where the kept table holds what: the column of each kind's field, and whose records of each kind are kept."""

    slots: Mapping[str, Mapping[str, str]]
    asked: Mapping[str, Mapping[str, list[str]]]

    def as_json(self) -> dict[str, Any]:
        """Return the places as plain JSON values, for ``FamilyRows(**values)``."""
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
        result = connection.execute(f"SELECT * FROM {table} WHERE child = {int(person)}")
        columns = [column[0] for column in result.description]
        rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
        records: dict[str, dict[str, list[Record]]] = {role: {} for role in ROLES}
        for row in sorted(rows, key=lambda row: (row["file_no"] or 0, row["row_no"] or 0)):
            records[row["role"]].setdefault(row["kind"], []).append(self._record(row))
        if OWN not in records["child"]:
            raise ChildNotFound(f"儿童名单中没有编号 {person}")
        (own,) = records["child"].pop(OWN)
        persons = {"child": int(person), "father": own["father"], "mother": own["mother"]}
        return Family(persons, own.get("born_on"), own_of(own), records)

    def _record(self, row: Mapping[str, Any]) -> dict[str, Any]:
        fields = {field: row[slot] for field, slot in self.slots[row["kind"]].items()}
        return {"file_no": row["file_no"], "row_no": row["row_no"], **fields}


def keep_family_rows(
    connection: duckdb.DuckDBPyConnection, network: Network, target: str = "family_row", trace: Trace | None = None
) -> FamilyRows:
    """
    Create the table ``target`` from child, person and the record tables, and return where it holds what.

    :raises ColumnNotKept: a field that the law asks for is neither text, date, whole number nor yes and no
    """
    asked = _asked(network)
    types = {kind: _types(connection, f"record_{kind}") for kind in asked}
    own = _types(connection, "person") | _types(connection, "child")
    slots = {OWN: _slots(OWN, _OWN_FIELDS, own)}
    for kind, roles in asked.items():
        fields = dict.fromkeys(field for members in roles.values() for field in members)
        slots[kind] = _slots(kind, (*fields, CERTAIN), types[kind])
    columns = sorted({column for places in slots.values() for column in places.values()})
    parts = [_own_rows(connection, slots[OWN], columns)]
    parts += [_rows(kind, role, slots[kind], columns) for kind, roles in asked.items() for role in roles]
    run(connection, _statements(target, columns, parts), trace)
    return FamilyRows(slots, asked)


def _statements(target: str, columns: list[str], parts: list[str]) -> Iterator[Statement]:
    # Numbers of children come in no order: an index finds a family's few rows without reading the table.
    yield Statement(
        target,
        "留存每户的事实：儿童本人和父母在各名单中的行，供逐人说明理由",
        f"CREATE TABLE {target} ({', '.join((*_PLACE, *columns))}) AS\n" + "\nUNION ALL\n".join(parts),
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


def _slots(kind: str, fields: tuple[str, ...], types: Mapping[str, str]) -> dict[str, str]:
    """Give each field that the table has a column of its type; one the table lacks is empty for everybody."""
    taken = dict.fromkeys(_TYPES, 0)
    places = {}
    for field in fields:
        if field in types:
            if types[field] not in _SLOTS:
                raise ColumnNotKept(f"{kind}.{field}：类型 {types[field]} 无法留存")
            slot = _SLOTS[types[field]]
            taken[slot] += 1
            places[field] = f"{slot}_{taken[slot]}"
    return places


def _filled(places: Mapping[str, str], columns: list[str], sources: Mapping[str, str]) -> str:
    fields = {column: field for field, column in places.items()}
    return ", ".join(
        f"{sources[fields[column]]}.{fields[column]}"
        if column in fields
        else f"CAST(NULL AS {_TYPES[column.partition('_')[0]]})"
        for column in columns
    )


def _own_rows(connection: duckdb.DuckDBPyConnection, places: Mapping[str, str], columns: list[str]) -> str:
    child = _types(connection, "child")
    sources = {field: "c" if field in child else "p" for field in places}
    return (
        f"SELECT c.person, 'child', {literal(OWN)}, CAST(NULL AS INTEGER), CAST(NULL AS INTEGER),"
        f" {_filled(places, columns, sources)}\nFROM child AS c LEFT JOIN person AS p ON p.person = c.person"
    )


def _rows(kind: str, role: str, places: Mapping[str, str], columns: list[str]) -> str:
    end = "person" if role == "child" else role
    return (
        f"SELECT c.person, {literal(role)}, {literal(kind)}, r.file_no, r.row_no,"
        f" {_filled(places, columns, dict.fromkeys(places, 'r'))}\n"
        f"FROM record_{kind} AS r JOIN child AS c ON c.{end} = r.person"
    )
