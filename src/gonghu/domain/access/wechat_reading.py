"""Reading of bindings to WeChat (微信绑定的查询)."""

from datetime import datetime
from uuid import UUID

from gonghu.domain.access.models import Account, WechatBinding
from gonghu.domain.access.scope import Scope


def wechat_bound_at(*, account: UUID, scope: Scope) -> datetime | None:
    """Tell whoever manages an account since when a WeChat enters as it; none if there is none."""
    managed = Account.objects.visible_to(scope).filter(pk=account)
    bound = WechatBinding.objects.filter(account__in=managed, ended_at__isnull=True)
    return bound.values_list("bound_at", flat=True).first()
