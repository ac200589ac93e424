"""That somebody studies is proved or not (在读证明): entered by the town, read from a register, withdrawn with why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, day_of
from gonghu.domain.benefits.handling import PROVES, may_prove
from gonghu.domain.benefits.models import SchoolProof, SchoolStudent
from gonghu.domain.benefits.terms import AFTER_COMPULSORY, ProofSource
from gonghu.domain.benefits.writing import months_after, reason_of, record_benefit
from gonghu.domain.people.terms import SchoolStage
from gonghu.foundation.acting import Actor

_WHY: Final = "a student whose proof is dealt with"
_SHORTEST: Final = 2
_AT_ONCE: Final = 500


class NoSuchStudent(LookupError):
    """There is no such student on the list of a round, or no such proof."""


class ProofWrong(ValueError):
    """A proof that shows nothing for the school year, or does not say by what."""


class StudentLeft(ValueError):
    """The student was noted as having no scholarship this year, or was not."""


@dataclass(frozen=True, slots=True)
class ProofSaid:
    """What shows that a student studies, from one day to another (在读证明内容)."""

    student: UUID
    source: ProofSource
    school: str
    stage: SchoolStage
    from_on: date
    to_on: date
    evidence: str


@transaction.atomic
def record_proof(*, said: ProofSaid, by: Actor, at: datetime) -> SchoolProof:
    """
    Enter what shows that a student studies (登记在读证明).

    :raises NoSuchStudent: there is none
    :raises NotPermitted: the actor receives and confirms nothing where the student is at home
    :raises StudentLeft: the student was noted as having left
    :raises ProofWrong: it shows nothing for the school year
    """
    student = _held(said.student, by)
    if student.left_reason:
        raise StudentLeft(f"已登记本学年不享受（{student.left_reason}），请先恢复再登记证明")
    made = _proof(said, student, by, at)
    made.save(force_insert=True)
    # Whoever is asked again, when this proof has run out, is asked by another task.
    student.task_key = None
    student.save(update_fields=["task_key"])
    _record("record_proof", student, {"from": said.from_on.isoformat(), "to": said.to_on.isoformat()}, by, at)
    return made


@transaction.atomic
def take_proofs_over(*, school_round: UUID, proofs: Sequence[ProofSaid], by: Actor, at: datetime) -> int:
    """
    Enter what registers and papers already handed in show of many students (名册印证在读), and say of how many.

    :raises NotPermitted: the actor enters no proofs where one of them is at home
    :raises ProofWrong: one of them shows nothing for the school year
    """
    rows = SchoolStudent.objects.everywhere(_WHY).select_related("round").filter(round=school_round)
    held = {each.pk: each for each in rows.filter(pk__in=[each.student for each in proofs], left_reason="")}
    for place in {each.division_code for each in held.values()}:
        _authorise(by, place)
    made = [_proof(each, held[each.student], by, at) for each in proofs if each.student in held]
    SchoolProof.objects.bulk_create(made, batch_size=_AT_ONCE)
    record_benefit("take_proofs_over", "school_round", school_round, by.district, {"proofs": len(made)}, by, at)
    return len(made)


@transaction.atomic
def withdraw_proof(*, proof: UUID, reason: str, by: Actor, at: datetime) -> SchoolProof:
    """
    Withdraw a proof that was wrong (撤回在读证明).

    :raises NoSuchStudent: there is no such proof, or it was withdrawn
    :raises NotPermitted: the actor enters no proofs there
    :raises ReasonMissing: why is not said
    """
    found = SchoolProof.objects.select_for_update().filter(pk=proof, withdrawn_at__isnull=True).first()
    if found is None:
        raise NoSuchStudent("没有这份证明，或已经撤回；请刷新页面")
    student = _held(found.student_id, by)
    found.withdrawn_reason, found.withdrawn_at, found.withdrawn_by_id = reason_of(reason), at, by.account
    found.save(update_fields=["withdrawn_reason", "withdrawn_at", "withdrawn_by"])
    _record("withdraw_proof", student, {"proof": str(found.pk)}, by, at)
    return found


@transaction.atomic
def leave_student_out(*, student: UUID, reason: str, by: Actor, at: datetime) -> SchoolStudent:
    """
    Note that a student has no scholarship this school year, and why (本学年不享受): has left school, or wants none.

    :raises NoSuchStudent: there is none
    :raises NotPermitted: the actor enters no proofs there
    :raises ReasonMissing: why is not said
    """
    found = _held(student, by)
    found.left_reason, found.left_at, found.left_by_id = reason_of(reason), at, by.account
    found.save(update_fields=["left_reason", "left_at", "left_by"])
    _record("leave_student_out", found, {"on": day_of(at).isoformat()}, by, at)
    return found


@transaction.atomic
def take_student_in_again(*, student: UUID, by: Actor, at: datetime) -> SchoolStudent:
    """
    Take back that a student has no scholarship this year (恢复助学对象).

    :raises NoSuchStudent: there is none
    :raises NotPermitted: the actor enters no proofs there
    :raises StudentLeft: it was not noted
    """
    found = _held(student, by)
    if not found.left_reason:
        raise StudentLeft("没有登记过本学年不享受；请刷新页面")
    found.left_reason, found.left_at, found.left_by_id, found.task_key = "", None, None, None
    found.save(update_fields=["left_reason", "left_at", "left_by", "task_key"])
    _record("take_student_in_again", found, {"on": day_of(at).isoformat()}, by, at)
    return found


def _proof(said: ProofSaid, student: SchoolStudent, by: Actor, at: datetime) -> SchoolProof:
    if said.stage not in AFTER_COMPULSORY and said.source != ProofSource.APPLICATION:
        told = "、".join(str(stage.label) for stage in AFTER_COMPULSORY)
        raise ProofWrong(f"助学金发给在{told}就读的，不含“{SchoolStage(said.stage).label}”")
    if len(said.school.strip()) < _SHORTEST or len(said.evidence.strip()) < _SHORTEST:
        raise ProofWrong("请写明学校和依据（证明的日期、文号，或哪一份名册）")
    begins, ends = student.round.from_month, months_after(student.round.to_month, 1) - timedelta(days=1)
    if not said.from_on <= said.to_on or said.from_on > ends or said.to_on < begins:
        raise ProofWrong(f"证明的起止日期应在 {student.round.year} 学年内（{begins} 至 {ends}），截止不早于起始")
    return SchoolProof(
        student=student, source=said.source, school=said.school.strip()[:100], stage=said.stage,
        from_on=said.from_on, to_on=min(said.to_on, ends), evidence=said.evidence.strip()[:300],
        entered_at=at, entered_by_id=by.account, label=by.label[:100],
    )  # fmt: skip


def _held(key: UUID, by: Actor) -> SchoolStudent:
    rows = SchoolStudent.objects.everywhere(_WHY).select_related("round").select_for_update(of=("self",))
    found = rows.filter(pk=key).first()
    if found is None:
        raise NoSuchStudent("没有这名助学对象，或不在您的工作范围内")
    _authorise(by, found.division_code)
    return found


def _authorise(by: Actor, division_code: str) -> None:
    if not may_prove(by, division_code):
        raise NotPermitted(f"{by.label} 在区划 {division_code} 没有“{PROVES[0].label}”权限")


def _record(verb: str, student: SchoolStudent, detail: dict[str, str], by: Actor, at: datetime) -> None:
    told = {"child": str(student.child_id), "year": student.round.year, **detail}
    record_benefit(verb, "school_student", student.pk, student.district, told, by, at)
