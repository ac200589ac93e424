"""What a child is given ends by two, goes along when it moves, is reviewed, and says nothing it must not say."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.benefits import AT, TOWN, Offices, acting, checked, draft_for, granted, offices
from tests.children import child
from tests.findings import reason, seen, stored

from gonghu.domain.access.officer import NotPermitted, Officer, SamePerson
from gonghu.domain.access.terms import VERIFIED, Role
from gonghu.domain.benefits.lines import LineUnknown, line_of
from gonghu.domain.benefits.models import ApplicationStep, Decision, Ending, Grant
from gonghu.domain.benefits.operations import (
    GrantEnded,
    HelpOverlaps,
    Leave,
    LeaveFormIncomplete,
    NotHappenedYet,
    OtherHelp,
    chase_papers,
    record_other_benefit,
)
from gonghu.domain.benefits.queries import facts_lacking, facts_of_ending, grants_in, reason_told
from gonghu.domain.benefits.terms import EndReason, OtherKind, Procedure
from gonghu.domain.people.facts import CategoryEnding
from gonghu.domain.people.models import CategoryAssignment, Child
from gonghu.domain.people.terms import Category, EndKind
from gonghu.domain.policies.models import Recognition
from gonghu.domain.policies.operations import AlreadyDecided, Proposal
from gonghu.domain.policies.terms import RecognitionState
from gonghu.domain.tasks.models import Task
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.apply_for_benefit import apply_for, receive
from gonghu.usecases.decide_application import check
from gonghu.usecases.end_benefit import decide_end, keep_paying, propose_end
from gonghu.usecases.end_recognition import end_or_propose, undo_end
from gonghu.usecases.move_a_child import move_with_what_is_open
from gonghu.usecases.recognise_child import approve, propose
from gonghu.usecases.review_benefits import review_due, review_found

pytestmark = pytest.mark.django_db
WHY = "a test looks"
LATER = AT + timedelta(days=30)
TOLD: dict[str, Any] = {"opinion": "情况属实", "articles": "民发〔2019〕62号"}


@dataclass(frozen=True)
class Staff(Offices):
    """The offices, and a commissioner who proposes (办理人员)."""

    commissioner: Officer


@pytest.fixture
def by() -> Staff:
    found = offices()
    return Staff(found.town, found.county, acting("commissioner", Role.CHILD_COMMISSIONER))


def leave(grant: Grant, reason: EndReason = EndReason.RELEASED, day: date = date(2026, 12, 2), **facts: str) -> Leave:
    return Leave(grant.pk, reason, day, day, "父亲已返家，自次月起停发", facts)


def again(grant: Grant) -> Grant:
    return Grant.objects.everywhere(WHY).get(pk=grant.pk)


def test_a_grant_ends_with_the_month_of_the_event_by_two_and_so_does_what_the_child_was_recognised_as(
    by: Offices,
) -> None:
    grant = granted(child(), by)
    with pytest.raises(LeaveFormIncomplete):
        propose_end(leave=leave(grant), by=by.town, at=LATER)
    with pytest.raises(NotHappenedYet):
        propose_end(leave=leave(grant, day=date(2027, 1, 9), released_on="2027-01-09"), by=by.town, at=LATER)
    ending = propose_end(leave=leave(grant, released_on="2026-12-02"), by=by.town, at=LATER)
    with pytest.raises(GrantEnded):
        propose_end(leave=leave(grant, released_on="2026-12-02"), by=by.county, at=LATER)
    with pytest.raises(NotPermitted):
        decide_end(ending=ending.pk, by=by.town, at=LATER, **TOLD)
    # Only the district is told that somebody was in prison; the decision tells nobody.
    assert reason_told(ending=ending, scope=by.town.scope) == VERIFIED
    assert facts_of_ending(ending=ending, scope=by.town.scope) == []
    assert reason_told(ending=ending, scope=by.county.scope) == EndReason.RELEASED.label
    decision = decide_end(ending=ending.pk, by=by.county, at=LATER, **TOLD)
    assert "释放" not in decision.reasons
    assert again(grant).to_month == date(2026, 12, 1)
    assert (again(grant).ended_by, decision.first_by_id) == (decision, by.town.account)
    assert CategoryAssignment.objects.everywhere(WHY).get().to_on == date(2026, 12, 31)
    months = [
        grants_in(
            scope=by.county.scope, paying_division="120112000000", month=date(2026 + n // 12, n % 12 + 1, 1)
        ).count()
        for n in (10, 11, 12)
    ]
    assert months == [0, 1, 0]


def test_who_proposed_an_ending_does_not_decide_it_and_it_may_be_dropped(by: Offices) -> None:
    grant = granted(child(), by)
    ending = propose_end(leave=leave(grant, EndReason.GIVEN_UP), by=by.county, at=LATER)
    with pytest.raises(SamePerson):
        decide_end(ending=ending.pk, by=by.county, at=LATER, **TOLD)
    other = acting("other", Role.CHILD_COMMISSIONER)
    keep_paying(ending=ending.pk, opinion="家庭撤回", by=other, at=LATER)
    assert again(grant).is_open
    early = leave(grant, EndReason.GIVEN_UP, date(2026, 10, 1))
    decide_end(ending=propose_end(leave=early, by=by.town, at=LATER).pk, by=by.county, at=LATER, **TOLD)
    # It ended before it began: nothing of it is ever paid.
    assert again(grant).to_month == date(2026, 11, 1)
    assert CategoryAssignment.objects.everywhere(WHY).get().to_on is None
    assert Task.objects.everywhere(WHY).filter(source_kind="ending", state="OPEN").count() == 0


def test_the_old_county_pays_the_month_of_the_move_and_the_new_one_from_the_next(by: Offices) -> None:
    one = child()
    grant = granted(one, by)
    waiting = checked(one, by, line="temporary_aid", category="", amount_fen=100000)
    on = date(2026, 12, 2)
    move_with_what_is_open(child=one, division_code="120111103201", on=on, reason="投亲", by=by.county, at=LATER)
    old, new = Grant.objects.everywhere(WHY).order_by("from_month")
    assert (old.pk, old.to_month, old.paying_division) == (grant.pk, date(2026, 12, 1), "120112000000")
    assert (new.from_month, new.to_month, new.paying_division) == (date(2027, 1, 1), None, "120111000000")
    assert (new.decision_id, new.application_id, new.person) == (old.decision_id, old.application_id, old.person)
    waiting.refresh_from_db()
    assert waiting.division_code == "120111103201"


def test_a_grant_is_reviewed_by_period_before_the_birthday_and_when_a_run_says_so(by: Offices) -> None:
    young, nearly = granted(child(), by), granted(child("李小红", born_on=date(2009, 3, 9)), by)
    assert (young.review_due_on, nearly.review_due_on) == (date(2027, 12, 1), date(2027, 2, 1))
    assert review_due(on=date(2027, 1, 31), by=SYSTEM, at=AT) == 0
    assert review_due(on=date(2027, 2, 1), by=SYSTEM, at=AT) == 1
    assert review_due(on=date(2027, 2, 2), by=SYSTEM, at=AT) == 0
    assert "十八周岁" in Task.objects.everywhere(WHY).get(kind="REVIEW_BENEFIT").title
    told = reason("should_leave", "父亲已出狱")
    stored([seen(young.child_id, told)], [told], at=AT)
    assert [review_found(on=AT.date(), by=SYSTEM, at=AT) for _ in "12"] == [1, 0]
    assert again(young).is_open


def test_papers_that_do_not_come_are_chased_once(by: Offices) -> None:
    draft = draft_for(child(), procedure=Procedure.SIMPLIFIED, urgent_reason="父母双亡，无人照料")
    made = apply_for(draft=draft, finding=None, by=by.town, at=AT)
    receive(application=made.pk, got=[], by=by.town, at=AT)
    due = check(application=made.pk, facts=[], opinion="先行办理", by=by.town, at=AT).papers_due_on
    assert due is not None
    assert chase_papers(on=due, by=SYSTEM, at=AT) == 0
    assert [chase_papers(on=due + timedelta(days=1), by=SYSTEM, at=AT) for _ in "12"] == [1, 0]
    assert ApplicationStep.objects.filter(act="CHASE").count() == 1


def test_other_help_of_a_kind_never_overlaps(by: Offices) -> None:
    one = child()

    def had(kind: OtherKind, first: date, last: date | None) -> OtherHelp:
        return OtherHelp(one.pk, one.division_code, "DEFACTO", kind, 42000, first, last, "低保名单")

    record_other_benefit(help_had=had(OtherKind.SUBSISTENCE, date(2026, 3, 9), date(2026, 6, 1)), by=by.town, at=AT)
    record_other_benefit(help_had=had(OtherKind.DESTITUTE, date(2026, 3, 1), None), by=by.town, at=AT)
    with pytest.raises(HelpOverlaps):
        record_other_benefit(help_had=had(OtherKind.SUBSISTENCE, date(2026, 6, 1), None), by=by.town, at=AT)
    record_other_benefit(help_had=had(OtherKind.SUBSISTENCE, date(2026, 7, 1), None), by=by.town, at=AT)


def test_the_database_itself_wants_two_persons_and_one_open_grant(by: Offices) -> None:
    grant = granted(child(), by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            application=grant.application, kind="CONFIRM", number="x", first_by=grant.decision.first_by,
            second_by=grant.decision.first_by, at=AT, reasons="同意", articles="某条",
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(
            application=grant.application, decision=grant.decision, child=grant.child, person=grant.person,
            division_code=grant.division_code, line=grant.line, paying_division=grant.paying_division,
            from_month=date(2027, 5, 1),
        )  # fmt: skip
    assert Ending.objects.everywhere(WHY).count() == 0


def test_an_area_has_its_own_lines_and_clocks() -> None:
    day = date(2026, 11, 2)
    here, there = (line_of(code="defacto_allowance", division_code=code, on=day) for code in (TOWN, "360000"))
    assert [line.limit("check", Procedure.NORMAL) for line in (here, there)] == [10, 15]
    assert [line.limit("confirm", Procedure.NORMAL) for line in (here, there)] == [5, 15]
    assert here.limit("confirm", Procedure.GREEN) == 1
    assert here.warning
    assert Category.DEFACTO in there.categories
    with pytest.raises(LineUnknown):
        line_of(code="charity_grant", division_code="360000", on=day)


def ended(one: Child, by: Staff, kind: EndKind, day: date) -> Recognition:
    """Let two officers end what a child is recognised as."""
    held = CategoryAssignment.objects.everywhere(WHY).get(child=one)
    ending = CategoryEnding(day, kind, "母亲返家履行抚养职责")
    proposed = end_or_propose(
        child=one, assignment=held.pk, ending=ending, document="民发〔2019〕62号", by=by.commissioner, at=LATER
    )
    assert proposed is not None
    return approve(recognition=proposed.pk, opinion="情况属实", by=by.county, at=LATER)


def test_with_a_recognition_the_end_of_what_rests_on_it_is_proposed_and_another_decides(by: Staff) -> None:
    one = child()
    grant, aid = granted(one, by), granted(one, by, line="temporary_aid", category="", amount_fen=100000)
    ended(one, by, EndKind.PARENTS_BACK, date(2026, 12, 2))
    ending = Ending.objects.everywhere(WHY).get()
    assert (ending.grant_id, ending.reason, ending.last_month) == (grant.pk, EndReason.NOT_ENTITLED, date(2026, 12, 1))
    assert ending.proposed_by_id == by.commissioner.account
    assert again(grant).is_open
    assert Task.objects.everywhere(WHY).filter(source_kind="ending", state="OPEN").count() == 1
    with pytest.raises(SamePerson):
        decide_end(ending=ending.pk, by=by.commissioner, at=LATER, **TOLD)
    decide_end(ending=ending.pk, by=by.county, at=LATER, **TOLD)
    assert (again(grant).to_month, again(aid).to_month) == (date(2026, 12, 1), aid.to_month)
    undo_end(child=one, assignment=ending.assignment_id or one.pk, reason="母亲再次离家", by=by.county, at=LATER)
    assert Task.objects.everywhere(WHY).filter(kind="REVIEW_BENEFIT", state="OPEN").count() == 1


def test_a_recognition_that_stands_again_takes_the_proposal_back(by: Staff) -> None:
    one = child()
    grant = granted(one, by)
    ended(one, by, EndKind.ADOPTED, date(2026, 12, 2))
    ending = Ending.objects.everywhere(WHY).get()
    # Who may not know of adoptions is not told of one by the names of the fields.
    assert "收养" not in ending.notice
    with pytest.raises(LeaveFormIncomplete) as refusal:
        decide_end(ending=ending.pk, by=by.county, at=LATER, **TOLD)
    assert "收养" not in str(refusal.value)
    undo_end(child=one, assignment=ending.assignment_id or one.pk, reason="收养未成", by=by.county, at=LATER)
    ending.refresh_from_db()
    assert (ending.state, again(grant).is_open) == ("DROPPED", True)
    assert not Task.objects.everywhere(WHY).filter(source_kind="ending", state="OPEN").exists()


def test_death_is_written_down_by_one_its_money_is_ended_by_another_who_fills_the_leave_form(by: Staff) -> None:
    one = child()
    grant = granted(one, by)
    held = CategoryAssignment.objects.everywhere(WHY).get(child=one)
    died = CategoryEnding(date(2026, 12, 2), EndKind.DIED, "死亡医学证明")
    assert end_or_propose(child=one, assignment=held.pk, ending=died, document="", by=by.county, at=LATER) is None
    ending = Ending.objects.everywhere(WHY).get()
    assert facts_lacking(ending=ending, scope=by.county.scope) == ["death_cause", "death_handling"]
    facts = {"death_cause": "疾病", "death_handling": "已火化"}
    with pytest.raises(SamePerson):
        decide_end(ending=ending.pk, facts=facts, by=by.county, at=LATER, **TOLD)
    decide_end(ending=ending.pk, facts=facts, by=by.commissioner, at=LATER, **TOLD)
    assert again(grant).to_month == date(2026, 12, 1)


def test_what_was_proposed_is_settled_when_a_benefit_recognises_the_child(by: Staff) -> None:
    one = child()
    proposal = Proposal(one.pk, one.division_code, "DEFACTO", "符合条件", "民发〔2019〕62号")
    waiting = propose(proposal=proposal, by=by.commissioner, at=AT)
    granted(one, by)
    waiting.refresh_from_db()
    assert waiting.state == RecognitionState.SETTLED
    assert not Task.objects.everywhere(WHY).filter(kind="RECOGNISE_SECOND", state="OPEN").exists()
    with pytest.raises(AlreadyDecided):
        approve(recognition=waiting.pk, opinion="情况属实", by=by.county, at=LATER)
    assert CategoryAssignment.objects.everywhere(WHY).filter(child=one).count() == 1
