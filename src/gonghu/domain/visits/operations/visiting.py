"""Writing down visits and what they brought (登记走访)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.visits.facts import ChildAtVisit, ContactFacts, ProblemFound, VisitFacts
from gonghu.domain.visits.models import ContactLog, FollowUp, Problem, ProblemStep, Visit
from gonghu.domain.visits.plans import plan_of_place
from gonghu.domain.visits.terms import FollowUpReason, ProblemAct, VisitOutcome
from gonghu.domain.visits.writing import record_about, require_reach
from gonghu.foundation.acting import Actor

_WHY: Final = "what a visit that is written down meets"
_EARLY: Final = timedelta(days=3)
"""So many days before its day a follow-up counts as made."""


@transaction.atomic
def record_visit(*, child: ChildAtVisit, facts: VisitFacts, by: Actor, at: datetime) -> Visit:
    """
    Write down one visit to one child (登记走访); the same visit again changes nothing.

    :raises NotPermitted: the actor records no visits to that child
    """
    known = Visit.objects.everywhere(_WHY).filter(pk=facts.key).first()
    if known is not None:
        return known
    require_reach(child, by)
    visit = Visit.objects.create(
        uuid=facts.key, child_id=child.key, division_code=child.division_code, category=child.category,
        household=child.household or child.key, kind=facts.kind, outcome=facts.outcome, visited_on=facts.visited_on,
        account_id=facts.account, post_id=facts.post, accepted_at=at,
    )  # fmt: skip
    mark_follow_ups(visit)
    detail = {"kind": visit.kind, "outcome": visit.outcome, "on": visit.visited_on.isoformat()}
    record_about("record_visit", "visit", visit.pk, visit.division_code, by, at, detail)
    return visit


def mark_follow_ups(visit: Visit) -> None:
    """Mark the follow-ups that a visit made (回访完成), if the child was met."""
    if visit.outcome != VisitOutcome.MET:
        return
    waiting = FollowUp.objects.everywhere(_WHY).filter(child=visit.child_id, visited_on__isnull=True)
    due = waiting.filter(event_on__lte=visit.visited_on, due_on__lte=visit.visited_on + _EARLY)
    due.update(visited_on=visit.visited_on)


@transaction.atomic
def find_problems(
    *, child: ChildAtVisit, found: Iterable[ProblemFound], by: Actor, at: datetime, visit: UUID | None = None
) -> list[Problem]:
    """
    Write down the problems that were found (登记问题); one that the same visit found already is left as it is.

    :raises NotPermitted: the actor records no visits to that child
    """
    require_reach(child, by)
    known = Problem.objects.everywhere(_WHY).filter(visit=visit) if visit else Problem.objects.none()
    codes = set(known.values_list("code", flat=True))
    made = [
        Problem(
            uuid=each.key, visit_id=visit, child_id=child.key, division_code=child.division_code,
            category=child.category, code=each.code, kind=each.kind, words=each.words, found_on=each.found_on,
            due_on=each.due_on, responsible=each.responsible, task_id=each.task,
        )
        for each in found
        if each.code not in codes
    ]  # fmt: skip
    Problem.objects.bulk_create(made)
    ProblemStep.objects.bulk_create(
        ProblemStep(problem=each, act=ProblemAct.FOUND, at=at, actor=by.label[:120], account=by.account)
        for each in made
    )
    detail = {"problems": len(made), "kinds": sorted({str(each.kind) for each in made})}
    record_about("find_problems", "child", child.key, child.division_code, by, at, detail)
    return made


@transaction.atomic
def log_contact(*, child: ChildAtVisit, facts: ContactFacts, by: Actor, at: datetime) -> ContactLog:
    """
    Write down one week's contact of parents away with their child (登记每周联系); the same again changes nothing.

    :raises NotPermitted: the actor records no visits to that child
    """
    known = ContactLog.objects.everywhere(_WHY).filter(pk=facts.key).first()
    if known is not None:
        return known
    require_reach(child, by)
    made = ContactLog.objects.create(
        uuid=facts.key, child_id=child.key, division_code=child.division_code, category=child.category,
        contact_on=facts.contact_on, contact=facts.contact, means=facts.means or "", reached=facts.reached,
        note=facts.note.strip(), account_id=facts.account or by.account,
    )  # fmt: skip
    record_about("log_contact", "child", child.key, child.division_code, by, at, {"reached": facts.reached})
    return made


@transaction.atomic
def plan_follow_ups(
    *, child: ChildAtVisit, reason: FollowUpReason, event_on: date, by: Actor, at: datetime
) -> list[FollowUp]:
    """
    Plan the visits after an event, by the days of the plan (安排回访): after a return home 7, 30 and 90 days.

    :raises NotPermitted: the actor records no visits to that child
    """
    require_reach(child, by)
    days = plan_of_place(child.division_code).scheme.after_return_days
    made = [
        FollowUp.objects.everywhere(_WHY).get_or_create(
            child_id=child.key, reason=reason, event_on=event_on, due_on=event_on + timedelta(days=each),
            defaults={"division_code": child.division_code, "category": child.category},
        )[0]
        for each in days
    ]  # fmt: skip
    detail = {"reason": reason.value, "on": event_on.isoformat(), "visits": len(made)}
    record_about("plan_follow_ups", "child", child.key, child.division_code, by, at, detail)
    return made
