"""Amounts for whole populations: standards, the top-up (补差), and what is not known."""

from datetime import date

import pytest

from gonghu.engines.policy import load_packs

from .population import CHILD_NO, FATHER, MOTHER, Population

DEAD = {"died_on": date(2020, 1, 1)}


@pytest.fixture
def jiangxi() -> Population:
    return Population(load_packs(division="360000"))


def orphan(population: Population) -> Population:
    return population.family().record("death", FATHER, **DEAD).record("death", MOTHER, **DEAD)


def unattended(population: Population) -> Population:
    return (
        population.family()
        .record("death", FATHER, **DEAD)
        .record("serious_illness", MOTHER, diagnosed_on=date(2024, 1, 1))
    )


def entitled(population: Population) -> int | None:
    population.evaluate()
    amount: int | None = population.decision()["entitled_fen"]
    return amount


def test_a_scattered_orphan_is_due_the_lower_standard(jiangxi: Population) -> None:
    assert entitled(orphan(jiangxi)) == 136000


def test_an_orphan_in_an_institution_is_due_the_higher_standard(jiangxi: Population) -> None:
    orphan(jiangxi).record("child_welfare_roll", CHILD_NO, category="ORPHAN", institution="儿童福利院", state="PAID")
    assert entitled(jiangxi) == 182000


def test_an_orphan_who_may_be_in_an_institution_is_due_nobody_knows_what(jiangxi: Population) -> None:
    jiangxi.connection.execute("ALTER TABLE record_child_welfare_roll ADD COLUMN certain BOOLEAN")
    orphan(jiangxi).record("child_welfare_roll", CHILD_NO, category="ORPHAN", institution="儿童福利院", certain=None)
    assert entitled(jiangxi) is None


@pytest.mark.parametrize(
    ("relief", "due"), [([], 136000), ([42000], 94000), ([136000], 0), ([159000], 0), ([42000, 4000], 90000)]
)
def test_the_top_up_fills_what_relief_leaves_open(jiangxi: Population, relief: list[int], due: int) -> None:
    unattended(jiangxi)
    for amount in relief:
        jiangxi.record("social_relief", CHILD_NO, relief_kind="LOW_INCOME", amount_fen=amount)
    assert entitled(jiangxi) == due


def test_relief_of_an_unknown_amount_leaves_the_top_up_unknown(jiangxi: Population) -> None:
    unattended(jiangxi).record("social_relief", CHILD_NO, relief_kind="LOW_INCOME", amount_fen=None)
    assert entitled(jiangxi) is None


def test_relief_of_a_kind_that_does_not_count_is_not_taken_off(jiangxi: Population) -> None:
    unattended(jiangxi).record("social_relief", CHILD_NO, relief_kind="MARGINAL", amount_fen=42000)
    assert entitled(jiangxi) == 136000


def test_where_no_standard_is_known_the_amount_stays_empty(population: Population) -> None:
    orphan(population)
    assert entitled(population) is None
    assert population.decision()["stake_fen"] is None


def test_who_is_due_nothing_is_due_zero(population: Population) -> None:
    population.family()
    assert entitled(population) == 0
    assert population.decision()["stake_fen"] == 0
