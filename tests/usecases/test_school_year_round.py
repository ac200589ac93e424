"""A school year of scholarships: listed of themselves, proved by register or paper, granted by two, paid in parts."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.benefits import AT, Offices, acting, granted, offices
from tests.children import child
from tests.payrolls import account_of, drafted, payers

from gonghu.domain.access.officer import NotPermitted, SamePerson
from gonghu.domain.access.terms import Role
from gonghu.domain.benefits.models import Application, Batch, Grant, SchoolProof, SchoolRound, SchoolStudent
from gonghu.domain.benefits.operations import (
    ListOutdated,
    NobodyListed,
    ProcedureNotThere,
    ProofSaid,
    ProofWrong,
    SchoolRoundThere,
    SchoolRoundWanted,
    StudentLeft,
    confirm_batch,
    open_school_round,
    refuse_batch,
    take_student_in_again,
)
from gonghu.domain.benefits.queries import counts_of_students, school_rounds_in, students_in
from gonghu.domain.benefits.terms import ProofSource, StudentState
from gonghu.domain.benefits.writing import ReasonMissing
from gonghu.domain.payments.models import PayrollLine, Stop
from gonghu.domain.people.models import CategoryAssignment, Child, Schooling
from gonghu.domain.people.terms import FileState, SchoolStage, SchoolState
from gonghu.domain.tasks.models import Task
from gonghu.foundation.audit.models import AuditEntry
from gonghu.usecases.move_a_child import move_with_what_is_open
from gonghu.usecases.school_year_round import (
    NobodyOfThatNumber,
    ask_for_proofs,
    bring_students_up_to_date,
    list_by_number,
    note_as_left,
    propose_school_year,
    take_proof,
    take_proof_back,
)

pytestmark = pytest.mark.django_db

WHY = "a test looks"
COUNTY, LINE = "120112000000", "orphan_scholarship"
SEPTEMBER, AUGUST = date(2026, 9, 1), date(2027, 8, 1)
BORN, TODAY = date(2007, 5, 1), AT.date()


@pytest.fixture
def by() -> Offices:
    return offices()


def a_round(by: Offices, within: date = TODAY) -> SchoolRound:
    wanted = SchoolRoundWanted(division_code=COUNTY, line=LINE, within=within, due_on=within + timedelta(days=20))
    return open_school_round(wanted=wanted, by=by.county, at=AT)


def orphan(name: str, born_on: date = BORN, since: date = date(2020, 1, 1), **said: Any) -> Child:
    """Recognise somebody as an orphan, and let the recognition end with childhood."""
    made = child(name, born_on=born_on, state=FileState.ON_FILE, **said)
    to_on = date(born_on.year + 18, born_on.month, 28)
    CategoryAssignment(
        child=made, category="ORPHAN", basis="在册", decided_at=AT, from_on=since, to_on=max(to_on, since),
        source_key=made.pk,
    ).save()  # fmt: skip
    return made


def student_of(one: Child) -> SchoolStudent:
    return SchoolStudent.objects.everywhere(WHY).get(child=one)


def paper(one: Child, to_on: date = date(2027, 8, 31), **said: Any) -> ProofSaid:
    told: dict[str, Any] = {
        "school": "天津大学",
        "stage": SchoolStage.COLLEGE,
        "from_on": SEPTEMBER,
        "evidence": "在读证明2026-11",
    }
    return ProofSaid(student=student_of(one).pk, source=ProofSource.PAPER, to_on=to_on, **{**told, **said})


def states(by: Offices, of: SchoolRound, on: date = TODAY) -> dict[str, str]:
    rows = students_in(scope=by.county.scope, school_round=of.pk, on=on)
    return {each.child.name: each.state for each in rows}


def test_whoever_came_of_age_is_listed_and_only_whom_no_register_shows_is_asked(by: Offices) -> None:
    shown, asked = orphan("李在册"), orphan("王待证")
    orphan("赵未成年", born_on=date(2009, 5, 1))
    orphan("钱成年后", since=date(2026, 1, 1))
    dead = orphan("孙已故")
    dead.person.died_on = date(2026, 1, 1)
    dead.person.save()
    stale = {"stage": SchoolStage.COLLEGE, "state": SchoolState.ENROLLED, "school": "天津大学", "evidence": "学籍.xlsx"}
    for one, since in ((shown, date(2026, 10, 8)), (asked, date(2025, 10, 8))):
        Schooling(person=one.person, from_on=since, **stale).save()

    found = a_round(by)
    assert (found.from_month, found.to_month, found.year) == (SEPTEMBER, AUGUST, "2026—2027")
    with pytest.raises(SchoolRoundThere):
        a_round(by)
    with pytest.raises(ProcedureNotThere):
        open_school_round(wanted=SchoolRoundWanted(COUNTY, "holiday_gift", AT.date(), AT.date()), by=by.county, at=AT)
    with pytest.raises(NotPermitted):
        bring_students_up_to_date(school_round=found, by=by.town, at=AT)
    brought = bring_students_up_to_date(school_round=found, by=by.county, at=AT)
    assert (brought.listed.added, brought.proved) == (2, 1)
    assert states(by, found) == {"李在册": "READY", "王待证": "MISSING"}
    assert SchoolProof.objects.get().evidence == "学籍.xlsx"
    assert bring_students_up_to_date(school_round=found, by=by.county, at=AT).listed.added == 0

    # Nobody is asked twice; whoever answers for the village has it, by the day of the round.
    assert ask_for_proofs(school_round=found, by=by.county, at=AT) == 1
    assert ask_for_proofs(school_round=found, by=by.county, at=AT) == 0
    task = Task.objects.everywhere(WHY).get()
    assert (task.child_id, task.due_on, task.kind) == (asked.pk, found.due_on, "SUPPLY_PAPERS")
    assert list(school_rounds_in(scope=by.town.scope)) == [found]
    far = acting("far", Role.TOWN_SUPERVISOR, "120112101000")
    assert list(school_rounds_in(scope=far.scope)) == []
    with pytest.raises(NotPermitted):
        take_proof(said=paper(asked), by=far, at=AT)
    wrong: dict[str, Any]
    for wrong in ({"stage": SchoolStage.JUNIOR}, {"evidence": " "}, {"from_on": date(2027, 9, 1)}):
        with pytest.raises(ProofWrong):
            take_proof(said=paper(asked, **wrong), by=by.town, at=AT)
    made = take_proof(said=paper(asked, to_on=date(2029, 7, 1)), by=by.town, at=AT)
    assert made.to_on == date(2027, 8, 31)
    task.refresh_from_db()
    assert (task.state, task.outcome) == ("DONE", "DONE")
    # What the town has on paper stands in the file too.
    assert Schooling.objects.everywhere(WHY).filter(person=asked.pk, from_on=SEPTEMBER).count() == 1


def test_what_was_wrong_is_taken_back_and_who_has_left_is_asked_no_more(by: Offices) -> None:
    asked, found = orphan("王待证"), a_round(by)
    bring_students_up_to_date(school_round=found, by=by.county, at=AT)
    made = take_proof(said=paper(asked), by=by.town, at=AT)
    with pytest.raises(ReasonMissing):
        take_proof_back(proof=made.pk, reason="", by=by.town, at=AT)
    take_proof_back(proof=made.pk, reason="证明是别人的", by=by.town, at=AT)
    assert states(by, found)["王待证"] == "MISSING"
    assert ask_for_proofs(school_round=found, by=by.county, at=AT) == 1
    note_as_left(student=student_of(asked).pk, reason="今年六月已毕业", by=by.town, at=AT)
    assert Task.objects.everywhere(WHY).filter(state="OPEN").count() == 0
    with pytest.raises(StudentLeft):
        take_proof(said=paper(asked), by=by.town, at=AT)
    assert counts_of_students(scope=by.county.scope, school_round=found.pk, on=AT.date())[StudentState.LEFT] == 1
    take_student_in_again(student=student_of(asked).pk, by=by.town, at=AT)
    assert states(by, found)["王待证"] == "MISSING"
    assert AuditEntry.objects.filter(verb="benefits.record_proof").count() == 1


def test_the_year_is_granted_to_all_who_prove_it_by_two_and_each_once(by: Offices) -> None:
    first, late, alone = orphan("李大一"), orphan("王大二"), orphan("赵大三")
    granted(alone, by, line=LINE, category="ORPHAN")
    found = a_round(by)
    bring_students_up_to_date(school_round=found, by=by.county, at=AT)
    # Who applied alone handed the paper in with it, and is asked for no other.
    assert states(by, found) == {"李大一": "MISSING", "王大二": "MISSING", "赵大三": "GRANTED"}
    with pytest.raises(NobodyListed):
        propose_school_year(school_round=found, by=by.county, at=AT)
    for one in (first, late):
        take_proof(said=paper(one), by=by.town, at=AT)
    batch = propose_school_year(school_round=found, by=by.county, at=AT)
    assert (batch.children, batch.amount_fen, batch.total_fen) == (2, 1_000_000, 2_000_000)
    assert states(by, found) == {"李大一": "PROPOSED", "王大二": "PROPOSED", "赵大三": "GRANTED"}
    second = acting("second", Role.CHILD_COMMISSIONER)
    with pytest.raises(SamePerson):
        confirm_batch(batch=batch.pk, opinion="同意资助", by=by.county, at=AT)
    take_proof_back(proof=SchoolProof.objects.get(student__child=late).pk, reason="学校说已退学", by=by.town, at=AT)
    with pytest.raises(ListOutdated, match="1 人没有在读证明"):
        confirm_batch(batch=batch.pk, opinion="同意资助", by=second, at=AT)
    refuse_batch(batch=batch.pk, opinion="有一人已退学", by=second, at=AT)
    again = propose_school_year(school_round=found, by=by.county, at=AT)
    assert again.name.endswith("第2批")
    confirm_batch(batch=again.pk, opinion="同意资助", by=second, at=AT)
    grant = Grant.objects.everywhere(WHY).get(child=first)
    assert (grant.from_month, grant.to_month, grant.instalments, grant.amount_fen) == (SEPTEMBER, AUGUST, 4, None)
    application = Application.objects.everywhere(WHY).get(child=first)
    assert (application.pays_from, application.pays_through) == (SEPTEMBER, AUGUST)
    assert states(by, found) == {"李大一": "GRANTED", "王大二": "MISSING", "赵大三": "GRANTED"}
    # Somebody granted alone after the list was made is not granted twice by it.
    take_proof(said=paper(late), by=by.town, at=AT)
    third = propose_school_year(school_round=found, by=by.county, at=AT)
    granted(late, by, line=LINE, category="ORPHAN")
    with pytest.raises(ListOutdated, match="已经确认过"):
        confirm_batch(batch=third.pk, opinion="同意资助", by=second, at=AT)
    assert Grant.objects.everywhere(WHY).filter(line=LINE).count() == 3
    assert Batch.objects.everywhere(WHY).count() == 3


def test_a_part_waits_while_nothing_shows_that_somebody_studies(by: Offices) -> None:
    one, other = orphan("李一学期"), orphan("王全年")
    found = a_round(by)
    bring_students_up_to_date(school_round=found, by=by.county, at=AT)
    take_proof(said=paper(one, to_on=date(2026, 11, 5)), by=by.town, at=AT)
    take_proof(said=paper(other), by=by.town, at=AT)
    batch = propose_school_year(school_round=found, by=by.county, at=AT)
    confirm_batch(batch=batch.pk, opinion="同意资助", by=acting("second", Role.CHILD_COMMISSIONER), at=AT)
    # When the proof has run out another is asked for.
    assert ask_for_proofs(school_round=found, by=by.county, at=AT + timedelta(days=7)) == 1
    later = AT + timedelta(days=38)
    pays = payers(later)
    for each in (one, other):
        account_of(each, pays)
    assert states(by, found, later.date()) == {"李一学期": "LAPSED", "王全年": "GRANTED"}
    drafted(pays, date(2026, 12, 1), LINE, at=later)
    stop = Stop.objects.everywhere(WHY).get()
    assert (stop.kind, stop.child_id) == ("NO_PROOF", one.pk)
    assert stop.words == "2026-12 没有在读证明，登记证明后重新编制再发"
    lines = PayrollLine.objects.everywhere(WHY).filter(is_stopped=False)
    assert sum(lines.filter(child=one).values_list("amount_fen", flat=True)) == 250_000
    assert sum(lines.filter(child=other).values_list("amount_fen", flat=True)) == 500_000


def test_a_student_is_listed_by_number_and_goes_along_to_another_village(by: Offices) -> None:
    adopted = child("周收养", born_on=BORN, number="12011220070501001X")
    found = a_round(by)
    for wrong in ("120112200705010028", "张"):
        with pytest.raises(NobodyOfThatNumber):
            list_by_number(school_round=found, number=wrong, by=by.county, at=AT)
    assert list_by_number(school_round=found, number="12011220070501001X", by=by.county, at=AT).listed.added == 1
    move_with_what_is_open(
        child=adopted, division_code="120112101201", on=AT.date(), reason="随家庭搬迁", by=by.county, at=AT
    )
    student = student_of(adopted)
    assert (student.division_code, student.why) == ("120112101201", "BY_HAND")
