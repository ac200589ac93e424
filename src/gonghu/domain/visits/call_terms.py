"""Words of calls for help (求助用语): how they came, from whom, how urgent, and how they ended."""

from typing import Final

from gonghu.foundation.labels import TextChoices


class CallChannel(TextChoices):
    """Through what a call for help came (求助途径)."""

    HOTLINE = "HOTLINE", "热线"
    STATION = "STATION", "到站"
    VISIT = "VISIT", "走访时"
    TOLD = "TOLD", "别人转告"
    OTHER = "OTHER", "其他"


class CallerKind(TextChoices):
    """Who calls for help (求助人)."""

    CHILD = "CHILD", "本人"
    FAMILY = "FAMILY", "家人"
    NEIGHBOUR = "NEIGHBOUR", "邻居"
    TEACHER = "TEACHER", "老师"
    OTHER = "OTHER", "其他"


class CallUrgency(TextChoices):
    """How soon somebody rings back (缓急); the hours of each are in ``packs/clocks.yaml``."""

    AT_ONCE = "AT_ONCE", "马上"
    TODAY = "TODAY", "当天"
    THREE_DAYS = "THREE_DAYS", "三天内"


class CallState(TextChoices):
    """How far a call for help was answered (求助状态)."""

    WAITING = "WAITING", "待回拨"
    SPOKEN = "SPOKEN", "已回拨，办理中"
    CLOSED = "CLOSED", "已办结"


class CallOutcome(TextChoices):
    """What came of a call for help (求助结果)."""

    SOLVED = "SOLVED", "已解决"
    PASSED_ON = "PASSED_ON", "已转办"
    HARM = "HARM", "已转侵害线索"
    UNREACHABLE = "UNREACHABLE", "联系不上"


class CallAct(TextChoices):
    """What happened to a call for help (求助过程)."""

    WRITTEN = "WRITTEN", "登记"
    RANG_AGAIN = "RANG_AGAIN", "再次来电"
    REACHED = "REACHED", "回拨，联系上"
    NOT_REACHED = "NOT_REACHED", "回拨，没联系上"
    CLOSED = "CLOSED", "办结"
    REOPENED = "REOPENED", "重新办理"


UNANSWERED: Final = frozenset({CallState.WAITING, CallState.SPOKEN})
"""States in which somebody still waits for an answer."""

ORDINARY_OUTCOMES: Final = (CallOutcome.SOLVED, CallOutcome.PASSED_ON, CallOutcome.UNREACHABLE)
"""How a call ends by being closed; a report of harm is made of it in one step."""
