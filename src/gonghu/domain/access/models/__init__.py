"""The tables of access (权限)."""

from gonghu.domain.access.models.account import Account
from gonghu.domain.access.models.assignment import ChildAssignment
from gonghu.domain.access.models.break_glass import BreakGlass
from gonghu.domain.access.models.card_look import CardLook
from gonghu.domain.access.models.consent import Consent
from gonghu.domain.access.models.device import Device
from gonghu.domain.access.models.grant import AccessGrant
from gonghu.domain.access.models.post import Post, Tenure
from gonghu.domain.access.models.purpose import Purpose
from gonghu.domain.access.models.retention import RetentionDecision, RetentionRule
from gonghu.domain.access.models.role import RolePermission
from gonghu.domain.access.models.sign_in import AttemptCount, LoginCard, SecondFactor
from gonghu.domain.access.models.wechat import WechatBinding, WechatInvitation

__all__ = [
    "AccessGrant",
    "Account",
    "AttemptCount",
    "BreakGlass",
    "CardLook",
    "ChildAssignment",
    "Consent",
    "Device",
    "LoginCard",
    "Post",
    "Purpose",
    "RetentionDecision",
    "RetentionRule",
    "RolePermission",
    "SecondFactor",
    "Tenure",
    "WechatBinding",
    "WechatInvitation",
]
