"""Applications are checked by one officer and decided by another (查验、确认)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import Officer, authorise, day_of, refuse_same_person
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import Line, line_of, lines_of
from gonghu.domain.benefits.models import Application, ApplicationStep, Decision, Grant
from gonghu.domain.benefits.papers import Fact, kept, papers_from
from gonghu.domain.benefits.starting import Begins, begins_of, first_review
from gonghu.domain.benefits.terms import URGENT, ApplicationAct, ApplicationState, DecisionKind, Procedure
from gonghu.domain.benefits.writing import (
    StepNotNow,
    held,
    month_before,
    next_number,
    open_grants,
    person_of,
    reason_of,
    step,
)
from gonghu.foundation.acting import Actor
from gonghu.standards.division_code import county


class PapersMissing(ValueError):
    """Papers that no register makes needless were not handed in."""


class LivingLineHeld(ValueError):
    """The person is given a living line already: nobody gets two a month."""


class AlreadyGranted(ValueError):
    """The person is given the same already, in the same form of care."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a decision is about (决定对象): the file in use, its person, village, county that pays, birthday."""

    child: UUID
    person: UUID
    division_code: str
    born_on: date | None
    people: tuple[UUID, ...] = ()

    @property
    def paying_division(self) -> str:
        """Give the county that pays, with twelve digits."""
        return county(self.division_code)


@dataclass(frozen=True, slots=True)
class Granted:
    """What a confirmation came to (确认结果): the decision, what is given, and what ended because of it."""

    decision: Decision
    grant: Grant
    before: Grant | None = None


@transaction.atomic
def check_application(
    *, application: UUID, facts: Sequence[Fact], opinion: str, by: Actor, at: datetime
) -> Application:
    """
    Write down what the check found, and hand the application on for a decision (查验).

    Papers may be missing only where the office acts first; they are then due by a day of their own.

    :raises NotPermitted: the actor checks nothing in the child's home
    :raises StepNotNow: it is not being checked
    :raises PapersMissing: a paper is missing
    :raises ReasonMissing: the opinion is missing
    """
    found = held(application, ApplicationState.CHECKING, ApplicationState.SENT_BACK)
    authorise(by, Permission.CHECK_APPLICATIONS, found.division_code)
    said, on = reason_of(opinion), day_of(at)
    line = line_of(code=found.line, division_code=found.division_code, on=on)
    missing = [paper.name for paper in papers_from(found.papers) if paper.is_missing]
    if missing and found.procedure not in URGENT:
        raise PapersMissing(f"还缺材料：{'；'.join(missing)}。收到后登记；确属紧急的，改按简易程序或绿色通道")
    found.papers_due_on = line.due_on("papers", Procedure(found.procedure), on) if missing else None
    found.checked_at, found.checked_by_id, found.check_opinion = at, person_of(by), said
    found.facts = kept(list(facts))
    found.state, found.due_on = ApplicationState.CHECKED, line.due_on("confirm", Procedure(found.procedure), on)
    found.save()
    step(found, ApplicationAct.CHECK, said, by, at)
    return found


@transaction.atomic
def confirm_application(
    *, application: UUID, subject: Subject, reasons: str, articles: str, by: Actor, at: datetime
) -> Granted:
    """
    Confirm what another checked (确认): the child is given it from the month after.

    Where the child has the same line in another form of care, that one ends the month before (变更).

    :raises NotPermitted: the actor confirms nothing there
    :raises SamePerson: the actor checked it
    :raises StepNotNow: it does not wait for a decision
    :raises ReasonMissing: reasons or articles are missing
    :raises TooOld: the child is of age by then
    :raises LivingLineHeld: the person is given another living line
    :raises AlreadyGranted: the person is given the same
    """
    found = held(application, ApplicationState.CHECKED)
    line = line_of(code=found.line, division_code=found.division_code, on=day_of(at))
    first = _second_signature(found, line, by)
    begins = begins_of(line, found, subject.born_on, day_of(at))
    before = _give_way(found, line, subject, begins)
    kind = DecisionKind.CHANGE if before else DecisionKind.CONFIRM
    decision = _decide(found, kind, (reasons, articles), first, begins.from_month, by, at)
    if before is not None:
        before.to_month, before.ended_by = month_before(begins.from_month), decision
        before.save(update_fields=["to_month", "ended_by"])
    grant = Grant.objects.create(
        application=found,
        decision=decision,
        child_id=subject.child,
        person=subject.person,
        division_code=subject.division_code,
        category=found.category,
        line=line.code,
        care_form=found.care_form,
        paying_division=subject.paying_division,
        from_month=begins.from_month,
        to_month=begins.to_month,
        amount_fen=found.amount_fen,
        instalments=begins.instalments,
        review_due_on=first_review(line, begins.from_month, subject.born_on),
    )
    _close(found, ApplicationState.CONFIRMED, ApplicationAct.CONFIRM, decision.reasons, by, at)
    return Granted(decision, grant, before)


@transaction.atomic
def refuse_application(*, application: UUID, reasons: str, articles: str, by: Actor, at: datetime) -> Decision:
    """
    Refuse what another checked, in writing with reasons and articles (不予确认).

    :raises NotPermitted: the actor confirms nothing there
    :raises SamePerson: the actor checked it
    :raises StepNotNow: it does not wait for a decision
    :raises ReasonMissing: reasons or articles are missing
    """
    found = held(application, ApplicationState.CHECKED)
    line = line_of(code=found.line, division_code=found.division_code, on=day_of(at))
    first = _second_signature(found, line, by)
    decision = _decide(found, DecisionKind.REFUSE, (reasons, articles), first, None, by, at)
    _close(found, ApplicationState.REFUSED, ApplicationAct.REFUSE, decision.reasons, by, at)
    return decision


def _second_signature(found: Application, line: Line, by: Actor) -> UUID:
    """Let only another person decide than the one who checked, the county or for small sums the town."""
    permission = Permission.CONFIRM_APPLICATIONS
    small = line.is_small(found.amount_fen)
    if small and isinstance(by, Officer) and not by.scope.allows(permission, found.division_code):
        permission = Permission.CHECK_APPLICATIONS
    authorise(by, permission, found.division_code)
    checks = ApplicationStep.objects.filter(application=found, act=ApplicationAct.CHECK)
    for account in filter(None, checks.values_list("by_id", flat=True)):
        refuse_same_person(by, permission, {Permission.CHECK_APPLICATIONS: account})
    if found.checked_by_id is None:
        raise StepNotNow("这件申请还没有查验人，不能确认")
    return found.checked_by_id


def _give_way(found: Application, line: Line, subject: Subject, begins: Begins) -> Grant | None:
    """Give the grant that this one takes the place of, if there is one; refuse beside any other."""
    lines = lines_of(division_code=found.division_code, on=begins.from_month)
    before = None
    for grant in open_grants(subject.people or (subject.person,), begins.from_month):
        other = lines.get(grant.line)
        if grant.line == line.code and begins.to_month is None:
            if grant.care_form == found.care_form:
                raise AlreadyGranted(f"自 {grant.from_month:%Y年%m月} 起已享受“{line.name}”，不能重复确认")
            before = grant
        elif line.living and other is not None and other.living:
            raise LivingLineHeld(f"正在享受“{other.open_name}”，同一人每月只能享受一项基本生活待遇；请先停发那一项")
        elif grant.line == line.code and line.school_year:
            raise AlreadyGranted(f"这一学年的“{line.name}”已经确认过")
    return before


def _decide(
    found: Application,
    kind: DecisionKind,
    said: tuple[str, str],
    first: UUID,
    from_month: date | None,
    by: Actor,
    at: datetime,
) -> Decision:
    label = (
        ApplicationStep.objects.filter(application=found, act=ApplicationAct.CHECK)
        .order_by("-pk")
        .values_list("label", flat=True)
        .first()
    )
    return Decision.objects.create(
        application=found,
        kind=kind,
        number=next_number(found.division_code, day_of(at)),
        first_by_id=first,
        first_label=label or "",
        second_by_id=person_of(by),
        second_label=by.label,
        at=at,
        reasons=reason_of(said[0]),
        articles=reason_of(said[1]),
        from_month=from_month,
    )


def _close(
    found: Application, state: ApplicationState, act: ApplicationAct, words: str, by: Actor, at: datetime
) -> None:
    found.state, found.decided_at, found.due_on = state, at, None
    found.save(update_fields=["state", "decided_at", "due_on"])
    step(found, act, words, by, at)
