"""Grants of those whom somebody else paid before (在发接收): one decision for a whole roll, taken back with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import SamePerson, authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import Line, lines_of
from gonghu.domain.benefits.models import Application, Decision, Grant, OtherBenefit
from gonghu.domain.benefits.starting import first_review
from gonghu.domain.benefits.terms import ApplicationState, CareForm, DecisionKind, Procedure
from gonghu.domain.benefits.writing import month_before, next_number, person_of, reason_of, record_benefit
from gonghu.foundation.acting import Actor
from gonghu.standards.division_code import county

_AT_ONCE: Final = 500
_WHY: Final = "what a roll that was taken over brought"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """One child of a roll (接收对象): what it is given, and what other help it draws; ``words`` names the row."""

    child: UUID
    division_code: str
    category: str
    line: str
    care_form: CareForm
    born_on: date | None
    words: str
    others: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RollTaken:
    """A roll that two officers take over (接收批次): who read it and when, and which month is the first of ours."""

    key: UUID
    division_code: str
    first_month: date
    first_by: UUID
    first_label: str
    first_at: datetime
    reasons: str
    articles: str


@transaction.atomic
def grant_taken_over(
    *, roll: RollTaken, children: Sequence[TakenOver], by: Actor, at: datetime
) -> tuple[Decision, dict[UUID, UUID]]:
    """
    Grant every child of a roll what it was given before (接收待遇), and give the decision and the grant of each child.

    :raises NotPermitted: the actor confirms nothing in the county
    :raises SamePerson: the actor read the roll
    :raises ReasonMissing: reasons or articles are missing
    """
    authorise(by, Permission.CONFIRM_APPLICATIONS, roll.division_code)
    if by.account == roll.first_by:
        raise SamePerson(f"{by.label} 上传的名册，须由另一人确认")
    decision = Decision.objects.create(
        takeover=roll.key, kind=DecisionKind.CONFIRM, number=next_number(roll.division_code, day_of(at)),
        first_by_id=roll.first_by, first_label=roll.first_label, second_by_id=person_of(by), second_label=by.label,
        at=at, reasons=reason_of(roll.reasons), articles=reason_of(roll.articles), from_month=roll.first_month,
    )  # fmt: skip
    applications = [_application(roll, each, at) for each in children]
    Application.objects.bulk_create(applications, batch_size=_AT_ONCE)
    lines = lines_of(division_code=roll.division_code, on=roll.first_month)
    grants = [
        _grant(roll, decision, lines[each.line], application, each)
        for application, each in zip(applications, children, strict=True)
    ]
    Grant.objects.bulk_create(grants, batch_size=_AT_ONCE)
    others = [row for each in children for row in _others(roll, each, by, at)]
    OtherBenefit.objects.bulk_create(others, batch_size=_AT_ONCE)
    _record("take_over", roll.key, roll.division_code, len(grants), by, at)
    return decision, {grant.child_id: grant.pk for grant in grants}


@transaction.atomic
def take_back_grants(*, takeover: UUID, grants: Iterable[UUID], division_code: str, by: Actor, at: datetime) -> None:
    """
    Take back the grants of a roll and what was written with them (撤回接收的待遇).

    :raises NotPermitted: the actor confirms nothing in the county
    :raises ProtectedError: something was done with one of them since
    """
    authorise(by, Permission.CONFIRM_APPLICATIONS, division_code)
    keys = list(grants)
    rows = Grant.objects.everywhere(_WHY).filter(pk__in=keys)
    applications = list(rows.values_list("application", flat=True))
    rows.delete()
    Application.objects.everywhere(_WHY).filter(pk__in=applications).delete()
    OtherBenefit.objects.everywhere(_WHY).filter(evidence=_evidence(takeover)).delete()
    _record("take_back", takeover, division_code, len(keys), by, at)


def _application(roll: RollTaken, each: TakenOver, at: datetime) -> Application:
    return Application(
        child_id=each.child,
        division_code=each.division_code,
        category=each.category,
        line=each.line,
        handling_division=roll.division_code,
        procedure=Procedure.TAKEOVER,
        state=ApplicationState.CONFIRMED,
        care_form=each.care_form,
        words=each.words,
        drafted_at=roll.first_at,
        drafted_by_id=roll.first_by,
        received_at=roll.first_at,
        checked_at=roll.first_at,
        checked_by_id=roll.first_by,
        decided_at=at,
    )


def _grant(roll: RollTaken, decision: Decision, line: Line, application: Application, each: TakenOver) -> Grant:
    return Grant(
        application=application,
        decision=decision,
        child_id=each.child,
        person=each.child,
        division_code=each.division_code,
        category=each.category,
        line=each.line,
        care_form=each.care_form,
        paying_division=county(roll.division_code),
        from_month=roll.first_month,
        review_due_on=first_review(line, roll.first_month, each.born_on),
    )


def _others(roll: RollTaken, each: TakenOver, by: Actor, at: datetime) -> Iterable[OtherBenefit]:
    for kind, fen in each.others.items():
        yield OtherBenefit(
            child_id=each.child,
            division_code=each.division_code,
            category=each.category,
            kind=kind,
            seat=f"{each.child}:{kind}",
            monthly_fen=fen,
            from_on=month_before(roll.first_month),
            source=each.words[:200],
            evidence=_evidence(roll.key),
            recorded_at=at,
            recorded_by_id=by.account,
        )


def _evidence(takeover: UUID) -> str:
    return f"takeover:{takeover}"


def _record(verb: str, takeover: UUID, division_code: str, count: int, by: Actor, at: datetime) -> None:
    record_benefit(verb, "takeover", takeover, division_code[:6], {"grants": count}, by, at)
