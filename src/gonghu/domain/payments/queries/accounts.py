"""Accounts of children (收款账户的查询)."""

from uuid import UUID

from django.db.models import QuerySet

from gonghu.domain.access.scope import Scope
from gonghu.domain.payments.models import PayAccount


def accounts_of(*, child: UUID, scope: Scope) -> QuerySet[PayAccount]:
    """Give the accounts of a child whose money somebody sees, the last first."""
    rows = PayAccount.objects.visible_to(scope).filter(child=child)
    return rows.select_related("entered_by", "verified_by").order_by("-from_on")


def account_by_key(*, key: UUID, scope: Scope) -> PayAccount | None:
    """Give an account that somebody sees."""
    return PayAccount.objects.visible_to(scope).filter(pk=key).first()
