"""Findings (发现的问题): who should be on the roll, who should leave it, what is paid twice or not insured."""

from datetime import date
from typing import Any

import pytest

from .population import CHILD_NO, FATHER, MOTHER, Population

DEAD = {"died_on": date(2020, 1, 1)}
PAID = {"state": "PAID", "since_on": date(2024, 1, 1)}


def orphan(population: Population) -> Population:
    return population.family().record("death", FATHER, **DEAD).record("death", MOTHER, **DEAD)


def insured(payer: str | None, year: int = 2026) -> dict[str, Any]:
    return {"insured_year": year, "payer": payer}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([], "应保未保|未参保"),
        ([("child_welfare_roll", {"category": "ORPHAN", **PAID})], "未参保"),
        ([("child_welfare_roll", {"category": "ORPHAN", "state": "ENDED"})], "应保未保|未参保"),
        ([("child_welfare_roll", {"category": "ORPHAN", "state": "SUSPENDED"})], "未参保"),
        ([("child_welfare_roll", {"category": "ORPHAN", "since_on": date(2026, 12, 1)})], "应保未保|未参保"),
        ([("child_welfare_roll", {"category": "DEFACTO", **PAID})], "类别不符|未参保"),
        ([("child_welfare_roll", {"category": "ORPHAN", **PAID})] * 2, "重复发放|未参保"),
        (
            [("child_welfare_roll", {"category": "ORPHAN", **PAID}), ("insurance_enrolment", insured("SELF"))],
            "参保未资助",
        ),
        ([("child_welfare_roll", {"category": "ORPHAN", **PAID}), ("insurance_enrolment", insured("SUBSIDISED"))], ""),
        (
            [("child_welfare_roll", {"category": "ORPHAN", **PAID}), ("insurance_enrolment", insured("SELF", 2025))],
            "未参保",
        ),
        # A payer nobody could read may be the state: not claimed.
        ([("child_welfare_roll", {"category": "ORPHAN", **PAID}), ("insurance_enrolment", insured(None))], ""),
    ],
)
def test_an_orphan_has_its_findings(population: Population, rows: list[tuple[str, dict[str, Any]]], found: str) -> None:
    orphan(population)
    for kind, fields in rows:
        population.record(kind, CHILD_NO, **fields)
    population.evaluate()
    assert population.decision()["findings"] == found


def test_a_child_on_the_roll_whose_parent_came_home_should_leave(population: Population) -> None:
    population.family().record("death", MOTHER, **DEAD)
    population.record("child_welfare_roll", CHILD_NO, category="DEFACTO", standard_fen=313000, **PAID)
    population.evaluate()
    decision = population.decision()
    assert (decision["findings"], decision["stake_fen"]) == ("应退未退", 313000)


def test_nobody_is_told_to_leave_while_a_fact_is_open(population: Population) -> None:
    population.family(father=None).record("death", MOTHER, **DEAD)
    population.record("child_welfare_roll", CHILD_NO, category="DEFACTO", **PAID)
    population.evaluate()
    assert population.decision()["findings"] == "待核实"


def test_a_dead_child_on_the_roll_should_leave(population: Population) -> None:
    orphan(population).record("death", CHILD_NO, died_on=date(2026, 9, 1))
    population.record("child_welfare_roll", CHILD_NO, category="ORPHAN", **PAID)
    population.evaluate()
    assert population.decision()["findings"] == "应退未退"


def test_nobody_is_told_to_leave_when_a_file_that_could_keep_them_is_missing(population: Population) -> None:
    population.family().record("child_welfare_roll", CHILD_NO, category="DEFACTO", **PAID)
    population.family(child=33, father=31, mother=32, born_on=date(2000, 1, 1))
    population.record("child_welfare_roll", 33, category="DEFACTO", **PAID)
    kinds = set(population.packs.kinds) - {"imprisonment"}
    warnings = population.evaluate(kinds=kinds).warnings
    assert population.decision()["findings"] == ""
    assert population.decision(33)["findings"] == "应退未退"
    assert any("在押服刑人员名册" in text and "只能部分判断应退未退" in text for text in warnings)


@pytest.mark.parametrize(
    ("kind", "name", "impossible"),
    [
        ("child_welfare_roll", "儿童福利在册名单", "无法判断应保未保、类别不符、应退未退、重复发放"),
        ("insurance_enrolment", "城乡居民参保", "无法判断未参保、参保未资助"),
    ],
)
def test_a_missing_kind_of_file_makes_findings_impossible_and_is_told(
    population: Population, kind: str, name: str, impossible: str
) -> None:
    warnings = orphan(population).evaluate(kinds=set(population.packs.kinds) - {kind}).warnings
    assert any(name in text and impossible in text for text in warnings)
    for finding in impossible.removeprefix("无法判断").split("、"):
        assert finding not in population.decision()["findings"]


def test_a_missing_file_tells_which_categories_may_be_missed(population: Population) -> None:
    warnings = population.evaluate(kinds=set(population.packs.kinds) - {"death"}).warnings
    (told,) = [text for text in warnings if "死亡注销人员名单" in text]
    assert "可能漏认孤儿、事实无人抚养儿童" in told


def test_the_category_stands_beside_what_is_to_be_verified(population: Population) -> None:
    population.family(father=None).record("death", MOTHER, **DEAD)
    population.record("social_relief", CHILD_NO, relief_kind="LOW_INCOME")
    population.evaluate()
    decision = population.decision()
    assert (decision["category"], decision["findings"]) == ("困境家庭儿童", "应保未保|待核实")


def test_two_parents_away_leave_a_child_behind_only_when_both_are_able(population: Population) -> None:
    for parent in (FATHER, MOTHER):
        population.record("migrant_work", parent, since_on=date(2025, 1, 1))
    population.family()
    population.evaluate()
    assert population.decision()["left_behind"] is True
    population.record("serious_illness", MOTHER, diagnosed_on=date(2025, 1, 1))
    population.evaluate()
    assert population.decision()["left_behind"] is True
    population.record("serious_illness", FATHER, diagnosed_on=date(2025, 1, 1))
    population.evaluate()
    assert population.decision()["left_behind"] is False


def test_a_parent_who_came_back_is_not_away(population: Population) -> None:
    population.family().record("migrant_work", FATHER, since_on=date(2025, 1, 1))
    population.record("migrant_work", MOTHER, since_on=date(2025, 1, 1), returned_on=date(2026, 11, 1))
    population.evaluate()
    assert population.decision()["left_behind"] is False
