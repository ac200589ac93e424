"""Reasons in words: conditions, answers, evidence by file and row, documents, and what to verify."""

import json
from datetime import date

import pytest

from gonghu.engines.policy import Answers, SourceSheet, answers_for, as_text, explain, facts_to_verify

from .population import CHILD_NO, FATHER, MOTHER, Population

FILES = {1: SourceSheet("司法局_在押服刑人员.xlsx", "Sheet1")}
TERM = {"from_on": date(2025, 6, 2), "to_on": date(2030, 2, 21), "state": "IN_CUSTODY"}


def answers(population: Population) -> Answers:
    return answers_for(population.connection, population.evaluate(), CHILD_NO)


def test_the_text_names_condition_answer_evidence_and_document(population: Population) -> None:
    population.family().record("death", MOTHER, died_on=date(2020, 1, 1)).record("imprisonment", FATHER, **TERM)
    text = as_text(explain(answers(population), FILES, ["defacto"]))
    assert text.splitlines() == [
        "截至2026-11-01：10周岁；父亲无力履行监护抚养职责；母亲死亡或失踪",
        "类别：事实无人抚养儿童；发现：应保未保、未参保",
        "[是] 事实无人抚养儿童",
        "    依据：《民政部等十二部门关于进一步加强事实无人抚养儿童保障工作的意见》（民发〔2019〕62号）第一部分",
        (
            "    依据：《民政部 公安部 财政部关于进一步做好事实无人抚养儿童保障有关工作的通知》"
            "（民发〔2020〕125号）第一部分"
        ),
        "  [是] 在世且未满十八周岁（未满十八周岁）",
        "    [是] 已出生（2026-11-01为10周岁）",
        "    [是] 未满十八周岁（2026-11-01为10周岁）",
        "    [是] 在世（死亡：否）",
        "      [否] 列入死亡注销名单",
        "      [否] 法院宣告死亡",
        "  [是] 已被收养的由养父母抚养（已被收养：否）",
        "  [是] 父母均不能完全履行抚养和监护责任",
        "    [是] 母亲死亡或失踪，父亲无力履行",
        "      [是] 父亲无力履行监护抚养职责",
        "        [是] 父亲服刑在押（刑期六个月以上）",
        (
            "            证据：司法“在押服刑人员名册” 司法局_在押服刑人员.xlsx[Sheet1] 第7行："
            "状态 在押，起日 2025-06-02，止日 2030-02-21"
        ),
        "      [是] 母亲死亡或失踪",
        "        [是] 母亲死亡",
        "          [是] 母亲列入死亡注销名单",
        (
            "              证据：公安“死亡注销人员名单” 司法局_在押服刑人员.xlsx[Sheet1] 第7行："
            "死亡日期 2020-01-01，注销日期 （空）"
        ),
    ]


def test_a_record_that_does_not_suffice_is_shown_too(population: Population) -> None:
    population.family().record("imprisonment", FATHER, from_on=date(2026, 10, 1), to_on=date(2026, 12, 1))
    text = as_text(explain(answers(population), FILES, ["defacto"]))
    assert "[否] 父亲服刑在押（刑期六个月以上）" in text
    assert "起日 2026-10-01，止日 2026-12-01" in text


def test_json_has_the_whole_tree(population: Population) -> None:
    population.family().record("imprisonment", FATHER, **TERM)
    told = json.loads(json.dumps(explain(answers(population), FILES).as_json(), ensure_ascii=False))
    defacto = next(reason for reason in told["reasons"] if reason["text"] == "事实无人抚养儿童")
    assert defacto["value"] == "no"
    assert defacto["basis"][0].startswith("《民政部等十二部门")
    both = defacto["parts"][2]["parts"][0]
    assert [part["value"] for part in both["parts"]] == ["yes", "no"]
    imprisoned = next(part for part in both["parts"][0]["parts"] if part["text"].startswith("父亲服刑在押"))
    assert imprisoned["evidence"] == [
        {
            "kind": "在押服刑人员名册",
            "holder": "司法",
            "file": "司法局_在押服刑人员.xlsx",
            "sheet": "Sheet1",
            "row": 7,
            "shows": {"状态": "在押", "起日": "2025-06-02", "止日": "2030-02-21"},
        }
    ]


def test_every_policy_in_force_is_explained_without_being_asked_for(population: Population) -> None:
    evaluation = population.family().evaluate()
    explanation = explain(answers_for(population.connection, evaluation, CHILD_NO))
    assert [reason.text for reason in explanation.reasons] == [p.name for p in evaluation.law.policies.values()]


def test_an_unnamed_parent_is_one_question_not_ten(population: Population) -> None:
    population.family(father=None).record("death", MOTHER, died_on=date(2020, 1, 1))
    verification = facts_to_verify(answers(population))
    assert verification.choices == (("核实父亲身份（是谁，是否死亡、失踪、服刑、失联等）",),)
    assert verification.possible == ("孤儿", "事实无人抚养儿童")


def test_two_unnamed_parents_leave_a_choice_of_whom_to_verify_first(population: Population) -> None:
    population.family(father=None, mother=None)
    assert str(facts_to_verify(answers(population))) == (
        "核实父亲身份（是谁，是否死亡、失踪、服刑、失联等）；或核实母亲身份（是谁，是否死亡、失踪、服刑、失联等）"
    )


def test_a_blank_date_asks_for_exactly_that_record(population: Population) -> None:
    population.family().record("death", MOTHER, died_on=date(2020, 1, 1))
    population.record("imprisonment", FATHER, from_on=date(2025, 1, 1), to_on=None, state="IN_CUSTODY")
    assert facts_to_verify(answers(population)).choices == (("父亲：核实是否在押及刑期起止",),)


def test_a_blank_that_cannot_change_the_category_is_not_asked_about(population: Population) -> None:
    population.family().record("imprisonment", FATHER, from_on=date(2025, 1, 1), to_on=None)
    population.record("social_relief", CHILD_NO, relief_kind="LOW_INCOME")
    assert facts_to_verify(answers(population)).choices == ()


def test_where_two_facts_are_needed_together_both_are_asked(population: Population) -> None:
    population.family().record("disability_certificate", CHILD_NO, disability_grade=None, state="IN_FORCE")
    population.record("serious_illness", 99, diagnosed_on=date(2024, 1, 1))
    for parent in (FATHER, MOTHER):
        population.record("serious_illness", parent, diagnosed_on=None)
    # One parent found well settles 事实无人抚养; the child's own certificate stays open until its grade is known.
    choices = facts_to_verify(answers(population)).choices
    assert ("父亲：核实病种和确诊日期", "儿童本人：核实残疾类别、等级和证件是否有效") in choices
    assert {len(choice) for choice in choices} == {2}


def test_where_the_documents_are_silent_that_is_said(population: Population) -> None:
    population.family(father=None).record("person_list", CHILD_NO, note="查找不到生父")
    population.record("death", MOTHER, died_on=date(2020, 1, 1))
    verification = facts_to_verify(answers(population))
    assert verification.choices == ()
    assert verification.silent == ("一方查找不到，另一方死亡、失踪或无力抚养：文件未规定，由县级民政部门研判",)


def test_what_is_at_stake_is_the_allowance_that_verification_could_bring(population: Population) -> None:
    population.family(father=None).record("imprisonment", MOTHER, **TERM)
    population.family(child=33, father=31, mother=32)
    population.record("child_welfare_roll", 33, category="DEFACTO", standard_fen=313000, state="PAID")
    population.evaluate()
    assert population.decision()["stake_fen"] == 313000


@pytest.mark.parametrize("unsealed", [False, True])
def test_infection_is_sealed_unless_it_is_asked_for(population: Population, *, unsealed: bool) -> None:
    population.family().record("hiv_infection", CHILD_NO, confirmed_on=date(2025, 1, 1))
    evaluation = population.evaluate(unsealed=unsealed)
    assert ("hiv" in population.decision()) is unsealed
    text = as_text(explain(answers_for(population.connection, evaluation, CHILD_NO)), full=True)
    assert ("艾滋病" in text) is unsealed
    columns = population.connection.execute("SELECT column_name FROM (DESCRIBE pattern)").fetchall()
    assert any("hiv" in name for (name,) in columns) is unsealed
