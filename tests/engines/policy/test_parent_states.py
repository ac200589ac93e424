"""Parent states (父母状况): the two six-month tests, rulings that end, certificates, blank dates."""

from datetime import date
from typing import Any

import pytest

from .population import FATHER, MOTHER, Population

AS_OF = date(2026, 11, 1)


def father_is(population: Population, kind: str, *rows: dict[str, Any], as_of: date = AS_OF) -> str:
    """Return the father's state when these are all the rows about him."""
    population.family()
    for row in rows:
        population.record(kind, FATHER, **row)
    population.evaluate(as_of)
    return str(population.decision()["father"])


@pytest.mark.parametrize(
    ("from_on", "to_on", "state"),
    [
        (date(2026, 11, 1), date(2027, 4, 30), "incapable"),  # six months to the day, jailed today
        (date(2026, 11, 1), date(2027, 4, 29), "able"),  # a day short
        (date(2026, 8, 31), date(2027, 2, 27), "incapable"),  # six months from 31 August end in February
        (date(2026, 11, 2), date(2028, 11, 1), "able"),  # begins tomorrow
        (date(2020, 1, 1), date(2026, 11, 1), "able"),  # released today
        (None, date(2028, 1, 1), "unknown"),
        (date(2026, 1, 1), None, "unknown"),
        (None, date(2026, 10, 31), "able"),  # whenever it began, it is over
    ],
)
@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("imprisonment", {}),
        ("liberty_restriction", {"measure": "COMPULSORY_DETOX"}),
        ("liberty_restriction", {"measure": "OTHER_LIBERTY"}),
    ],
)
def test_custody_counts_by_its_term_from_the_first_day(
    population: Population, kind: str, code: dict[str, str], from_on: date | None, to_on: date | None, state: str
) -> None:
    assert father_is(population, kind, {**code, "from_on": from_on, "to_on": to_on}) == state


@pytest.mark.parametrize("state", ["RELEASED", "OUT_ON_PAROLE"])
def test_who_is_released_or_on_parole_is_not_in_custody(population: Population, state: str) -> None:
    row = {"from_on": date(2024, 1, 1), "to_on": date(2030, 1, 1), "state": state}
    assert father_is(population, "imprisonment", row) == "able"


@pytest.mark.parametrize(
    ("since", "state"),
    [
        (date(2026, 5, 1), "incapable"),
        (date(2026, 5, 2), "able"),
        (date(2026, 4, 30), "incapable"),
        (None, "unknown"),
    ],
)
def test_lost_contact_counts_by_the_time_elapsed(population: Population, since: date | None, state: str) -> None:
    assert father_is(population, "lost_contact", {"lost_since_on": since, "result": "NOT_FOUND"}) == state


def test_somebody_found_again_is_no_longer_out_of_contact(population: Population) -> None:
    rows = ({"lost_since_on": date(2025, 1, 1), "result": result} for result in ("NOT_FOUND", "FOUND"))
    assert father_is(population, "lost_contact", *rows) == "able"


def test_losing_contact_is_never_being_declared_missing(population: Population) -> None:
    population.family().record("death", MOTHER, died_on=date(2020, 1, 1))
    population.record("lost_contact", FATHER, lost_since_on=date(2000, 1, 1), result="NOT_FOUND")
    population.evaluate(AS_OF)
    decision = population.decision()
    assert (decision["father"], decision["category"]) == ("incapable", "事实无人抚养儿童")


@pytest.mark.parametrize(
    ("begun", "ended", "state"),
    [
        ("DECLARED_MISSING", "DECLARATION_WITHDRAWN", "dead_or_missing"),
        ("DECLARED_DEAD", "DECLARATION_WITHDRAWN", "dead_or_missing"),
        ("GUARDIANSHIP_REVOKED", "GUARDIANSHIP_RESTORED", "incapable"),
    ],
)
def test_a_later_ruling_ends_the_state(population: Population, begun: str, ended: str, state: str) -> None:
    population.family()
    population.record("court_ruling", FATHER, ruling=begun, ruled_on=date(2022, 1, 1))
    population.record("court_ruling", FATHER, ruling=ended, ruled_on=date(2025, 1, 1))
    population.evaluate(date(2024, 12, 31))
    assert population.decision()["father"] == state
    population.evaluate(date(2025, 1, 1))
    assert population.decision()["father"] == "able"


def test_a_state_that_begins_again_after_its_end_holds(population: Population) -> None:
    rulings = [
        {"ruling": "GUARDIANSHIP_REVOKED", "ruled_on": date(2021, 1, 1)},
        {"ruling": "GUARDIANSHIP_RESTORED", "ruled_on": date(2022, 1, 1)},
        {"ruling": "GUARDIANSHIP_REVOKED", "ruled_on": date(2023, 1, 1)},
    ]
    assert father_is(population, "court_ruling", *rulings) == "incapable"


@pytest.mark.parametrize(
    ("kind", "grade", "severe"),
    [("1", "1", True), ("4", "2", True), ("4", "3", False), ("5", "3", True), ("6", "4", True), ("7", "3", False)],
)
def test_severe_disability_is_grade_one_or_two_or_three_or_four_when_mental_or_intellectual(
    population: Population, kind: str, grade: str, severe: bool
) -> None:
    row = {"disability_type": kind, "disability_grade": grade, "issued_on": date(2020, 1, 1), "state": "IN_FORCE"}
    assert father_is(population, "disability_certificate", row) == ("incapable" if severe else "able")


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"state": "CANCELLED"}, "able"),
        ({"expires_on": date(2026, 11, 1)}, "able"),
        ({"expires_on": date(2026, 11, 2)}, "incapable"),
        ({"issued_on": date(2026, 11, 2)}, "able"),
        ({"disability_grade": None}, "unknown"),
        ({"disability_grade": None, "state": "CANCELLED"}, "able"),
        ({"disability_grade": "3", "disability_type": None}, "unknown"),
    ],
)
def test_a_certificate_must_be_in_force_and_readable(
    population: Population, fields: dict[str, Any], state: str
) -> None:
    row = {"disability_type": "1", "disability_grade": "1", "state": "IN_FORCE", **fields}
    assert father_is(population, "disability_certificate", row) == state


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("death", {"died_on": None, "struck_off_on": None}),
        ("serious_illness", {"diagnosed_on": None}),
        ("deportation", {"deported_on": None}),
        ("court_ruling", {"ruling": "DECLARED_MISSING", "ruled_on": None}),
        ("court_ruling", {"ruling": None, "ruled_on": date(2024, 1, 1)}),
    ],
)
def test_a_blank_in_the_record_makes_the_state_unknown_not_no(
    population: Population, kind: str, row: dict[str, Any]
) -> None:
    assert father_is(population, kind, row) == "unknown"


def test_the_day_of_striking_off_stands_in_for_a_blank_day_of_death(population: Population) -> None:
    row = {"died_on": None, "struck_off_on": date(2025, 1, 1)}
    assert father_is(population, "death", row) == "dead_or_missing"


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("death", {"died_on": date(2026, 11, 2)}),
        ("serious_illness", {"diagnosed_on": date(2026, 11, 2)}),
        ("deportation", {"deported_on": date(2026, 11, 2)}),
        ("court_ruling", {"ruling": "DECLARED_DEAD", "ruled_on": date(2026, 11, 2)}),
    ],
)
def test_what_happens_after_the_day_does_not_count(population: Population, kind: str, row: dict[str, Any]) -> None:
    assert father_is(population, kind, row) == "able"
