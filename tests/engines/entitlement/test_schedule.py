"""What is owed month by month: every worked case of the top-up, and what happens at the edges of months."""

from datetime import date
from pathlib import Path

import pytest

from gonghu.engines.entitlement import (
    INSTITUTION,
    GrantTerms,
    OtherSpan,
    StandardMissing,
    Standards,
    Step,
    Why,
    differences,
    due,
    last_month_paid,
    load_reckoning,
    month_after,
    month_of,
    owed,
    runs_of,
)
from gonghu.engines.policy import PackInvalid

from .conftest import Dated, Making

COUNTY, NEXT = "360102", "360103"
JAN = month_of(date(2026, 1, 1))
SINCE_2020 = date(2020, 1, 1)


def defacto(standards_for: Making, *, home: Dated | None = None, there: int = 136000, **days: int) -> Standards:
    figures = {COUNTY: home or [(SINCE_2020, 136000)], NEXT: [(SINCE_2020, there)]}
    return standards_for(
        "defacto_allowance", {county: {"defacto_standard": dated} for county, dated in figures.items()}, days
    )


def amounts(standards: Standards, terms: GrantTerms, *others: OtherSpan, through: int = JAN + 2) -> list[int]:
    return [month.amount_fen for month in owed(terms, standards, others, through)]


def low_income(fen: int, from_on: date = SINCE_2020, to_on: date | None = None) -> OtherSpan:
    return OtherSpan("SUBSISTENCE", fen, from_on, to_on)


TERMS = GrantTerms("defacto_allowance", COUNTY, JAN)


def test_who_draws_nothing_else_is_owed_the_standard(standards_for: Making) -> None:
    first, *_ = owed(TERMS, defacto(standards_for), (), JAN)
    assert (first.amount_fen, first.deducted_fen, first.why) == (136000, 0, (Why.FULL,))
    assert first.standard_key == "120000/defacto_standard/2020-01-01"


def test_who_draws_less_than_the_standard_is_owed_the_difference(standards_for: Making) -> None:
    first, *_ = owed(TERMS, defacto(standards_for), [low_income(42000)], JAN)
    assert (first.amount_fen, first.standard_fen, first.deducted_fen) == (94000, 136000, 42000)
    assert first.why == (Why.TOPPED_UP,)


@pytest.mark.parametrize("drawn", [136000, 159000])
def test_who_draws_as_much_or_more_is_owed_nothing_and_stays(standards_for: Making, drawn: int) -> None:
    first, *_ = owed(TERMS, defacto(standards_for), [OtherSpan("DESTITUTE", drawn, SINCE_2020)], JAN)
    assert (first.amount_fen, first.deducted_fen, first.why) == (0, 136000, (Why.COVERED,))


def test_a_family_that_gets_low_income_aid_later_is_reckoned_anew_from_then(standards_for: Making) -> None:
    later = low_income(100000, date(2026, 2, 1))
    assert amounts(defacto(standards_for), TERMS, later) == [136000, 36000, 36000]


def test_living_allowance_of_the_disabled_is_set_off_and_nursing_is_not(standards_for: Making) -> None:
    living, nursing = (OtherSpan(kind, 20000, SINCE_2020) for kind in ("DISABILITY_LIVING", "DISABILITY_NURSING"))
    assert amounts(defacto(standards_for), TERMS, living, nursing, through=JAN) == [116000]


def test_all_that_is_drawn_is_added_up(standards_for: Making) -> None:
    living = OtherSpan("DISABILITY_LIVING", 20000, SINCE_2020)
    assert amounts(defacto(standards_for), TERMS, low_income(42000), living, through=JAN) == [74000]


def test_a_standard_raised_in_hindsight_is_owed_from_the_day_it_tells(standards_for: Making) -> None:
    before = owed(TERMS, defacto(standards_for), (), JAN + 3)
    raised = defacto(standards_for, home=[(SINCE_2020, 136000), (date(2026, 2, 1), 150000)])
    had = {month.month: month.amount_fen for month in before}
    after = owed(TERMS, raised, (), JAN + 3)
    assert differences(after, had) == [(JAN + 1, 14000), (JAN + 2, 14000), (JAN + 3, 14000)]


def test_late_confirmation_is_paid_from_the_month_after_it_and_what_was_missed_at_once(standards_for: Making) -> None:
    terms = GrantTerms("defacto_allowance", COUNTY, month_after(date(2025, 12, 31)))
    months = owed(terms, defacto(standards_for), (), JAN + 2)
    assert differences(months, {}) == [(JAN, 136000), (JAN + 1, 136000), (JAN + 2, 136000)]


def test_other_benefits_found_late_are_clawed_back(standards_for: Making) -> None:
    had = {JAN: 136000, JAN + 1: 136000}
    months = owed(TERMS, defacto(standards_for), [low_income(42000, date(2026, 1, 1))], JAN + 1)
    assert differences(months, had) == [(JAN, -42000), (JAN + 1, -42000)]


def test_an_end_stops_payment_with_the_next_month(standards_for: Making) -> None:
    last = last_month_paid(date(2026, 2, 1))
    ended = GrantTerms("defacto_allowance", COUNTY, JAN, last)
    assert amounts(defacto(standards_for), ended) == [136000, 136000]
    had = {JAN: 136000, JAN + 1: 136000, JAN + 2: 136000}
    assert differences(owed(ended, defacto(standards_for), (), JAN + 2), had) == [(JAN + 2, -136000)]


def test_the_old_county_pays_the_month_of_the_move(standards_for: Making) -> None:
    moved = GrantTerms("defacto_allowance", COUNTY, JAN, moves=(Step(date(2026, 2, 1), NEXT),))
    months = owed(moved, defacto(standards_for, there=150000), (), JAN + 2)
    assert [(m.division, m.amount_fen) for m in months] == [(COUNTY, 136000), (COUNTY, 136000), (NEXT, 150000)]


def test_which_county_pays_the_month_of_the_move_is_a_rule_of_the_area(standards_for: Making) -> None:
    moved = GrantTerms("defacto_allowance", COUNTY, JAN, moves=(Step(date(2026, 2, 15), NEXT),))
    by_the_fifteenth = defacto(standards_for, there=150000, move_day=15)
    assert [month.division for month in owed(moved, by_the_fifteenth, (), JAN + 1)] == [COUNTY, NEXT]
    by_the_fourteenth = defacto(standards_for, there=150000, move_day=14)
    assert [month.division for month in owed(moved, by_the_fourteenth, (), JAN + 1)] == [COUNTY, COUNTY]


def test_of_two_changes_in_one_month_the_later_counts(standards_for: Making) -> None:
    there_and_back = (Step(date(2026, 1, 5), NEXT), Step(date(2026, 1, 25), COUNTY))
    moved = GrantTerms("defacto_allowance", COUNTY, JAN, moves=there_and_back)
    assert amounts(defacto(standards_for, there=150000), moved) == [136000, 136000, 136000]
    assert amounts(defacto(standards_for, there=150000, move_day=10), moved) == [150000, 136000, 136000]


def test_low_income_aid_that_changes_twice_in_a_month_counts_as_on_the_first(standards_for: Making) -> None:
    spans = [
        low_income(10000, date(2025, 12, 10), date(2026, 1, 10)),
        low_income(20000, date(2026, 1, 11), date(2026, 1, 31)),
        low_income(30000, date(2026, 2, 1)),
    ]
    assert amounts(defacto(standards_for), TERMS, *spans, through=JAN + 1) == [126000, 106000]
    assert amounts(defacto(standards_for, others_day=31), TERMS, *spans, through=JAN + 1) == [116000, 106000]


def test_orphans_in_institutions_and_with_kin_are_owed_two_standards(standards_for: Making) -> None:
    told = {"orphan_institution_standard": [(SINCE_2020, 182000)], "orphan_scattered_standard": [(SINCE_2020, 136000)]}
    standards = standards_for("orphan_allowance", {COUNTY: told})
    home = GrantTerms("orphan_allowance", COUNTY, JAN, care_changes=(Step(date(2026, 1, 1), INSTITUTION),))
    assert amounts(standards, home, low_income(42000)) == [136000, 182000, 182000]


def test_a_gift_of_600_yuan_to_308_children_is_184_800_yuan(heping_gift: Standards) -> None:
    month = month_of(date(2023, 1, 1))
    gift = GrantTerms("holiday_gift", "120101", month)
    given = [sum(amounts(heping_gift, gift, through=month + 5)) for _child in range(308)]
    assert sum(given) == 184_800_00


@pytest.fixture
def heping_gift(standards_for: Making) -> Standards:
    return standards_for("holiday_gift", {"120101": {}})


def test_a_decision_that_names_its_amount_is_owed_it_once(standards_for: Making) -> None:
    aid = GrantTerms("temporary_aid", COUNTY, JAN, amount_fen=200000)
    months = owed(aid, standards_for("temporary_aid", {COUNTY: {}}), (), JAN + 1)
    assert [(m.amount_fen, m.why) for m in months] == [(200000, (Why.DECIDED,)), (0, (Why.NOT_DUE,))]


def test_a_decided_sum_is_owed_beside_other_help_where_no_pack_pays_the_line(standards_for: Making) -> None:
    gift = GrantTerms("a_gift", COUNTY, JAN, JAN, amount_fen=60000)
    assert amounts(standards_for("a_gift", {COUNTY: {}}), gift, low_income(42000)) == [60000]


def test_a_price_linked_supplement_is_owed_only_where_the_index_triggered_it(standards_for: Making) -> None:
    told: dict[str, Dated] = {"price_subsidy_standard": [(date(2026, 2, 1), 3000)]}
    terms = GrantTerms("price_subsidy", COUNTY, JAN)
    months = owed(terms, standards_for("price_subsidy", {COUNTY: told}), (), JAN + 1)
    assert [(m.amount_fen, m.why[0]) for m in months] == [(0, Why.NOT_TRIGGERED), (3000, Why.FULL)]


@pytest.mark.parametrize("parts", [12, 4, 1])
def test_parts_of_a_school_year_add_up_to_its_standard(standards_for: Making, parts: int) -> None:
    september = month_of(date(2025, 9, 1))
    terms = GrantTerms("orphan_scholarship", COUNTY, september, parts=parts)
    paid = [fen for fen in amounts(school(standards_for), terms, through=september + 11) if fen]
    assert sum(paid) == 1_000_000
    assert len(paid) == parts
    assert max(paid) - min(paid) <= 1


def test_who_is_confirmed_within_a_school_year_draws_what_fell_due_before(standards_for: Making) -> None:
    january = GrantTerms("orphan_scholarship", COUNTY, JAN, parts=4)
    months = owed(january, school(standards_for), (), JAN + 8)
    assert [m.amount_fen for m in months] == [500000, 0, 250000, 0, 0, 250000, 0, 0, 250000]
    assert months[0].why == (Why.CAUGHT_UP,)


def school(standards_for: Making) -> Standards:
    return standards_for("orphan_scholarship", {COUNTY: {}})


def test_nobody_is_owed_nothing_because_a_standard_is_missing(standards_for: Making) -> None:
    standards = defacto(standards_for, home=[(date(2026, 3, 1), 136000)])
    with pytest.raises(StandardMissing) as missing:
        owed(TERMS, standards, (), JAN + 2)
    assert (missing.value.month, missing.value.parameter) == (JAN, "defacto_standard")


def test_what_is_due_is_told_once_for_all_who_have_the_same_history(standards_for: Making) -> None:
    standards = defacto(standards_for)
    had = runs_of({JAN: 136000, JAN + 1: 120000})
    assert due(TERMS, standards, (), had, JAN + 2) == ((JAN + 1, 16000), (JAN + 2, 136000))
    assert due(TERMS, standards, (), had, JAN + 2) is due(TERMS, standards, (), had, JAN + 2)
    assert due(TERMS, standards, [low_income(42000)], had, JAN) == ((JAN, -42000), (JAN + 1, -120000))


def test_a_decided_sum_falls_due_in_parts_that_add_up_to_it(standards_for: Making) -> None:
    terms = GrantTerms("orphan_scholarship", COUNTY, JAN, JAN + 11, amount_fen=1_000_001, parts=4)
    paid = amounts(school(standards_for), terms, through=JAN + 20)
    assert [fen for fen in paid if fen] == [250000, 250000, 250000, 250001]
    assert [month for month, fen in enumerate(paid) if fen] == [0, 3, 6, 9]


def test_an_area_that_tells_its_rules_wrong_is_told_where(tmp_path: Path) -> None:
    (tmp_path / "CN.yaml").write_text("move_day: 40\n", encoding="utf-8")
    with pytest.raises(PackInvalid, match="move_day"):
        load_reckoning(tmp_path, division=COUNTY)
    (tmp_path / "CN.yaml").write_text("instalments: {orphan_scholarship: {4: [12, 9, 3, 6]}}\n", encoding="utf-8")
    with pytest.raises(PackInvalid, match="先后"):
        load_reckoning(tmp_path, division=COUNTY)
    (tmp_path / "CN.yaml").write_text("care_day: 15\n", encoding="utf-8")
    assert load_reckoning(tmp_path, division=COUNTY).care_day == 15
