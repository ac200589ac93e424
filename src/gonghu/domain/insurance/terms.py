"""Words of insurance, referrals and keying (参保、转介、录入用语)."""

from typing import Final

from gonghu.domain.access.terms import Permission
from gonghu.foundation.labels import TextChoices


class RoundState(TextChoices):
    """How far a yearly round of enrolment has come (参保轮次状态)."""

    OPEN = "OPEN", "办理中"
    SENT = "SENT", "已报送"
    SETTLED = "SETTLED", "保费已对平"


class LineState(TextChoices):
    """Whether a child is insured in a year (参保状态)."""

    ELIGIBLE = "ELIGIBLE", "应参保，尚未参保"
    ENROLLED = "ENROLLED", "已资助参保"
    ELSEWHERE = "ELSEWHERE", "他处已参保"
    REFUSED = "REFUSED", "未能参保"
    PAID = "PAID", "保费已支付"


ON_THE_INVOICE: Final = frozenset({LineState.ENROLLED, LineState.PAID})
"""States in which the premium is owed to the insurer."""

NOT_INSURED: Final = frozenset({LineState.ELIGIBLE, LineState.REFUSED})
"""States in which a child who is entitled is not insured (参保缺口)."""


class BillGap(TextChoices):
    """What is plainly missing of what pays for a child's treatment (报销缺口种类)."""

    NOT_INSURED = "NOT_INSURED", "没有参保，费用没有报销"
    NO_AID = "NO_AID", "应享医疗救助，没有得到"


REFERS: Final = (Permission.MANAGE_INSURANCE, Permission.RECEIVE_APPLICATIONS)
"""Who refers children: the district, and the town that receives applications."""


class ReferralKind(TextChoices):
    """What a child is sent for (转介种类); the values are the policies of the packs that find it."""

    TOMORROW_PLAN = "TOMORROW_PLAN", "孤儿医疗康复明天计划"
    EDUCATION_AID = "EDUCATION_AID", "教育资助"
    REHABILITATION = "REHABILITATION", "残疾儿童康复救助"
    MEDICAL_AID = "MEDICAL_AID", "医疗救助"


KIND_OF_POLICY: Final = {
    "tomorrow_plan": ReferralKind.TOMORROW_PLAN,
    "education_aid": ReferralKind.EDUCATION_AID,
    "disabled_child_rehabilitation": ReferralKind.REHABILITATION,
}
"""Which entitlement of the packs is a matter for another department."""


class ReferralState(TextChoices):
    """What came of a referral (转介结果)."""

    OPEN = "OPEN", "等待回音"
    ACCEPTED = "ACCEPTED", "对方已受理"
    HELPED = "HELPED", "已落实"
    REFUSED = "REFUSED", "对方不予办理"
    NOT_NEEDED = "NOT_NEEDED", "家庭不需要"
    WITHDRAWN = "WITHDRAWN", "已撤回"


UNDER_WAY: Final = frozenset({ReferralState.OPEN, ReferralState.ACCEPTED})
"""States in which somebody still has to do something."""

NEXT_REFERRAL_STATES: Final[dict[ReferralState, frozenset[ReferralState]]] = {
    ReferralState.OPEN: frozenset(ReferralState) - {ReferralState.OPEN},
    ReferralState.ACCEPTED: frozenset({ReferralState.HELPED, ReferralState.REFUSED, ReferralState.NOT_NEEDED}),
    ReferralState.HELPED: frozenset({ReferralState.OPEN}),
    ReferralState.REFUSED: frozenset({ReferralState.OPEN}),
    ReferralState.NOT_NEEDED: frozenset({ReferralState.OPEN}),
    ReferralState.WITHDRAWN: frozenset(),
}
"""What may follow each outcome; an end that proved wrong is opened again."""


class KeyingKind(TextChoices):
    """What the national system is told (录入种类)."""

    ADD = "ADD", "增员"
    LEAVE = "LEAVE", "减员"
    CHANGE = "CHANGE", "变更"
