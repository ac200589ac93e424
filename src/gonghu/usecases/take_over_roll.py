"""
A district that begins takes over those whom others pay already (接收在发人员), from the roll of the last month.

One officer reads the roll and sees what would become of every row; another confirms it. Then files are opened where
there are none, the children are recognised as the roll says, each goes on being given what it was given, and the first
month of ours is the one after the roll's. What was paid before is no payment of ours. Until something is paid, the
whole batch can be taken back.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from gonghu.domain.access.officer import Officer, SamePerson, authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import lines_of
from gonghu.domain.benefits.operations import RollTaken, TakenOver, grant_taken_over, take_back_grants
from gonghu.domain.benefits.terms import CareForm
from gonghu.domain.ledger.operations import Position, forget_positions, open_positions
from gonghu.domain.payments.operations import (
    AccountTold,
    RollRead,
    forget_accounts,
    forget_lines_given_up,
    take_over_accounts,
)
from gonghu.domain.payments.queries import payrolls_with
from gonghu.domain.payments.terms import AccountKind
from gonghu.domain.people.opening.found import ChildFound, OnRoll
from gonghu.domain.people.operations import forget_roll, open_files, recognise_by_roll, take_back_files
from gonghu.domain.people.terms import Category, FileSource
from gonghu.domain.takeovers.judging import first_month_of
from gonghu.domain.takeovers.models import Takeover, TakeoverRow
from gonghu.domain.takeovers.operations import (
    NothingReady,
    RollGiven,
    RowWritten,
    TakeoverUnknown,
    close_takeover,
    judge_again,
    keep_roll,
    note_undone,
)
from gonghu.domain.takeovers.operations.keeping import held_takeover, is_as_seen
from gonghu.domain.takeovers.queries import headers_told, rows_of_takeover, takeover_by_key
from gonghu.domain.takeovers.sheets import read_roll
from gonghu.domain.takeovers.terms import RowState, TakeoverState
from gonghu.foundation.many_objects import without_collecting
from gonghu.standards.citizen_number import birth_date, sex

_REASONS: Final = "接收在发人员名册，原渠道已发至 {month}，自次月起由本系统发放"


class RowsChanged(ValueError):
    """Since the roll was read something changed on file: more of its rows go back than were seen."""


class PaidAlready(ValueError):
    """Something was paid, drafted or decided since: the takeover stays."""


@dataclass(frozen=True, slots=True)
class RollUploaded:
    """A roll on its way in (上传内容)."""

    division_code: str
    name: str
    content: bytes
    through_month: date
    line: str
    care_form: CareForm


def read(*, roll: RollUploaded, by: Officer, at: datetime) -> Takeover:
    """
    Read a roll and judge its rows (读入名册); nothing of a child is written.

    :raises NotPermitted: see ``keep_roll``, as for the other errors
    :raises Refused: the file must not or cannot be read
    :raises RollUnreadable: it is no roll
    """
    authorise(by, Permission.CONFIRM_APPLICATIONS, roll.division_code)
    told = headers_told(division_code=roll.division_code, scope=by.scope)
    sheet = read_roll(roll.content, roll.name, told)
    given = RollGiven(
        division_code=roll.division_code,
        name=roll.name,
        sha256=hashlib.sha256(roll.content).hexdigest(),
        through_month=roll.through_month,
        line=roll.line,
        care_form=roll.care_form,
        told={title: field for title, field in told.items() if title in sheet.titles},
    )
    return keep_roll(roll=given, sheet=sheet, by=by, at=at)


def confirm(*, takeover: UUID, opinion: str, by: Officer, at: datetime) -> Takeover:
    """
    Take over whom a colleague's roll names (确认接收): all rows that can be, or nothing.

    :raises RowsChanged: fewer rows can be taken over than were seen; they are judged anew
    :raises SamePerson: the actor read the roll
    :raises NotPermitted: see ``close_takeover``, as for the other errors
    """
    found = _seen(takeover, by)
    if by.account == found.first_by_id:
        raise SamePerson(f"{by.label} 上传的名册，须由另一人确认")
    rows = rows_of_takeover(takeover=takeover, scope=by.scope)
    if not is_as_seen(takeover=found, rows=sorted(rows, key=attrgetter("row_no"))):
        judge_again(takeover=takeover, told=None, by=by, at=at)
        raise RowsChanged("读入名册以后档案或标准有变化，已重新核对；请看过新的结果再确认")
    return _confirmed(found, opinion, by, at)


@transaction.atomic
def undo(*, takeover: UUID, reason: str, by: Officer, at: datetime) -> Takeover:
    """
    Take a whole takeover back (撤销接收), as long as nothing was paid, drafted or decided since.

    :raises PaidAlready: see the class
    :raises NotPermitted: see ``note_undone``, as for the other errors
    """
    _seen(takeover, by)
    undone = note_undone(takeover=takeover, reason=reason, by=by, at=at)
    county = undone.takeover.division_code
    if payrolls := payrolls_with(grants=undone.grants, scope=by.scope):
        told = "、".join(f"{each.month:%Y-%m}（{each.get_state_display()}）" for each in payrolls[:3])
        raise PaidAlready(f"发放批次里已有这些儿童：{told}。草稿请先作废；已发放的不能撤销，请逐人停发")
    try:
        forget_lines_given_up(grants=undone.grants, takeover=takeover, division_code=county, by=by, at=at)
        forget_positions(source_key=takeover, division_code=county, by=by, at=at)
        take_back_grants(takeover=takeover, grants=undone.grants, division_code=county, by=by, at=at)
        forget_accounts(accounts=undone.accounts, takeover=takeover, division_code=county, by=by, at=at)
    except ProtectedError as problem:
        raise PaidAlready("这一批里已有人办理停发、变更或其他手续，不能整批撤销，请逐人办理") from problem
    forget_roll(source_key=takeover, by=by, at=at)
    take_back_files(children=undone.children, source_key=takeover, source=FileSource.ROLL, by=by, at=at)
    return undone.takeover


@transaction.atomic
@without_collecting()
def _confirmed(takeover: Takeover, opinion: str, by: Officer, at: datetime) -> Takeover:
    held_takeover(takeover.pk, TakeoverState.READ)
    rows = list(rows_of_takeover(takeover=takeover.pk, scope=by.scope, state=RowState.READY))
    if not rows:
        raise NothingReady("没有可以接收的行，请改好名册再上传")
    first = first_month_of(takeover)
    children, places = _files(takeover, rows, by, at)
    on_roll = {
        children[row.pk]: OnRoll(
            Category(row.category), row.since_month, f"接收：{takeover.name}", _words(takeover, row)
        )
        for row in rows
    }
    recognise_by_roll(children=on_roll, source_key=takeover.pk, on=first, by=by, at=at)
    taken = [_taken(takeover, row, children[row.pk], places[row.pk]) for row in rows]
    decision, grants = grant_taken_over(roll=_roll(takeover, rows, first), children=taken, by=by, at=at)
    open_positions(
        positions=[_position(takeover, row, grants[children[row.pk]]) for row in rows],
        source_key=takeover.pk, division_code=takeover.division_code, by=by, at=at,
    )  # fmt: skip
    accounts = _accounts(takeover, rows, children, places, by, at)
    written = [
        RowWritten(row.pk, child, places[row.pk], grants[child], accounts.get(child))
        for row in rows
        for child in [children[row.pk]]
    ]
    return close_takeover(takeover=takeover.pk, decision=decision, rows=written, opinion=opinion, by=by, at=at)


def _files(
    takeover: Takeover, rows: Sequence[TakeoverRow], by: Officer, at: datetime
) -> tuple[dict[UUID, UUID], dict[UUID, str]]:
    """Give the file and the village of every row; where there is no file, one is opened."""
    children = {row.pk: row.child_id for row in rows if row.child_id}
    places = {row.pk: row.division_code for row in rows}
    fresh = [row for row in rows if not row.child_id]
    if fresh:
        found = [_found(key, row) for key, row in enumerate(fresh)]
        opened = open_files(found=found, by=by, at=at, source=FileSource.ROLL, source_key=takeover.pk)
        for key, row in enumerate(fresh):
            children[row.pk], places[row.pk] = opened.children[key], opened.places[key]
    return children, places


def _found(key: int, row: TakeoverRow) -> ChildFound:
    told = row.told
    number = told["number"]
    return ChildFound(key, told["name"], row.division_code, number, sex(number), birth_date(number))


def _taken(takeover: Takeover, row: TakeoverRow, child: UUID, place: str) -> TakenOver:
    on_file = row.child is not None and row.child.born_on
    born_on = on_file or birth_date(row.told["number"])
    return TakenOver(
        child, place, row.category, row.line, CareForm(row.care_form), born_on, _words(takeover, row), row.others
    )


def _roll(takeover: Takeover, rows: Sequence[TakeoverRow], first: date) -> RollTaken:
    lines = lines_of(division_code=takeover.division_code, on=first)
    # The decision is one for all: what would tell of some of them stands in none of it.
    named = [lines[code].articles for code in sorted({row.line for row in rows}) if not lines[code].sealed]
    return RollTaken(
        key=takeover.pk,
        division_code=takeover.division_code,
        first_month=first,
        first_by=takeover.first_by_id,
        first_label=takeover.first_label,
        first_at=takeover.first_at,
        reasons=_REASONS.format(month=f"{takeover.through_month:%Y-%m}"),
        articles="；".join(named) or f"在发人员名册“{takeover.name}”",
    )


def _position(takeover: Takeover, row: TakeoverRow, grant: UUID) -> Position:
    return Position(grant, row.since_month, takeover.through_month, row.told_fen, _words(takeover, row))


def _accounts(
    takeover: Takeover,
    rows: Sequence[TakeoverRow],
    children: Mapping[UUID, UUID],
    places: Mapping[UUID, str],
    by: Officer,
    at: datetime,
) -> dict[UUID, UUID]:
    told = [_account(takeover, row, children[row.pk], places[row.pk]) for row in rows]
    given = [each for each in told if each]
    roll = RollRead(takeover.pk, takeover.division_code, takeover.first_by_id, takeover.first_at)
    return take_over_accounts(accounts=given, roll=roll, by=by, at=at) if given else {}


def _account(takeover: Takeover, row: TakeoverRow, child: UUID, place: str) -> AccountTold | None:
    told = row.told
    if not told["account"]:
        return None
    in_institution = row.care_form == CareForm.INSTITUTION and told["holder"] not in ("", told["name"])
    return AccountTold(
        child=child,
        division_code=place,
        kind=AccountKind.INSTITUTION if in_institution else AccountKind.BANK,
        bank=told["bank"],
        holder=told["holder"] or told["name"],
        number=told["account"],
        relation=told["relation"],
        from_on=takeover.through_month,
    )


def _words(takeover: Takeover, row: TakeoverRow) -> str:
    return f"{takeover.name} 第 {row.row_no} 行"


def _seen(takeover: UUID, by: Officer) -> Takeover:
    found = takeover_by_key(key=takeover, scope=by.scope)
    if found is None:
        raise TakeoverUnknown("没有这个接收批次，或不在您的工作范围内")
    return found
