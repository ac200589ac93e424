"""
What becomes of each row of a roll (逐行核对): taken over, or sent back with the reason.

Nothing is guessed: who is somebody else on file, is given a living line already, or stands in the roll twice goes back.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from gonghu.domain.benefits.lines import Line, lines_of
from gonghu.domain.benefits.terms import CareForm
from gonghu.domain.benefits.writing import month_after
from gonghu.domain.people.ages import birthday
from gonghu.domain.people.models import Child
from gonghu.domain.people.terms import EXCLUDING_CATEGORIES, SEALED_CATEGORIES, Category, FileState
from gonghu.domain.takeovers.cells import RowSaid
from gonghu.domain.takeovers.figures import Figures, drawn_in
from gonghu.domain.takeovers.known import Known, known_by_number
from gonghu.domain.takeovers.models import Takeover
from gonghu.domain.takeovers.placing import Places
from gonghu.domain.takeovers.terms import Difference, Doubt
from gonghu.standards import bank_card, citizen_number
from gonghu.standards.chinese_name import variant_key
from gonghu.standards.division_code import county

_DAMAGED: Final = frozenset({bank_card.Doubt.SPREADSHEET, bank_card.Doubt.NOT_DIGITS})


@dataclass(slots=True)
class Judged:
    """What becomes of one row (核对结果); ``problem`` is why it goes back, empty if it is taken over."""

    row_no: int
    said: RowSaid
    division_code: str
    line: str = ""
    category: str = ""
    care_form: CareForm = CareForm.SCATTERED
    own_fen: int | None = None
    difference: Difference | None = None
    why: str = ""
    doubts: list[Doubt] = field(default_factory=list)
    problem: str = ""
    child: Child | None = None
    keeps_account: bool = False


def judge(takeover: Takeover, rows: Sequence[tuple[int, RowSaid]]) -> list[Judged]:
    """Judge the rows of a roll by what is on file now."""
    judging = _Judging(takeover, rows)
    judged = [judging.row(row_no, said) for row_no, said in rows]
    _refuse_twice(judged)
    return judged


class _Judging:
    """One roll against what is on file (核对)."""

    def __init__(self, takeover: Takeover, rows: Sequence[tuple[int, RowSaid]]) -> None:
        self.takeover, self.first_month = takeover, month_after(takeover.through_month)
        county = takeover.division_code
        lines = lines_of(division_code=county, on=self.first_month)
        self.lines = {code: line for code, line in lines.items() if line.living}
        self.figures = Figures(county, takeover.through_month)
        self.places = Places(county, self.first_month)
        self.known = known_by_number((said.number for _, said in rows if said.number), self.first_month)

    def row(self, row_no: int, said: RowSaid) -> Judged:
        """Judge one row; the first thing that keeps it from being taken over is told."""
        judged = Judged(row_no, said, self.takeover.division_code)
        known, elsewhere = self._known(said)
        judged.child = known.child if known else None
        line = self._line(said)
        judged.category = said.category or (str(line.categories[0]) if line else "")
        judged.line = line.code if line else ""
        judged.problem = said.problem or self._wrong_line(said, line) or elsewhere
        if line is None or judged.problem:
            return judged
        judged.care_form = CareForm(said.care_form or self.takeover.care_form)
        judged.problem = next(filter(None, self._problems(judged, line, known)), "")
        self._place(judged, known)
        self._compare(judged, known)
        judged.doubts += self._doubts(judged, line, known)
        return judged

    def _known(self, said: RowSaid) -> tuple[Known | None, str]:
        """Give what is on file; of a child elsewhere whoever has its number learns no more than that."""
        known = self.known.get(said.number)
        if known and county(known.child.division_code) != county(self.takeover.division_code):
            return None, "档案在另一个区县，请先核对并办理迁移"
        return known, ""

    def _line(self, said: RowSaid) -> Line | None:
        if not said.category:
            return self.lines.get(self.takeover.line)
        return next((line for line in self.lines.values() if said.category in line.categories), None)

    def _wrong_line(self, said: RowSaid, line: Line | None) -> str:
        if line is not None:
            return ""
        if said.category:
            named = "这一类别" if said.category in SEALED_CATEGORIES else f"“{Category(said.category).label}”"
            return f"本级没有给{named}的基本生活项目"
        return "没有写类别，上传时也没有选项目"

    def _problems(self, judged: Judged, line: Line, known: Known | None) -> Iterator[str]:
        said, born_on = judged.said, citizen_number.birth_date(judged.said.number)
        if line.ends_at and born_on and birthday(born_on, line.ends_at) <= self.first_month:
            yield "" if line.goes_on_in_school else f"到 {self.first_month:%Y-%m} 已满 {line.ends_at} 周岁"
        if said.account and bank_card.doubt(said.account) in _DAMAGED:
            yield str(bank_card.doubt(said.account))
        if known:
            yield from self._against_file(judged, line, known)

    def _against_file(self, judged: Judged, line: Line, known: Known) -> Iterator[str]:
        child = known.child
        if variant_key(child.name) != variant_key(judged.said.name):
            yield f"这个身份证号在档案里是另一个姓名（{child.name[:1]}**），请核对"
        if child.person.died_on:
            yield "档案登记已去世，请核对"
        if child.state == FileState.CLOSED:
            yield "档案已结案；确要接收的，请先恢复档案"
        for grant in known.grants:
            if other := self.lines.get(grant.line):
                yield f"本系统已在发“{other.open_name}”（自 {grant.from_month:%Y-%m}），不重复接收"
        for held in known.categories:
            if any(frozenset({held, each}) in EXCLUDING_CATEGORIES for each in line.categories):
                named = "" if held in SEALED_CATEGORIES else f"“{Category(held).label}”"
                yield f"档案已认定为{named}另一类别，与名册不同，请先核对认定"

    def _place(self, judged: Judged, known: Known | None) -> None:
        found = self.places.found(judged.said.town, judged.said.place)
        if known:
            judged.division_code = known.child.division_code
            if found and not _same_place(found, known.child.division_code):
                judged.doubts.append(Doubt.OTHER_PLACE)
        elif found:
            judged.division_code = found
        else:
            judged.doubts.append(Doubt.NO_PLACE)

    def _compare(self, judged: Judged, known: Known | None) -> None:
        others = {**judged.said.others, **drawn_in(known.others if known else (), self.first_month)}
        compared = self.figures.compared(judged.line, judged.care_form, others, judged.said.told_fen)
        judged.own_fen, judged.difference, judged.why = compared.own_fen, compared.difference, compared.why
        judged.problem = judged.problem or compared.problem

    def _doubts(self, judged: Judged, line: Line, known: Known | None) -> Iterator[Doubt]:
        said, born_on = judged.said, citizen_number.birth_date(judged.said.number)
        if known is None:
            yield Doubt.NEW_FILE
        elif known.is_asked_for:
            yield Doubt.ASKED_FOR
        if line.ends_at and born_on and birthday(born_on, line.ends_at) <= self.first_month:
            yield Doubt.OF_AGE
        if said.is_since_unread:
            yield Doubt.SINCE_UNREAD
        if known and known.accounts:
            yield from _beside(judged, known)
        elif not said.account:
            yield Doubt.NO_ACCOUNT
        else:
            if bank_card.doubt(said.account):
                yield Doubt.ACCOUNT_DOUBT
            if not said.holder:
                yield Doubt.NO_HOLDER


def _beside(judged: Judged, known: Known) -> Iterator[Doubt]:
    """Say what is to be seen of an account beside the one on file, which stays."""
    judged.keeps_account, (account, *_) = True, known.accounts
    if judged.said.account and bank_card.clean(account.number) != judged.said.account:
        yield Doubt.OTHER_ACCOUNT
    if account.verified_by_id is None:
        yield Doubt.UNVERIFIED


def _same_place(found: str, village: str) -> bool:
    """Tell whether a town or village that was found is where a file lies."""
    return village.startswith(found.rstrip("0")) or found == village


def _refuse_twice(judged: Sequence[Judged]) -> None:
    """Send back whoever stands in the roll twice: the later rows, or all where they say different things."""
    rows = defaultdict[object, list[Judged]](list)
    for each in judged:
        if not each.problem:
            rows[each.child.pk if each.child else each.said.number].append(each)
    for first, *again in rows.values():
        said = {(each.line, each.care_form, each.said.told_fen, each.said.account) for each in (first, *again)}
        for each in again:
            each.problem = f"与第 {first.row_no} 行是同一人"
        if len(said) > 1:
            first.problem = f"与第 {again[0].row_no} 行是同一人，而内容不同，请核对后只留一行"


def first_month_of(takeover: Takeover) -> date:
    """Give the first month that this system pays."""
    return month_after(takeover.through_month)
