"""
One application on its way (演示申请办理): received, checked, decided, told, with an account for the money.

Every step is the use case of a page, taken some working days after the one before by whoever takes it in life.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final, NamedTuple
from uuid import UUID

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.benefits.lines import line_of
from gonghu.domain.benefits.models import Application, Grant
from gonghu.domain.benefits.operations import Draft, OtherHelp, record_other_benefit
from gonghu.domain.benefits.papers import papers_from
from gonghu.domain.benefits.starting import TooOld
from gonghu.domain.benefits.terms import ApplicationState, OtherKind, Procedure
from gonghu.domain.payments.operations import AccountGiven, enter_account, verify_account
from gonghu.domain.payments.terms import AccountKind
from gonghu.domain.people.queries import file_in_use
from gonghu.domain.people.terms import Category
from gonghu.domain.policies.models import Finding
from gonghu.standards.division_code import LENGTH
from gonghu.usecases.apply_for_benefit import apply_for, receive, tell
from gonghu.usecases.decide_application import check, confirm, refuse, return_to_town
from gonghu.usecases.demonstration_bank import account_number
from gonghu.usecases.demonstration_diary import Diary
from gonghu.usecases.demonstration_weeks import Office

_TOWN: Final = 9
_BANK: Final = "津南演示银行"
_GRANDFATHER: Final = "61"
_GIVEN_NAME: Final = "德山"
_URGENT: Final = "家中无人照料，需先行保障。"
_CHECKED: Final = "名册与入户情况一致，查验属实。"
_CONFIRMED: Final = "事实清楚，材料齐全，予以确认。"
_REFUSED: Final = "经核实，母亲已返家抚养并有稳定收入，不符合条件。"
_MISSING: Final = "请补充父亲的查找回执。"
_DAYS_TO_CHECK: Final = {Procedure.NORMAL: 3, Procedure.SIMPLIFIED: 2, Procedure.GREEN: 1, Procedure.CROSS_PROVINCE: 5}
_DAYS_TO_DECIDE: Final = {Procedure.NORMAL: 2, Procedure.SIMPLIFIED: 2, Procedure.GREEN: 1, Procedure.CROSS_PROVINCE: 4}
_SUBSISTENCE_FEN: Final = 42000
_ONE_IN_HAS_MORE: Final = 5


class Course(NamedTuple):
    """How an application goes (演示经过): by which procedure, and how far it comes."""

    procedure: Procedure = Procedure.NORMAL
    comes_to: ApplicationState = ApplicationState.CONFIRMED


@dataclass(frozen=True, slots=True)
class Asked:
    """What is applied for, and for whom (演示申请内容)."""

    child: UUID
    division_code: str
    category: Category
    line: str
    course: Course
    finding: Finding | None = None
    recognition: UUID | None = None
    has_account: bool = True

    @property
    def town(self) -> str:
        """Give the nine digits of its town."""
        return self.division_code[:_TOWN]


@dataclass
class Counter:
    """Where applications are dealt with (演示窗口), and what was granted there so far."""

    office: Office
    diary: Diary
    granted: list[Grant] = field(default_factory=list)

    def open(self, asked: Asked, at: datetime) -> None:
        """Write an application, and let it go its way."""
        procedure, comes_to = asked.course
        town = _as(self.office.supervisors[asked.town], at)
        child = file_in_use(child=asked.child, scope=town.scope)
        if child is None:
            return
        draft = Draft(
            child=asked.child,
            division_code=asked.division_code,
            category=asked.category,
            line=asked.line,
            handling_division=asked.town.ljust(LENGTH, "0"),
            procedure=procedure,
            urgent_reason="" if procedure == Procedure.NORMAL else _URGENT,
            applicant=f"{child.name[:1]}{_GIVEN_NAME}",
            applicant_relation="祖父",
            words="家庭情况已核实，申请按规定保障。",
            recognition=asked.recognition,
        )
        made = apply_for(draft=draft, finding=asked.finding, by=town, at=at)
        if comes_to != ApplicationState.DRAFT:
            receive(application=made.pk, got=[paper.code for paper in papers_from(made.papers)], by=town, at=at)
        if comes_to not in (ApplicationState.DRAFT, ApplicationState.CHECKING):
            self.to_check(made, asked)

    def to_check(self, made: Application, asked: Asked) -> None:
        """Let the town check, some days from now."""
        self.diary.later(_DAYS_TO_CHECK[asked.course.procedure], partial(self._check, made.pk, asked))

    def enter_account(self, child: UUID, town: str, at: datetime, *, number: str = "") -> None:
        """Let the town enter where the money of a child goes from now on, and the county hold it to the card."""
        by = _as(self.office.supervisors[town], at)
        found = file_in_use(child=child, scope=by.scope)
        if found is None:
            return
        given = AccountGiven(
            child=found.pk, kind=AccountKind.SOCIAL_CARD, bank=_BANK, holder=f"{found.name[:1]}{_GIVEN_NAME}",
            number=number or account_number(found.pk), relation=_GRANDFATHER, from_on=at.date(),
        )  # fmt: skip
        made = enter_account(account=given, by=by, at=at)
        verify_account(account=made.pk, by=_as(self.office.commissioner, at), at=at)

    def _check(self, key: UUID, asked: Asked, at: datetime) -> None:
        procedure, comes_to = asked.course
        town = _as(self.office.supervisors[asked.town], at)
        check(application=key, facts=[], opinion=_CHECKED, by=town, at=at)
        if comes_to != ApplicationState.CHECKED:
            self.diary.later(_DAYS_TO_DECIDE[procedure], partial(self._decide, key, asked))

    def _decide(self, key: UUID, asked: Asked, at: datetime) -> None:
        county, comes_to = _as(self.office.district, at), asked.course.comes_to
        articles = line_of(code=asked.line, division_code=asked.division_code, on=at.date()).articles
        if comes_to == ApplicationState.SENT_BACK:
            return_to_town(application=key, words=_MISSING, by=county, at=at)
            return
        if comes_to == ApplicationState.REFUSED:
            refuse(application=key, reasons=_REFUSED, articles=articles, by=county, at=at)
        else:
            try:
                done = confirm(application=key, reasons=_CONFIRMED, articles=articles, by=county, at=at)
            except TooOld:
                # Of age by the month after: it stays with the district, as such a case does in life.
                return
            self.granted.append(done.grant)
        self.diary.later(1, partial(self._tell, key, asked))

    def _tell(self, key: UUID, asked: Asked, at: datetime) -> None:
        town = _as(self.office.supervisors[asked.town], at)
        tell(application=key, words="已电话告知，书面决定随后送达。", by=town, at=at)
        if asked.course.comes_to != ApplicationState.CONFIRMED:
            return
        if asked.has_account:
            self.enter_account(asked.child, asked.town, at)
        if asked.child.int % _ONE_IN_HAS_MORE == 0:
            had = OtherHelp(
                asked.child, asked.division_code, asked.category, OtherKind.SUBSISTENCE, _SUBSISTENCE_FEN,
                at.date(), None, "当月低保名单",
            )  # fmt: skip
            record_other_benefit(help_had=had, by=town, at=at)


def _as(account: Account, at: datetime) -> Officer:
    return officer(account=account, at=at)
