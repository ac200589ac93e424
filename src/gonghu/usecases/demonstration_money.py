"""
Money in the invented district (演示的资金): what its rolls pay, its budgets, help from others, and the plan of it all.

All figures and all who give are invented, and say so.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from gonghu.domain.access.officer import officer
from gonghu.domain.ledger.operations import change_budget, record_help, take_back_help
from gonghu.domain.ledger.terms import FundLevel, HelpKind
from gonghu.domain.people.queries import file_in_use
from gonghu.usecases.demonstration_applications import Counter
from gonghu.usecases.demonstration_benefits import Benefits
from gonghu.usecases.demonstration_diary import Diary, Months
from gonghu.usecases.demonstration_endings import Endings
from gonghu.usecases.demonstration_insurance import Insurance
from gonghu.usecases.demonstration_payrolls import Payrolls
from gonghu.usecases.demonstration_roll import Enrolled, Roll, roll_of
from gonghu.usecases.demonstration_school import Scholarships
from gonghu.usecases.demonstration_takeover import Takeover
from gonghu.usecases.demonstration_weeks import DAYS, Office

_FIGURES: Final = {
    "orphan_institution_standard": 3130,
    "orphan_scattered_standard": 3130,
    "defacto_standard": 3130,
    "poor_standard": 1100,
}
_FILE: Final = """# 演示用的虚构标准，与演示名册的发放标准一致；正式使用请按本级文件填写。
"""
_ENTRY: Final = """- id: {name}
  values:
    - {{from: {begins}, value: {yuan}, source: 演示数据, status: O}}
"""
_RULES: Final = """# 演示用的虚构规则：批次金额在这个数以内，一人审批。
second_approval_above_fen: 300000000
status: O
basis: 演示数据
"""
_BUDGETS: Final = {
    FundLevel.CENTRAL: 2_480_000_00,
    FundLevel.PROVINCE: 1_300_000_00,
    FundLevel.DISTRICT: 1_860_000_00,
    FundLevel.LOTTERY: 20_000_00,
    FundLevel.CHARITY: 50_000_00,
}
_MORE_FEN: Final = 60_000_00
_HELP: Final = (
    (HelpKind.MONEY, "春芽公益基金会（虚构）", "秋季助学金", 2_000_00),
    (HelpKind.GOODS, "津南爱心食品厂（虚构）", "米面油和过冬棉被", 600_00),
    (HelpKind.SCHOOL, "向阳助学协会（虚构）", "书包、学习机和课外书", 850_00),
    (HelpKind.COMPANY, "海河青年志愿队（虚构）", "每周一次作业辅导", None),
    (HelpKind.MEDICAL, "明眸眼科门诊（虚构）", "配近视眼镜一副", 480_00),
    (HelpKind.HOUSING, "安居修缮社（虚构）", "修补屋顶、更换门窗", 3_200_00),
    (HelpKind.MONEY, "春芽公益基金会（虚构）", "秋季助学金（重复登记）", 2_000_00),
)


def set_figures(*, home: Path, district: str, begins: date) -> Path:
    """Write the standards and rules of the invented district where a deployment keeps its own, and say where."""
    folder = home / "policies" / district / "standards" / "parameters"
    folder.mkdir(parents=True, exist_ok=True)
    entries = (_ENTRY.format(name=name, begins=begins, yuan=yuan) for name, yuan in _FIGURES.items())
    path = folder / "standards.yaml"
    path.write_text(_FILE + "".join(entries), encoding="utf-8")
    rules = home / "payments"
    rules.mkdir(parents=True, exist_ok=True)
    (rules / f"{district}.yaml").write_text(_RULES, encoding="utf-8")
    return path


@dataclass
class Money:
    """What becomes of the district's money, day by day (演示资金)."""

    diary: Diary
    benefits: Benefits

    def __call__(self, day: int, at: datetime) -> None:
        """Let a day after the comparison pass."""
        self.benefits(day, at)
        self.diary.live_until(at)


def months_of_money(began: datetime) -> Months:
    """Give the months of the demonstration's money, of weeks that begin with a moment."""
    return Months.up_to((began + timedelta(days=DAYS)).date())


def plan_money(*, office: Office, truth: Path, began: datetime) -> Money:
    """Note all that is to happen to money, from two months before the last day on, and let pass what comes before."""
    months, last = months_of_money(began), (began + timedelta(days=DAYS)).date()
    diary = Diary(began.replace(year=months.decided.year, month=months.decided.month, day=1))
    roll = roll_of(truth=truth, office=office, since=max(months.drafted, began.date()), until=last)
    counter = Counter(office, diary)
    benefits = Benefits(office, counter, roll, months)
    diary.note(months.decided, partial(_register_budgets, office, months))
    diary.note(months.decided + timedelta(days=2), roll.take_over)
    benefits.plan()
    Endings(counter, roll, months).plan(began.date())
    Takeover(office, diary, roll, months).plan()
    Payrolls(counter, roll, months).plan(last)
    Scholarships(office, diary, roll, months).plan()
    Insurance(office, diary, roll, months).plan(began.date(), last)
    for turn in range(len(_HELP)):
        diary.note(months.paid + timedelta(days=4 + 6 * turn), partial(_help, office, roll, turn))
    diary.live_until(began)
    return Money(diary, benefits)


def _register_budgets(office: Office, months: Months, at: datetime) -> None:
    """Let the finance officer register what every fund has for the year, and that one got more."""
    finance = officer(account=office.finance, at=at)
    for year in sorted({months.paid.year, months.drafted.year}):
        add = partial(
            change_budget,
            division_code=office.division_code,
            year=year,
            document=f"演示财社〔{year}〕1号",
            by=finance,
            at=at,
        )
        for level, fen in _BUDGETS.items():
            add(fund=level, amount_fen=fen, reason="年度下达")
        add(fund=FundLevel.DISTRICT, amount_fen=_MORE_FEN, reason="按在册人数追加")


def _helped(roll: Roll) -> list[Enrolled]:
    """Give those who are helped: one from the first town, one from the others, and so on."""
    here = [each for each in reversed(roll.first) if each.town == roll.first_town]
    there = [each for each in reversed(roll.first) if each.town != roll.first_town]
    return [each for pair in zip(here, there, strict=False) for each in pair] or roll.first


def _help(office: Office, roll: Roll, turn: int, at: datetime) -> None:
    """Let a town record what others gave; the last was recorded twice, and is taken back."""
    kind, giver, words, fen = _HELP[turn]
    helped = _helped(roll)
    each = helped[turn % min(len(helped), len(_HELP) - 1)]
    by = officer(account=office.supervisors[each.town], at=at)
    child = file_in_use(child=each.child, scope=by.scope)
    if child is None or child.closed_on:
        return
    made = record_help(
        child=child.pk, kind=kind, giver=giver, words=words, amount_fen=fen, given_on=at.date(), by=by, at=at
    )
    if turn == len(_HELP) - 1:
        take_back_help(help_given=made.pk, reason="重复登记，更正", by=by, at=at)
