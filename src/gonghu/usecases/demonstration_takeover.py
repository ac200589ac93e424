"""
Whom the district paid before it had this system (演示的在发接收): read from the roll of the month, then paid here.

Everybody on the roll of whom nothing is wrong comes over, but for those whose applications the demonstration tells of;
some rows go back, and some sums differ, as they do in life.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID, uuid5

from gonghu.domain.access.officer import officer
from gonghu.domain.benefits.terms import CareForm
from gonghu.domain.people.terms import Category
from gonghu.standards.citizen_number import check_character
from gonghu.usecases.demonstration_bank import account_number
from gonghu.usecases.demonstration_diary import Diary, Months
from gonghu.usecases.demonstration_roll import OnTheRoll, Roll
from gonghu.usecases.demonstration_weeks import Office
from gonghu.usecases.take_over_roll import RollUploaded, confirm, read

_TITLES: Final = (
    "姓名", "身份证号", "类别", "月发放金额", "起始年月", "发放状态", "户名",
    "户主与儿童关系", "开户银行", "银行卡号", "村（居）",
)  # fmt: skip
_WORDS: Final = {Category.ORPHAN: "社会散居孤儿", Category.DEFACTO: "事实无人抚养儿童"}
_OTHERWISE: Final = {Category.SEVERE: "重病重残儿童", Category.POOR: "困境家庭儿童"}
_YUAN: Final = {Category.ORPHAN: 3130, Category.DEFACTO: 3130}
_LEAST_YUAN: Final = 1100
_ONE_IN_HAS_LESS, _LESS_YUAN = 29, 420
_ONE_IN_HAS_NO_HOLDER: Final = 23
_KEYS: Final = UUID("6b1f5a52-40a5-4f0a-9d37-1f6f52d6b0c1")
_AFTER_DAYS: Final = 9
_OPINION: Final = "名册与财务上月打款明细一致，账户均打款成功。"


@dataclass
class Takeover:
    """The roll of the month before, on its way into the system (演示接收)."""

    office: Office
    diary: Diary
    roll: Roll
    months: Months

    def plan(self) -> None:
        """Note that the roll is read some days before the first payroll is drafted, and confirmed the day after."""
        if self.roll.paid_before:
            self.diary.note(self.months.paid + timedelta(days=_AFTER_DAYS), self._read)

    def _read(self, at: datetime) -> None:
        month = self.months.decided
        uploaded = RollUploaded(
            division_code=self.office.division_code,
            name=f"{month:%Y年%m月}基本生活费发放名册.csv",
            content=self._written(),
            through_month=month,
            line="",
            care_form=CareForm.SCATTERED,
        )
        made = read(roll=uploaded, by=officer(account=self.office.commissioner, at=at), at=at)
        self.diary.later(1, partial(self._confirm, made.pk))

    def _confirm(self, key: UUID, at: datetime) -> None:
        confirm(takeover=key, opinion=_OPINION, by=officer(account=self.office.district, at=at), at=at)

    def _written(self) -> bytes:
        file = io.StringIO()
        csv.writer(file).writerows([_TITLES, *self._rows()])
        return file.getvalue().encode("gb18030")

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for turn, each in enumerate(self.roll.paid_before, start=1):
            yield _row(each, turn)
        first = self.roll.paid_before[0]
        # The same child again with another sum would keep the first from being taken over; the same row does not.
        yield _row(first, 1)
        stranger = f"{first.division_code[:6]}2015060199"
        good = stranger + "1"
        wrong = f"{good}{'0' if check_character(good) != '0' else '1'}"
        yield ("郝小雨", wrong, *_row(first, 2)[2:])
        gone = stranger + "3"
        yield ("郑小北", gone + check_character(gone), *_row(first, 2)[2:5], "暂停", *_row(first, 2)[6:])


def _row(each: OnTheRoll, turn: int) -> tuple[str, ...]:
    yuan = _YUAN.get(each.category, _LEAST_YUAN)
    holder = "" if turn % _ONE_IN_HAS_NO_HOLDER == 0 else f"{each.name[:1]}德山"
    told = yuan - _LESS_YUAN if turn % _ONE_IN_HAS_LESS == 0 else yuan
    return (
        each.name, each.number, _WORDS.get(each.category) or _OTHERWISE[each.category],
        str(told), f"{2019 + turn % 6}年{turn % 12 + 1}月", "发放中",
        holder, "祖父" if holder else "", "津南演示银行", account_number(uuid5(_KEYS, each.number)), each.division_code,
    )  # fmt: skip
