"""Reports of harm and complaints (侵害线索、投诉建议): received, never lost, taken up by the district."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, authorise, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.terms import TaskState
from gonghu.domain.visits.facts import ComplaintFacts, HarmFacts
from gonghu.domain.visits.models import Complaint, HarmReport
from gonghu.domain.visits.plans import plan_of_place
from gonghu.domain.visits.terms import ComplaintState, HarmState
from gonghu.domain.visits.writing import record_about
from gonghu.foundation.acting import Actor
from gonghu.standards.division_code import LENGTH, pad
from gonghu.standards.working_days import work_calendar

_WHY: Final = "a report that is received"
_DISTRICT: Final = 6
SHORTEST: Final = 3


class AlreadyTaken(ValueError):
    """Somebody took the report up already, or replied already."""


class ReplyMissing(ValueError):
    """A reply says nothing."""


@transaction.atomic
def receive_harm(*, facts: HarmFacts, by: Actor, at: datetime) -> HarmReport:
    """
    Keep a report that a child is harmed (接收侵害线索); anybody may report, and the same report again changes nothing.

    It lies with the district: nobody below sees it or who reported.
    """
    known = HarmReport.objects.everywhere(_WHY).filter(pk=facts.key).first()
    if known is not None:
        return known
    made = HarmReport.objects.create(
        uuid=facts.key, division_code=district_of(facts.place_code), place_division_code=pad(facts.place_code),
        child_id=facts.child, situation=facts.situation, words=facts.words.strip(), in_danger=facts.in_danger,
        told_police=facts.told_police, reporter=facts.reporter, received_at=at,
    )  # fmt: skip
    record_about("receive_harm", "harm_report", made.pk, made.division_code, by, at, {"in_danger": facts.in_danger})
    return made


@transaction.atomic
def give_harm_task(*, report: UUID, task: UUID, by: Actor, at: datetime) -> HarmReport:
    """Name the task that a report became (线索转任务)."""
    found = HarmReport.objects.everywhere(_WHY).get(pk=report)
    found.task_id = task
    found.save(update_fields=["task"])
    record_about("give_harm_task", "harm_report", found.pk, found.division_code, by, at, {"task": str(task)})
    return found


@transaction.atomic
def take_harm_report(*, report: UUID, by: Actor, at: datetime) -> HarmReport:
    """
    Take a report up (接办线索).

    :raises NotPermitted: the actor sees none such
    :raises AlreadyTaken: somebody did
    """
    rows = HarmReport.objects.visible_to(reached_by(by))
    found = rows.select_for_update().filter(pk=report).first()
    if found is None:
        raise NotPermitted(f"{by.label} 不能接办这条线索")
    if found.state != HarmState.RECEIVED:
        raise AlreadyTaken("这条线索已有人接办")
    found.state, found.taken_by_id, found.taken_at = HarmState.TAKEN, by.account, at
    found.save(update_fields=["state", "taken_by", "taken_at"])
    record_about("take_harm_report", "harm_report", found.pk, found.division_code, by, at)
    return found


@transaction.atomic
def harm_follows_places(*, by: Actor, at: datetime) -> dict[UUID, str]:
    """
    Let reports of harm that are still worked on lie with the district of their place (侵害线索随区划).

    Gives the district of each of their tasks that has to follow.
    """
    rows = HarmReport.objects.everywhere(_WHY).filter(task__state=TaskState.OPEN).exclude(place_division_code="")
    followed: dict[UUID, str] = {}
    for found in rows.select_for_update(of=("self",)).order_by("pk"):
        district = district_of(found.place_division_code)
        if found.task_id is not None and district_of(found.division_code) != district:
            found.division_code = followed[found.task_id] = district
            found.save(update_fields=["division_code"])
            record_about("harm_follows_place", "harm_report", found.pk, district, by, at)
    return followed


@transaction.atomic
def receive_complaint(*, facts: ComplaintFacts, place_code: str, by: Actor, at: datetime) -> Complaint:
    """
    Keep a complaint or suggestion (接收投诉建议), with the day a reply is due; the same again changes nothing.
    """
    known = Complaint.objects.everywhere(_WHY).filter(pk=facts.key).first()
    if known is not None:
        return known
    days = plan_of_place(place_code).complaint_reply_working_days
    made = Complaint.objects.create(
        uuid=facts.key, division_code=district_of(place_code), account_id=facts.account, kind=facts.kind,
        words=facts.words.strip(), received_at=at,
        reply_due_on=work_calendar().add_working_days(day_of(at), days),
    )  # fmt: skip
    record_about("receive_complaint", "complaint", made.pk, made.division_code, by, at, {"kind": facts.kind.value})
    return made


@transaction.atomic
def reply_complaint(*, complaint: UUID, reply: str, by: Actor, at: datetime) -> Complaint:
    """
    Reply to a complaint or suggestion (答复投诉建议).

    :raises NotPermitted: the actor sees none such, or leads no work there
    :raises AlreadyTaken: it was replied to
    :raises ReplyMissing: the reply says nothing
    """
    rows = Complaint.objects.visible_to(reached_by(by))
    found = rows.select_for_update().filter(pk=complaint).first()
    if found is None:
        raise NotPermitted(f"{by.label} 不能答复这条投诉建议")
    authorise(by, Permission.ASSIGN_TASKS, found.division_code)
    if found.state != ComplaintState.OPEN:
        raise AlreadyTaken("这条投诉建议已经答复")
    if len(reply.strip()) < SHORTEST:
        raise ReplyMissing(f"请写明答复内容（至少 {SHORTEST} 个字）")
    found.state, found.reply, found.replied_by_id, found.replied_at = (
        ComplaintState.REPLIED, reply.strip(), by.account, at,
    )  # fmt: skip
    found.save(update_fields=["state", "reply", "replied_by", "replied_at"])
    record_about("reply_complaint", "complaint", found.pk, found.division_code, by, at)
    return found


def district_of(code: str) -> str:
    """Give the district of a place as twelve digits."""
    return pad(code)[:_DISTRICT].ljust(LENGTH, "0")
