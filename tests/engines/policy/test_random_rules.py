"""Any rule over any facts has the same three-valued answer in SQL and in the plain evaluator."""

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from gonghu.engines.policy import Packs, load_packs
from gonghu.engines.policy.facts import AmountFact

from .population import Population
from .random_families import families_in, fill

AS_OF = date(2026, 11, 1)
RULES, FAMILIES = 40, 500
COMPARISONS = (
    "child.age < adult_age",
    "child.age >= 7",
    "child.hukou_type = 'AGRICULTURAL'",
    "child.age in (1, 8, 16)",
)
CHILD_ONLY = {"father_not_found", "mother_not_found", "minor", "adopted", "on_roll", "on_roll_twice", "on_low_income"}


def leaf(dice: random.Random, packs: Packs) -> Any:
    kind = dice.randrange(8)
    if kind == 0:
        return dice.choice(COMPARISONS)
    if kind == 1:
        return {"supplied": dice.sample(sorted(packs.kinds), 2)}
    role = dice.choice(("child", "father", "mother"))
    facts = [
        name
        for name, fact in packs.facts.items()
        if not isinstance(fact, AmountFact) and (role == "child" or name not in CHILD_ONLY)
    ]
    return f"{role}.{dice.choice([name for name in facts if name != 'able' or role != 'child'])}"


def tree(dice: random.Random, packs: Packs, depth: int) -> Any:
    if depth == 0:
        return leaf(dice, packs)
    sign = dice.choice(("all", "all", "any", "any", "not", "review", "undecided"))
    if sign in ("all", "any"):
        return {sign: [tree(dice, packs, dice.randrange(depth)) for _ in range(dice.randint(1, 4))]}
    return {sign: tree(dice, packs, depth - 1)}


@pytest.mark.parametrize("seed", [1, 2])
def test_random_rules_are_answered_alike(tmp_path: Path, packs: Packs, seed: int) -> None:
    dice = random.Random(seed)
    for number in range(RULES):
        policy = {
            "id": f"rule_{number}",
            "name": f"规则{number}",
            "kind": "mark",
            "basis": [{"document": "试验", "status": "O"}],
            "who": {"all": [tree(dice, packs, 4)]},
        }
        folder = tmp_path / "CN" / f"rule_{number}"
        folder.mkdir(parents=True)
        (folder / "policy.yaml").write_text(yaml.safe_dump(policy, allow_unicode=True), encoding="utf-8")
    population = Population(load_packs(tmp_path))
    fill(population, FAMILIES, AS_OF, seed)
    evaluation = population.evaluate(AS_OF, kinds=set(packs.kinds) - {"death", "school_enrolment"})
    rules = [f"rule_{number}" for number in range(RULES)]
    rows = population.connection.execute(f"SELECT {', '.join(rules)} FROM decision ORDER BY person").fetchall()
    for row, family in zip(rows, families_in(population), strict=True):
        answers = evaluation.reference.answers(family)
        assert row == tuple(answers.of(f"policy.{rule}") for rule in rules), family
    assert {answer for row in rows for answer in row} == {True, False, None}
