"""
A family looks how far its application is (家庭查询进度), with a slip and without any name.

What is told names nobody and nothing of the parents: step and day, by when the next, what is missing, what was decided.
Opinions, reasons and evidence stay in the written decision, which the family has.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import yaml

from gonghu.domain.access.officer import day_of
from gonghu.domain.access.scope import Reach, Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import LineUnknown, line_of
from gonghu.domain.benefits.models import Application
from gonghu.domain.benefits.papers import papers_from
from gonghu.domain.benefits.queries import (
    application_by_key,
    decisions_of_application,
    steps_of_application,
)
from gonghu.domain.benefits.terms import WAITING, ApplicationAct, ApplicationState, DecisionKind
from gonghu.domain.divisions.terms import Area
from gonghu.domain.slips.operations import SlipOpened, look_again, open_slip
from gonghu.foundation.printing import template_file

_PARENTS: Final = frozenset({"father", "mother"})
_OF_PARENTS: Final = "家庭情况的证明（名称见受理时给您的一次性告知单）"
_DECIDED: Final = frozenset({DecisionKind.CONFIRM, DecisionKind.REFUSE})
_BENEFIT: Final = "儿童待遇"
_STATES: Final[dict[ApplicationState, str]] = {
    ApplicationState.DRAFT: "已登记，等待受理",
    ApplicationState.RECEIVED: "已受理，正在转给户籍地办理",
    ApplicationState.CHECKING: "正在查验",
    ApplicationState.CHECKED: "查验完了，等待区县确认",
    ApplicationState.SENT_BACK: "需要补充后再办",
    ApplicationState.CONFIRMED: "已经确认",
    ApplicationState.REFUSED: "没有通过",
    ApplicationState.WITHDRAWN: "已经撤回",
}
_ACTS: Final[dict[ApplicationAct, str]] = {
    ApplicationAct.DRAFT: "登记",
    ApplicationAct.RECEIVE: "受理",
    ApplicationAct.PUSH: "转给户籍地",
    ApplicationAct.PAPERS: "收到材料",
    ApplicationAct.CHECK: "查验完成",
    ApplicationAct.CONFIRM: "区县确认",
    ApplicationAct.REFUSE: "决定不予确认",
    ApplicationAct.SEND_BACK: "退回补充",
    ApplicationAct.WITHDRAW: "撤回",
    ApplicationAct.TELL: "书面告知",
    ApplicationAct.CHASE: "提醒补交材料",
}
_NEXT: Final[dict[ApplicationState, str]] = {
    ApplicationState.RECEIVED: "转到户籍地乡镇（街道）",
    ApplicationState.CHECKING: "乡镇（街道）查验完",
    ApplicationState.CHECKED: "区县作出决定",
    ApplicationState.SENT_BACK: "补充后重新办理",
}


@dataclass(frozen=True, slots=True)
class StepTold:
    """One step as a family reads it (进度一步)."""

    words: str
    on: date


@dataclass(frozen=True, slots=True)
class CaseTold:
    """What a family reads of its application (家庭查询结果)."""

    line: str
    state: str
    is_decided: bool
    is_good: bool
    steps: tuple[StepTold, ...]
    next_words: str
    next_by: date | None
    missing: tuple[str, ...]
    missing_by: date | None
    decided_on: date | None
    from_month: date | None
    appeal: str


@dataclass(frozen=True, slots=True)
class FamilyLook:
    """A look that succeeded (一次查询): the case if it is still told, and the telephone's secret on the first look."""

    case: CaseTold | None
    ends_at: datetime
    secret: str = ""


def look_first(*, code: str, number: str, at: datetime, address: str) -> FamilyLook:
    """
    Let a family look with the number of its slip (首次查询).

    :raises SlipRefused: see ``open_slip``, as for the other errors
    """
    opened = open_slip(code=code, number=number, at=at, address=address)
    return FamilyLook(_told(opened, at), opened.ends_at, opened.secret)


def look_once_more(*, code: str, secret: str, at: datetime) -> FamilyLook:
    """
    Let a family look again with the same telephone (再次查询).

    :raises SlipRefused: see ``look_again``, as for the other errors
    """
    opened = look_again(code=code, secret=secret, at=at)
    return FamilyLook(_told(opened, at), opened.ends_at)


def words_of(division_code: str) -> dict[str, Any]:
    """Give the fixed words of printed forms and of the family's page, as a place has them."""
    found: dict[str, Any] = yaml.safe_load(
        template_file(name="words.yaml", division_code=division_code).read_text(encoding="utf-8")
    )
    return found


def _told(opened: SlipOpened, at: datetime) -> CaseTold | None:
    only = Reach(Area(""), frozenset({Permission.SEE_MONEY}), children=frozenset({opened.child}))
    scope = Scope((only,))
    found = application_by_key(key=opened.application, scope=scope)
    if found is None:
        return None
    steps = steps_of_application(application=found.pk, scope=scope)
    decisions = [each for each in decisions_of_application(application=found.pk, scope=scope) if each.kind in _DECIDED]
    state, decision = ApplicationState(found.state), decisions[-1] if decisions else None
    waits = state in WAITING
    return CaseTold(
        line=_line(found, day_of(at)),
        state=_STATES[state],
        is_decided=decision is not None,
        is_good=state == ApplicationState.CONFIRMED,
        steps=tuple(StepTold(_ACTS[ApplicationAct(each.act)], day_of(each.at)) for each in steps),
        next_words=_NEXT.get(state, ""),
        next_by=found.due_on if waits else None,
        missing=_missing(found) if waits or found.papers_due_on else (),
        missing_by=found.papers_due_on,
        decided_on=day_of(decision.at) if decision else None,
        from_month=decision.from_month if decision and state == ApplicationState.CONFIRMED else None,
        appeal=str(words_of(found.division_code)["appeal_plain"]) if decision else "",
    )


def _missing(application: Application) -> tuple[str, ...]:
    """Name the papers that are missing; one about a parent only as such."""
    papers = [paper for paper in papers_from(application.papers) if paper.is_missing]
    return tuple(dict.fromkeys(_OF_PARENTS if paper.of in _PARENTS else paper.name for paper in papers))


def _line(application: Application, on: date) -> str:
    """Name what was applied for, never by a name that tells a secret."""
    try:
        line = line_of(code=application.line, division_code=application.division_code, on=on)
    except LineUnknown:
        return _BENEFIT
    return line.open_name if line.sealed else line.name
