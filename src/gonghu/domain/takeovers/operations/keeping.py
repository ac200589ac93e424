"""A roll is kept with what would become of each of its rows (登记名册、试算): nothing of a child is written yet."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.terms import CareForm
from gonghu.domain.benefits.writing import month_of, person_of
from gonghu.domain.takeovers.cells import row_said
from gonghu.domain.takeovers.judging import Judged, judge
from gonghu.domain.takeovers.models import Takeover, TakeoverRow
from gonghu.domain.takeovers.sheets import RollSheet, columns_of, profile
from gonghu.domain.takeovers.terms import RowState, TakeoverState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.many_objects import without_collecting
from gonghu.standards.division_code import pad

_AT_ONCE: Final = 500
_WHY: Final = "a roll that is being taken over"
Rows = Sequence[tuple[int, Sequence[str]]]


class TakenBefore(ValueError):
    """The same file was read for the same month before."""


class TakeoverDecided(ValueError):
    """The takeover was decided."""


class TakeoverUnknown(LookupError):
    """There is no such takeover."""


@dataclass(frozen=True, slots=True)
class RollGiven:
    """A roll as it was handed in (上传的名册): of which county, paid through which month by whoever paid before."""

    division_code: str
    name: str
    sha256: str
    through_month: date
    line: str
    care_form: CareForm
    told: Mapping[str, str]


@transaction.atomic
@without_collecting()
def keep_roll(*, roll: RollGiven, sheet: RollSheet, by: Actor, at: datetime) -> Takeover:
    """
    Keep a roll and judge its rows (登记名册).

    :raises NotPermitted: the actor confirms nothing in the county, or opens no files there
    :raises TakenBefore: the same file was read for the month
    """
    code = pad(roll.division_code)
    authorise(by, Permission.CONFIRM_APPLICATIONS, code)
    authorise(by, Permission.RUN_SCREENING, code)
    made = Takeover(
        division_code=code,
        name=roll.name[:200],
        sheet=sheet.sheet[:100],
        sha256=roll.sha256,
        through_month=month_of(roll.through_month),
        line=roll.line,
        care_form=roll.care_form,
        titles=list(sheet.titles),
        columns=dict(roll.told),
        first_by_id=person_of(by),
        first_label=by.label[:100],
        first_at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as problem:
        raise TakenBefore("这份名册这个月已经上传过，请打开那一批；要重来的，先把那一批作废") from problem
    _judge(made, sheet.rows)
    _record("read", made, by, at)
    return made


@transaction.atomic
@without_collecting()
def judge_again(*, takeover: UUID, told: Mapping[str, str] | None, by: Actor, at: datetime) -> Takeover:
    """
    Judge the rows of a roll by what is on file now (重新核对); ``told`` is what somebody said of its headers.

    :raises NotPermitted: the actor confirms nothing in the county
    :raises TakeoverDecided: it was decided
    """
    held = held_takeover(takeover, TakeoverState.READ)
    authorise(by, Permission.CONFIRM_APPLICATIONS, held.division_code)
    if told is not None:
        held.columns = dict(told)
    rows = TakeoverRow.objects.everywhere(_WHY).filter(takeover=held).order_by("row_no")
    kept = [(row.row_no, row.told["cells"]) for row in rows]
    rows.delete()
    _judge(held, kept)
    _record("judge_again", held, by, at)
    return held


def is_as_seen(*, takeover: Takeover, rows: Sequence[TakeoverRow]) -> bool:
    """Tell whether all rows of a roll would still become what they were judged to become."""
    judged = _judged(takeover, [(row.row_no, row.told["cells"]) for row in rows])
    seen = [(row.row_no, row.problem, row.own_fen, row.child_id, row.division_code) for row in rows]
    now = [
        (each.row_no, each.problem[:300], each.own_fen, each.child.pk if each.child else None, each.division_code)
        for each in judged
    ]
    return seen == now


def held_takeover(key: UUID, *states: TakeoverState) -> Takeover:
    """
    Give a takeover, held until the transaction ends.

    :raises TakeoverUnknown: there is none
    :raises TakeoverDecided: it is in none of the states
    """
    rows = Takeover.objects.everywhere(_WHY).select_for_update(of=("self",))
    found = rows.filter(pk=key).first()
    if found is None:
        raise TakeoverUnknown("没有这个接收批次，或不在您的工作范围内")
    if found.state not in states:
        raise TakeoverDecided(f"这个批次“{found.get_state_display()}”，不能再办这一步；请刷新页面")
    return found


def _judged(takeover: Takeover, rows: Rows) -> list[Judged]:
    columns, words = columns_of(takeover.titles, takeover.columns), profile()
    return judge(takeover, [(row_no, row_said(cells, columns, words)) for row_no, cells in rows])


def _judge(takeover: Takeover, rows: Rows) -> None:
    judged = _judged(takeover, rows)
    cells_of = dict(rows)
    TakeoverRow.objects.bulk_create((_row(takeover, each, cells_of[each.row_no]) for each in judged), _AT_ONCE)
    ready = [each for each in judged if not each.problem]
    takeover.rows, takeover.rejected = len(judged), len(judged) - len(ready)
    takeover.told_fen = sum(each.said.told_fen or 0 for each in ready)
    takeover.own_fen = sum(each.own_fen or 0 for each in ready)
    takeover.counts = {
        "differences": Counter(str(each.difference) for each in ready if each.difference),
        "doubts": Counter(str(doubt) for each in ready for doubt in each.doubts),
        "others": sum(len(each.said.others) for each in ready),
    }
    takeover.save()


def _row(takeover: Takeover, judged: Judged, cells: Sequence[str]) -> TakeoverRow:
    said = judged.said
    personal: dict[str, Any] = {
        "name": said.name, "number": said.number, "account": "" if judged.keeps_account else said.account,
        "holder": said.holder, "bank": said.bank, "relation": said.relation, "cells": list(cells),
    }  # fmt: skip
    return TakeoverRow(
        takeover=takeover,
        row_no=judged.row_no,
        division_code=judged.division_code,
        said=json.dumps(personal, ensure_ascii=False),
        line=judged.line,
        category=judged.category,
        care_form=judged.care_form,
        since_month=said.since_month,
        told_fen=said.told_fen,
        own_fen=judged.own_fen,
        others=dict(said.others),
        difference=judged.difference or "",
        why=judged.why[:200],
        doubts=[str(doubt) for doubt in judged.doubts],
        state=RowState.REJECTED if judged.problem else RowState.READY,
        problem=judged.problem[:300],
        child=judged.child,
    )


def _record(verb: str, takeover: Takeover, by: Actor, at: datetime) -> None:
    record(
        by=by, at=at, verb=f"takeovers.{verb}", subject_kind="takeover", subject_key=str(takeover.pk),
        detail={"rows": takeover.rows, "rejected": takeover.rejected, "own_fen": takeover.own_fen},
        district=takeover.division_code[:6],
    )  # fmt: skip
