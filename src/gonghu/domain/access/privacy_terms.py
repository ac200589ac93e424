"""Words of privacy (个人信息保护用语): legal bases (法律基础), consent (同意), how long records are kept (保存期限)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from gonghu.foundation.labels import TextChoices


class LegalBasis(TextChoices):
    """What lets a bureau use personal facts (法律基础), 个人信息保护法第十三条."""

    STATUTORY_DUTY = "STATUTORY_DUTY", "履行法定职责（第十三条第三项）"
    EMERGENCY = "EMERGENCY", "紧急情况下保护生命健康和财产安全（第十三条第四项）"
    CONSENT = "CONSENT", "取得同意（第十三条第一项）"


class ConsentScope(TextChoices):
    """What is agreed to (同意的事项); each separately, as 个人信息保护法第二十三条、第二十九条 ask."""

    AGENCY = "AGENCY", "向社会服务机构提供"
    DONOR = "DONOR", "向捐赠方、结对帮扶方提供"
    COUNSELLING = "COUNSELLING", "心理测评与辅导"
    PHOTOGRAPH = "PHOTOGRAPH", "拍摄和使用照片"
    PUBLICITY = "PUBLICITY", "宣传报道"
    RESEARCH = "RESEARCH", "用于研究"


class ConsentGiver(TextChoices):
    """Who agrees (同意人)."""

    GUARDIAN = "GUARDIAN", "监护人"
    CHILD = "CHILD", "儿童本人（十四周岁以上）"


class RecordKind(TextChoices):
    """Kinds of record that are kept for a time (记录种类)."""

    CHILD_FILE = "CHILD_FILE", "已结案的儿童档案"
    DELIVERY = "DELIVERY", "部门报送的名册文件"
    ACCESS_GRANT = "ACCESS_GRANT", "已终止的授权"
    EMERGENCY = "EMERGENCY", "紧急查阅记录"
    CONSENT = "CONSENT", "已撤回的同意书"


class RetentionChoice(TextChoices):
    """What may be decided when the time is over (到期处理)."""

    KEEP = "KEEP", "继续保存"
    ARCHIVE = "ARCHIVE", "移交档案部门"
    DESTROY = "DESTROY", "同意销毁"


FIRST_MONTHS: Final[dict[RecordKind, int | None]] = {
    RecordKind.CHILD_FILE: None,
    RecordKind.DELIVERY: 12,
    RecordKind.ACCESS_GRANT: 36,
    RecordKind.EMERGENCY: 36,
    RecordKind.CONSENT: 36,
}
"""
Months after closing until a bureau says otherwise; none for good.

A child's file stays: it may be the only proof of who its parents were. What shows who looked is kept as long as an
impact assessment (个人信息保护法第五十六条：至少保存三年).
"""

ADULT_CONSENT_AGE: Final = 14
"""From this age on a child agrees itself (个人信息保护法第三十一条)."""


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """Who agreed to what, when, after reading which notice (所作的同意)."""

    scope: ConsentScope
    giver: ConsentGiver
    giver_name: str
    notice_version: str
    given_on: date
    document: str = ""
    child_born_on: date | None = None


@dataclass(frozen=True, slots=True)
class PurposeTerms:
    """What facts are used for, on which article, and who gets them (处理目的内容)."""

    title: str
    legal_basis: LegalBasis
    article: str
    facts: str
    recipients: str = ""
