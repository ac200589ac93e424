"""
Applications in every state (演示的申请): written, received, waiting, sent back, refused, confirmed, ended.

Every step is the use case of a page, a day after the one before; which child comes how far follows from its key.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.benefits.models import Application
from gonghu.domain.benefits.operations import Draft, Leave, OtherHelp, record_other_benefit
from gonghu.domain.benefits.papers import papers_from
from gonghu.domain.benefits.starting import TooOld
from gonghu.domain.benefits.terms import EndReason, OtherKind, Procedure
from gonghu.domain.people.queries import file_in_use
from gonghu.domain.policies.models import Recognition
from gonghu.domain.policies.queries import recognitions_in
from gonghu.domain.policies.terms import RecognitionState
from gonghu.usecases.apply_for_benefit import apply_for, line_of_recognition, receive, tell
from gonghu.usecases.decide_application import check, confirm, refuse, return_to_town
from gonghu.usecases.demonstration_weeks import Office
from gonghu.usecases.end_benefit import propose_end

_A_DAY: Final = 3
_STATES: Final = ("DRAFT", "RECEIVED", "CHECKED", "SENT_BACK", "REFUSED", "CONFIRMED", "CONFIRMED", "ENDING")
_TOWN: Final = 9
_ARTICLES: Final = "民发〔2019〕62号第二部分第（一）项"


@dataclass
class Benefits:
    """What was applied for so far (演示申请)."""

    office: Office
    done: set[UUID] = field(default_factory=set)

    def __call__(self, day: int, at: datetime) -> None:
        """Let a few of those recognised by then be applied for."""
        by = officer(account=self.office.district, at=at)
        found = recognitions_in(scope=by.scope, states=[RecognitionState.APPROVED], area=None, category="")
        waiting = [each for each in found if each.child_id not in self.done]
        for each in waiting[:_A_DAY]:
            self.done.add(each.child_id)
            supervisor = self.office.supervisors.get(each.division_code[:_TOWN])
            if supervisor is not None:
                turn = _STATES[len(self.done) % len(_STATES)]
                _go(each, turn, officer(account=supervisor, at=at), by, at, urgent=day % 2 == 0)


def _go(recognition: Recognition, turn: str, town: Officer, county: Officer, at: datetime, *, urgent: bool) -> None:
    """Bring one application as far as its turn says, over the hours of a day."""
    made = _drafted(recognition, town, at, urgent=urgent)
    if made is None or turn == "DRAFT":
        return
    later = at + timedelta(hours=1)
    receive(application=made.pk, got=[paper.code for paper in papers_from(made.papers)], by=town, at=later)
    if turn == "RECEIVED":
        return
    later += timedelta(hours=1)
    check(application=made.pk, facts=[], opinion="名册与走访一致，查验属实。", by=town, at=later)
    later += timedelta(hours=1)
    if turn == "SENT_BACK":
        return_to_town(application=made.pk, words="请补充父亲的查找回执。", by=county, at=later)
    elif turn == "REFUSED":
        refuse(application=made.pk, reasons="母亲已返家抚养，不符合条件。", articles=_ARTICLES, by=county, at=later)
    elif turn != "CHECKED":
        _give(made, turn, town, county, later)


def _drafted(recognition: Recognition, town: Officer, at: datetime, *, urgent: bool) -> Application | None:
    line = line_of_recognition(recognition=recognition, on=at.date())
    child = file_in_use(child=recognition.child_id, scope=town.scope)
    if line is None or child is None:
        return None
    draft = Draft(
        child=child.pk,
        division_code=child.division_code,
        category=recognition.category,
        line=line.code,
        handling_division=child.division_code[:_TOWN].ljust(len(child.division_code), "0"),
        procedure=Procedure.GREEN if urgent else Procedure.NORMAL,
        urgent_reason="家中无人照料，需先行保障。" if urgent else "",
        applicant="祖父",
        applicant_relation="祖父",
        words="情况已核实，申请基本生活保障。",
        recognition=recognition.pk,
    )
    return apply_for(draft=draft, finding=recognition.finding, by=town, at=at)


def _give(made: Application, turn: str, town: Officer, county: Officer, at: datetime) -> None:
    try:
        granted = confirm(application=made.pk, reasons="事实清楚，予以确认。", articles=_ARTICLES, by=county, at=at)
    except TooOld:
        # Of age by the month after: it stays with the district, as such a case does in life.
        return
    grant = granted.grant
    if turn == "ENDING":
        notice = "父母已恢复联系并履行抚养责任，自次月起停发；有异议可以申请复核。"
        day = at.date()
        leave = Leave(grant.pk, EndReason.FOUND, day, day, notice, {"found_on": day.isoformat()})
        propose_end(leave=leave, by=town, at=at + timedelta(hours=1))
        return
    tell(application=made.pk, words="已电话告知，书面决定随后送达。", by=town, at=at + timedelta(hours=1))
    if made.pk.int % 2:
        help_had = OtherHelp(
            grant.child_id, grant.division_code, grant.category, OtherKind.SUBSISTENCE, 42000,
            grant.from_month, None, "当月低保名单",
        )  # fmt: skip
        record_other_benefit(help_had=help_had, by=town, at=at + timedelta(hours=2))
