"""Recognitions that end (终止认定), by two officers or by law and a date, and that stand again (撤销终止)."""

from calendar import monthrange
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, SamePerson, day_of, is_system
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.ages import birthday
from gonghu.domain.people.facts import CategoryEnding
from gonghu.domain.people.models import CategoryAssignment, Child
from gonghu.domain.people.operations.categories import refuse_beside_others
from gonghu.domain.people.showing import show_first
from gonghu.domain.people.terms import ADULT_AGE, ENDED_BY_LAW, Category, EndKind
from gonghu.domain.people.writing import held, record_file
from gonghu.foundation.acting import Actor

_WRITTEN = "a recognition that ends"


class CategoryEnded(ValueError):
    """The recognition was ended before, or there is no such one."""


class CategoryInForce(ValueError):
    """The recognition was not ended, or is gone."""


class EndingUnfounded(ValueError):
    """What law and a date would decide is not on file, or nothing is said of how it is known."""


@transaction.atomic
def end_category(
    *, child: Child, assignment: UUID, ending: CategoryEnding, by: Actor, at: datetime
) -> CategoryAssignment | None:
    """
    End a recognition with the month in which its reason fell away (终止认定，次月起停止).

    Two people decide, but for what law and a date decide: the eighteenth birthday, and death with its evidence. One
    that had not begun by then is withdrawn altogether, and nothing is given back.

    :raises NotPermitted: the actor takes no second decision there, or nobody proposed it
    :raises SamePerson: the actor proposed it
    :raises EndingUnfounded: law and a date decide nothing of the kind
    :raises CategoryEnded: it was ended before, or the child has no such one
    """
    current = held(child, by, Permission.RECOGNISE_SECOND, open_only=False)
    row = CategoryAssignment.objects.everywhere(_WRITTEN).filter(pk=assignment, child=current).first()
    if row is None or row.to_on is not None:
        raise CategoryEnded(f"该认定已于 {row.to_on} 终止" if row else "该儿童没有这项认定")
    _refuse_alone(current, ending, by, at)
    on = ending.happened_on
    last = on.replace(day=monthrange(on.year, on.month)[1])
    detail = {"assignment": str(row.pk), "happened_on": on.isoformat()}
    ended: CategoryAssignment | None = None
    if last < row.from_on:
        detail["withdrawn"] = "yes"
        row.delete()
    else:
        row.to_on, row.end_kind, row.end_reason = last, ending.kind, ending.note.strip()
        row.end_first_by_id, row.ended_by_id = ending.first_by, by.account
        row.save(update_fields=["to_on", "end_kind", "end_reason", "end_first_by", "ended_by"])
        ended = row
    show_first([current], day_of(at))
    record_file("end_category", current, by, at, detail)
    return ended


@transaction.atomic
def restore_category(*, child: Child, assignment: UUID, reason: str, by: Actor, at: datetime) -> CategoryAssignment:
    """
    Let a recognition that was ended by mistake stand again, as if it had never ended (撤销终止).

    :raises NotPermitted: the actor takes no second decision there
    :raises EndingUnfounded: nothing is said of why
    :raises FileClosed: the file is closed
    :raises CategoryInForce: it was not ended, or was withdrawn before it began
    :raises CategoryHeld: the child was recognised as that anew
    :raises CategoriesExclude: the child was recognised as something that excludes it
    """
    current = held(child, by, Permission.RECOGNISE_SECOND)
    row = CategoryAssignment.objects.everywhere(_WRITTEN).filter(pk=assignment, child=current).first()
    if row is None or row.to_on is None:
        raise CategoryInForce("这项认定没有终止，或在起始前已撤回；撤回了的请重新提出认定")
    if not reason.strip():
        raise EndingUnfounded("请写明为什么撤销终止")
    ended_on = row.to_on
    refuse_beside_others(current, Category(row.category), _day_after(ended_on))
    row.to_on, row.end_kind, row.end_reason, row.end_first_by, row.ended_by = None, "", "", None, None
    row.save(update_fields=["to_on", "end_kind", "end_reason", "end_first_by", "ended_by"])
    show_first([current], day_of(at))
    detail = {"assignment": str(row.pk), "ended_on": ended_on.isoformat(), "reason": reason.strip()}
    record_file("restore_category", current, by, at, detail)
    return row


def _refuse_alone(child: Child, ending: CategoryEnding, by: Actor, at: datetime) -> None:
    if is_system(by):
        return
    if ending.first_by is not None:
        if ending.first_by == by.account:
            raise SamePerson("提出终止和复核终止须由两人办理")
        return
    if ending.kind not in ENDED_BY_LAW:
        raise NotPermitted("除年满十八周岁和死亡外，终止认定须一人提出、另一人复核")
    if ending.happened_on > day_of(at):
        raise EndingUnfounded("这一天还没有到，不能先行终止")
    if ending.kind == EndKind.GROWN_UP:
        eighteenth = birthday(child.born_on, ADULT_AGE) if child.born_on else None
        if ending.happened_on != eighteenth:
            told = f"档案上该儿童 {eighteenth} 年满十八周岁" if eighteenth else "档案上没有该儿童的出生日期"
            raise EndingUnfounded(f"{told}，请核对日期")
    elif not ending.note.strip():
        raise EndingUnfounded("请写明死亡的证明材料，如死亡医学证明、火化证明、销户证明")


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
