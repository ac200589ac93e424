"""
Three weeks of visits (演示的走访): made, in vain, due and late; problems put right, one sent back, one conflict.

Every form comes as a telephone sends it, and what people do with it is what a page would let them do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, cycle
from typing import Final
from uuid import UUID, uuid5
from xml.sax.saxutils import escape, quoteattr

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer, officer, reached_by
from gonghu.domain.access.operations import register_device
from gonghu.domain.people.card import card_of, stamp_of
from gonghu.domain.people.models import Child
from gonghu.domain.questionnaires.choosing import form_of
from gonghu.domain.questionnaires.queries import forms_for, submissions_in
from gonghu.domain.questionnaires.terms import Arrived, SubmissionState
from gonghu.domain.visits.operations import fix_list, settle_wish, take_wish
from gonghu.domain.visits.operations.listing import ListWanted
from gonghu.domain.visits.operations.wishing import TakerFacts
from gonghu.domain.visits.queries import (
    ProblemFilters,
    VisitDue,
    WishFilters,
    problems_in,
    visits_due,
    visits_in,
    wishes_in,
)
from gonghu.domain.visits.terms import DueReason, ListKind, ProblemState, VisitOutcome, WishKind, WishState
from gonghu.engines.forms import HOLDING, FieldKind, Form
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.demonstration_weeks import DAYS, Office
from gonghu.usecases.field_sync import receive_records
from gonghu.usecases.home_visit import send_back
from gonghu.usecases.mend_problem import answer, recheck
from gonghu.usecases.remind_of_promises import remind_of_promises

Said = Mapping[str, object]

_DAYS_BETWEEN: Final = 6
"""Directors and supervisors go out every so many days."""
_AHEAD: Final = timedelta(days=14)
_CAMPAIGN: Final = timedelta(days=40)
_MEETING: Final = {"outcome": "MET", "more_problems": "NO", "subsidy": "UNKNOWN", "card_holder": "祖父母"}
_FIRST: Final = {
    "known_rightly": "YES", "care_kind": "GUARDIAN", "carer_relation": "61", "father": "外地务工", "mother": "在家",
    "agreement": "YES", "school_stage": "PRIMARY", "school_state": "ENROLLED", "told_them": "",
}  # fmt: skip
_REGULAR: Final = {"life": "FINE", "school_state": "ENROLLED", "study": "FINE", "health": "FINE", "guard": "GOOD"}
_TALES: Final[Sequence[Said]] = (
    {"wish": "想要一个篮球"},
    {"subsidy": "FULL"},
    {"more_problems": "YES", "problems": [{"problem_kind": "HOME_SAFETY", "problem_words": "灶台旁的电线破皮"}]},
    {"outcome": "NOT_AT_HOME", "not_met": "跟奶奶去走亲戚了，邻居说周末回来"},
    {"wish": "想和妈妈视频一次"},
    {"subsidy": "NOT_FULL"},
    {},
    {"more_problems": "YES", "problems": [{"problem_kind": "MEDICAL", "problem_words": "近视没有配眼镜"}]},
    {"wish": "想要一套《西游记》"},
)
_GRANDFATHERS: Final = ("大山", "国栋", "永福", "德海", "长顺", "有田")
_MENDED: Final = ("已上门更换，拍照留存。", "已联系办理，家里人签字确认。")
_LOOKED_AGAIN: Final = "入户看过，已经整改到位。"
_NOT_YET: Final = "只换了一半，厨房里的还露着，请接着整改。"
_SEEN: Final = "现场照片"
_COMMENT: Final = "走访日期写成了下个月，请改成实际去的那天再送一次。"
_ANSWERED, _OPEN = frozenset({ProblemState.ANSWERED}), frozenset({ProblemState.OPEN})
_DAY_SENT_BACK, _DAY_OF_CONFLICT, _DAY_OF_COMPLAINT, _DAY_OF_NEEDS, _EVERY_THIRD = 9, 12, 15, 16, 3
_DAY_OF_PROMISE: Final = 13
_LEFT: Final = 2
_PROMISES: Final = (("区妇联", 5), ("春苗公益基金会", 30))
_NEEDS: Final = ("SCHOOLING COMPANY", "REPAIR", "DOCTOR WORK")


@dataclass
class Rounds:
    """Who goes out, how often, and what came of it so far (演示走访)."""

    office: Office
    tales: Iterator[Said] = field(default_factory=lambda: cycle(_TALES))
    numbers: Iterator[int] = field(default_factory=count)

    def __call__(self, day: int, at: datetime) -> None:
        """Let a day of visits pass."""
        if day == 1:
            _fix_list(at)
        for turn, account in enumerate((*self.office.directors.values(), *self.office.supervisors.values())):
            if (day + turn) % _DAYS_BETWEEN == 1:
                self._go(account, at)
        if day == _DAY_SENT_BACK:
            self._write_the_wrong_day(at)
        if day == _DAY_OF_CONFLICT:
            self._meet_another_value(at)
        if day == _DAY_OF_COMPLAINT:
            said = {"kind": "BURDEN", "words": "同一个孩子的情况在两张表里填了两遍，能不能合成一张。"}
            self.send(next(iter(self.office.directors.values())), "complaint", None, said, at)
        if day == _DAY_OF_NEEDS:
            self._tell_needs(at)
        if day == _DAY_OF_PROMISE:
            self._promise(at)
        if day == DAYS:
            remind_of_promises(by=SYSTEM, at=at, on=at.date().isoformat())
        self._put_right(day, at)

    def _go(self, account: Account, at: datetime) -> None:
        """Visit whoever has waited longest."""
        due = _due(officer(account=account, at=at), at)
        left = [each.child for each in due if each.division_code == self._first][-_LEFT:]
        going = [each for each in due if each.child not in left]
        if going:
            self._visit(account, going[0], at, next(self.tales))

    @property
    def _first(self) -> str:
        """Give the village whose director's telephone is tried: nobody takes from her the last she has to visit."""
        return next(iter(self.office.directors))

    def _visit(self, account: Account, due: VisitDue, at: datetime, told: Said, base: Said | None = None) -> None:
        is_first = due.reason is DueReason.NEW
        usual = {**_MEETING, **(_FIRST if is_first else _REGULAR), "visited_on": at.date()}
        if is_first:
            usual |= {"carer_name": _carer(due), "carer_phone": _phone(due.child)}
        self.send(account, "first_visit" if is_first else "regular_visit", due.child, {**usual, **told}, at, base)

    def send(
        self, account: Account, form_id: str, child: UUID | None, said: Said, at: datetime, base: Said | None = None
    ) -> None:
        """Send one form from somebody's telephone."""
        by = officer(account=account, at=at)
        number = next(self.numbers)
        device, key = uuid5(account.uuid, "telephone"), uuid5(account.uuid, f"form {number}")
        register_device(account=account, device=device, label="演示手机", public_key="", by=by, at=at)
        version = next(each for each in forms_for(posts=by.posts, scope=by.scope) if each.questionnaire_id == form_id)
        seen = base if base is not None or child is None else _card(child, by, at)
        arrived = Arrived(
            uuid=key, form=form_id, version=version.version, xml=_written(form_of(version), key, child, said),
            made_at=at - timedelta(hours=1), device=str(device), sequence=number,
            base={name: str(each) for name, each in (seen or {}).items()},
        )  # fmt: skip
        receive_records(account=account, device=device, records=[arrived], by=by, at=at)

    def _write_the_wrong_day(self, at: datetime) -> None:
        """A form says a day that has not come; the supervisor sends it back, and it waits on the telephone."""
        for director, supervisor, due in self._pairs(at):
            self._visit(director, due, at, {"visited_on": at.date() + timedelta(days=30)})
            by = officer(account=supervisor, at=at)
            wrong = submissions_in(scope=reached_by(by), states=[SubmissionState.NEEDS_CARE])
            for each in list(wrong.filter(account=director.uuid)):
                send_back(submission=each, comment=_COMMENT, by=by, at=at)
            return

    def _meet_another_value(self, at: datetime) -> None:
        """Supervisor and director visit a child on one day; the second did not know the telephone of the first."""
        for director, supervisor, due in self._pairs(at):
            if due.division_code == self._first:
                continue
            seen = _card(due.child, officer(account=director, at=at), at)
            for account, phone in ((supervisor, "10000000001"), (director, "10000000002")):
                changed = {"carer_relation": "61", "carer_name": _carer(due), "carer_phone": phone}
                self._visit(account, due, at, changed, seen)
            return

    def _tell_needs(self, at: datetime) -> None:
        """Some look again at a child that was visited, and hear what its family needs."""
        waiting = list(_NEEDS)
        for account in (*self.office.directors.values(), *self.office.supervisors.values()):
            seen = visits_in(scope=officer(account=account, at=at).scope).filter(outcome=VisitOutcome.MET).first()
            if seen and waiting:
                said = {**_MEETING, **_REGULAR, "visited_on": at.date(), "needs": waiting.pop()}
                self.send(account, "regular_visit", seen.child_id, said, at)

    def _promise(self, at: datetime) -> None:
        """Somebody takes two wishes up; of one the day passes, and nothing came."""
        by = officer(account=self.office.commissioner, at=at)
        waiting = wishes_in(scope=by.scope, filters=WishFilters(states=frozenset({WishState.OPEN})))
        for wish, (name, days) in zip(list(waiting[: len(_PROMISES)]), _PROMISES, strict=False):
            taker = TakerFacts(name, at.date() + timedelta(days=days))
            take_wish(wish=wish.pk, taker=taker, on=at.date(), by=by, at=at)

    def _pairs(self, at: datetime) -> Iterator[tuple[Account, Account, VisitDue]]:
        """Give directors with their supervisor and a child that waits for a visit, the last on the list."""
        for code, director in self.office.directors.items():
            supervisor = self.office.supervisors.get(code[:9])
            due = _due(officer(account=director, at=at), at)
            if supervisor and due:
                yield director, supervisor, due[-1]

    def _put_right(self, day: int, at: datetime) -> None:
        """Problems are answered after some days and looked at again by the supervisor; some wait, some are late."""
        for turn, (code, director) in enumerate(self.office.directors.items()):
            supervisor = self.office.supervisors.get(code[:9])
            if supervisor is None or (day + turn) % _DAYS_BETWEEN:
                continue
            own, above = officer(account=director, at=at), officer(account=supervisor, at=at)
            for each in list(problems_in(scope=own.scope, filters=ProblemFilters(states=_ANSWERED))):
                solved = each.uuid.int % _EVERY_THIRD != 0
                recheck(problem=each.pk, solved=solved, note=_LOOKED_AGAIN if solved else _NOT_YET, by=above, at=at)
            for each in list(problems_in(scope=own.scope, filters=ProblemFilters(states=_OPEN))):
                if each.uuid.int % _EVERY_THIRD:
                    words = _MENDED[each.uuid.int % len(_MENDED)]
                    answer(problem=each.pk, words=words, evidence=_SEEN, by=own, at=at)
            for wish in list(
                wishes_in(scope=own.scope, filters=WishFilters(kind=WishKind.WISH, states=frozenset({WishState.OPEN})))[
                    :1
                ]
            ):
                if wish.uuid.int % _EVERY_THIRD == 0:
                    note = "镇妇联志愿者送到家里"
                    settle_wish(wish=wish, state=WishState.FULFILLED, note=note, on=at.date(), by=own, at=at)


def _fix_list(at: datetime) -> None:
    """Fix the children to reach before winter: the quarter began before any of them had a file here."""
    on = at.date()
    wanted = ListWanted(ListKind.CAMPAIGN, f"WINTER-{on.year}", "入冬安全走访", on, on + _CAMPAIGN)
    while fix_list(wanted=wanted, by=SYSTEM, at=at).fixed_at is None:
        pass


def _due(by: Officer, at: datetime) -> list[VisitDue]:
    return visits_due(scope=by.scope, on=at.date(), until=at.date() + _AHEAD)


def seen_by(child: Child, by: Officer, at: datetime) -> dict[str, str]:
    """Give what somebody's telephone holds of a file: the versions of the card, and the stamp of the items."""
    return {**_card(child.pk, by, at), "items": stamp_of(child)}


def _card(child: UUID, by: Officer, at: datetime) -> dict[str, str]:
    card = card_of(children=[child], scope=by.scope, on=at.date())[child]
    return {name: version for name, (_value, version) in card.fields.items()}


def _carer(due: VisitDue) -> str:
    return due.name[:1] + _GRANDFATHERS[due.child.int % len(_GRANDFATHERS)]


def _phone(child: UUID) -> str:
    """Give a telephone of a kind that nobody has."""
    return f"100{child.int % 10**8:08d}"


def _written(form: Form, key: UUID, child: UUID | None, said: Said) -> bytes:
    inside = _below(form, (), {**said, "child": child or ""})
    meta = f"<meta><instanceID>uuid:{key}</instanceID></meta>"
    start = f"<{form.root} id={quoteattr(form.form_id)} version={quoteattr(form.version)}>"
    return f"{start}{inside}{meta}</{form.root}>".encode()


def _below(form: Form, path: tuple[str, ...], said: Said) -> str:
    parts = []
    for each in form.within(path):
        if each.kind == FieldKind.REPEAT:
            rows = said.get(each.name, ())
            inside = [_below(form, each.path, row) for row in rows] if isinstance(rows, list) else []
        elif each.kind in HOLDING:
            inside = [_below(form, each.path, said)]
        else:
            inside = [escape(str(said.get(each.name, "")))]
        parts += [f"<{each.name}>{text}</{each.name}>" for text in inside]
    return "".join(parts)
