"""What somebody may read of leave to look elsewhere (授权与紧急查阅的查询): what is asked of them, and their own."""

from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from gonghu.domain.access.models import AccessGrant, BreakGlass
from gonghu.domain.access.officer import Officer
from gonghu.domain.access.scope import Scope
from gonghu.foundation.labels import TextChoices

SOON: Final = timedelta(days=30)
"""A grant that ends within so many days is shown as ending soon."""


class GrantStage(TextChoices):
    """How far a grant has come (授权阶段)."""

    TO_SIGN = "TO_SIGN", "待批准"
    IN_FORCE = "IN_FORCE", "生效中"
    EXPIRING = "EXPIRING", "即将到期"
    OVER = "OVER", "已终止"


class EmergencyStage(TextChoices):
    """How far the judgement of an emergency has come (事后审批阶段)."""

    TO_REVIEW = "TO_REVIEW", "待审批"
    OVERDUE = "OVERDUE", "逾期未审批"
    REVIEWED = "REVIEWED", "已审批"


def grants_in(*, scope: Scope, on: date, stage: GrantStage | None = None) -> QuerySet[AccessGrant]:
    """Give the grants for the places in which somebody signs them; those that end first coming first."""
    return _listed_grants(AccessGrant.objects.visible_to(scope), stage, on)


def grants_shown(*, scope: Officer, on: date, stage: GrantStage | None = None) -> QuerySet[AccessGrant]:
    """Give the grants that somebody signs for, asked for, or gains by; those that end first coming first."""
    own = AccessGrant.objects.everywhere("one's own grants").filter(_own(scope))
    return _listed_grants((AccessGrant.objects.visible_to(scope.scope) | own).distinct(), stage, on)


def grant_stage(*, grant: AccessGrant, on: date, scope: Officer) -> GrantStage:
    """Tell how far a grant has come on a day."""
    del scope
    if grant.ended_at or grant.until_on < on:
        return GrantStage.OVER
    if not grant.signed_at:
        return GrantStage.TO_SIGN
    return GrantStage.EXPIRING if grant.until_on < on + SOON else GrantStage.IN_FORCE


def emergencies_in(*, scope: Scope, on: date, stage: EmergencyStage | None = None) -> QuerySet[BreakGlass]:
    """Give the emergencies in the places in which somebody judges them; those not judged first, the last first."""
    return _listed_emergencies(BreakGlass.objects.visible_to(scope), stage, on)


def emergencies_shown(*, scope: Officer, on: date, stage: EmergencyStage | None = None) -> QuerySet[BreakGlass]:
    """Give the emergencies that somebody judges, and the own ones; those not judged first, the last first."""
    own = BreakGlass.objects.everywhere("one's own emergencies").filter(account=scope.account)
    return _listed_emergencies((BreakGlass.objects.visible_to(scope.scope) | own).distinct(), stage, on)


def _listed_grants(found: QuerySet[AccessGrant], stage: GrantStage | None, on: date) -> QuerySet[AccessGrant]:
    if stage:
        found = found.filter(_at(stage, on))
    return found.select_related("post", "asked_by", "signed_by", "ended_by").order_by("until_on", "asked_at")


def _listed_emergencies(found: QuerySet[BreakGlass], stage: EmergencyStage | None, on: date) -> QuerySet[BreakGlass]:
    if stage is EmergencyStage.REVIEWED:
        found = found.filter(reviewed_at__isnull=False)
    elif stage:
        found = found.filter(reviewed_at__isnull=True)
    if stage is EmergencyStage.OVERDUE:
        found = found.filter(review_due_on__lt=on)
    return found.select_related("account", "reviewed_by").order_by("-reviewed_at", "review_due_on", "-opened_at")


def _own(scope: Officer) -> Q:
    return Q(asked_by=scope.account) | Q(post__in=[post.uuid for post in scope.posts])


def _at(stage: GrantStage, on: date) -> Q:
    over = Q(ended_at__isnull=False) | Q(until_on__lt=on)
    if stage is GrantStage.OVER:
        return over
    if stage is GrantStage.TO_SIGN:
        return ~over & Q(signed_at__isnull=True)
    in_force = ~over & Q(signed_at__isnull=False)
    return in_force & Q(until_on__lt=on + SOON) if stage is GrantStage.EXPIRING else in_force
