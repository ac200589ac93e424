"""
One sum for every child of a list (名单批次): one officer proposes it, another confirms, all are granted it.

A gift is for one month; the scholarships of a round are for its school year, in parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef

from gonghu.domain.access.officer import SamePerson, authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import line_of
from gonghu.domain.benefits.models import (
    Application,
    Batch,
    BatchChild,
    Decision,
    Grant,
    SchoolProof,
    SchoolStudent,
)
from gonghu.domain.benefits.operations.applying import ProcedureNotThere
from gonghu.domain.benefits.terms import ApplicationState, BatchState, CareForm, DecisionKind, Procedure
from gonghu.domain.benefits.writing import month_of, next_number, person_of, reason_of, record_benefit
from gonghu.foundation.acting import Actor
from gonghu.standards.division_code import county

_AT_ONCE: Final = 500
_LISTED: Final = "the list of a school year that is confirmed"


class BatchThere(ValueError):
    """There is such a batch for the month already: nobody gets a gift twice."""


class NobodyListed(ValueError):
    """The list is empty."""


class BatchDecided(ValueError):
    """The batch was decided."""


class ListOutdated(ValueError):
    """Since the list was made somebody on it was granted the same, or proves no longer to be entitled."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One child on the list of a batch (名单儿童)."""

    child: UUID
    division_code: str
    category: str
    care_form: CareForm = CareForm.SCATTERED


@dataclass(frozen=True, slots=True)
class BatchAsked:
    """What everybody on a list is to get (批次内容)."""

    division_code: str
    line: str
    name: str
    month: date
    amount_fen: int
    reasons: str
    articles: str
    year: "YearAsked | None" = None


@dataclass(frozen=True, slots=True)
class YearAsked:
    """For which school year a batch is, and in how many parts it is paid (学年核定内容)."""

    school_round: UUID
    through_month: date
    instalments: int


@transaction.atomic
def propose_batch(*, asked: BatchAsked, listed: Sequence[Listed], by: Actor, at: datetime) -> Batch:
    """
    Propose one sum for every child of a list (提出批次).

    :raises NotPermitted: the actor neither checks nor confirms in the county
    :raises ProcedureNotThere: the line is not given by list
    :raises NobodyListed: the list is empty
    :raises BatchThere: there is such a batch for the month
    :raises ReasonMissing: reasons or articles are missing
    """
    authorise(by, Permission.CONFIRM_APPLICATIONS, asked.division_code)
    line = line_of(code=asked.line, division_code=asked.division_code, on=day_of(at))
    if not line.by_list and asked.year is None:
        raise ProcedureNotThere(f"“{line.name}”不按名单发放，请逐人申请")
    once = {each.child: each for each in listed}
    if not once:
        raise NobodyListed("名单里没有儿童，请换一个范围")
    batch = Batch(
        division_code=asked.division_code,
        line=line.code,
        name=asked.name.strip(),
        month=month_of(asked.month),
        through_month=asked.year.through_month if asked.year else None,
        instalments=asked.year.instalments if asked.year else None,
        school_round_id=asked.year.school_round if asked.year else None,
        amount_fen=asked.amount_fen,
        children=len(once),
        reasons=reason_of(asked.reasons),
        articles=reason_of(asked.articles),
        first_by_id=person_of(by),
        first_at=at,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError as problem:
        raise BatchThere("这个月已有同名的批次，请打开那一件") from problem
    BatchChild.objects.bulk_create([_on_list(batch, each) for each in once.values()], batch_size=_AT_ONCE)
    _record("propose_batch", batch, by, at)
    return batch


@transaction.atomic
def confirm_batch(*, batch: UUID, opinion: str, by: Actor, at: datetime) -> Decision:
    """
    Confirm the list that another proposed (确认批次): everybody on it is given the sum, once.

    :raises NotPermitted: the actor confirms nothing in the county
    :raises SamePerson: the actor proposed it
    :raises BatchDecided: it was decided
    :raises ReasonMissing: the opinion is missing
    :raises ListOutdated: somebody on it was granted the same since, or has no proof of enrolment any more
    """
    found = _held(batch, by)
    found.opinion = reason_of(opinion)
    if found.school_round_id:
        _refuse_outdated(found)
    found.state, found.second_by_id, found.second_at = BatchState.CONFIRMED, person_of(by), at
    found.save()
    decision = Decision.objects.create(
        batch=found,
        kind=DecisionKind.CONFIRM,
        number=next_number(found.division_code, day_of(at)),
        first_by_id=found.first_by_id,
        first_label=found.first_by.display_name,
        second_by_id=person_of(by),
        second_label=by.label,
        at=at,
        reasons=found.reasons,
        articles=found.articles,
        from_month=found.month,
    )
    _grant(found, decision, at)
    _record("confirm_batch", found, by, at)
    return decision


@transaction.atomic
def refuse_batch(*, batch: UUID, opinion: str, by: Actor, at: datetime) -> Batch:
    """
    Refuse the list that another proposed (不予确认批次).

    :raises NotPermitted: the actor confirms nothing in the county
    :raises SamePerson: the actor proposed it
    :raises BatchDecided: it was decided
    :raises ReasonMissing: why is not said
    """
    found = _held(batch, by)
    found.opinion = reason_of(opinion)
    found.state, found.second_by_id, found.second_at = BatchState.REFUSED, person_of(by), at
    found.save()
    _record("refuse_batch", found, by, at)
    return found


def _refuse_outdated(batch: Batch) -> None:
    """Refuse to grant a school year to who has it already, or proves no longer to study."""
    listed = BatchChild.objects.everywhere(_LISTED).filter(batch=batch)
    students = SchoolStudent.objects.everywhere(_LISTED).filter(
        round=batch.school_round_id, child__in=listed.values("child")
    )
    proved = SchoolProof.objects.filter(student=OuterRef("pk"), withdrawn_at__isnull=True)
    good = students.filter(Exists(proved), left_reason="").count()
    if good < batch.children:
        raise ListOutdated(f"名单上有 {batch.children - good} 人没有在读证明，或已登记不享受；请不予确认，重新提出")
    grants = Grant.objects.everywhere(_LISTED).filter(line=batch.line, person__in=listed.values("child"))
    lasting = grants.exclude(to_month__lt=F("from_month")).exclude(to_month__lt=batch.month)
    if twice := lasting.filter(from_month__lte=batch.through_month).count():
        raise ListOutdated(f"名单上有 {twice} 人这一学年已经确认过；请不予确认，重新提出")


def _grant(batch: Batch, decision: Decision, at: datetime) -> None:
    rows = BatchChild.objects.everywhere("the list of a batch that is confirmed").filter(batch=batch)
    listed = list(rows.order_by("division_code", "child_id"))
    applications = [_application(row, batch, at) for row in listed]
    Application.objects.bulk_create(applications, batch_size=_AT_ONCE)
    grants = (_grant_of(application, batch, decision) for application in applications)
    Grant.objects.bulk_create(grants, batch_size=_AT_ONCE)


def _on_list(batch: Batch, each: Listed) -> BatchChild:
    return BatchChild(
        batch=batch,
        child_id=each.child,
        division_code=each.division_code,
        category=each.category,
        care_form=each.care_form,
    )


def _application(row: BatchChild, batch: Batch, at: datetime) -> Application:
    return Application(
        child_id=row.child_id,
        division_code=row.division_code,
        category=row.category,
        line=batch.line,
        handling_division=batch.division_code,
        batch=batch,
        procedure=Procedure.BATCH,
        state=ApplicationState.CONFIRMED,
        care_form=row.care_form,
        words=batch.reasons,
        amount_fen=batch.amount_fen,
        pays_from=batch.month if batch.through_month else None,
        pays_through=batch.through_month,
        drafted_at=batch.first_at,
        drafted_by_id=batch.first_by_id,
        received_at=batch.first_at,
        checked_at=batch.first_at,
        checked_by_id=batch.first_by_id,
        decided_at=at,
    )


def _grant_of(application: Application, batch: Batch, decision: Decision) -> Grant:
    code = application.division_code
    return Grant(
        application=application,
        decision=decision,
        child_id=application.child_id,
        person=application.child_id,
        division_code=code,
        category=application.category,
        line=batch.line,
        care_form=application.care_form,
        paying_division=county(code),
        from_month=batch.month,
        to_month=batch.through_month or batch.month,
        # What the year is worth is the standard of the line, which may still be raised.
        amount_fen=None if batch.through_month else batch.amount_fen,
        instalments=batch.instalments,
    )


def _held(key: UUID, by: Actor) -> Batch:
    rows = Batch.objects.everywhere("a batch that is being decided").select_for_update(of=("self",))
    found = rows.filter(pk=key).first()
    if found is None or found.state != BatchState.PROPOSED:
        raise BatchDecided("这个批次已办结；请刷新页面")
    authorise(by, Permission.CONFIRM_APPLICATIONS, found.division_code)
    if by.account == found.first_by_id:
        raise SamePerson(f"{by.label} 提出的批次，须由另一人确认")
    return found


def _record(verb: str, batch: Batch, by: Actor, at: datetime) -> None:
    detail = {"line": batch.line, "children": batch.children, "amount_fen": batch.amount_fen}
    record_benefit(verb, "batch", batch.pk, batch.division_code[:6], detail, by, at)
