"""Words of the takeovers (接收用语): how far one has come, what became of its rows, why sums differ."""

from typing import Final

from gonghu.foundation.labels import TextChoices


class TakeoverState(TextChoices):
    """How far a takeover has come (接收状态)."""

    READ = "READ", "待确认"
    CONFIRMED = "CONFIRMED", "已接收"
    DROPPED = "DROPPED", "未接收"
    UNDONE = "UNDONE", "已撤销"


class RowState(TextChoices):
    """What becomes of a row of the roll (名册行处理)."""

    READY = "READY", "可接收"
    REJECTED = "REJECTED", "退回"


class Difference(TextChoices):
    """Why what a roll paid is not what this system would pay (金额差异)."""

    SAME = "SAME", "一致"
    STANDARD = "STANDARD", "标准调整"
    OLD_STANDARD = "OLD_STANDARD", "按旧标准发"
    CARE_FORM = "CARE_FORM", "养育方式不同"
    NOT_SET_OFF = "NOT_SET_OFF", "未扣减其他救助"
    LESS = "LESS", "原发较少"
    MORE = "MORE", "原发较多"
    NOT_TOLD = "NOT_TOLD", "名册没有金额"


class Doubt(TextChoices):
    """What somebody should look at before a row is confirmed; none keeps it from being taken over (提示)."""

    NEW_FILE = "NEW_FILE", "将新建档案"
    OTHER_PLACE = "OTHER_PLACE", "村（居）与档案不同，以档案为准"
    NO_PLACE = "NO_PLACE", "村（居）没认出，先挂在区县"
    NO_ACCOUNT = "NO_ACCOUNT", "没有账号，发放前须补登"
    NO_HOLDER = "NO_HOLDER", "没有户名，按儿童本人登记"
    ACCOUNT_DOUBT = "ACCOUNT_DOUBT", "账号可能有误，请对卡核对"
    OTHER_ACCOUNT = "OTHER_ACCOUNT", "已登记另一账户，继续用已登记的"
    UNVERIFIED = "UNVERIFIED", "已登记的账户还没有核对"
    OF_AGE = "OF_AGE", "已满十八周岁，发放前核对在读"
    ASKED_FOR = "ASKED_FOR", "另有申请在办理"
    SINCE_UNREAD = "SINCE_UNREAD", "起始时间没认出"


OPEN: Final = frozenset({TakeoverState.READ, TakeoverState.CONFIRMED})
"""States in which the same file is not taken a second time."""
