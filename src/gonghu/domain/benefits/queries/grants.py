"""Reading of grants, endings, other help and batches (待遇的查询)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from gonghu.domain.access.scope import Scope, told_to
from gonghu.domain.benefits.models import Batch, BatchChild, Ending, Grant, OtherBenefit
from gonghu.domain.benefits.terms import FIELD_LABELS, REASON_SECRETS, BatchState, EndingState, EndReason
from gonghu.domain.divisions.terms import Area


@dataclass(frozen=True, slots=True)
class GrantsWanted:
    """Which grants are wanted (待遇筛选); all conditions hold together, an empty one asks nothing."""

    area: Area | None = None
    line: str = ""
    month: date | None = None
    open_only: bool = False
    care_form: str = ""


def grants_in(*, scope: Scope, paying_division: str, month: date) -> QuerySet[Grant]:
    """Give the grants that a county pays in a month and somebody sees, by key: what a payroll is drafted from."""
    found = Grant.objects.visible_to(scope).filter(_holding_in(month), paying_division=paying_division)
    return found.order_by("paying_division", "pk")


def grants_wanted(*, scope: Scope, wanted: GrantsWanted) -> QuerySet[Grant]:
    """Give the grants that somebody sees, by place."""
    found = Grant.objects.visible_to(scope).select_related("child")
    if wanted.area:
        found = found.filter(wanted.area.filter())
    if wanted.line:
        found = found.filter(line=wanted.line)
    if wanted.care_form:
        found = found.filter(care_form=wanted.care_form)
    if wanted.month:
        found = found.filter(_holding_in(wanted.month))
    if wanted.open_only:
        found = found.filter(to_month__isnull=True)
    return found.order_by("division_code", "pk")


def grant_by_key(*, key: UUID, scope: Scope) -> Grant | None:
    """Give one grant, if it is seen."""
    found = Grant.objects.visible_to(scope).select_related("child", "decision", "application", "ended_by")
    return found.filter(pk=key).first()


def grants_of(*, child: UUID, scope: Scope) -> QuerySet[Grant]:
    """Give the grants of a child, those that begin first coming first."""
    found = Grant.objects.visible_to(scope).select_related("decision", "ended_by").filter(child_id=child)
    return found.order_by("from_month", "line", "pk")


def grants_of_children(*, children: Collection[UUID], scope: Scope) -> QuerySet[Grant]:
    """Give the grants of several children, by key."""
    return Grant.objects.visible_to(scope).filter(child_id__in=list(children)).select_related("child").order_by("pk")


def grants_due_for_review(*, scope: Scope, on: date) -> QuerySet[Grant]:
    """Give the open grants whose review is due on a day, by key."""
    found = Grant.objects.visible_to(scope).filter(to_month__isnull=True, review_due_on__lte=on)
    return found.select_related("child").order_by("pk")


def endings_in(*, scope: Scope, states: tuple[EndingState, ...] = ()) -> QuerySet[Ending]:
    """Give the endings that somebody sees, those proposed first coming first."""
    found = Ending.objects.visible_to(scope).select_related("grant", "child", "decision")
    if states:
        found = found.filter(state__in=states)
    return found.order_by("proposed_at", "pk")


def reason_told(*, ending: Ending, scope: Scope) -> str:
    """Give why a grant ends to those who may know it, “情况已核实” to all others."""
    reason = EndReason(ending.reason)
    secret = REASON_SECRETS.get(reason)
    if secret is None:
        return str(reason.label)
    return told_to(scope=scope, kind=secret, value=str(reason.label), division_code=ending.division_code)


def facts_of_ending(*, ending: Ending, scope: Scope) -> list[tuple[str, str]]:
    """Give the fields of the leave form with their names, unless the reason itself may not be told."""
    secret = REASON_SECRETS.get(EndReason(ending.reason))
    if secret and not scope.opens(secret, ending.division_code):
        return []
    return [(FIELD_LABELS[name], value) for name, value in ending.facts.items()]


def facts_lacking(*, ending: Ending, scope: Scope) -> list[str]:
    """List the fields that the leave form still asks for, to whoever may know why the grant ends."""
    secret = REASON_SECRETS.get(EndReason(ending.reason))
    if secret and not scope.opens(secret, ending.division_code):
        return []
    return ending.fields_lacking


def ending_by_key(*, key: UUID, scope: Scope) -> Ending | None:
    """Give one ending, if it is seen."""
    return endings_in(scope=scope).filter(pk=key).first()


def other_benefits_of(*, child: UUID, scope: Scope) -> QuerySet[OtherBenefit]:
    """Give what else a child has, the first one first."""
    return OtherBenefit.objects.visible_to(scope).filter(child_id=child).order_by("from_on", "kind")


def other_benefit_by_key(*, key: UUID, scope: Scope) -> OtherBenefit | None:
    """Give one piece of other help, if it is seen."""
    return OtherBenefit.objects.visible_to(scope).filter(pk=key).first()


def batches_in(*, scope: Scope) -> QuerySet[Batch]:
    """Give the batches that somebody sees, or confirmed ones with a child on the list whom they see, the last first."""
    own = Batch.objects.visible_to(scope).values("pk")
    listed = BatchChild.objects.visible_to(scope).values("batch")
    found = Batch.objects.everywhere("a batch is known to whoever hands it over to a child on its list")
    found = found.filter(Q(pk__in=own) | Q(pk__in=listed, state=BatchState.CONFIRMED))
    return found.select_related("first_by", "second_by").order_by("-first_at", "pk")


def batch_by_key(*, key: UUID, scope: Scope) -> Batch | None:
    """Give one batch, if it is seen."""
    return batches_in(scope=scope).filter(pk=key).first()


def children_of_batch(*, batch: UUID, scope: Scope) -> QuerySet[BatchChild]:
    """Give the children on the list of a batch that somebody sees, by place."""
    found = BatchChild.objects.visible_to(scope).filter(batch_id=batch).select_related("child")
    return found.order_by("division_code", "pk")


def _holding_in(month: date) -> Q:
    first = month.replace(day=1)
    return Q(from_month__lte=first) & (Q(to_month__isnull=True) | Q(to_month__gte=first))
