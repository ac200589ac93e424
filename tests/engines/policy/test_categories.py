"""Categories of children (儿童类别) as the decision table tells them."""

from datetime import date

from .population import CHILD_NO, FATHER, MOTHER, Population


def test_a_child_whose_parents_are_both_dead_is_an_orphan(population: Population) -> None:
    population.family().record("death", FATHER, died_on=date(2020, 1, 1)).record(
        "death", MOTHER, died_on=date(2021, 1, 1)
    )
    population.evaluate()
    decision = population.decision()
    assert decision["category"] == "孤儿"
    assert (decision["father"], decision["mother"]) == ("dead_or_missing", "dead_or_missing")
    assert decision["findings"] == "应保未保|未参保"


def test_a_dead_father_and_a_mother_in_prison_make_a_child_de_facto_unattended(population: Population) -> None:
    population.family().record("death", FATHER, died_on=date(2020, 1, 1)).record(
        "imprisonment", MOTHER, from_on=date(2026, 10, 30), to_on=date(2027, 10, 29), state="IN_CUSTODY"
    )
    population.evaluate()
    assert population.decision()["category"] == "事实无人抚养儿童"


def test_an_unnamed_father_beside_a_dead_mother_is_put_up_for_verification(population: Population) -> None:
    population.family(father=None).record("death", MOTHER, died_on=date(2020, 1, 1))
    population.evaluate()
    decision = population.decision()
    assert decision["category"] is None
    assert decision["orphan"] is None
    assert decision["findings"] == "待核实"


def test_an_unnamed_father_beside_an_able_mother_changes_nothing(population: Population) -> None:
    population.family(father=None)
    population.evaluate()
    decision = population.decision()
    assert (decision["father"], decision["mother"]) == ("unknown", "able")
    assert decision["orphan"] is False
    assert decision["findings"] == ""


def test_an_adopted_child_is_neither_orphan_nor_de_facto_unattended(population: Population) -> None:
    population.family().record("death", FATHER, died_on=date(2020, 1, 1)).record(
        "death", MOTHER, died_on=date(2021, 1, 1)
    )
    population.record("adoption", CHILD_NO, registered_on=date(2024, 3, 1))
    population.record("child_welfare_roll", CHILD_NO, category="ORPHAN", standard_fen=100000, state="PAID")
    population.evaluate()
    decision = population.decision()
    assert decision["category"] is None
    assert decision["findings"] == "应退未退"
    assert decision["stake_fen"] == 100000


def test_a_grown_up_has_no_category(population: Population) -> None:
    population.family(born_on=date(2008, 11, 1)).record("social_relief", CHILD_NO, relief_kind="LOW_INCOME")
    population.evaluate()
    assert population.decision()["age"] == 18
    assert population.decision()["category"] is None


def test_the_day_before_the_eighteenth_birthday_still_counts(population: Population) -> None:
    population.family(born_on=date(2008, 11, 2)).record("social_relief", CHILD_NO, relief_kind="LOW_INCOME")
    population.evaluate()
    assert population.decision()["category"] == "困境家庭儿童"
