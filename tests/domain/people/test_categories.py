"""What children are recognised as: by two, dated, side by side unless law excludes it, ended with the month."""

from datetime import date
from typing import Any

import pytest
from tests.domain.people.conftest import AT, BY, ON, VILLAGE, account, again, employed, entered

from gonghu.domain.access.officer import NotPermitted, SamePerson
from gonghu.domain.access.terms import Role
from gonghu.domain.people.facts import CategoryEnding, Decision
from gonghu.domain.people.models import CategoryAssignment, Child
from gonghu.domain.people.operations import (
    assign_category,
    close_file,
    end_category,
    reopen_file,
    restore_category,
    settle_categories,
)
from gonghu.domain.people.operations.categories import CategoriesExclude, CategoryHeld, GrownUp
from gonghu.domain.people.operations.category_ends import CategoryEnded, CategoryInForce, EndingUnfounded
from gonghu.domain.people.operations.files import StillRecognised
from gonghu.domain.people.terms import EXCLUDING_CATEGORIES, Category, ClosingReason, EndKind, FileState
from gonghu.domain.people.writing import FileClosed

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision() -> Decision:
    return Decision("民发〔2019〕62号", account("first").pk, account("second").pk, "判决书、死亡证明")


def recognised(child: Child, category: Category, decision: Decision, **more: Any) -> CategoryAssignment:
    said = {"from_on": date(2026, 12, 1), "decision": decision, **BY, **more}
    return assign_category(child=child, category=category, **said)


def ended(assignment: CategoryAssignment, on: date) -> CategoryAssignment | None:
    ending = CategoryEnding(on, EndKind.PARENTS_BACK, "父亲刑满释放")
    return end_category(child=assignment.child, assignment=assignment.pk, ending=ending, **BY)


def test_a_recognised_child_shows_its_category(decision: Decision) -> None:
    child = entered()
    row = recognised(child, Category.DEFACTO, decision)
    now = again(child)
    assert (now.category, now.state) == (Category.DEFACTO, FileState.RECOGNISED)
    assert (row.basis, row.evidence, row.decided_at) == ("民发〔2019〕62号", "判决书、死亡证明", AT)


def test_of_several_categories_the_first_by_rank_is_shown(decision: Decision) -> None:
    child = entered()
    for category in (Category.MIGRANT, Category.SEVERE, Category.DEFACTO, Category.POOR):
        recognised(child, category, decision)
    assert again(child).category == Category.DEFACTO


def test_one_person_does_not_decide_alone(decision: Decision) -> None:
    alone = Decision("62号", decision.first_by, decision.first_by)
    with pytest.raises(SamePerson):
        recognised(entered(), Category.ORPHAN, alone)


def test_only_the_second_of_the_two_writes_it_down(decision: Decision) -> None:
    child, officer = entered(), employed(Role.DISTRICT_OFFICER)
    with pytest.raises(NotPermitted):
        recognised(child, Category.ORPHAN, decision, by=officer)
    with pytest.raises(NotPermitted):
        recognised(child, Category.ORPHAN, decision, by=employed(Role.VILLAGE_DIRECTOR, VILLAGE))
    assert officer.account
    own = Decision("62号", decision.first_by, officer.account)
    assert recognised(child, Category.ORPHAN, own, by=officer).second_by_id == officer.account


@pytest.mark.parametrize("pair", sorted(map(sorted, EXCLUDING_CATEGORIES)))
def test_categories_that_exclude_each_other_do_not_stand_together(decision: Decision, pair: list[Category]) -> None:
    child = entered()
    first = recognised(child, pair[0], decision)
    with pytest.raises(CategoriesExclude):
        recognised(child, pair[1], decision)
    ended(first, date(2026, 12, 20))
    with pytest.raises(CategoriesExclude):
        recognised(child, pair[1], decision, from_on=date(2026, 12, 31))
    assert recognised(child, pair[1], decision, from_on=date(2027, 1, 1)).pk


def test_nobody_is_recognised_twice_as_one_thing(decision: Decision) -> None:
    child = entered()
    recognised(child, Category.POOR, decision)
    with pytest.raises(CategoryHeld):
        recognised(child, Category.POOR, decision)


def test_who_is_eighteen_by_then_is_not_recognised(decision: Decision) -> None:
    eighteenth = date(2026, 12, 1)
    child = entered(born=date(2008, 12, 1))
    with pytest.raises(GrownUp):
        recognised(child, Category.ORPHAN, decision, from_on=eighteenth)
    young = entered("小一天", born=date(2008, 12, 2), sequence=3)
    assert recognised(young, Category.ORPHAN, decision, from_on=eighteenth).pk


def test_who_was_born_on_a_leap_day_is_eighteen_on_the_first_of_march(decision: Decision) -> None:
    child = entered(born=date(2008, 2, 29))
    assert recognised(child, Category.ORPHAN, decision, from_on=date(2026, 2, 28)).pk
    with pytest.raises(GrownUp):
        recognised(child, Category.SEVERE, decision, from_on=date(2026, 3, 1))


def test_it_ends_with_the_month_in_which_its_reason_fell_away(decision: Decision) -> None:
    child = entered()
    row = ended(recognised(child, Category.DEFACTO, decision), date(2027, 2, 3))
    assert row
    assert (row.to_on, row.end_reason) == (date(2027, 2, 28), "父亲刑满释放")
    assert again(child).state == FileState.RECOGNISED
    with pytest.raises(CategoryEnded):
        ended(row, date(2027, 3, 1))


def test_the_clock_shows_when_it_has_ended(decision: Decision) -> None:
    child = entered()
    ended(recognised(child, Category.DEFACTO, decision), date(2026, 12, 3))
    recognised(child, Category.POOR, decision)
    assert settle_categories(on=date(2026, 12, 31), **BY) == 0
    assert settle_categories(on=date(2027, 1, 1), **BY) == 1
    assert (again(child).category, again(child).state) == (Category.POOR, FileState.RECOGNISED)
    ended(CategoryAssignment.objects.everywhere("test").get(category=Category.POOR), date(2026, 12, 3))
    assert settle_categories(on=date(2027, 1, 1), **BY) == 1
    assert (again(child).category, again(child).state) == ("", FileState.ON_FILE)


def test_the_clock_changes_a_few_files_at_a_time(decision: Decision) -> None:
    for turn in range(3):
        ended(recognised(entered(sequence=turn + 1), Category.DEFACTO, decision), date(2026, 12, 3))
    on = date(2027, 1, 1)
    assert [settle_categories(on=on, most=2, **BY) for _ in range(3)] == [2, 1, 0]


def test_one_that_had_not_begun_is_withdrawn(decision: Decision) -> None:
    child = entered()
    assert ended(recognised(child, Category.DEFACTO, decision), ON) is None
    assert not CategoryAssignment.objects.everywhere("test").exists()
    assert again(child).state == FileState.ON_FILE


def test_a_recognised_child_is_not_closed_before_the_recognition_ends(decision: Decision) -> None:
    child = entered()
    row = recognised(child, Category.DEFACTO, decision, from_on=ON)
    with pytest.raises(StillRecognised):
        close_file(child=child, reason=ClosingReason.DIED, on=ON, **BY)
    ended(row, ON)
    close_file(child=child, reason=ClosingReason.DIED, on=ON, **BY)
    assert again(child).state == FileState.CLOSED
    with pytest.raises(FileClosed):
        recognised(child, Category.POOR, decision)


def test_two_people_end_a_recognition_but_for_what_law_and_a_date_decide(decision: Decision) -> None:
    child, officer = entered(born=date(2008, 11, 2)), employed(Role.DISTRICT_OFFICER)
    row = recognised(child, Category.DEFACTO, decision, from_on=date(2026, 1, 1))
    mine: dict[str, Any] = {"child": child, "assignment": row.pk, "by": officer, "at": AT}
    eighteenth = date(2026, 11, 2)
    refused = [
        (NotPermitted, CategoryEnding(ON, EndKind.PARENTS_BACK, "母亲返回")),
        (SamePerson, CategoryEnding(ON, EndKind.PARENTS_BACK, "母亲返回", officer.account)),
        (EndingUnfounded, CategoryEnding(date(2026, 10, 31), EndKind.GROWN_UP, "")),
        (EndingUnfounded, CategoryEnding(ON, EndKind.DIED, " ")),
        (EndingUnfounded, CategoryEnding(date(2026, 12, 24), EndKind.DIED, "死亡证明")),
    ]
    for why, ending in refused:
        with pytest.raises(why):
            end_category(ending=ending, **mine)
    ended_row = end_category(ending=CategoryEnding(eighteenth, EndKind.GROWN_UP, ""), **mine)
    assert ended_row
    assert (ended_row.to_on, ended_row.ended_by_id) == (date(2026, 11, 30), officer.account)
    restore_category(child=child, assignment=row.pk, reason="出生日期登记有误", by=officer, at=AT)
    proposed = CategoryEnding(ON, EndKind.PARENTS_BACK, "母亲返回", decision.first_by)
    by_two = end_category(ending=proposed, **mine)
    assert by_two
    assert (by_two.end_first_by_id, by_two.ended_by_id) == (decision.first_by, officer.account)


def test_what_was_ended_by_mistake_stands_again_unless_something_else_took_its_place(decision: Decision) -> None:
    child = entered()
    row = recognised(child, Category.DEFACTO, decision, from_on=ON)
    again_words: dict[str, Any] = {"child": child, "assignment": row.pk, "reason": "办错了人", **BY}
    with pytest.raises(CategoryInForce):
        restore_category(**again_words)
    ended(row, ON)
    assert settle_categories(on=date(2026, 12, 1), **BY) == 1
    assert restore_category(**again_words).to_on is None
    assert (again(child).category, again(child).state) == (Category.DEFACTO, FileState.RECOGNISED)
    ended(row, ON)
    recognised(child, Category.ORPHAN, decision)
    with pytest.raises(CategoriesExclude):
        restore_category(**again_words)


def test_a_file_taken_up_again_shows_what_is_still_in_force(decision: Decision) -> None:
    child = entered()
    ended(recognised(child, Category.DEFACTO, decision, from_on=ON), ON)
    close_file(child=child, reason=ClosingReason.MOVED_AWAY, on=ON, **BY)
    reopen_file(child=child, reason="迁回", **BY)
    assert (again(child).state, again(child).closing_reason) == (FileState.RECOGNISED, "")
