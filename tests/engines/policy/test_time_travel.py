"""The answer of any day is by the law and the facts of that day (按当日法规和事实)."""

from datetime import date

import pytest

from gonghu.engines.policy import answers_for, explain, law_on, load_packs

from .population import CHILD_NO, FATHER, MOTHER, Population


def test_before_the_policy_there_was_no_category_of_de_facto_unattended_children(population: Population) -> None:
    population.family().record("death", MOTHER, died_on=date(2010, 1, 1))
    population.record("imprisonment", FATHER, from_on=date(2018, 1, 1), to_on=date(2028, 1, 1))
    population.evaluate(date(2019, 12, 31))
    assert population.decision()["category"] is None
    population.evaluate(date(2020, 1, 1))
    assert population.decision()["category"] == "事实无人抚养儿童"


def test_deportation_counts_from_the_notice_that_added_it(population: Population) -> None:
    population.family().record("death", MOTHER, died_on=date(2010, 1, 1))
    population.record("deportation", FATHER, deported_on=date(2019, 1, 1))
    population.evaluate(date(2020, 12, 23))
    assert population.decision()["father"] == "able"
    population.evaluate(date(2020, 12, 24))
    assert population.decision()["father"] == "incapable"


def test_a_child_not_yet_born_has_no_category(population: Population) -> None:
    population.family(born_on=date(2026, 5, 1)).record("social_relief", CHILD_NO, relief_kind="LOW_INCOME")
    population.evaluate(date(2026, 4, 30))
    assert population.decision()["category"] is None
    population.evaluate(date(2026, 5, 1))
    assert population.decision()["category"] == "困境家庭儿童"


@pytest.mark.parametrize(
    ("as_of", "documents"),
    [
        (date(2020, 6, 1), ["民发〔2019〕62号"]),
        (date(2021, 6, 1), ["民发〔2019〕62号", "民发〔2020〕125号"]),
    ],
)
def test_an_explanation_cites_the_documents_in_force_on_the_day(
    population: Population, as_of: date, documents: list[str]
) -> None:
    evaluation = population.family().evaluate(as_of)
    answers = answers_for(population.connection, evaluation, CHILD_NO)
    (defacto,) = explain(answers, policies=["defacto"]).reasons
    assert [number in basis for number, basis in zip(documents, defacto.basis, strict=True)] == [True] * len(documents)


def test_a_parameter_has_the_value_of_the_day() -> None:
    packs = load_packs(division="360000")
    assert law_on(packs, date(2022, 12, 31)).constants["defacto_standard"] is None
    assert law_on(packs, date(2023, 1, 1)).constants["defacto_standard"] == 136000
    assert law_on(packs, date(2021, 6, 30)).constants["destitute_age"] == 16
    assert law_on(packs, date(2021, 7, 1)).constants["destitute_age"] == 18


def test_a_day_before_every_figure_gives_unknown_and_does_not_fail(population: Population) -> None:
    population.family(born_on=date(2000, 1, 1)).record(
        "imprisonment", FATHER, from_on=date(2004, 1, 1), to_on=date(2008, 1, 1)
    )
    population.evaluate(date(2005, 1, 1))
    assert population.decision()["father"] == "unknown"
