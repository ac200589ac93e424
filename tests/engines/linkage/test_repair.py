"""The SQL repairs of a wrong number are the repairs of the plain reference (GB 11643-1999)."""

import random
from datetime import date, timedelta

import duckdb
from tests.builders import number

from gonghu.engines.linkage.repair import repair_candidates
from gonghu.standards.citizen_number import is_valid
from gonghu.standards.citizen_number_repair import repair_candidates as plain_repairs

DIGITS = "0123456789"


def slips(whole: str, chance: random.Random) -> list[str]:
    """Every kind of slip of the hand that the repair promises to undo."""
    place, swap = chance.randrange(17), chance.randrange(16)
    other = chance.choice([digit for digit in DIGITS if digit != whole[place]])
    return [
        whole[:place] + other + whole[place + 1 :],
        whole[:swap] + whole[swap + 1] + whole[swap] + whole[swap + 2 :],
        whole[:place] + whole[place + 1 :],
        whole[:place] + chance.choice(DIGITS) + whole[place:],
    ]


def wrong_numbers(count: int, seed: int) -> list[tuple[int, str, str]]:
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(27000))
        whole = number(born, chance.randrange(1000), area=chance.choice(["110101", "990101", "659004"]))
        found += [(whole, typed) for typed in slips(whole, chance) if not is_valid(typed)]
    return [(key, whole, typed) for key, (whole, typed) in enumerate(found)]


def repaired(rows: list[tuple[int, str, str]]) -> dict[int, set[int]]:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE wrong_rows (row_key BIGINT, number_text VARCHAR)")
    connection.executemany("INSERT INTO wrong_rows VALUES (?, ?)", [(key, typed) for key, _, typed in rows])
    answers: dict[int, set[int]] = {}
    for key, candidate in connection.execute(repair_candidates("wrong_rows")).fetchall():
        answers.setdefault(key, set()).add(candidate)
    return answers


def test_the_true_number_is_among_the_repairs_of_every_single_slip() -> None:
    rows = wrong_numbers(500, seed=1)
    answers = repaired(rows)
    missed = [(whole, typed) for key, whole, typed in rows if int(whole[:17]) not in answers.get(key, set())]
    assert missed == []


def test_every_repair_of_the_plain_reference_is_found_in_sql_too() -> None:
    rows = wrong_numbers(200, seed=2)
    answers = repaired(rows)
    for key, _, typed in rows:
        plain = {int(repair.number[:17]) for repair in plain_repairs(typed) if len(typed) != 17 or typed[-1] != "X"}
        assert plain - answers.get(key, set()) == set(), typed


def test_a_cell_that_is_no_number_has_no_repairs() -> None:
    rows = [(1, "", "E00008394"), (2, "", "无"), (3, "", "1201121990X10100X1"), (4, "", "123")]
    assert repaired(rows) == {}
