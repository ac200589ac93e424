"""Words of the policies: states of runs (比对), findings (问题) and recognitions (认定)."""

from typing import Final

from gonghu.domain.access.terms import SealedKind
from gonghu.foundation.labels import TextChoices


class RunState(TextChoices):
    """How far a run has come (比对状态)."""

    QUEUED = "QUEUED", "排队中"
    RUNNING = "RUNNING", "比对中"
    DONE = "DONE", "已完成"
    FAILED = "FAILED", "失败"
    CANCELLED = "CANCELLED", "已取消"
    UNDONE = "UNDONE", "已撤销"


class FindingState(TextChoices):
    """What has become of a finding (问题状态)."""

    OPEN = "OPEN", "待核实"
    CONFIRMED = "CONFIRMED", "已核实属实"
    REFUTED = "REFUTED", "核实不属实"
    RECOGNISED = "RECOGNISED", "已认定"
    SETTLED = "SETTLED", "已解决"
    GONE = "GONE", "不再发现"


class Verdict(TextChoices):
    """What somebody who went there found (核实结论)."""

    NOT_YET = "", "尚未核实"
    CONFIRMED = "CONFIRMED", "属实"
    PARTLY = "PARTLY", "部分属实"
    REFUTED = "REFUTED", "不属实"
    NOT_FOUND = "NOT_FOUND", "查无此人"
    MOVED = "MOVED", "已迁出"


class Turn(TextChoices):
    """How a finding that was known before came out of a later run (问题变动)."""

    CHANGED = "CHANGED", "事实有变化"
    EVIDENCE = "EVIDENCE", "证据有变化"
    RETURNED = "RETURNED", "再次发现"
    GONE = "GONE", "不再发现"


class RecognitionState(TextChoices):
    """How far a recognition has come (认定状态)."""

    PROPOSED = "PROPOSED", "待复核"
    SENT_BACK = "SENT_BACK", "退回补充"
    APPROVED = "APPROVED", "已认定"
    REFUSED = "REFUSED", "不予认定"
    WITHDRAWN = "WITHDRAWN", "已撤回"
    UNDONE = "UNDONE", "已撤销"
    SETTLED = "SETTLED", "随待遇一并认定"


class RecognitionKind(TextChoices):
    """What two officers decide about (认定事项)."""

    ASSIGN = "ASSIGN", "认定"
    END = "END", "终止认定"


class RecognitionAct(TextChoices):
    """What an officer does with a recognition (认定步骤)."""

    PROPOSE = "PROPOSE", "初审提出"
    APPROVE = "APPROVE", "复核同意"
    REFUSE = "REFUSE", "复核不予认定"
    SEND_BACK = "SEND_BACK", "复核退回"
    WITHDRAW = "WITHDRAW", "初审撤回"
    UNDO = "UNDO", "撤销终止"
    SETTLE = "SETTLE", "随待遇一并认定"


RUN_ENDED: Final = frozenset({RunState.DONE, RunState.FAILED, RunState.CANCELLED, RunState.UNDONE})
RUN_WAITING: Final = frozenset({RunState.QUEUED, RunState.RUNNING})

FINDING_LIVE: Final = frozenset({FindingState.OPEN, FindingState.CONFIRMED})
"""States in which a finding still asks something of somebody."""

RECOGNITION_PENDING: Final = frozenset({RecognitionState.PROPOSED, RecognitionState.SENT_BACK})

RECOGNISABLE: Final = frozenset({"not_protected", "wrong_category", "to_verify"})
"""Policies whose findings, once true, call for a recognition; the others are put right by those who pay or insure."""

LEAVING: Final = frozenset({"should_leave"})
"""Policies whose findings, once true, say that a child needs less than it is given (应退未退)."""

VERDICT_STATES: Final = {
    Verdict.NOT_YET: FindingState.OPEN,
    Verdict.CONFIRMED: FindingState.CONFIRMED,
    Verdict.PARTLY: FindingState.CONFIRMED,
    Verdict.REFUTED: FindingState.REFUTED,
    Verdict.NOT_FOUND: FindingState.OPEN,
    Verdict.MOVED: FindingState.OPEN,
}
"""The state in which each verdict leaves a finding; where nobody was met, the question stays open."""

VERIFIED_IN_THE_FIELD: Final = (Verdict.CONFIRMED, Verdict.PARTLY, Verdict.REFUTED)
"""Verdicts of somebody who met the child or its family: what precision is measured by."""

SEALED_IN_TELLING: Final = (SealedKind.HIV, SealedKind.PRISON, SealedKind.DETOX, SealedKind.ADOPTION)
"""What the words of a reason may give away."""
