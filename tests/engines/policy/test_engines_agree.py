"""The SQL for whole populations and the plain evaluator for one child give the same answers."""

from datetime import date

import pytest

from gonghu.engines.policy.money import money_of
from gonghu.engines.policy.reference import Reference

from .population import Population
from .random_families import families_in, fill

FAMILIES = 25_000
# Money is worked out for one family in five: it is slow and rests on the same answers.
EVERY = 5


@pytest.mark.parametrize(
    ("seed", "as_of"),
    [
        (1, date(2026, 11, 1)),
        (2, date(2026, 2, 28)),
        (3, date(2020, 6, 30)),
        (4, date(2024, 8, 31)),
    ],
)
def test_sql_and_the_reference_evaluator_agree_on_random_families(
    population: Population, seed: int, as_of: date
) -> None:
    fill(population, FAMILIES, as_of, seed)
    evaluation = population.evaluate(as_of)
    reference = Reference(evaluation.law, evaluation.network.kinds_supplied)
    policies = [f"policy.{policy}" for policy in evaluation.law.policies]
    rows = population.connection.execute(
        f"SELECT age, father, mother, category, findings, {', '.join(evaluation.law.policies)},"
        " entitled_fen, possible_fen, paid_fen, stake_fen FROM decision ORDER BY person"
    ).fetchall()
    assert len(rows) == FAMILIES
    for number, (row, family) in enumerate(zip(rows, families_in(population), strict=True)):
        answers = reference.answers(family)
        told = (answers.age, answers.parent("father"), answers.parent("mother"), answers.category())
        assert row[:-4] == (*told, "|".join(answers.findings()), *map(answers.of, policies)), family
        if number % EVERY == 0:
            money = money_of(answers)
            amounts = (money.entitled_fen, money.possible_fen, money.paid_fen, money.stake_fen)
            assert row[-4:] == amounts, family
    for column in ("category", "orphan", "defacto", "left_behind", "findings"):
        (seen,) = population.connection.execute(f"SELECT COUNT(DISTINCT {column}) FROM decision").fetchall()[0]
        assert seen > 1, f"the random families never differ in {column}"
