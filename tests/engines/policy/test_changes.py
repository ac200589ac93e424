"""What changes between two runs is told as events."""

from datetime import date
from typing import Any

from gonghu.engines.policy import changes

from .population import CHILD_NO, FATHER, MOTHER, Population

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def events(population: Population) -> set[tuple[Any, ...]]:
    """Compare October with November and return event, name and child."""
    population.evaluate(OCTOBER, prefix="before_")
    population.evaluate(NOVEMBER)
    changes(population.connection, population.packs, before="before_", before_on=OCTOBER, after_on=NOVEMBER)
    return set(population.connection.execute("SELECT person, event, name FROM change").fetchall())


def test_a_parent_who_dies_makes_the_child_an_orphan(population: Population) -> None:
    population.family().record("death", MOTHER, died_on=date(2020, 1, 1))
    population.record("death", FATHER, died_on=date(2026, 10, 20))
    assert events(population) == {
        (CHILD_NO, "died", "父亲死亡"),
        (CHILD_NO, "entered_category", "新增为孤儿"),
    }


def test_a_release_from_prison_is_told_and_ends_the_category(population: Population) -> None:
    population.family().record("death", MOTHER, died_on=date(2020, 1, 1))
    population.record("imprisonment", FATHER, from_on=date(2024, 1, 1), to_on=date(2026, 10, 15))
    assert events(population) == {
        (CHILD_NO, "released", "父亲刑满或已释放"),
        (CHILD_NO, "left_category", "不再是事实无人抚养儿童"),
    }


def test_a_certificate_that_expires_is_told(population: Population) -> None:
    population.family().record(
        "disability_certificate", FATHER, disability_grade="1", disability_type="1", expires_on=date(2026, 10, 10)
    )
    assert (CHILD_NO, "certificate_lost", "父亲残疾证不再为重残或失效") in events(population)


def test_a_child_who_drops_out_of_school_is_told(population: Population) -> None:
    population.family().record("school_enrolment", CHILD_NO, state="DROPPED_OUT", school_year=2026)
    population.evaluate(date(2026, 8, 1), prefix="before_")
    population.evaluate(NOVEMBER)
    changes(population.connection, population.packs, before="before_", before_on=OCTOBER, after_on=NOVEMBER)
    assert population.connection.execute("SELECT event FROM change").fetchall() == [("dropped_out",)]


def test_the_eighteenth_birthday_is_told_ninety_days_ahead_to_those_it_concerns(population: Population) -> None:
    soon = date(2009, 1, 30)
    population.family(born_on=soon).record("social_relief", CHILD_NO, relief_kind="LOW_INCOME")
    population.family(child=33, father=31, mother=32, born_on=soon)
    assert events(population) == {(CHILD_NO, "turning_eighteen", "将满十八周岁")}


def test_the_ninety_first_day_ahead_is_not_yet_told(population: Population) -> None:
    population.family(born_on=date(2009, 1, 31)).record("social_relief", CHILD_NO, relief_kind="LOW_INCOME")
    assert events(population) == set()


def test_a_birthday_since_the_last_run_is_told_of_whoever_was_protected(population: Population) -> None:
    population.family(born_on=date(2008, 10, 20)).record("social_relief", CHILD_NO, relief_kind="LOW_INCOME")
    population.family(child=33, father=31, mother=32, born_on=date(2008, 10, 20))
    assert events(population) == {
        (CHILD_NO, "turning_eighteen", "已满十八周岁"),
        (CHILD_NO, "left_category", "不再是困境家庭儿童"),
    }
