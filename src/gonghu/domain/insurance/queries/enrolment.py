"""Rounds, their lines and what went to and fro (参保轮次的查询)."""

from collections.abc import Collection
from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.insurance.models import EnrolmentLine, EnrolmentRound, InsurerAnswer, PremiumInvoice, RosterSent
from gonghu.domain.insurance.reconciling import Reckoning, reckoned
from gonghu.domain.insurance.shelf import is_kept, kept_roster
from gonghu.domain.insurance.terms import NOT_INSURED, LineState
from gonghu.domain.people.scoping import FileQuerySet


def rounds_in(*, scope: Scope) -> ScopedQuerySet[EnrolmentRound]:
    """Give the rounds that somebody manages, the latest first."""
    return EnrolmentRound.objects.visible_to(scope).order_by("-year", "division_code")


def round_by_key(*, key: UUID, scope: Scope) -> EnrolmentRound | None:
    """Give a round that somebody manages."""
    return EnrolmentRound.objects.visible_to(scope).filter(pk=key).first()


def lines_in(
    *,
    scope: Scope,
    enrolment: UUID,
    states: Collection[LineState] = (),
    person_class: str = "",
    area: Area | None = None,
    unsent: bool = False,
) -> FileQuerySet[EnrolmentLine]:
    """Give the lines of a round that somebody manages, by place; of those not sent yet, only on demand."""
    found = EnrolmentLine.objects.visible_to(scope, Permission.MANAGE_INSURANCE).filter(enrolment=enrolment)
    if states:
        found = found.filter(state__in=sorted(states))
    if person_class:
        found = found.filter(person_class=person_class)
    if area and area.prefix:
        found = found.filter(area.filter())
    if unsent:
        found = found.filter(sent_at__isnull=True)
    return found.order_by("division_code", "uuid")


def gaps_of(*, scope: Scope, enrolment: UUID, without_task: bool = False) -> FileQuerySet[EnrolmentLine]:
    """Give the lines of children who are entitled and not insured (参保缺口); only those without a task on demand."""
    found = lines_in(scope=scope, enrolment=enrolment, states=NOT_INSURED)
    return found.filter(task_key__isnull=True) if without_task else found


def reckoning_of(*, enrolment: UUID, scope: Scope) -> Reckoning | None:
    """Reckon the premiums of a round that somebody manages."""
    found = round_by_key(key=enrolment, scope=scope)
    return reckoned(found) if found else None


def sent_of(*, enrolment: UUID, scope: Scope) -> ScopedQuerySet[RosterSent]:
    """Give the rosters that were sent, the last first."""
    return RosterSent.objects.visible_to(scope).filter(enrolment=enrolment).order_by("-sent_at")


def sent_again(*, key: UUID, scope: Scope) -> tuple[RosterSent, bytes] | None:
    """Give a roster once more, byte for byte as it was handed over, to those who may hand one over; else nothing."""
    whole = scope.holding(Permission.EXPORT).holding(Permission.UNMASK)
    found = RosterSent.objects.visible_to(whole).filter(pk=key).first()
    return (found, b"".join(kept_roster(key))) if found and is_kept(key) else None


def answers_of(*, enrolment: UUID, scope: Scope) -> ScopedQuerySet[InsurerAnswer]:
    """Give the answers that were read, the last first."""
    return InsurerAnswer.objects.visible_to(scope).filter(enrolment=enrolment).order_by("-read_at")


def invoices_of(*, enrolment: UUID, scope: Scope) -> ScopedQuerySet[PremiumInvoice]:
    """Give the notices of premiums that hold, the last first."""
    found = PremiumInvoice.objects.visible_to(scope).filter(enrolment=enrolment, withdrawn_at__isnull=True)
    return found.order_by("-dated_on", "-entered_at")
