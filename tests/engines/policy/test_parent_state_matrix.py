"""All 169 pairs of father's and mother's state (父母状态矩阵), in both engines."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gonghu.engines.policy.explanation import Reason, explain
from gonghu.engines.policy.families import family_of
from gonghu.engines.policy.packs import Packs
from gonghu.engines.policy.reference import Reference

from .population import Population

AS_OF = date(2026, 11, 1)
MATRIX = Path(__file__).parent / "fixtures" / "parent_state_matrix.csv"
PAIRS = list(csv.DictReader(MATRIX.read_text(encoding="utf-8").splitlines()))
CUSTODY = {"from_on": date(2026, 10, 1), "to_on": date(2028, 9, 30), "state": "IN_CUSTODY"}
RECORDS: dict[str, tuple[str, dict[str, object]]] = {
    "DEAD": ("death", {"died_on": date(2020, 1, 1)}),
    "DECLARED_MISSING": ("court_ruling", {"ruling": "DECLARED_MISSING", "ruled_on": date(2022, 1, 1)}),
    "SEVERE_DISABILITY": (
        "disability_certificate",
        {"disability_type": "4", "disability_grade": "2", "issued_on": date(2020, 1, 1), "state": "IN_FORCE"},
    ),
    "SEVERE_ILLNESS": ("serious_illness", {"diagnosed_on": date(2024, 1, 1)}),
    "IMPRISONED": ("imprisonment", CUSTODY),
    "COMPULSORY_DETOX": ("liberty_restriction", {"measure": "COMPULSORY_DETOX", **CUSTODY}),
    "OTHER_LIBERTY": ("liberty_restriction", {"measure": "OTHER_LIBERTY", **CUSTODY}),
    "LOST_CONTACT": ("lost_contact", {"lost_since_on": date(2026, 1, 1), "result": "NOT_FOUND"}),
    "GUARDIANSHIP_REVOKED": ("court_ruling", {"ruling": "GUARDIANSHIP_REVOKED", "ruled_on": date(2023, 1, 1)}),
    "DEPORTED": ("deportation", {"deported_on": date(2024, 1, 1)}),
}
NOT_FOUND_NOTE = {"father": "查找不到生父", "mother": "查找不到生母"}
OUTCOMES = {
    "NOT": (None, False, False, ""),
    "ORPHAN": ("孤儿", True, False, "应保未保|未参保"),
    "ORPHAN_IMPLIED": ("孤儿", True, False, "应保未保|未参保"),
    "DEFACTO": ("事实无人抚养儿童", False, True, "应保未保|未参保"),
}


@pytest.fixture(scope="module")
def everyone(packs: Packs) -> Population:
    """One family for each pair; the child's number is 1000 times the pair's place in the list."""
    population = Population(packs)
    for number, pair in enumerate(PAIRS, start=1):
        child = number * 1000
        persons = {
            role: None if pair[role] in ("UNKNOWN", "NOT_FOUND") else child + place
            for place, role in enumerate(("father", "mother"), start=1)
        }
        population.family(child=child, father=persons["father"], mother=persons["mother"])
        for role, person in persons.items():
            if person is not None and pair[role] in RECORDS:
                kind, fields = RECORDS[pair[role]]
                population.record(kind, person, **fields)
            elif pair[role] == "NOT_FOUND":
                population.record("person_list", child, note=NOT_FOUND_NOTE[role])
    population.evaluation = population.evaluate(AS_OF)
    return population


@pytest.mark.parametrize(("number", "pair"), list(enumerate(PAIRS, start=1)))
def test_a_pair_of_parent_states_has_its_outcome(everyone: Population, number: int, pair: dict[str, str]) -> None:
    decision = everyone.decision(number * 1000)
    told = (decision["category"], decision["orphan"], decision["defacto"], decision["findings"])
    if pair["outcome"] == "REVIEW":
        assert decision["category"] is None
        assert decision["orphan"] is None or decision["defacto"] is None
        assert decision["findings"] == "待核实"
    else:
        assert told == OUTCOMES[pair["outcome"]]
    assert everyone.evaluation is not None
    reference = Reference(everyone.evaluation.law, everyone.evaluation.network.kinds_supplied)
    kinds = everyone.packs.kinds
    answers = reference.answers(family_of(everyone.connection, number * 1000, kinds, frozenset(kinds)))
    plain = (answers.category(), answers.of("policy.orphan"), answers.of("policy.defacto"))
    assert (*plain, "|".join(answers.findings())) == told


@pytest.mark.parametrize(
    ("number", "pair"), [each for each in enumerate(PAIRS, start=1) if each[1]["outcome"] == "ORPHAN_IMPLIED"]
)
def test_an_orphan_by_implication_carries_a_note(everyone: Population, number: int, pair: dict[str, str]) -> None:
    assert everyone.evaluation is not None
    reference = Reference(everyone.evaluation.law, everyone.evaluation.network.kinds_supplied)
    kinds = everyone.packs.kinds
    family = family_of(everyone.connection, number * 1000, kinds, frozenset(kinds))
    (orphan,) = explain(reference.answers(family), policies=["orphan"]).reasons
    assert notes_of(orphan, lambda reason: reason.value is True), pair


def notes_of(reason: Reason, wanted: Callable[[Reason], bool]) -> list[str]:
    own = [reason.note] if reason.note and wanted(reason) else []
    return own + [note for part in reason.parts for note in notes_of(part, wanted)]
