"""Whom a department's row is about, told as the cases that happen in real files."""

from datetime import date

import duckdb
import pytest
from tests.builders import Row, deliver, number

from gonghu.engines.linkage import link_delivery

FATHER = number(date(1985, 3, 1), 11)
MOTHER = number(date(1987, 5, 2), 20)
CHILD = number(date(2015, 6, 1), 13)
VILLAGE = "990101001201"


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def family(**changes: Row) -> list[Row]:
    """Return a household of three: 张伟, 李娜 and their son 张子涵; ``child={...}`` changes the child's row."""
    home = {"household": "H1", "division_code": VILLAGE}
    parents = {"father_name": "张伟", "father_id": FATHER, "mother_name": "李娜", "mother_id": MOTHER}
    rows: dict[str, Row] = {
        "father": {"name": "张伟", "id_number": FATHER, "sex": "1", "relation": "02", **home},
        "mother": {"name": "李娜", "id_number": MOTHER, "sex": "2", "relation": "10", **home},
        "child": {"name": "张子涵", "id_number": CHILD, "sex": "1", "relation": "20", **home, **parents},
    }
    return [{**row, **changes.get(who, {})} for who, row in rows.items()]


def person_of(connection: duckdb.DuckDBPyConnection, kind: str) -> list[int | None]:
    return [
        person
        for (person,) in connection.execute(f"SELECT person FROM record_{kind} ORDER BY file_no, row_no").fetchall()
    ]


def key(whole: str) -> int:
    return int(whole[:17])


def test_a_valid_number_needs_no_comparison(connection: duckdb.DuckDBPyConnection) -> None:
    kinds = deliver(connection, household_register=family(), death=[{"name": "张伟", "id_number": FATHER}])
    link_delivery(connection, kinds)
    assert person_of(connection, "death") == [key(FATHER)]
    assert connection.execute("SELECT count(*) FROM link").fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (FATHER[:9] + ("1" if FATHER[9] != "1" else "2") + FATHER[10:], "张伟"),
        (FATHER[:7] + FATHER[8] + FATHER[7] + FATHER[9:], "张伟"),
        (FATHER[:5] + FATHER[6:], "张伟"),
        (FATHER[:9] + ("1" if FATHER[9] != "1" else "2") + FATHER[10:], "张炜"),
    ],
    ids=["one wrong digit", "two swapped", "one missing", "one wrong digit and a homophone"],
)
def test_a_mistyped_number_is_repaired_when_the_name_agrees(
    connection: duckdb.DuckDBPyConnection, typed: str, name: str
) -> None:
    kinds = deliver(connection, household_register=family(), death=[{"name": name, "id_number": typed}])
    link_delivery(connection, kinds)
    assert person_of(connection, "death") == [key(FATHER)]


def test_a_mistyped_number_under_another_name_is_for_a_person_to_decide(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    typed = FATHER[:9] + ("1" if FATHER[9] != "1" else "2") + FATHER[10:]
    kinds = deliver(connection, household_register=family(), death=[{"name": "王建国", "id_number": typed}])
    link_delivery(connection, kinds)
    assert person_of(connection, "death") == [None]
    assert connection.execute("SELECT tier, band FROM link").fetchall() == [
        ("NUMBER_REPAIRED_OTHER_NAME", "需人工核对")
    ]


def test_nobody_is_found_by_name_alone(connection: duckdb.DuckDBPyConnection) -> None:
    kinds = deliver(connection, household_register=family(), death=[{"name": "张伟", "id_number": None}])
    link_delivery(connection, kinds)
    assert person_of(connection, "death") == [None]
    assert connection.execute("SELECT label, name FROM unplaced").fetchall() == [("death.subject", "张伟")]


def test_a_valid_number_under_a_wholly_different_name_is_held_for_review(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    kinds = deliver(connection, household_register=family(), death=[{"name": "欧阳建国", "id_number": FATHER}])
    link_delivery(connection, kinds)
    assert person_of(connection, "death") == [None]


def test_a_child_whose_number_is_missing_is_found_in_the_birth_certificates(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    certificate = {"name": "张子涵", "id_number": CHILD, "mother_name": "李娜", "mother_id": MOTHER}
    register = family(child={"id_number": None, "born_on": date(2015, 6, 1)})
    kinds = deliver(connection, household_register=register, birth_certificate=[certificate])
    link_delivery(connection, kinds)
    assert key(CHILD) in person_of(connection, "household_register")


def test_a_mother_named_without_number_is_the_woman_of_that_name_in_the_household(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    kinds = deliver(connection, household_register=family(child={"mother_id": None}))
    link_delivery(connection, kinds)
    assert connection.execute("SELECT right_row, tier FROM link").fetchall() == [(key(MOTHER), "SAME_HOUSEHOLD")]


def test_a_passport_is_matched_by_its_number(connection: duckdb.DuckDBPyConnection) -> None:
    register = family(child={"mother_name": "阮氏", "mother_id": "E00008394"})
    kinds = deliver(connection, household_register=register, deportation=[{"name": "阮氏", "passport": "E00008394"}])
    link_delivery(connection, kinds)
    (deported,) = person_of(connection, "deportation")
    assert deported is not None
    assert deported < 0
    assert connection.execute("SELECT DISTINCT right_row FROM link").fetchall() == [(deported,)]


def test_a_disability_certificate_carries_the_holders_number(connection: duckdb.DuckDBPyConnection) -> None:
    holder = {"name": "张伟", "certificate": FATHER + "61", "id_number": None}
    kinds = deliver(connection, household_register=family(), disability_certificate=[holder])
    link_delivery(connection, kinds)
    assert person_of(connection, "disability_certificate") == [key(FATHER)]


def test_an_answer_given_once_holds_for_the_same_row_in_later_deliveries(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    kinds = deliver(connection, household_register=family(), death=[{"name": "张伟", "id_number": None}])
    link_delivery(connection, kinds)
    (digest,) = connection.execute("SELECT row_digest FROM mention").fetchall()[0]

    later = duckdb.connect()
    later.execute("CREATE TEMP TABLE answer (row_digest VARCHAR, person BIGINT, same BOOLEAN)")
    later.execute("INSERT INTO answer VALUES (?, ?, TRUE)", [digest, key(FATHER)])
    others = [{"name": "赵六", "id_number": None}, {"name": "张伟", "id_number": None}]
    kinds = deliver(later, household_register=family(), death=others)
    link_delivery(later, kinds)
    assert person_of(later, "death") == [None, key(FATHER)]


def test_two_valid_but_different_numbers_are_never_one_person(connection: duckdb.DuckDBPyConnection) -> None:
    namesake = number(date(1985, 3, 1), 13)
    kinds = deliver(connection, household_register=family(), death=[{"name": "张伟", "id_number": namesake}])
    link_delivery(connection, kinds)
    assert person_of(connection, "death") == [key(namesake)]


@pytest.mark.parametrize(
    ("written", "found"),
    [("张子涵", [key(CHILD)]), ("张梓涵", [None])],
    ids=["as one of them is written", "as neither is written"],
)
def test_twins_with_homophone_names_are_told_apart_by_the_written_name_or_left_to_a_person(
    connection: duckdb.DuckDBPyConnection, written: str, found: list[int | None]
) -> None:
    twin = {**family()[2], "name": "张紫涵", "id_number": number(date(2015, 6, 1), 15)}
    certificate = {"name": written, "mother_name": "李娜", "mother_id": MOTHER, "born_on": date(2015, 6, 1)}
    kinds = deliver(connection, household_register=[*family(), twin], birth_certificate=[certificate])
    link_delivery(connection, kinds)
    assert person_of(connection, "birth_certificate") == found
