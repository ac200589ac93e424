"""From a finding to what a child is given: received, checked by one, confirmed by another, from the month after."""

from datetime import date, datetime, timedelta

import pytest
from tests.benefits import AT, TOWN, VILLAGE, Offices, acting, checked, draft_for, granted, offices, received
from tests.children import child
from tests.findings import reason, seen, stored

from gonghu.domain.access.officer import NotPermitted, SamePerson
from gonghu.domain.access.terms import VERIFIED, Role
from gonghu.domain.benefits.models import Decision, Grant
from gonghu.domain.benefits.operations import (
    AlreadyApplied,
    AlreadyGranted,
    LivingLineHeld,
    PapersMissing,
    ProcedureNotThere,
)
from gonghu.domain.benefits.papers import papers_from
from gonghu.domain.benefits.queries import applications_handled_for_others, facts_shown
from gonghu.domain.benefits.starting import TooOld
from gonghu.domain.benefits.terms import CareForm, Procedure
from gonghu.domain.benefits.writing import NoSuchApplication, ReasonMissing, StepNotNow
from gonghu.domain.people.models import CategoryAssignment
from gonghu.domain.people.terms import FileState
from gonghu.domain.policies.models import Finding
from gonghu.domain.slips.operations import open_slip
from gonghu.domain.tasks.models import Task
from gonghu.usecases.apply_for_benefit import apply_for, push, receive, take_back, take_in_papers, tell
from gonghu.usecases.decide_application import OutOfReach, check, confirm, refuse, return_to_town
from gonghu.usecases.receive_for_others import slip_for_others

pytestmark = pytest.mark.django_db
WHY = "a test looks"
SAID = {"reasons": "符合条件，予以确认", "articles": "民发〔2019〕62号第二部分"}


@pytest.fixture
def by() -> Offices:
    return offices()


def lead() -> Finding:
    told = reason()
    one = child(state=FileState.LEAD)
    stored([seen(one.pk, told, stake_fen=260000)], [told], at=AT)
    return Finding.objects.everywhere(WHY).get()


def tasks() -> dict[str, date]:
    rows = Task.objects.everywhere(WHY).filter(state="OPEN", source_kind="application")
    return dict(rows.values_list("kind", "due_on"))


def test_a_finding_becomes_a_grant_from_the_month_after_and_the_child_is_recognised_by_the_same_two(
    by: Offices,
) -> None:
    finding = lead()
    made = apply_for(draft=draft_for(finding.child), finding=finding, by=by.town, at=AT)
    missing = [paper.code for paper in papers_from(made.papers) if paper.is_missing]
    # A row of a register is about the father: nobody is asked for papers about him.
    assert "mother_state" in missing
    assert "father_state" not in missing
    assert [fact.secret for fact in facts_shown(application=made, scope=by.county.scope)] == ["PRISON"]
    assert [fact.facts for fact in facts_shown(application=made, scope=by.town.scope)] == [VERIFIED]

    receive(application=made.pk, got=["photo"], by=by.town, at=AT)
    assert tasks() == {"CHECK_APPLICATION": date(2026, 11, 16)}
    with pytest.raises(PapersMissing):
        check(application=made.pk, facts=[], opinion="查验属实", by=by.town, at=AT)
    take_in_papers(application=made.pk, got=missing, by=by.town, at=AT)
    check(application=made.pk, facts=[], opinion="查验属实", by=by.town, at=AT)
    assert tasks() == {"CONFIRM_APPLICATION": date(2026, 11, 9)}

    done = confirm(application=made.pk, by=by.county, at=AT, **SAID)
    assert (done.grant.from_month, done.grant.to_month) == (date(2026, 12, 1), None)
    assert (done.grant.paying_division, done.grant.review_due_on) == ("120112000000", date(2027, 12, 1))
    assert done.decision.number == "120112待〔2026〕1号"
    assert (done.decision.first_by_id, done.decision.second_by_id) == (by.town.account, by.county.account)
    assigned = CategoryAssignment.objects.everywhere(WHY).get()
    assert (assigned.category, assigned.from_on) == ("DEFACTO", date(2026, 12, 1))
    assert (assigned.first_by_id, assigned.second_by_id) == (by.town.account, by.county.account)
    finding.refresh_from_db()
    assert finding.state == "RECOGNISED"
    assert tasks() == {"TELL_APPLICANT": date(2026, 11, 5)}
    tell(application=made.pk, words="已电话告知", by=by.town, at=AT)
    assert tasks() == {}


def test_nobody_confirms_what_they_checked_and_everybody_says_why(by: Offices) -> None:
    one = child()
    found = checked(one, by)
    with pytest.raises(NotPermitted):
        confirm(application=found.pk, by=by.town, at=AT, **SAID)
    with pytest.raises(ReasonMissing):
        confirm(application=found.pk, reasons="", articles="第二部分", by=by.county, at=AT)
    with pytest.raises(OutOfReach):
        confirm(application=found.pk, by=acting("far", Role.DISTRICT_OFFICER, "120113000000"), at=AT, **SAID)
    assert Decision.objects.count() == 0
    done = refuse(application=found.pk, reasons="父亲已返家抚养", articles="民发〔2019〕62号", by=by.county, at=AT)
    assert done.kind == "REFUSE"
    with pytest.raises(StepNotNow):
        confirm(application=found.pk, by=by.county, at=AT, **SAID)
    assert Grant.objects.everywhere(WHY).count() == 0


def test_what_is_sent_back_is_checked_again_and_may_be_withdrawn(by: Offices) -> None:
    found = checked(child(), by)
    with pytest.raises(AlreadyApplied):
        apply_for(draft=draft_for(found.child), finding=None, by=by.town, at=AT)
    return_to_town(application=found.pk, words="请补充走访记录", by=by.county, at=AT)
    assert list(tasks()) == ["CHECK_APPLICATION"]
    check(application=found.pk, facts=[], opinion="已补走访", by=by.town, at=AT)
    assert list(tasks()) == ["CONFIRM_APPLICATION"]
    take_back(application=found.pk, words="家庭放弃申请", by=by.town, at=AT)
    assert tasks() == {}
    assert apply_for(draft=draft_for(found.child), finding=None, by=by.town, at=AT).state == "DRAFT"


def test_one_person_gets_one_living_line_and_the_same_only_in_another_form_of_care(by: Offices) -> None:
    one = child()
    first = granted(one, by)
    for line, category, refusal in (
        ("defacto_allowance", "DEFACTO", AlreadyGranted),
        ("poor_allowance", "POOR", LivingLineHeld),
    ):
        found = checked(one, by, line=line, category=category)
        with pytest.raises(refusal):
            confirm(application=found.pk, by=by.county, at=AT, **SAID)
        take_back(application=found.pk, words="重复申请", by=by.town, at=AT)
    later = AT + timedelta(days=30)
    second = granted(one, by, care_form=CareForm.INSTITUTION, at=later)
    first.refresh_from_db()
    assert (first.to_month, second.from_month) == (date(2026, 12, 1), date(2027, 1, 1))
    assert first.ended_by == second.decision
    assert second.decision.kind == "CHANGE"


def test_urgent_help_comes_before_the_papers_which_are_chased(by: Offices) -> None:
    draft = draft_for(child(), procedure=Procedure.GREEN)
    with pytest.raises(ReasonMissing):
        apply_for(draft=draft, finding=None, by=by.town, at=AT)
    made = apply_for(
        draft=draft_for(child("张小红"), procedure=Procedure.GREEN, urgent_reason="父母双亡，无人照料"),
        finding=None,
        by=by.town,
        at=AT,
    )
    receive(application=made.pk, got=[], by=by.town, at=AT)
    found = check(application=made.pk, facts=[], opinion="先行办理", by=by.town, at=AT)
    assert found.papers_due_on == date(2026, 11, 16)
    assert set(tasks()) == {"CONFIRM_APPLICATION", "SUPPLY_PAPERS"}
    confirm(application=made.pk, by=by.county, at=AT, **SAID)
    assert set(tasks()) == {"TELL_APPLICANT", "SUPPLY_PAPERS"}
    every = [paper.code for paper in papers_from(found.papers)]
    take_in_papers(application=made.pk, got=every, by=by.town, at=AT)
    assert set(tasks()) == {"TELL_APPLICANT"}


def test_a_town_in_another_province_receives_passes_on_and_follows_without_seeing_the_child(by: Offices) -> None:
    elsewhere = acting("elsewhere", Role.TOWN_SUPERVISOR, "130100001000")
    one = child()
    with pytest.raises(ProcedureNotThere):
        apply_for(draft=draft_for(one, handling_division="130100001000"), finding=None, by=elsewhere, at=AT)
    draft = draft_for(one, handling_division="130100001000", procedure=Procedure.CROSS_PROVINCE)
    made = apply_for(draft=draft, finding=None, by=elsewhere, at=AT)
    every = [paper.code for paper in papers_from(made.papers)]
    taken = receive(application=made.pk, got=every, by=elsewhere, at=AT)
    assert (taken.state, taken.due_on) == ("RECEIVED", date(2026, 11, 5))
    pushed = push(application=made.pk, by=elsewhere, at=AT)
    assert (pushed.state, pushed.due_on) == ("CHECKING", date(2026, 11, 23))
    (followed,) = applications_handled_for_others(scope=elsewhere.scope)
    assert (followed.key, followed.state) == (made.pk, "CHECKING")
    assert applications_handled_for_others(scope=by.town.scope) == []
    # The family gets its slip where it asked; nobody else's town prints it.
    slip = slip_for_others(application=made.pk, by=elsewhere, at=AT)
    assert open_slip(code=slip.code, number=slip.number, at=AT, address="10.0.0.1").child == one.pk
    with pytest.raises(NoSuchApplication):
        slip_for_others(application=made.pk, by=by.town, at=AT)
    with pytest.raises(NotPermitted):
        check(application=made.pk, facts=[], opinion="查验属实", by=elsewhere, at=AT)
    check(application=made.pk, facts=[], opinion="查验属实", by=by.town, at=AT)
    confirm(application=made.pk, by=by.county, at=AT, **SAID)
    waiting = Task.objects.everywhere(WHY).get(kind="TELL_APPLICANT", state="OPEN")
    assert (waiting.division_code, waiting.child_id) == ("130100001000", None)
    tell(application=made.pk, words="已告知", by=elsewhere, at=AT)


def test_the_town_itself_gives_small_temporary_aid_by_two_persons_at_once(by: Offices) -> None:
    other = acting("other", Role.TOWN_SUPERVISOR, TOWN)
    one = child()
    found = checked(one, by, line="temporary_aid", category="", amount_fen=150000)
    with pytest.raises(SamePerson):
        confirm(application=found.pk, by=by.town, at=AT, **SAID)
    grant = confirm(application=found.pk, by=other, at=AT, **SAID).grant
    assert (grant.from_month, grant.to_month, grant.amount_fen) == (date(2026, 11, 1), date(2026, 11, 1), 150000)
    large = checked(one, by, line="temporary_aid", category="", amount_fen=250000)
    with pytest.raises(NotPermitted):
        confirm(application=large.pk, by=other, at=AT, **SAID)


def test_a_scholarship_is_confirmed_for_the_school_year_in_instalments(by: Offices) -> None:
    student = child("李大学", born_on=date(2007, 5, 1))
    grant = granted(student, by, line="orphan_scholarship", category="ORPHAN")
    assert (grant.from_month, grant.to_month, grant.instalments) == (date(2026, 9, 1), date(2027, 8, 1), 4)
    again = checked(student, by, line="orphan_scholarship", category="ORPHAN")
    with pytest.raises(AlreadyGranted):
        confirm(application=again.pk, by=by.county, at=AT, **SAID)
    assert CategoryAssignment.objects.everywhere(WHY).count() == 0


def test_nobody_of_age_begins_a_childs_line(by: Offices) -> None:
    found = checked(child(born_on=date(2008, 11, 20)), by)
    with pytest.raises(TooOld):
        confirm(application=found.pk, by=by.county, at=AT, **SAID)


def test_a_village_may_prepare_but_not_receive(by: Offices) -> None:
    director = acting("director", Role.VILLAGE_DIRECTOR, VILLAGE)
    made = apply_for(draft=draft_for(child()), finding=None, by=director, at=AT)
    with pytest.raises(NotPermitted):
        receive(application=made.pk, got=[], by=director, at=AT)
    assert receive(application=made.pk, got=[], by=by.town, at=AT).state == "CHECKING"
    assert received(child("张小红"), by, at=datetime(2026, 11, 3, 9, tzinfo=AT.tzinfo)).due_on == date(2026, 11, 17)
