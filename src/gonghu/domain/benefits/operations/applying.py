"""Applications are written, received, passed on (填写、受理、推送), sent back, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import NotPermitted, Officer, authorise, day_of, is_system
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import Line, line_of
from gonghu.domain.benefits.models import Application, ApplicationStep
from gonghu.domain.benefits.papers import Fact, Paper, kept, papers_from, papers_got
from gonghu.domain.benefits.terms import URGENT, ApplicationAct, ApplicationState, CareForm, Procedure
from gonghu.domain.benefits.writing import (
    ReasonMissing,
    StepNotNow,
    held,
    person_of,
    reason_of,
    record_benefit,
    step,
    write_step,
)
from gonghu.foundation.acting import Actor

_TOWN = 9
_PROVINCE = 2


class AlreadyApplied(ValueError):
    """An application of the same line is on its way for the child."""


class AmountMissing(ValueError):
    """The line has no standard: the application says how much is asked for."""


class ProcedureNotThere(ValueError):
    """The line is not dealt with by that procedure."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an application says before anybody received it (申请草稿)."""

    child: UUID
    division_code: str
    category: str
    line: str
    handling_division: str
    procedure: Procedure = Procedure.NORMAL
    care_form: CareForm = CareForm.SCATTERED
    applicant: str = ""
    applicant_relation: str = ""
    words: str = ""
    urgent_reason: str = ""
    amount_fen: int | None = None
    pays_from: date | None = None
    pays_through: date | None = None
    facts: Sequence[Fact] = ()
    papers: Sequence[Paper] = ()
    finding: UUID | None = None
    recognition: UUID | None = None


@transaction.atomic
def draft_application(*, draft: Draft, by: Actor, at: datetime) -> Application:
    """
    Write an application before anybody received it (填写申请); the village may, and the town that will receive it.

    :raises NotPermitted: the actor does neither
    :raises LineUnknown: the area has no such line
    :raises ProcedureNotThere: the line is not dealt with like that
    :raises AmountMissing: the line has no standard, and no sum is asked for
    :raises ReasonMissing: why papers may wait is not said
    :raises AlreadyApplied: one of the line is on its way for the child
    """
    if not _may_write(by, draft):
        raise NotPermitted(f"{by.label} 不能为该村（居）的儿童填写申请")
    line = line_of(code=draft.line, division_code=draft.division_code, on=day_of(at))
    _check(draft, line)
    made = Application(
        child_id=draft.child,
        division_code=draft.division_code,
        category=draft.category,
        line=line.code,
        handling_division=draft.handling_division,
        finding_id=draft.finding,
        recognition_id=draft.recognition,
        procedure=draft.procedure,
        care_form=draft.care_form,
        applicant=draft.applicant.strip(),
        applicant_relation=draft.applicant_relation.strip(),
        facts=kept(list(draft.facts)),
        papers=kept(list(draft.papers)),
        words=draft.words.strip(),
        urgent_reason=draft.urgent_reason.strip(),
        amount_fen=draft.amount_fen,
        pays_from=draft.pays_from,
        pays_through=draft.pays_through,
        drafted_at=at,
        drafted_by_id=by.account,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyApplied("这名儿童的这个项目已有申请在办理，请打开那一件") from problem
    step(made, ApplicationAct.DRAFT, draft.words, by, at)
    return made


@transaction.atomic
def receive_application(*, application: UUID, got: Sequence[str], by: Actor, at: datetime) -> Application:
    """
    Receive an application with the papers that came along (受理): from now on the clock runs.

    What another town than the child's own received is passed on to it first; else the check begins at once.

    :raises NotPermitted: the actor receives nothing in that town
    :raises StepNotNow: it was received before
    """
    found = held(application, ApplicationState.DRAFT)
    authorise(by, Permission.RECEIVE_APPLICATIONS, found.handling_division)
    found.received_at, found.received_by_id = at, person_of(by)
    found.papers = kept(papers_got(papers_from(found.papers), got, day_of(at).isoformat()))
    elsewhere = found.is_handled_elsewhere
    found.state = ApplicationState.RECEIVED if elsewhere else ApplicationState.CHECKING
    found.due_on = _due(found, "push" if elsewhere else "check", at)
    found.save()
    step(found, ApplicationAct.RECEIVE, "", by, at)
    return found


@transaction.atomic
def push_application(*, application: UUID, by: Actor, at: datetime) -> Application:
    """
    Pass an application on to the town of the child's home (推送户籍地), which checks it.

    :raises NotPermitted: the actor receives nothing in the town that has it
    :raises StepNotNow: it was passed on, or never had to be
    """
    found = held(application, ApplicationState.RECEIVED)
    authorise(by, Permission.RECEIVE_APPLICATIONS, found.handling_division)
    found.state, found.due_on = ApplicationState.CHECKING, _due(found, "check", at)
    found.save(update_fields=["state", "due_on"])
    step(found, ApplicationAct.PUSH, "", by, at)
    return found


@transaction.atomic
def take_papers(*, application: UUID, got: Sequence[str], by: Actor, at: datetime) -> Application:
    """
    Write down that papers were handed in (收到材料), also after the decision where it came first.

    :raises NotPermitted: the actor receives nothing there
    :raises StepNotNow: it was never received, or came to nothing
    """
    found = held(
        application,
        *(ApplicationState.RECEIVED, ApplicationState.CHECKING, ApplicationState.CHECKED),
        *(ApplicationState.SENT_BACK, ApplicationState.CONFIRMED),
    )
    _authorise_papers(by, found)
    papers = papers_got(papers_from(found.papers), got, day_of(at).isoformat())
    found.papers = kept(papers)
    if not any(paper.is_missing for paper in papers):
        found.papers_due_on = None
    found.save(update_fields=["papers", "papers_due_on"])
    step(found, ApplicationAct.PAPERS, "、".join(p.name for p in papers if p.code in got), by, at)
    return found


@transaction.atomic
def chase_papers(*, on: date, by: Actor, at: datetime) -> int:
    """
    Write down of applications dealt with first that their papers did not come in time (催补材料); once each.

    :raises NotPermitted: somebody but the system asks for it
    """
    if not is_system(by):
        raise NotPermitted("催补由系统登记")
    late = Application.objects.everywhere("papers that did not come in time").filter(papers_due_on__lt=on)
    chased = ApplicationStep.objects.filter(act=ApplicationAct.CHASE).values("application")
    found = list(late.exclude(pk__in=chased).order_by("pk"))
    for application in found:
        missing = "、".join(paper.name for paper in papers_from(application.papers) if paper.is_missing)
        write_step(application, ApplicationAct.CHASE, missing, by, at)
    if found:
        record_benefit("chase_papers", "application", found[0].pk, "000000", {"applications": len(found)}, by, at)
    return len(found)


@transaction.atomic
def send_back(*, application: UUID, words: str, by: Actor, at: datetime) -> Application:
    """
    Send an application back to the town with what is missing (退回补充).

    :raises NotPermitted: the actor confirms nothing there
    :raises StepNotNow: it does not wait for a confirmation
    :raises ReasonMissing: what is missing is not said
    """
    found = held(application, ApplicationState.CHECKED)
    authorise(by, Permission.CONFIRM_APPLICATIONS, found.division_code)
    said = reason_of(words)
    found.state, found.due_on = ApplicationState.SENT_BACK, _due(found, "check", at)
    found.save(update_fields=["state", "due_on"])
    step(found, ApplicationAct.SEND_BACK, said, by, at)
    return found


@transaction.atomic
def withdraw(*, application: UUID, words: str, by: Actor, at: datetime) -> Application:
    """
    Withdraw an application that is not decided, at the family's wish or because it was a mistake (撤回).

    :raises NotPermitted: the actor receives nothing in either town
    :raises StepNotNow: it was decided
    :raises ReasonMissing: why is not said
    """
    found = held(
        application,
        *(ApplicationState.DRAFT, ApplicationState.RECEIVED, ApplicationState.CHECKING),
        *(ApplicationState.CHECKED, ApplicationState.SENT_BACK),
    )
    _authorise_papers(by, found)
    said = reason_of(words)
    found.state, found.due_on, found.papers_due_on = ApplicationState.WITHDRAWN, None, None
    found.save(update_fields=["state", "due_on", "papers_due_on"])
    step(found, ApplicationAct.WITHDRAW, said, by, at)
    return found


@transaction.atomic
def tell_applicant(*, application: UUID, words: str, by: Actor, at: datetime) -> Application:
    """
    Write down that the family was told what was decided (告知申请人).

    :raises NotPermitted: the actor receives nothing in either town
    :raises StepNotNow: it is not decided, or the family was told
    """
    found = held(application, ApplicationState.CONFIRMED, ApplicationState.REFUSED)
    _authorise_papers(by, found)
    if found.told_at is not None:
        raise StepNotNow("已告知过申请人")
    found.told_at = at
    found.save(update_fields=["told_at"])
    step(found, ApplicationAct.TELL, words, by, at)
    return found


def _may_write(by: Actor, draft: Draft) -> bool:
    if is_system(by):
        return True
    return isinstance(by, Officer) and (
        by.scope.allows(Permission.EDIT_CHILDREN, draft.division_code)
        or by.scope.allows(Permission.RECEIVE_APPLICATIONS, draft.handling_division)
    )


def _authorise_papers(by: Actor, found: Application) -> None:
    if isinstance(by, Officer) and by.scope.allows(Permission.RECEIVE_APPLICATIONS, found.handling_division):
        return
    authorise(by, Permission.RECEIVE_APPLICATIONS, found.division_code)


def _check(draft: Draft, line: Line) -> None:
    across = draft.procedure == Procedure.CROSS_PROVINCE
    if draft.procedure not in line.procedures:
        raise ProcedureNotThere(f"“{line.name}”不按“{Procedure(draft.procedure).label}”办理")
    if across != (draft.handling_division[:_PROVINCE] != draft.division_code[:_PROVINCE]):
        raise ProcedureNotThere("受理地和户籍地不在同一省份的，按跨省通办办理；在同一省份的，选其他程序")
    if line.asks_amount and not draft.amount_fen:
        raise AmountMissing(f"“{line.name}”没有固定标准，请写明申请金额")
    if draft.procedure in URGENT and not draft.urgent_reason.strip():
        raise ReasonMissing("先行办理的，请写明情况紧急的理由")


def _due(found: Application, named: str, at: datetime) -> date:
    on = day_of(at)
    line = line_of(code=found.line, division_code=found.division_code, on=on)
    return line.due_on(named, Procedure(found.procedure), on)
