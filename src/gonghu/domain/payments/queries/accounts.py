"""Accounts of children (收款账户的查询)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gonghu.domain.access.scope import Scope
from gonghu.domain.payments.joining import accounts_apart
from gonghu.domain.payments.models import PayAccount


def accounts_of(*, child: UUID, scope: Scope) -> QuerySet[PayAccount]:
    """Give the accounts of a child whose money somebody sees, the last first."""
    rows = PayAccount.objects.visible_to(scope).filter(child=child)
    return rows.select_related("entered_by", "verified_by").order_by("-from_on")


def accounts_to_choose(*, children: Iterable[UUID], on: date, scope: Scope) -> list[PayAccount]:
    """Give the accounts in force of two files of one child where they differ and somebody sees both; else none."""
    keys = list(children)
    apart = accounts_apart(children=keys, on=on)
    seen = set(PayAccount.objects.visible_to(scope).filter(child__in=keys).values_list("pk", flat=True))
    return apart if all(each.pk in seen for each in apart) else []


def account_by_key(*, key: UUID, scope: Scope) -> PayAccount | None:
    """Give an account that somebody sees."""
    return PayAccount.objects.visible_to(scope).filter(pk=key).first()
