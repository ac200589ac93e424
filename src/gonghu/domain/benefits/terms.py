"""Words of the benefits (待遇用语): procedures, states of applications, kinds of decisions, reasons of endings."""

from collections.abc import Mapping
from typing import Final

from gonghu.domain.access.terms import SealedKind
from gonghu.domain.people.terms import SchoolStage
from gonghu.foundation.labels import Label, TextChoices


class Procedure(TextChoices):
    """How an application is dealt with (办理程序)."""

    NORMAL = "NORMAL", "一般程序"
    SIMPLIFIED = "SIMPLIFIED", "简易程序"
    GREEN = "GREEN", "绿色通道"
    CROSS_PROVINCE = "CROSS_PROVINCE", "跨省通办"
    BATCH = "BATCH", "名单批次"
    TAKEOVER = "TAKEOVER", "在发接收"


class ApplicationState(TextChoices):
    """How far an application has come (申请状态)."""

    DRAFT = "DRAFT", "草稿"
    RECEIVED = "RECEIVED", "已受理，待推送"
    CHECKING = "CHECKING", "查验中"
    CHECKED = "CHECKED", "待确认"
    SENT_BACK = "SENT_BACK", "退回补充"
    CONFIRMED = "CONFIRMED", "已确认"
    REFUSED = "REFUSED", "不予确认"
    WITHDRAWN = "WITHDRAWN", "已撤回"


class ApplicationAct(TextChoices):
    """One step of an application (申请步骤)."""

    DRAFT = "DRAFT", "填写"
    RECEIVE = "RECEIVE", "受理"
    PUSH = "PUSH", "推送户籍地"
    PAPERS = "PAPERS", "收到材料"
    CHECK = "CHECK", "查验通过"
    CONFIRM = "CONFIRM", "确认"
    REFUSE = "REFUSE", "不予确认"
    SEND_BACK = "SEND_BACK", "退回"
    WITHDRAW = "WITHDRAW", "撤回"
    TELL = "TELL", "告知申请人"
    CHASE = "CHASE", "催补材料"


class DecisionKind(TextChoices):
    """What two officers decided (决定种类)."""

    CONFIRM = "CONFIRM", "确认"
    REFUSE = "REFUSE", "不予确认"
    CHANGE = "CHANGE", "变更"
    END = "END", "停发"


class CareForm(TextChoices):
    """Who brings the child up (养育方式); the standards of the two differ."""

    SCATTERED = "SCATTERED", "社会散居"
    INSTITUTION = "INSTITUTION", "集中养育"


class OtherKind(TextChoices):
    """Other help a child has already, which the living line tops up (已领其他救助)."""

    SUBSISTENCE = "SUBSISTENCE", "最低生活保障"
    DESTITUTE = "DESTITUTE", "特困供养"
    DISABILITY_LIVING = "DISABILITY_LIVING", "困难残疾人生活补贴"


class EndReason(TextChoices):
    """Why a benefit ends (退出原因), as the leave form of the national system has them."""

    GROWN_UP = "GROWN_UP", "年满十八周岁"
    SCHOOL_LEFT = "SCHOOL_LEFT", "年满十八周岁且不再就读"
    ADOPTED = "ADOPTED", "被收养"
    DIED = "DIED", "死亡"
    RELEASED = "RELEASED", "父母刑满释放或解除限制"
    DETOXED = "DETOXED", "父母戒毒成功"
    FOUND = "FOUND", "父母找到或恢复联系"
    RECOVERED = "RECOVERED", "父母病愈或残疾等级变化"
    RESTORED = "RESTORED", "恢复监护资格"
    MOVED = "MOVED", "迁出本地"
    OTHER_LINE = "OTHER_LINE", "转为其他待遇"
    GIVEN_UP = "GIVEN_UP", "家庭放弃"
    NOT_ENTITLED = "NOT_ENTITLED", "复核不再符合条件"


class EndingState(TextChoices):
    """How far an ending has come (停发状态)."""

    PROPOSED = "PROPOSED", "待确认"
    DECIDED = "DECIDED", "已停发"
    DROPPED = "DROPPED", "不停发"


class BatchState(TextChoices):
    """How far a batch of gifts has come (批次状态)."""

    PROPOSED = "PROPOSED", "待确认"
    CONFIRMED = "CONFIRMED", "已确认"
    REFUSED = "REFUSED", "不予确认"


class ListedFor(TextChoices):
    """Why somebody stands on the list of a school year (助学列入理由)."""

    EARLIER = "EARLIER", "已资助过"
    RECOGNISED = "RECOGNISED", "十八周岁前认定，现已成年"
    BY_HAND = "BY_HAND", "工作人员列入"


class ProofSource(TextChoices):
    """Where it is seen that somebody studies (在读证明来源)."""

    REGISTER = "REGISTER", "学籍名册或档案登记"
    PAPER = "PAPER", "学校在读证明"
    APPLICATION = "APPLICATION", "申请时已交"


class StudentState(TextChoices):
    """How far somebody's scholarship of a school year has come (助学进度)."""

    MISSING = "MISSING", "缺在读证明"
    READY = "READY", "有证明，待提出"
    APPLIED = "APPLIED", "另有申请在办理"
    PROPOSED = "PROPOSED", "已提出，待确认"
    GRANTED = "GRANTED", "已确认"
    LAPSED = "LAPSED", "已确认，证明失效，暂停"
    LEFT = "LEFT", "本学年不享受"


class Handover(TextChoices):
    """How far the sum of a batch has come to a child (签收进度)."""

    UNSIGNED = "UNSIGNED", "未签收"
    AT_BANK = "AT_BANK", "银行发放中"
    CAME_BACK = "CAME_BACK", "银行退回"
    BY_BANK = "BY_BANK", "银行已到账"
    BY_HAND = "BY_HAND", "当面签收"


ASKS_PROOF: Final = frozenset({StudentState.MISSING, StudentState.LAPSED})
"""States in which a proof of enrolment is asked for."""

HANDED_OVER: Final = frozenset({Handover.BY_BANK, Handover.BY_HAND})
"""States in which the child has the money."""

AFTER_COMPULSORY: Final = (SchoolStage.SENIOR, SchoolStage.VOCATIONAL, SchoolStage.COLLEGE)
"""Stages of school after the compulsory ones, in which a scholarship is given."""

URGENT: Final = frozenset({Procedure.SIMPLIFIED, Procedure.GREEN})
"""Procedures that act first: papers come within a deadline afterwards."""

LEAVE_FIELDS: Final[Mapping[EndReason, tuple[str, ...]]] = {
    EndReason.DIED: ("death_cause", "death_handling"),
    EndReason.RELEASED: ("released_on",),
    EndReason.DETOXED: ("detoxed_on",),
    EndReason.FOUND: ("found_on",),
    EndReason.MOVED: ("moved_to",),
    EndReason.ADOPTED: ("adopter",),
}
"""What the leave form of the national system asks for beside reason, day and last paid month."""

FIELD_LABELS: Final = {
    "death_cause": Label("死亡原因"),
    "death_handling": Label("善后处理情况"),
    "released_on": Label("出狱（解除）日期"),
    "detoxed_on": Label("戒毒成功日期"),
    "found_on": Label("找到（恢复联系）日期"),
    "moved_to": Label("迁入地"),
    "adopter": Label("收养登记机关和登记号"),
}

REASON_SECRETS: Final = {
    EndReason.RELEASED: SealedKind.PRISON,
    EndReason.DETOXED: SealedKind.DETOX,
    EndReason.ADOPTED: SealedKind.ADOPTION,
}
"""What a reason of an ending gives away; to all others it is told as verified."""

ENDS_CATEGORY: Final = frozenset(
    {EndReason.GROWN_UP, EndReason.SCHOOL_LEFT, EndReason.ADOPTED, EndReason.DIED, EndReason.RELEASED}
    | {EndReason.DETOXED, EndReason.FOUND, EndReason.RECOVERED, EndReason.RESTORED, EndReason.NOT_ENTITLED}
)
"""Reasons after which the child is no longer what it was recognised as."""

WAITING: Final = frozenset(
    {ApplicationState.RECEIVED, ApplicationState.CHECKING, ApplicationState.CHECKED, ApplicationState.SENT_BACK}
)
"""States in which an application waits for an office, with a clock."""

PENDING: Final = frozenset({*WAITING, ApplicationState.DRAFT})
"""States in which an application is not decided: a child has one of a line at a time."""

SHORTEST_REASON: Final = 4
"""Characters below which nothing was said that a family could appeal against."""
