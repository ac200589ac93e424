"""Who is a child here, and whose: the cases that real registers and certificates hold."""

from datetime import date
from typing import Any

import duckdb
from tests.builders import Row, deliver, number

from gonghu.engines.kinship import find_children
from gonghu.engines.linkage import link_delivery

AS_OF = date(2026, 11, 1)
VILLAGE = "990101001201"
FATHER, MOTHER = number(date(1985, 3, 1), 11), number(date(1987, 5, 2), 20)
CHILD = number(date(2015, 6, 1), 13)


def key(whole: str) -> int:
    return int(whole[:17])


def row(name: str, whole: str | None, relation: str, **more: Any) -> Row:
    return {"name": name, "id_number": whole, "relation": relation, "household": "H1", "division_code": VILLAGE, **more}


def child_row(**more: Any) -> Row:
    parents = {"father_name": "张伟", "father_id": FATHER, "mother_name": "李娜", "mother_id": MOTHER}
    return row("张子涵", CHILD, "20", **{**parents, **more})


PARENTS = [row("张伟", FATHER, "02"), row("李娜", MOTHER, "10")]


def screened(**rosters: list[Row]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    kinds = deliver(connection, **rosters)
    link_delivery(connection, kinds)
    find_children(connection, kinds, AS_OF)
    return connection


def parents(connection: duckdb.DuckDBPyConnection) -> list[tuple[int | None, bool, int | None, bool]]:
    return connection.execute("SELECT father, father_named, mother, mother_named FROM child ORDER BY person").fetchall()


def test_a_son_in_the_register_is_a_child_with_both_parents() -> None:
    connection = screened(household_register=[*PARENTS, child_row()])
    assert parents(connection) == [(key(FATHER), True, key(MOTHER), True)]
    assert connection.execute("SELECT id_number, sex, born_on FROM person").fetchall() == [
        (CHILD, "1", date(2015, 6, 1))
    ]


def test_a_son_of_22_is_listed_and_one_of_23_is_not() -> None:
    young, old = number(date(2003, 11, 2), 13), number(date(2003, 11, 1), 13)
    connection = screened(household_register=[row("张一", young, "20"), row("张二", old, "20")])
    assert connection.execute("SELECT name FROM person").fetchall() == [("张一",)]


def test_a_grandchild_under_18_is_a_child_too() -> None:
    grandchild, grown = number(date(2015, 6, 1), 13), number(date(2006, 6, 1), 13)
    connection = screened(household_register=[row("张一", grandchild, "41"), row("张二", grown, "41")])
    assert connection.execute("SELECT name FROM person").fetchall() == [("张一",)]


def test_a_child_not_yet_born_on_the_day_is_not_there() -> None:
    connection = screened(household_register=[row("张一", number(date(2026, 11, 2), 13), "20")])
    assert connection.execute("SELECT count(*) FROM person").fetchall() == [(0,)]


def test_the_same_row_twice_is_one_child_even_without_a_number() -> None:
    nameless = child_row(id_number=None, born_on=date(2015, 6, 1))
    connection = screened(household_register=[*PARENTS, nameless, nameless])
    assert connection.execute("SELECT name FROM person").fetchall() == [("张子涵",)]


def test_a_dead_child_struck_off_the_register_is_still_listed_while_on_the_roll() -> None:
    connection = screened(household_register=PARENTS, child_welfare_roll=[{"name": "张子涵", "id_number": CHILD}])
    assert connection.execute("SELECT id_number, in_register FROM person").fetchall() == [(CHILD, False)]


def test_a_parent_nobody_names_is_not_named() -> None:
    connection = screened(household_register=[*PARENTS, child_row(father_name=None, father_id=None)])
    assert parents(connection) == [(None, False, key(MOTHER), True)]


def test_the_birth_certificate_names_the_parent_the_register_leaves_out() -> None:
    register = [*PARENTS, child_row(father_name=None, father_id=None)]
    certificate = {"name": "张子涵", "id_number": CHILD, "father_name": "张伟", "father_id": FATHER}
    connection = screened(household_register=register, birth_certificate=[certificate])
    assert parents(connection) == [(key(FATHER), True, key(MOTHER), True)]


def test_where_register_and_certificate_disagree_neither_is_taken_and_the_child_is_for_verification() -> None:
    stepfather = number(date(1980, 1, 1), 31)
    certificate = {"name": "张子涵", "id_number": CHILD, "father_name": "王强", "father_id": stepfather}
    connection = screened(household_register=[*PARENTS, child_row()], birth_certificate=[certificate])
    disputed = connection.execute("SELECT father, father_registered, father_certified, kinship_disputed FROM child")
    assert disputed.fetchall() == [(None, key(FATHER), key(stepfather), True)]


def test_a_parent_with_a_name_and_no_number_is_a_person_of_their_own() -> None:
    register = [row("李娜", MOTHER, "10"), child_row(father_id=None)]
    ((father, named, _, _),) = parents(screened(household_register=register))
    assert father is not None
    assert father < 0
    assert named


def test_a_row_without_number_may_be_about_the_unidentified_father_of_that_name() -> None:
    register = [row("李娜", MOTHER, "10"), child_row(father_id=None)]
    connection = screened(household_register=register, death=[{"name": "张伟", "died_on": date(2026, 1, 1)}])
    ((father, _, _, _),) = parents(connection)
    assert connection.execute("SELECT person, kind FROM possible").fetchall() == [(father, "death")]


def test_a_roll_row_without_number_leaves_open_whether_the_child_of_that_name_is_on_the_roll() -> None:
    roll = [{"name": "张子涵", "id_number": None}]
    connection = screened(household_register=[*PARENTS, child_row()], child_welfare_roll=roll)
    assert connection.execute("SELECT person, kind FROM possible").fetchall() == [(key(CHILD), "child_welfare_roll")]


def test_a_number_that_is_far_off_speaks_against_being_the_same_child() -> None:
    roll = [{"name": "张子涵", "id_number": "990101201601990013"}]
    connection = screened(household_register=[*PARENTS, child_row()], child_welfare_roll=roll)
    assert connection.execute("SELECT count(*) FROM possible").fetchall() == [(0,)]


def test_a_number_only_one_way_of_mending_fits_is_mended() -> None:
    typed = CHILD[:7] + "9" + CHILD[8:]
    connection = screened(household_register=[child_row(id_number=typed, born_on=date(2015, 6, 1), sex="1")])
    assert connection.execute("SELECT id_number FROM person").fetchall() == [(CHILD,)]
    assert connection.execute("SELECT tier FROM link").fetchall() == [("NUMBER_SELF_REPAIRED",)]


def test_without_register_and_roll_there_are_no_children_and_nothing_breaks() -> None:
    connection = screened(death=[{"name": "张伟", "id_number": FATHER}])
    assert connection.execute("SELECT count(*) FROM child").fetchall() == [(0,)]
