"""What every operation on a benefit does (待遇写入): hold the row, take a step, record it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.benefits.models import Application, ApplicationStep, DocumentCount, Grant
from gonghu.domain.benefits.terms import SHORTEST_REASON, ApplicationAct, ApplicationState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record

_DECEMBER: Final = 12


class NoSuchApplication(LookupError):
    """There is no such application."""


class StepNotNow(ValueError):
    """The application is not where this step could be taken."""


class ReasonMissing(ValueError):
    """Nobody signs without saying why; a family must be able to appeal against what is said."""


def month_of(day: date) -> date:
    """Give the first day of the month of a day."""
    return day.replace(day=1)


def month_after(day: date) -> date:
    """Give the first day of the month after a day (次月)."""
    return date(day.year + day.month // _DECEMBER, day.month % _DECEMBER + 1, 1)


def month_before(day: date) -> date:
    """Give the first day of the month before a day (上月)."""
    return date(day.year, day.month - 1, 1) if day.month > 1 else date(day.year - 1, _DECEMBER, 1)


def months_after(day: date, months: int) -> date:
    """Give the first day of the month that is some months after that of a day."""
    count = day.year * _DECEMBER + day.month - 1 + months
    return date(count // _DECEMBER, count % _DECEMBER + 1, 1)


def held(application: UUID, *states: ApplicationState) -> Application:
    """
    Give an application as it is now, held until the transaction ends.

    :raises NoSuchApplication: there is none
    :raises StepNotNow: it is in none of the states
    """
    rows = Application.objects.everywhere("an application that is being dealt with").select_for_update(of=("self",))
    found = rows.filter(pk=application).first()
    if found is None:
        raise NoSuchApplication("没有这件申请，或不在您的工作范围内")
    if found.state not in states:
        raise StepNotNow(f"这件申请“{ApplicationState(found.state).label}”，不能再办这一步；请刷新页面")
    return found


def open_grants(people: Sequence[UUID], since: date) -> list[Grant]:
    """Give the grants of persons that hold in a month or later, in whatever place."""
    rows = Grant.objects.everywhere("what a person is given already").filter(person__in=people)
    return [grant for grant in rows.order_by("from_month") if grant.to_month is None or grant.to_month >= since]


def person_of(by: Actor) -> UUID:
    """
    Give the account of whoever acts.

    :raises NotPermitted: the system decides nothing about money
    """
    if by.account is None:
        raise NotPermitted("待遇须由人办理")
    return by.account


def reason_of(words: str) -> str:
    """
    Give what was said, without the blanks around it.

    :raises ReasonMissing: too little was said
    """
    said = words.strip()
    if len(said) < SHORTEST_REASON:
        raise ReasonMissing(f"请写明理由（至少 {SHORTEST_REASON} 个字），家庭据此可以申请复核")
    return said


def next_number(division_code: str, at: date) -> str:
    """Give a written decision its number: county, year, and one more than the last."""
    row, _ = DocumentCount.objects.get_or_create(county=division_code[:6], year=at.year)
    row = DocumentCount.objects.select_for_update().get(pk=row.pk)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{row.county}待〔{row.year}〕{row.last}号"


def step(application: Application, act: ApplicationAct, opinion: str, by: Actor, at: datetime) -> None:
    """Write down a step of an application, and record it."""
    write_step(application, act, opinion, by, at)
    # Of the line nothing: its name may be a sealed fact, and whoever reads the audit sees no child.
    detail: Detail = {"child": str(application.child_id), "state": application.state}
    record_benefit(f"application_{act.lower()}", "application", application.pk, application.district, detail, by, at)


def write_step(application: Application, act: ApplicationAct, opinion: str, by: Actor, at: datetime) -> None:
    """Write down a step of an application; whoever writes many of them records them together."""
    ApplicationStep.objects.create(
        application=application,
        act=act,
        by_id=by.account,
        label=by.label,
        at=at,
        opinion=opinion.strip(),
        due_on=application.due_on,
    )


def record_benefit(verb: str, kind: str, key: UUID, district: str, detail: Detail, by: Actor, at: datetime) -> None:
    """Record what was done with a benefit in the chain of its district."""
    record(
        by=by, at=at, verb=f"benefits.{verb}", subject_kind=kind, subject_key=str(key), detail=detail, district=district
    )
