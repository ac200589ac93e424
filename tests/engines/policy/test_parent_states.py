"""Parent states (父母状况): the two six-month tests, rulings that end, certificates, blank dates."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from .population import FATHER, MOTHER, Population

AS_OF = date(2026, 11, 1)
SOMEBODY_ELSE = 99


Row = dict[str, Any]


def father_is(population: Population, kind: str, *rows: Row, as_of: date = AS_OF) -> str:
    """Return the father's state when these are all the rows about him."""
    return fathers_are(population, kind, [rows], as_of)[0]


def fathers_are(population: Population, kind: str, cases: Sequence[Sequence[Row]], as_of: date = AS_OF) -> list[str]:
    """Return the state of one father after another, each with rows of his own."""
    for number, rows in enumerate(cases, start=1):
        population.family(child=10 * number, father=10 * number + 1, mother=10 * number + 2)
        for row in rows:
            population.record(kind, 10 * number + 1, **row)
    population.evaluate(as_of)
    return [population.decision(10 * number)["father"] for number in range(1, len(cases) + 1)]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("imprisonment", {}),
        ("liberty_restriction", {"measure": "COMPULSORY_DETOX"}),
        ("liberty_restriction", {"measure": "OTHER_LIBERTY"}),
    ],
)
def test_custody_counts_by_its_term_from_the_first_day(population: Population, kind: str, code: dict[str, str]) -> None:
    terms = {
        "six months to the day, jailed today": (date(2026, 11, 1), date(2027, 4, 30), "incapable"),
        "a day short": (date(2026, 11, 1), date(2027, 4, 29), "able"),
        "six months from 31 August end in February": (date(2026, 8, 31), date(2027, 2, 27), "incapable"),
        "begins tomorrow": (date(2026, 11, 2), date(2028, 11, 1), "able"),
        "released today": (date(2020, 1, 1), date(2026, 11, 1), "able"),
        "no first day": (None, date(2028, 1, 1), "unknown"),
        "no last day": (date(2026, 1, 1), None, "unknown"),
        "over, whenever it began": (None, date(2026, 10, 31), "able"),
    }
    rows = [({**code, "from_on": from_on, "to_on": to_on},) for from_on, to_on, _ in terms.values()]
    found = fathers_are(population, kind, rows)
    assert dict(zip(terms, found, strict=True)) == {name: state for name, (_, _, state) in terms.items()}


def test_who_is_released_or_on_parole_is_not_in_custody(population: Population) -> None:
    term = {"from_on": date(2024, 1, 1), "to_on": date(2030, 1, 1)}
    rows = [({**term, "state": state},) for state in ("RELEASED", "OUT_ON_PAROLE", "IN_CUSTODY", None)]
    assert fathers_are(population, "imprisonment", rows) == ["able", "able", "incapable", "incapable"]


def test_lost_contact_counts_by_the_time_elapsed(population: Population) -> None:
    days = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 2), None]
    rows = [({"lost_since_on": day, "result": "NOT_FOUND"},) for day in days]
    assert fathers_are(population, "lost_contact", rows) == ["incapable", "incapable", "able", "unknown"]


def test_somebody_found_again_is_no_longer_out_of_contact(population: Population) -> None:
    rows = [{"lost_since_on": date(2025, 1, 1), "result": result} for result in ("NOT_FOUND", "FOUND")]
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


def test_severe_disability_is_grade_one_or_two_or_three_or_four_when_mental_or_intellectual(
    population: Population,
) -> None:
    severe = {("1", "1"), ("4", "2"), ("7", "2"), ("5", "3"), ("6", "4"), ("5", "1")}
    kinds = [*sorted(severe), ("4", "3"), ("1", "4"), ("7", "3")]
    rows = [
        ({"disability_type": kind, "disability_grade": grade, "issued_on": date(2020, 1, 1), "state": "IN_FORCE"},)
        for kind, grade in kinds
    ]
    found = dict(zip(kinds, fathers_are(population, "disability_certificate", rows), strict=True))
    assert found == {kind: "incapable" if kind in severe else "able" for kind in kinds}


def test_a_certificate_must_be_in_force_and_readable(population: Population) -> None:
    good = {"disability_type": "1", "disability_grade": "1", "state": "IN_FORCE"}
    changed: list[tuple[Row, str]] = [
        ({}, "incapable"),
        ({"state": "CANCELLED"}, "able"),
        ({"expires_on": date(2026, 11, 1)}, "able"),
        ({"expires_on": date(2026, 11, 2)}, "incapable"),
        ({"issued_on": date(2026, 11, 2)}, "able"),
        ({"disability_grade": None}, "unknown"),
        ({"disability_grade": None, "state": "CANCELLED"}, "able"),
        ({"disability_grade": "3", "disability_type": None}, "unknown"),
    ]
    found = fathers_are(population, "disability_certificate", [({**good, **fields},) for fields, _ in changed])
    assert found == [state for _, state in changed]


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
    population.record(kind, SOMEBODY_ELSE, **{field: date(2024, 1, 1) for field in row if field.endswith("_on")})
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


@pytest.mark.parametrize(
    ("kind", "row", "state"),
    [
        ("death", {}, "dead_or_missing"),
        ("serious_illness", {}, "incapable"),
        ("deportation", {}, "incapable"),
        ("court_ruling", {"ruling": "DECLARED_MISSING"}, "dead_or_missing"),
        ("lost_contact", {"result": "NOT_FOUND"}, "unknown"),
        ("imprisonment", {"state": "IN_CUSTODY"}, "unknown"),
    ],
)
def test_a_list_without_any_date_counts_as_of_the_day_unless_time_matters(
    population: Population, kind: str, row: dict[str, Any], state: str
) -> None:
    assert father_is(population, kind, row) == state
    warned = any("整份没有" in text and "按截至2026-11-01有效处理" in text for text in population.evaluate().warnings)
    assert warned is (state != "unknown")
