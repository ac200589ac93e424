"""The words of the payments (发放用语): states, kinds of line, the kinds of stop, what comes back."""

from typing import Final

from gonghu.domain.access.terms import SealedKind
from gonghu.foundation.labels import TextChoices


class AccountKind(TextChoices):
    """Where the money of a child goes (账户种类)."""

    SOCIAL_CARD = "SOCIAL_CARD", "社会保障卡"
    BANK = "BANK", "银行账户"
    INSTITUTION = "INSTITUTION", "机构集体账户"


class IssueKind(TextChoices):
    """For what a payroll is made (发放类型)."""

    REGULAR = "REGULAR", "正常发放"
    BACK_PAY = "BACK_PAY", "补发"
    ONE_OFF = "ONE_OFF", "一次性发放"


class PayrollState(TextChoices):
    """How far a payroll has come (批次状态)."""

    DRAFTING = "DRAFTING", "编制中"
    DRAFT = "DRAFT", "草稿"
    FROZEN = "FROZEN", "已冻结"
    CHECKED = "CHECKED", "已复核"
    APPROVED = "APPROVED", "已审批"
    RELEASED = "RELEASED", "已放款"
    CLOSED = "CLOSED", "已对账"
    CANCELLED = "CANCELLED", "已作废"


class LineKind(TextChoices):
    """What a line of a payroll pays (明细种类)."""

    REGULAR = "REGULAR", "当月"
    BACK_PAY = "BACK_PAY", "补发"
    CLAW_BACK = "CLAW_BACK", "扣回"


class LineCause(TextChoices):
    """Why a line is not what it was last month (与上月差异原因)."""

    SAME = "SAME", "与上月相同"
    NEW = "NEW", "新增"
    TAKEN_OVER = "TAKEN_OVER", "接收在发人员"
    STANDARD = "STANDARD", "标准调整"
    DEDUCTION = "DEDUCTION", "补差扣减变化"
    CARE_FORM = "CARE_FORM", "养育方式变化"
    BACK = "BACK", "补发以前月份"
    CORRECTION = "CORRECTION", "更正以前月份"


class PaymentState(TextChoices):
    """How far a payment has come (支付状态)."""

    WAITING = "WAITING", "待支付"
    SENT = "SENT", "已送银行"
    PAID = "PAID", "已到账"
    RETURNED = "RETURNED", "退回"
    REQUEUED = "REQUEUED", "已重新发放"
    GIVEN_UP = "GIVEN_UP", "不再发放"


class StopKind(TextChoices):
    """Why a line is stopped before money leaves (拦截种类)."""

    ORPHAN_AND_DEFACTO = "ORPHAN_AND_DEFACTO", "两项生活费同领"
    TWO_CARE_FORMS = "TWO_CARE_FORMS", "集中与散居同领"
    TWO_DISTRICTS = "TWO_DISTRICTS", "两地同领"
    TWO_ROLLS = "TWO_ROLLS", "两个批次或名册同领"
    TWO_NUMBERS = "TWO_NUMBERS", "疑似一人两个证件"
    SHARED_ACCOUNT = "SHARED_ACCOUNT", "账户共用人数过多"
    DEAD = "DEAD", "已死亡"
    OVER_AGE = "OVER_AGE", "超龄"
    ADOPTED = "ADOPTED", "已被收养"
    PARENT_BACK = "PARENT_BACK", "父母情形已消除"
    IN_PRISON = "IN_PRISON", "本人羁押或服刑"
    NO_PROOF = "NO_PROOF", "缺在读证明"
    PAID_ALREADY = "PAID_ALREADY", "本月已发放"
    NO_ACCOUNT = "NO_ACCOUNT", "没有收款账户"


class StopState(TextChoices):
    """What somebody decided about a stop (拦截处理)."""

    OPEN = "OPEN", "待处理"
    KEPT = "KEPT", "维持拦截"
    LET_GO = "LET_GO", "放行"


SEALED_STOPS: Final = {
    StopKind.ADOPTED: SealedKind.ADOPTION,
    StopKind.PARENT_BACK: SealedKind.PRISON,
    StopKind.IN_PRISON: SealedKind.PRISON,
}
"""Kinds of stop whose very name is a sealed fact."""

NEVER_LET_GO: Final = frozenset({StopKind.PAID_ALREADY, StopKind.NO_ACCOUNT, StopKind.TWO_ROLLS})
"""Stops that nobody's word lifts: the month is held by another payment, or there is nowhere to pay to."""

LIVING: Final = "LIVING"
"""The group of the living lines (生活费): of these a person gets one a month."""

UNFINISHED: Final = frozenset({PaymentState.WAITING, PaymentState.SENT, PaymentState.RETURNED})
"""Payments that keep a payroll open."""

SIGNED_STATES: Final = frozenset(
    {PayrollState.FROZEN, PayrollState.CHECKED, PayrollState.APPROVED, PayrollState.RELEASED, PayrollState.CLOSED}
)
"""States in which the lines of a payroll hold their months."""

BEFORE_RELEASE: Final = frozenset(
    {PayrollState.DRAFT, PayrollState.FROZEN, PayrollState.CHECKED, PayrollState.APPROVED}
)
"""States from which a payroll may still be cancelled or sent back."""
