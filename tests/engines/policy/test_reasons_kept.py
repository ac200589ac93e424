"""Every child's reasons are kept as one number, from which the whole tree can be told without asking again."""

from datetime import date

from gonghu.engines.policy import Evaluation, Reference, as_text, explain
from gonghu.engines.policy.conditions import Condition, Group
from gonghu.engines.policy.reference import Answers

from .population import Population
from .random_families import families_in, fill

AS_OF = date(2026, 11, 1)


def test_every_condition_of_every_child_is_kept_as_the_plain_evaluator_answers_it(population: Population) -> None:
    fill(population, 400, AS_OF, seed=11)
    evaluation = population.evaluate(AS_OF)
    result = population.connection.execute(
        "SELECT p.* FROM reason AS r JOIN pattern AS p ON p.pattern = r.pattern ORDER BY r.person"
    )
    columns = [column[0] for column in result.description]
    for row, family in zip(result.fetchall(), families_in(population), strict=True):
        kept = dict(zip(columns, row, strict=True))
        answers = evaluation.reference.answers(family)
        for policy in evaluation.law.policies.values():
            check(evaluation, kept, answers, policy.who, policy.id)


def check(evaluation: Evaluation, kept: dict[str, object], answers: Answers, condition: Condition, column: str) -> None:
    """Compare one node, then its branches."""
    assert kept[evaluation.network.paths(condition, column)] == answers.holds(condition)
    if isinstance(condition, Group):
        for place, part in enumerate(condition.parts, start=1):
            check(evaluation, kept, answers, part, f"{column}__{place}")


def test_the_tree_can_be_told_from_the_pattern_alone(population: Population) -> None:
    fill(population, 100, AS_OF, seed=12)
    evaluation = population.evaluate(AS_OF)
    result = population.connection.execute(
        "SELECT p.* FROM reason AS r JOIN pattern AS p ON p.pattern = r.pattern ORDER BY r.person"
    )
    columns = [column[0] for column in result.description]
    reference = Reference(evaluation.law, evaluation.network.kinds_supplied)
    for row, family in zip(result.fetchall(), families_in(population), strict=True):
        known = evaluation.known_facts(dict(zip(columns, row, strict=True)))
        from_pattern = explain(reference.answers_to(known), policies=["orphan", "defacto"])
        from_records = explain(reference.answers(family), policies=["orphan", "defacto"])
        assert conditions_in(as_text(from_pattern, full=True)) == conditions_in(as_text(from_records, full=True))


def conditions_in(text: str) -> list[str]:
    """Answers and conditions without evidence, notes on names, and ages, which only the records tell."""
    lines = [line for line in text.splitlines() if line.lstrip().startswith("[")]
    return [line.split("（")[0] for line in lines]
