"""Words of visits (走访用语): kinds, outcomes, problems and how they are put right, exceptions with their reasons."""

from typing import Final

from gonghu.foundation.labels import TextChoices


class VisitKind(TextChoices):
    """What a visit was for (走访种类)."""

    FIRST = "FIRST", "首次走访"
    REGULAR = "REGULAR", "定期走访"
    HOLIDAY = "HOLIDAY", "节假日走访"
    SAFETY = "SAFETY", "安全检查"
    ENTRUSTED = "ENTRUSTED", "委托照护核查"
    COLLECTION = "COLLECTION", "信息采集"
    PROBLEMS = "PROBLEMS", "问题核对"
    OTHER = "OTHER", "其他走访"


class VisitOutcome(TextChoices):
    """Whether the child was met (走访结果)."""

    MET = "MET", "见到儿童"
    NOT_AT_HOME = "NOT_AT_HOME", "未在家"
    MOVED = "MOVED", "已搬走"
    REFUSED = "REFUSED", "家庭不同意"


class ProblemKind(TextChoices):
    """What a problem is about (问题种类)."""

    LIFE = "LIFE", "生活保障"
    MEDICAL = "MEDICAL", "医疗"
    EDUCATION = "EDUCATION", "就学"
    REHABILITATION = "REHABILITATION", "康复"
    GUARDIANSHIP = "GUARDIANSHIP", "监护照护"
    HOME_SAFETY = "HOME_SAFETY", "居家安全"
    MIND = "MIND", "心理"
    REGISTRATION = "REGISTRATION", "户籍"
    OTHER = "OTHER", "其他"


class ProblemState(TextChoices):
    """How far a problem is put right (问题状态)."""

    OPEN = "OPEN", "整改中"
    ANSWERED = "ANSWERED", "已答复，待复查"
    RECHECK = "RECHECK", "复查未过，继续整改"
    CLOSED = "CLOSED", "已销号"


class ProblemAct(TextChoices):
    """What happened to a problem (问题过程)."""

    FOUND = "FOUND", "发现"
    ANSWERED = "ANSWERED", "答复"
    NOT_SOLVED = "NOT_SOLVED", "复查未过"
    SOLVED = "SOLVED", "复查通过，销号"
    REOPENED = "REOPENED", "重新整改"
    SEEN = "SEEN", "上门查看"


NEXT_PROBLEM_STATES: Final[dict[ProblemState, dict[ProblemAct, ProblemState]]] = {
    ProblemState.OPEN: {ProblemAct.ANSWERED: ProblemState.ANSWERED},
    ProblemState.RECHECK: {ProblemAct.ANSWERED: ProblemState.ANSWERED},
    ProblemState.ANSWERED: {
        ProblemAct.SOLVED: ProblemState.CLOSED,
        ProblemAct.NOT_SOLVED: ProblemState.RECHECK,
    },
    ProblemState.CLOSED: {ProblemAct.REOPENED: ProblemState.RECHECK},
}
"""Where each act takes a problem from each state; what is not here is refused."""

UNSOLVED: Final = frozenset(ProblemState) - {ProblemState.CLOSED}
TO_ANSWER: Final = frozenset({ProblemState.OPEN, ProblemState.RECHECK})


class WishKind(TextChoices):
    """What is wished or needed (心愿与需要种类), as the visit forms ask for needs."""

    WISH = "WISH", "微心愿"
    SUBSIDY = "SUBSIDY", "申请补贴"
    SCHOOLING = "SCHOOLING", "上学"
    DOCTOR = "DOCTOR", "看病"
    REHABILITATION = "REHABILITATION", "康复"
    COMPANY = "COMPANY", "陪伴辅导"
    WORK = "WORK", "家长找工作"
    REPAIR = "REPAIR", "修房换电"
    LAW = "LAW", "法律帮助"
    OTHER = "OTHER", "其他需要"


class WishState(TextChoices):
    """Whether a wish came true (心愿状态)."""

    OPEN = "OPEN", "待认领"
    TAKEN = "TAKEN", "已认领"
    FULFILLED = "FULFILLED", "已实现"
    WITHDRAWN = "WITHDRAWN", "已撤回"


UNSETTLED: Final = frozenset({WishState.OPEN, WishState.TAKEN})


class WishAct(TextChoices):
    """What happened to a wish (心愿过程)."""

    TAKEN = "TAKEN", "认领"
    GIVEN_BACK = "GIVEN_BACK", "退回待认领"
    FULFILLED = "FULFILLED", "交付"
    WITHDRAWN = "WITHDRAWN", "撤回"
    RELEASED = "RELEASED", "放入捐助清单"
    KEPT_BACK = "KEPT_BACK", "移出捐助清单"


class Contact(TextChoices):
    """With whom a child was in contact (联系对象)."""

    FATHER = "FATHER", "父亲"
    MOTHER = "MOTHER", "母亲"
    BOTH = "BOTH", "父母双方"
    OTHER = "OTHER", "其他监护人"


class ContactMeans(TextChoices):
    """How a contact was made (联系方式)."""

    VIDEO = "VIDEO", "视频"
    PHONE = "PHONE", "电话"
    IN_PERSON = "IN_PERSON", "见面"
    MESSAGE = "MESSAGE", "文字或语音消息"


class HarmState(TextChoices):
    """How far a report of harm was taken up (侵害线索状态)."""

    RECEIVED = "RECEIVED", "待接办"
    TAKEN = "TAKEN", "已接办"


class ComplaintKind(TextChoices):
    """What somebody complains of or suggests (投诉建议种类)."""

    BURDEN = "BURDEN", "基层负担"
    SOFTWARE = "SOFTWARE", "软件使用"
    WORK = "WORK", "工作建议"
    OTHER = "OTHER", "其他"


class ComplaintState(TextChoices):
    """Whether a complaint was replied to (投诉建议状态)."""

    OPEN = "OPEN", "待答复"
    REPLIED = "REPLIED", "已答复"


class ExceptionReason(TextChoices):
    """Why a child is not visited for a while (未走访原因)."""

    AWAY = "AWAY", "随家人外出"
    HOSPITAL = "HOSPITAL", "住院治疗"
    INSTITUTION = "INSTITUTION", "在机构养育"
    REFUSED = "REFUSED", "家庭不同意"
    UNREACHABLE = "UNREACHABLE", "多次上门未见"
    MOVED = "MOVED", "已迁出，待转档"
    OTHER = "OTHER", "其他"


class FollowUpReason(TextChoices):
    """After what a child is visited again by fixed days (回访事由)."""

    RETURNED_HOME = "RETURNED_HOME", "返家"
    CASE_CLOSED = "CASE_CLOSED", "个案结案"
    AIDED = "AIDED", "获得救助"


class DueReason(TextChoices):
    """Why a visit is due (到期原因)."""

    NEW = "NEW", "新建档，首次走访"
    REGULAR = "REGULAR", "定期走访"
    FOLLOW_UP = "FOLLOW_UP", "回访"
    CAMPAIGN = "CAMPAIGN", "专项走访"


class ListKind(TextChoices):
    """Over what a list of children to visit runs (走访名单种类)."""

    QUARTER = "QUARTER", "季度"
    CAMPAIGN = "CAMPAIGN", "专项行动"


class MoneyReceived(TextChoices):
    """What is answered to whether the subsidy arrived (补贴收到了吗)."""

    FULL = "FULL", "按月足额收到"
    NOT_FULL = "NOT_FULL", "没有足额"
    NOT_PAID = "NOT_PAID", "该领的没领到"
    NOT_ENTITLED = "NOT_ENTITLED", "不在保障范围"
    UNKNOWN = "UNKNOWN", "不清楚"


class MoneyDifference(TextChoices):
    """In what the answer is not what was paid (与发放不一致)."""

    NOT_ARRIVED = "NOT_ARRIVED", "说没收到，银行已付"
    NO_GRANT = "NO_GRANT", "说收到了，没有待遇"
    CARD_ELSEWHERE = "CARD_ELSEWHERE", "卡不在账户登记的人手里"
