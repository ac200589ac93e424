"""
A small invented delivery, screened for real: nine families, one of each thing that may be found.

Numbers are invented: area 990101 does not exist.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from gonghu.engines.kinship import find_children
from gonghu.engines.linkage import link_delivery
from gonghu.engines.policy import evaluate, load_packs
from gonghu.engines.reporting import Answer, MissingKind, RunRecord, load_answers
from gonghu.standards import citizen_number

AS_OF = date(2026, 11, 1)
TOWN, OTHER_TOWN = "990101101", "990101102"
VILLAGE, OTHER_VILLAGE = f"{TOWN}201", f"{OTHER_TOWN}202"
FORMULA = '=HYPERLINK("https://example.org",1)'

# Field names and SQL types; a number also has its key and its state.
NUMBERS = {"id_number", "father_id", "mother_id", "head_id", "adopter_id"}
TYPES = {"amount_fen": "BIGINT", "standard_fen": "BIGINT", "insured_year": "INTEGER"}
FIELDS = {
    "household_register": "household name id_number sex born_on relation father_name father_id mother_name mother_id"
    " hukou_type division_code address",
    "death": "name id_number died_on struck_off_on",
    "imprisonment": "name id_number from_on to_on state",
    "child_welfare_roll": "name id_number category standard_fen since_on state bank_account institution",
    "social_relief": "head_name head_id name id_number relief_kind amount_fen",
    "insurance_enrolment": "name id_number insured_year person_class payer",
    "adoption": "name id_number adopter_name adopter_id registered_on",
    "hiv_infection": "name id_number confirmed_on",
}

Row = dict[str, Any]


def number(born: date, sequence: int) -> str:
    """Return an invented citizen number; an odd sequence is male."""
    first = f"990101{born:%Y%m%d}{sequence:03d}"
    return first + citizen_number.check_character(first)


@dataclass
class Family:
    """A father, a mother and one child in one household; the parents' columns stand in the child's row."""

    sequence: int
    surname: str
    child_born: date
    village: str = VILLAGE
    father: bool = True
    mother: bool = True
    child_name: str = ""
    address: str = "幸福村村委会"

    @property
    def child(self) -> str:
        return number(self.child_born, self.sequence)

    @property
    def father_number(self) -> str:
        return number(date(1985, 3, 1), self.sequence * 2 + 1)

    @property
    def mother_number(self) -> str:
        return number(date(1987, 5, 2), self.sequence * 2)

    @property
    def name(self) -> str:
        return self.child_name or f"{self.surname}小明"

    def rows(self) -> list[Row]:
        home = {"household": f"H{self.sequence}", "division_code": self.village, "address": self.address}
        father = {"name": f"{self.surname}建国", "id_number": self.father_number, "relation": "02"}
        mother = {"name": f"{self.surname}秀英", "id_number": self.mother_number, "relation": "10"}
        child: Row = {"name": self.name, "id_number": self.child, "relation": "20"}
        if self.father:
            child |= {"father_name": father["name"], "father_id": self.father_number}
        if self.mother:
            child |= {"mother_name": mother["name"], "mother_id": self.mother_number}
        return [{**home, **person} for person in (father, mother, child)]


UNPROTECTED = Family(1, "张", date(2015, 6, 1))
ORPHAN = Family(2, "李", date(2014, 2, 3), village=OTHER_VILLAGE)
PAID_TWICE = Family(3, "王", date(2012, 9, 9))
POOR = Family(4, "赵", date(2018, 1, 20))
GROWN_UP = Family(5, "陈", date(2007, 5, 5))
NOBODY_KNOWS = Family(6, "欧阳", date(2019, 8, 8), father=False)
ORDINARY = Family(7, "周", date(2016, 4, 4), address=FORMULA)
ADOPTED = Family(8, "吴", date(2017, 3, 3))
INFECTED = Family(9, "郑", date(2013, 7, 7))
FAMILIES = (UNPROTECTED, ORPHAN, PAID_TWICE, POOR, GROWN_UP, NOBODY_KNOWS, ORDINARY, ADOPTED, INFECTED)


def rosters() -> dict[str, list[Row]]:
    """Return the delivery, by kind."""

    def prisoner(family: Family, whole: str, name: str) -> Row:
        term = {"from_on": date(2025, 1, 1), "to_on": date(2028, 1, 1), "state": "IN_CUSTODY"}
        return {"name": f"{family.surname}{name}", "id_number": whole, **term}

    def dead(family: Family, whole: str, name: str) -> Row:
        return {"name": f"{family.surname}{name}", "id_number": whole, "died_on": date(2024, 3, 2)}

    def on_roll(family: Family, category: str) -> Row:
        paid = {"standard_fen": 200_000, "since_on": date(2023, 1, 1), "state": "PAID"}
        return {"name": family.name, "id_number": family.child, "category": category, **paid}

    return {
        "household_register": [row for family in FAMILIES for row in family.rows()],
        "death": [
            dead(UNPROTECTED, UNPROTECTED.father_number, "建国"),
            dead(ORPHAN, ORPHAN.father_number, "建国"),
            dead(ORPHAN, ORPHAN.mother_number, "秀英"),
        ],
        "imprisonment": [
            prisoner(UNPROTECTED, UNPROTECTED.mother_number, "秀英"),
            prisoner(NOBODY_KNOWS, NOBODY_KNOWS.mother_number, "秀英"),
        ],
        "child_welfare_roll": [
            on_roll(ORPHAN, "DEFACTO"),
            on_roll(PAID_TWICE, "POOR"),
            on_roll(PAID_TWICE, "POOR"),
            on_roll(POOR, "POOR"),
            on_roll(GROWN_UP, "DEFACTO"),
            on_roll(INFECTED, "HIV"),
        ],
        "social_relief": [
            {"name": family.name, "id_number": family.child, "relief_kind": "LOW_INCOME"}
            for family in (PAID_TWICE, POOR, ADOPTED)
        ],
        "insurance_enrolment": [
            {"name": UNPROTECTED.name, "id_number": UNPROTECTED.child, "insured_year": 2026, "payer": "SELF"},
            {"name": ORPHAN.name, "insured_year": 2026, "payer": "SELF"},
        ],
        "hiv_infection": [{"name": INFECTED.name, "id_number": INFECTED.child, "confirmed_on": date(2020, 1, 1)}],
    }


@dataclass
class Screened:
    """A delivery after linkage, kinship and policy, ready to be reported."""

    connection: duckdb.DuckDBPyConnection
    record: RunRecord


@dataclass
class Changes:
    """What a test wants otherwise: rosters left out or replaced."""

    without: tuple[str, ...] = ()
    instead: dict[str, list[Row]] = field(default_factory=dict)


def screened(changes: Changes | None = None, answers: Sequence[Answer] = ()) -> Screened:
    """Deliver, link with the answers people gave, find the children, evaluate the law."""
    changes = changes or Changes()
    delivery = {kind: rows for kind, rows in {**rosters(), **changes.instead}.items() if kind not in changes.without}
    connection = duckdb.connect()
    deliver(connection, delivery)
    load_answers(connection, answers)
    link_delivery(connection, set(delivery))
    find_children(connection, set(delivery), AS_OF)
    evaluation = evaluate(connection, load_packs(), as_of=AS_OF, kinds_supplied=delivery)
    missing = (MissingKind("lost_contact", "失联人员", "公安局", "失联父母认不出来。"),)
    return Screened(
        connection,
        RunRecord(
            program_version="1.2.3",
            as_of=AS_OF,
            delivery="十月",
            evaluation=evaluation,
            missing_kinds=missing,
            warnings=evaluation.warnings,
            unread={"说明.xlsx": "认不出是哪一种名单"},
            seconds={"读取名册": 1.25},
            places={TOWN: "幸福镇"},
        ),
    )


def deliver(connection: duckdb.DuckDBPyConnection, delivery: dict[str, list[Row]]) -> None:
    """Create the roster tables and the accounts of files, as intake leaves them."""
    connection.execute(
        "CREATE TABLE intake_file (file_no INTEGER, path VARCHAR, sha256 VARCHAR, kind VARCHAR, sheet VARCHAR,"
        " encoding VARCHAR, header_rows INTEGER[], rows_total BIGINT, rows_accepted BIGINT, rows_quarantined BIGINT,"
        " rows_blank BIGINT)"
    )
    connection.execute("CREATE TABLE intake_quarantine (file_no INTEGER, row_no INTEGER, reason VARCHAR)")
    connection.execute(
        "CREATE TABLE intake_warning (file_no INTEGER, row_no INTEGER, field VARCHAR, value VARCHAR, reason VARCHAR)"
    )
    for file_no, (kind, rows) in enumerate(delivery.items(), start=1):
        account = [file_no, f"{kind}.xlsx", f"{file_no:064}", kind, "Sheet1", "", [1], len(rows) + 3, len(rows), 2, 1]
        connection.execute(f"INSERT INTO intake_file VALUES ({', '.join('?' * 11)})", account)
        connection.execute("INSERT INTO intake_warning VALUES (?, 2, '出生日期', '不详', '日期无法识别')", [file_no])
        _create(connection, kind)
        for row_no, row in enumerate(rows, start=2):
            _insert(connection, kind, {"file_no": file_no, "row_no": row_no, **row})


def _create(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    columns = ["file_no INTEGER", "row_no INTEGER"]
    for name in FIELDS[kind].split():
        columns.append(f"{name} {TYPES.get(name, 'DATE' if name.endswith('_on') else 'VARCHAR')}")
        if name in NUMBERS:
            columns += [f"{name}_key BIGINT", f"{name}_state VARCHAR"]
    connection.execute(f"CREATE TABLE roster_{kind} ({', '.join(columns)})")


def _insert(connection: duckdb.DuckDBPyConnection, kind: str, row: Row) -> None:
    for name in NUMBERS & row.keys():
        row = {**row, f"{name}_key": citizen_number.key(row[name]), f"{name}_state": "VALID"}
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO roster_{kind} ({', '.join(row)}) VALUES ({marks})", list(row.values()))
