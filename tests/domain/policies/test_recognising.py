"""Two officers recognise a child; one never does both, and a refusal says why."""

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone
from tests.children import VILLAGE, child
from tests.findings import reason, seen, stored
from tests.officers import employ

from gonghu.domain.access.officer import NotPermitted, Officer, SamePerson, officer
from gonghu.domain.access.operations import appoint, set_up_post
from gonghu.domain.access.terms import Role
from gonghu.domain.people.facts import CategoryEnding
from gonghu.domain.people.models import CategoryAssignment, Child
from gonghu.domain.people.terms import EndKind, FileState
from gonghu.domain.policies.models import Finding, Recognition, RecognitionStep
from gonghu.domain.policies.operations import AlreadyDecided, AlreadyProposed, OpinionMissing, Proposal
from gonghu.domain.policies.operations.recognising import month_after
from gonghu.domain.policies.terms import FindingState, RecognitionState
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskState
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.end_recognition import end_or_propose, undo_end
from gonghu.usecases.recognise_child import approve, propose, propose_again, refuse, send_back, withdraw
from gonghu.usecases.verify_lead import close_lead, open_leads, reopen_lead

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 2, 9, tzinfo=timezone.get_default_timezone())
WHY = "a test looks"


def acting(name: str, role: Role) -> Officer:
    account = employ(name, role, at=AT, name=name)
    return officer(account=account, at=AT)


@pytest.fixture
def lead() -> Finding:
    return found_of(child(state=FileState.LEAD), "not_protected")


def found_of(one: Child, policy: str) -> Finding:
    told = reason(policy)
    stored([seen(one.pk, told, stake_fen=260000)], [told], at=AT)
    return Finding.objects.everywhere(WHY).get()


def proposal(lead: Finding, **said: Any) -> Proposal:
    facts = {"opinion": "查验属实", "document": "民发〔2019〕62号", "evidence": "死亡证明", **said}
    return Proposal(child=lead.child_id, division_code=VILLAGE, category="DEFACTO", finding=lead.pk, **facts)


def kinds(state: TaskState) -> list[str]:
    return sorted(Task.objects.everywhere(WHY).filter(state=state).values_list("kind", flat=True))


def test_a_lead_goes_from_the_village_to_a_recognised_child(lead: Finding) -> None:
    first, second = acting("first", Role.CHILD_COMMISSIONER), acting("second", Role.DISTRICT_OFFICER)
    assert open_leads(findings=[lead.pk], by=first, at=AT) == 1
    assert open_leads(findings=[lead.pk], by=first, at=AT) == 0
    lead.refresh_from_db()
    assert lead.task_id
    close_lead(task=lead.task_id, outcome=Outcome.CONFIRMED, by=first, at=AT)
    lead.refresh_from_db()
    assert (lead.state, lead.verdict) == ("CONFIRMED", "CONFIRMED")
    assert kinds(TaskState.OPEN) == [TaskKind.RECOGNISE_FIRST]
    assert Child.objects.everywhere(WHY).get().state == FileState.ON_FILE

    made = propose(proposal=proposal(lead), by=first, at=AT)
    assert kinds(TaskState.OPEN) == [TaskKind.RECOGNISE_SECOND]
    decided = approve(recognition=made.pk, opinion="同意", by=second, at=AT)

    assert (decided.state, decided.from_on) == (RecognitionState.APPROVED, date(2026, 12, 1))
    lead.refresh_from_db()
    assert lead.state == FindingState.RECOGNISED
    assigned = CategoryAssignment.objects.everywhere(WHY).get()
    assert (assigned.first_by_id, assigned.second_by_id) == (first.account, second.account)
    assert assigned.from_on == date(2026, 12, 1)
    assert Child.objects.everywhere(WHY).get().state == FileState.RECOGNISED
    assert kinds(TaskState.OPEN) == []
    with pytest.raises(AlreadyDecided):
        approve(recognition=made.pk, opinion="同意", by=second, at=AT)


def test_one_person_never_proposes_and_decides(lead: Finding) -> None:
    both = employ("both", Role.CHILD_COMMISSIONER, at=AT)
    post = set_up_post(role=Role.DISTRICT_OFFICER, division_code="120112", from_on=AT.date(), by=SYSTEM, at=AT)
    appoint(post=post, account=both, from_on=AT.date(), by=SYSTEM, at=AT)
    one = officer(account=both, at=AT)
    made = propose(proposal=proposal(lead), by=one, at=AT)
    for decide in (approve, refuse, send_back):
        with pytest.raises(SamePerson):
            decide(recognition=made.pk, opinion="同意认定", by=one, at=AT)
    assert Recognition.objects.everywhere(WHY).get().state == RecognitionState.PROPOSED


def test_a_recognition_ends_as_it_began_by_two_and_stands_again_if_that_was_wrong(lead: Finding) -> None:
    first, second = acting("first", Role.CHILD_COMMISSIONER), acting("second", Role.DISTRICT_OFFICER)
    approve(recognition=propose(proposal=proposal(lead), by=first, at=AT).pk, opinion="同意", by=second, at=AT)
    one, held = Child.objects.everywhere(WHY).get(), CategoryAssignment.objects.everywhere(WHY).get()
    back = CategoryEnding(date(2027, 2, 3), EndKind.PARENTS_BACK, "母亲返家，已核实")
    words: dict[str, Any] = {"child": one, "assignment": held.pk}
    with pytest.raises(NotPermitted):
        end_or_propose(ending=back, document="62号", by=second, at=AT, **words)
    made = end_or_propose(ending=back, document="民发〔2019〕62号", by=first, at=AT, **words)
    assert made
    assert (made.kind, kinds(TaskState.OPEN)) == ("END", [TaskKind.RECOGNISE_SECOND])
    held.refresh_from_db()
    assert held.to_on is None
    approve(recognition=made.pk, opinion="同意终止", by=second, at=AT)
    held.refresh_from_db()
    made.refresh_from_db()
    ended: Any = (held.to_on, held.end_first_by_id, held.ended_by_id)
    assert ended == (date(2027, 2, 28), first.account, second.account)
    assert (made.state_label, made.from_on, kinds(TaskState.OPEN)) == ("已终止", date(2027, 3, 1), [])
    undo_end(**words, reason="母亲再次离家", by=second, at=AT)
    held.refresh_from_db()
    made.refresh_from_db()
    assert (held.to_on, made.state) == (None, RecognitionState.UNDONE)
    # Death needs no proposal, only its evidence.
    died = CategoryEnding(AT.date(), EndKind.DIED, "死亡医学证明")
    assert end_or_propose(ending=died, document="", by=second, at=AT, **words) is None
    assert not CategoryAssignment.objects.everywhere(WHY).exists()  # it had not begun


def test_what_is_sent_back_is_proposed_again_and_the_same_is_not_proposed_twice(lead: Finding) -> None:
    first, second = acting("first", Role.CHILD_COMMISSIONER), acting("second", Role.DISTRICT_OFFICER)
    made = propose(proposal=proposal(lead), by=first, at=AT)
    with pytest.raises(AlreadyProposed):
        propose(proposal=proposal(lead), by=first, at=AT)
    send_back(recognition=made.pk, opinion="缺死亡证明", by=second, at=AT)
    assert kinds(TaskState.OPEN) == [TaskKind.RECOGNISE_FIRST]
    propose_again(recognition=made.pk, opinion="已补", evidence="死亡证明", by=first, at=AT)
    approve(recognition=made.pk, opinion="同意", by=second, at=AT)
    acts = list(RecognitionStep.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["PROPOSE", "SEND_BACK", "PROPOSE", "APPROVE"]


def test_a_refusal_says_why_and_gives_the_child_nothing(lead: Finding) -> None:
    first, second = acting("first", Role.CHILD_COMMISSIONER), acting("second", Role.DISTRICT_OFFICER)
    made = propose(proposal=proposal(lead), by=first, at=AT)
    for silence in ("", "  ", "不行"):
        with pytest.raises(OpinionMissing):
            refuse(recognition=made.pk, opinion=silence, by=second, at=AT)
    refuse(recognition=made.pk, opinion="母亲已返回履行抚养责任", by=second, at=AT)
    lead.refresh_from_db()
    assert lead.state == FindingState.REFUTED
    assert not CategoryAssignment.objects.everywhere(WHY).exists()


def test_who_proposed_may_withdraw_until_it_is_decided(lead: Finding) -> None:
    first, other = acting("first", Role.CHILD_COMMISSIONER), acting("other", Role.VILLAGE_DIRECTOR)
    made = propose(proposal=proposal(lead), by=first, at=AT)
    with pytest.raises(NotPermitted):
        withdraw(recognition=made.pk, opinion="材料有误", by=other, at=AT)
    withdraw(recognition=made.pk, opinion="材料有误", by=first, at=AT)
    assert kinds(TaskState.OPEN) == []
    assert propose(proposal=proposal(lead), by=first, at=AT).pk != made.pk


def test_reopening_a_lead_takes_the_verdict_back(lead: Finding) -> None:
    first = acting("first", Role.CHILD_COMMISSIONER)
    open_leads(findings=[lead.pk], by=first, at=AT)
    lead.refresh_from_db()
    assert lead.task_id
    close_lead(task=lead.task_id, outcome=Outcome.REFUTED, note="父亲已返家", by=first, at=AT)
    lead.refresh_from_db()
    assert lead.state == FindingState.REFUTED
    reopen_lead(task=lead.task_id, reason="家访发现并未返家", by=first, at=AT)
    lead.refresh_from_db()
    assert (lead.state, lead.verdict, lead.verified_at) == (FindingState.OPEN, "", None)


@pytest.mark.parametrize(
    ("policy", "outcome", "state"),
    [
        ("to_verify", Outcome.PARTLY, FileState.ON_FILE),
        ("not_protected", Outcome.REFUTED, FileState.LEAD),
        ("not_protected", Outcome.NOT_FOUND, FileState.LEAD),
        ("should_leave", Outcome.CONFIRMED, FileState.LEAD),
    ],
)
def test_whoever_is_found_in_need_is_on_file_and_nobody_else(policy: str, outcome: Outcome, state: FileState) -> None:
    first = acting("first", Role.TOWN_SUPERVISOR)
    lead = found_of(child(state=FileState.LEAD), policy)
    open_leads(findings=[lead.pk], by=first, at=AT)
    lead.refresh_from_db()
    assert lead.task_id
    close_lead(task=lead.task_id, outcome=outcome, note="走访所见", by=first, at=AT)
    assert Child.objects.everywhere(WHY).get().state == state


@pytest.mark.parametrize(
    ("day", "next_month"), [("2026-01-31", "2026-02-01"), ("2026-12-01", "2027-01-01"), ("2024-02-29", "2024-03-01")]
)
def test_it_holds_from_the_month_after(day: str, next_month: str) -> None:
    assert month_after(date.fromisoformat(day)) == date.fromisoformat(next_month)
