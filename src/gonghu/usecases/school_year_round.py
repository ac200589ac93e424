"""
Each school year, whoever may have a scholarship is listed, proves to study, and is granted it (福彩圆梦·孤儿助学).

政策找人: who had one before and who came of age after having been recognised stand on the list of themselves; whom a
school register of this school year shows is asked for no paper. Of the others whoever answers for the village asks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import Officer, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import line_of
from gonghu.domain.benefits.models import Application, Batch, SchoolProof, SchoolRound, SchoolStudent
from gonghu.domain.benefits.operations import (
    BatchAsked,
    Listed,
    NobodyListed,
    ProofSaid,
    StudentFound,
    StudentsListed,
    YearAsked,
    leave_student_out,
    list_students,
    propose_batch,
    record_proof,
    remember_asked,
    take_proofs_over,
    withdraw_proof,
)
from gonghu.domain.benefits.papers import papers_from
from gonghu.domain.benefits.queries import (
    batches_in,
    earlier_students,
    grants_of_the_year,
    student_by_key,
    students_in,
    students_to_ask,
)
from gonghu.domain.benefits.starting import instalments_of
from gonghu.domain.benefits.terms import AFTER_COMPULSORY, ASKS_PROOF, CareForm, ListedFor, ProofSource, StudentState
from gonghu.domain.benefits.writing import months_after
from gonghu.domain.divisions.terms import Area
from gonghu.domain.ledger.owing import standards_of
from gonghu.domain.people.facts import SchoolFacts
from gonghu.domain.people.models import Child
from gonghu.domain.people.operations import record_schooling
from gonghu.domain.people.queries import enrolments_since, grown_up_after_recognition, search_children
from gonghu.domain.people.terms import ClosingReason, SchoolStage, SchoolState
from gonghu.domain.people.writing import LaterFactThere
from gonghu.domain.tasks.operations import cancel_tasks, close_task, open_tasks
from gonghu.domain.tasks.queries import task_by_key
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder, TaskState
from gonghu.engines.entitlement import month_of
from gonghu.foundation.acting import SYSTEM
from gonghu.standards import citizen_number

SOURCE: Final = "school_student"
_PAPER: Final = "school"
_GONE: Final = frozenset({ClosingReason.DIED, ClosingReason.ADOPTED, ClosingReason.MERGED})


class NobodyOfThatNumber(LookupError):
    """No file in the officer's area has that number."""


@dataclass(frozen=True, slots=True)
class ListBrought:
    """What came of bringing a list up to date (名单更新结果): who was added, and of whom no paper is asked for."""

    listed: StudentsListed
    proved: int


@transaction.atomic
def bring_students_up_to_date(*, school_round: SchoolRound, by: Officer, at: datetime) -> ListBrought:
    """
    Put whoever may have a scholarship this year on the list, and take over what registers and files show (更新名单).

    :raises NotPermitted: the officer confirms nothing in the county
    """
    listed = list_students(school_round=school_round.pk, students=_found(school_round, by, at), by=by, at=at)
    return ListBrought(listed, _take_over(school_round, by, at))


@transaction.atomic
def list_by_number(*, school_round: SchoolRound, number: str, by: Officer, at: datetime) -> ListBrought:
    """
    Put somebody on the list of a round by the whole number (按证件号码列入): an adopted disabled orphan, say.

    :raises NobodyOfThatNumber: no file that the officer sees in the county has it
    :raises NotPermitted: the officer confirms nothing in the county
    """
    found: list[Child] = []
    if citizen_number.is_valid("".join(number.split())):
        found = search_children(text=number, scope=by.scope, on=day_of(at), most=1)
    county = Area.of(school_round.division_code)
    here = [each for each in found if county.holds(each.division_code)]
    if not here:
        raise NobodyOfThatNumber("没有这个号码的档案，或不在本区县；请核对号码，没有档案的先建档")
    said = [StudentFound(each.pk, each.division_code, each.category, ListedFor.BY_HAND) for each in here]
    listed = list_students(school_round=school_round.pk, students=said, by=by, at=at)
    return ListBrought(listed, _take_over(school_round, by, at))


@transaction.atomic
def ask_for_proofs(*, school_round: SchoolRound, by: Officer, at: datetime) -> int:
    """
    Open a task for everybody whose proof is missing or has run out (催交在读证明), once for each; say how many.

    Whoever answers for the village owns it; it is due on the day of the round, or by the clock of its kind.

    :raises NotPermitted: the officer confirms nothing in the county, or assigns no tasks there
    """
    on = day_of(at)
    students = list(students_to_ask(school_round=school_round.pk, scope=by.scope, on=on))
    if not students:
        return 0
    line = line_of(code=school_round.line, division_code=school_round.division_code, on=on)
    orders = [
        TaskOrder(
            kind=TaskKind.SUPPLY_PAPERS,
            title=f"请交{school_round.year}学年在读证明（{line.open_name}）",
            division_code=each.division_code,
            child=each.child_id,
            category=each.category,
            due_on=school_round.due_on if school_round.due_on > on else None,
            source_kind=SOURCE,
            source_key=each.pk,
        )
        for each in students
    ]
    keys = open_tasks(orders=orders, by=by, at=at)
    tasks = {each.pk: key for each, key in zip(students, keys, strict=True)}
    return remember_asked(school_round=school_round.pk, tasks=tasks, by=by, at=at)


@transaction.atomic
def take_proof(*, said: ProofSaid, by: Officer, at: datetime) -> SchoolProof:
    """
    Enter a proof of enrolment (登记在读证明): it goes into the file too, and nobody is asked for it any more.

    :raises NoSuchStudent: see ``record_proof``, as for the other errors
    """
    student = student_by_key(key=said.student, scope=by.scope, on=day_of(at))
    task = student.task_key if student else None
    made = record_proof(said=said, by=by, at=at)
    if student is not None:
        _write_into_file(student.child, said, by, at)
    _close(task, Outcome.DONE, f"已登记在读证明：{made.school}", at)
    return made


@transaction.atomic
def take_proof_back(*, proof: UUID, reason: str, by: Officer, at: datetime) -> SchoolProof:
    """
    Withdraw a proof that was wrong (撤回在读证明); what of it stands in the file is ended there by whoever keeps it.

    :raises NoSuchStudent: see ``withdraw_proof``, as for the other errors
    """
    return withdraw_proof(proof=proof, reason=reason, by=by, at=at)


@transaction.atomic
def note_as_left(*, student: UUID, reason: str, by: Officer, at: datetime) -> SchoolStudent:
    """
    Note that somebody has no scholarship this year (本学年不享受); nobody is asked for a proof any more.

    :raises NoSuchStudent: see ``leave_student_out``, as for the other errors
    """
    left = leave_student_out(student=student, reason=reason, by=by, at=at)
    task = task_by_key(key=left.task_key, scope=reached_by(SYSTEM)) if left.task_key else None
    if task is not None and task.state == TaskState.OPEN:
        cancel_tasks(tasks=[task.pk], reason=f"本学年不享受：{left.left_reason}", by=SYSTEM, at=at)
    return left


@transaction.atomic
def propose_school_year(*, school_round: SchoolRound, by: Officer, at: datetime) -> Batch:
    """
    Propose the year's award for everybody who proves to study and has none (提出本学年资助); another confirms.

    :raises NobodyListed: nobody waits for it
    :raises NotPermitted: see ``propose_batch``, as for the other errors
    :raises StandardMissing: the area has not set what the year is worth
    """
    on, place = day_of(at), school_round.division_code
    ready = students_in(
        scope=by.scope, school_round=school_round.pk, on=on, states=[StudentState.READY], area=Area.of(place)
    )
    listed = [Listed(each.child_id, each.division_code, each.category) for each in ready]
    if not listed:
        raise NobodyListed("没有等待提出的：先登记在读证明，有证明而未确认的才列入")
    line = line_of(code=school_round.line, division_code=place, on=on)
    worth = standards_of(line=line.code).month(month_of(school_round.from_month), place, CareForm.SCATTERED.value)
    turn = batches_in(scope=by.scope).filter(school_round=school_round.pk).count() + 1
    asked = BatchAsked(
        division_code=place,
        line=line.code,
        name=f"{school_round.year}学年{line.name}第{turn}批",
        month=school_round.from_month,
        amount_fen=worth.standard_fen,
        reasons=f"{school_round.year}学年在读证明齐全，本学年尚未核定",
        articles=line.articles,
        year=YearAsked(school_round.pk, school_round.to_month, instalments_of(line)),
    )
    return propose_batch(asked=asked, listed=listed, by=by, at=at)


def may_ask(by: Officer, school_round: SchoolRound) -> bool:
    """Tell whether somebody runs the round: lists, asks, proposes."""
    return by.scope.allows(Permission.CONFIRM_APPLICATIONS, school_round.division_code)


def _found(school_round: SchoolRound, by: Officer, at: datetime) -> Iterator[StudentFound]:
    """Give who may have one: first those who came of age, then those who had one before."""
    on, area = day_of(at), Area.of(school_round.division_code)
    line = line_of(code=school_round.line, division_code=school_round.division_code, on=on)
    for each in grown_up_after_recognition(categories=line.categories, area=area, scope=by.scope, on=on):
        yield StudentFound(each.child, each.division_code, each.category, ListedFor.RECOGNISED)
    ends = months_after(school_round.to_month, 1)
    for grant in earlier_students(scope=by.scope, line=line.code, area=area, before=ends):
        child = grant.child
        if child.person.died_on is None and child.closing_reason not in _GONE:
            yield StudentFound(child.pk, child.division_code, grant.category, ListedFor.EARLIER)


def _take_over(school_round: SchoolRound, by: Officer, at: datetime) -> int:
    """Enter what this year's registers show of those who lack a proof, and what came with an application."""
    on = day_of(at)
    lacking = students_in(scope=by.scope, school_round=school_round.pk, on=on, states=ASKS_PROOF)
    students = {each.child_id: each for each in lacking}
    proofs = {each.student: each for each in _from_applications(school_round, students, by)}
    proofs |= {each.student: each for each in _from_files(school_round, students, by, at)}
    taken = take_proofs_over(school_round=school_round.pk, proofs=list(proofs.values()), by=by, at=at)
    for student in students.values():
        if student.pk in proofs:
            _close(student.task_key, Outcome.DONE, "学籍名册已能印证，不再要证明", at)
    return taken


def _from_files(
    school_round: SchoolRound, students: dict[UUID, SchoolStudent], by: Officer, at: datetime
) -> Iterator[ProofSaid]:
    rows = enrolments_since(
        children=students, stages=AFTER_COMPULSORY, since=school_round.from_month, on=day_of(at), scope=by.scope
    )
    for child, row in rows.items():
        yield ProofSaid(
            students[child].pk, ProofSource.REGISTER, row.school, SchoolStage(row.stage), school_round.from_month,
            row.to_on or months_after(school_round.to_month, 1), row.evidence,
        )  # fmt: skip


def _from_applications(
    school_round: SchoolRound, students: dict[UUID, SchoolStudent], by: Officer
) -> Iterator[ProofSaid]:
    """What was applied for one by one came with its paper: it is asked for no other."""
    for grant in grants_of_the_year(scope=by.scope, school_round=school_round, children=list(students)):
        if grant.application.batch_id is None and _has_school_paper(grant.application):
            yield ProofSaid(
                students[grant.child_id].pk, ProofSource.APPLICATION, "见申请材料", SchoolStage.OTHER,
                school_round.from_month, months_after(school_round.to_month, 1), "逐人申请时已交在读证明",
            )  # fmt: skip


def _has_school_paper(application: Application) -> bool:
    papers = [paper for paper in papers_from(application.papers) if paper.code == _PAPER]
    return bool(papers) and not any(paper.is_missing for paper in papers)


def _write_into_file(child: Child, said: ProofSaid, by: Officer, at: datetime) -> None:
    """Write the school into the file, where it is open and says nothing later."""
    if child.closed_on or not by.scope.allows(Permission.EDIT_CHILDREN, child.division_code):
        return
    facts = SchoolFacts(
        stage=said.stage, state=SchoolState.ENROLLED, school=said.school.strip(), evidence=said.evidence.strip()
    )
    try:
        with transaction.atomic():
            record_schooling(child=child, facts=facts, from_on=said.from_on, by=by, at=at)
    except LaterFactThere:
        # The file knows better already.
        return


def _close(task: UUID | None, outcome: Outcome, note: str, at: datetime) -> None:
    found = task_by_key(key=task, scope=reached_by(SYSTEM)) if task else None
    if found is not None and found.state == TaskState.OPEN:
        close_task(task=found.pk, outcome=outcome, note=note, by=SYSTEM, at=at)
