"""A file taken up, moved, closed, opened again, sealed (档案的办理)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import CategoryAssignment, Child, FormerPlace, IdentityNumber, Person
from gonghu.domain.people.terms import ClosingReason, FileState
from gonghu.domain.people.writing import ONE_DAY, LaterFactThere, held, record_file
from gonghu.foundation.acting import Actor
from gonghu.foundation.intervals import holding_since
from gonghu.standards import division_code as division_codes

_WRITTEN = "a file that is moved, closed or sealed"


class StillRecognised(ValueError):
    """The child is recognised as something; that is ended first, by two people."""


class ClosingUnexplained(ValueError):
    """A file is closed for another reason, and nobody says which."""


class FileNotClosed(ValueError):
    """The file is in use."""


class FileStaysClosed(ValueError):
    """The file was closed by a merge or sealed: it is not simply taken up again."""


class SamePlace(ValueError):
    """The child is at home there already."""


@transaction.atomic
def take_up_file(*, child: Child, by: Actor, at: datetime) -> Child:
    """
    Take a lead up into the files that are kept (线索转为在档), once it was verified.

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: the file is closed
    """
    current = held(child, by)
    if current.state == FileState.LEAD:
        current.state = FileState.ON_FILE
        current.save(update_fields=["state"])
    record_file("take_up_file", current, by, at)
    return current


@transaction.atomic
def move_child(*, child: Child, division_code: str, on: date, reason: str, by: Actor, at: datetime) -> Child:
    """
    Let another village answer for a child from a day on (迁移); where it was before stays in the file.

    :raises NotPermitted: the actor keeps no files where the child was
    :raises FileClosed: the file is closed
    :raises SamePlace: it is at home there already
    :raises LaterFactThere: it moved on that day or later, or the file is not older
    """
    current, code = held(child, by), division_codes.pad(division_code)
    if code == current.division_code:
        raise SamePlace("该儿童已在该村（居）")
    last = FormerPlace.objects.everywhere(_WRITTEN).filter(child=current).order_by("-to_on").first()
    since = last.to_on + ONE_DAY if last and last.to_on else min(current.opened_on, on - ONE_DAY)
    if since >= on:
        raise LaterFactThere(f"该儿童 {since} 才迁到现在的村（居），迁出日期须在其后")
    FormerPlace.objects.create(
        child=current, division_code=current.division_code, from_on=since, to_on=on - ONE_DAY, reason=reason.strip()
    )
    before, current.division_code = current.division_code, code
    current.save(update_fields=["division_code"])
    Person.objects.everywhere(_WRITTEN).filter(pk=current.pk).update(division_code=code)
    child.division_code = before
    record_file("move_child", child, by, at, {"from": before, "to": code, "on": on.isoformat()})
    child.division_code = code
    return current


@transaction.atomic
def close_file(*, child: Child, reason: ClosingReason, on: date, by: Actor, at: datetime, note: str = "") -> Child:
    """
    Close a file (结案); whoever is recognised is first ended by those who decide on that.

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: it was closed before
    :raises ClosingUnexplained: the reason is another one, and not said
    :raises StillRecognised: a recognition is in force after that day's month
    """
    current = held(child, by)
    if reason == ClosingReason.OTHER and not note.strip():
        raise ClosingUnexplained("结案原因选“其他”的，请在说明里写清楚")
    month_after = (on.replace(day=1) + timedelta(days=32)).replace(day=1)
    rows = CategoryAssignment.objects.everywhere(_WRITTEN).filter(holding_since(month_after), child=current)
    if rows.exists():
        raise StillRecognised("该儿童仍有生效的类别认定，请先按程序终止认定，再结案")
    _close(current, reason, on)
    record_file("close_file", current, by, at, {"on": on.isoformat()})
    return current


@transaction.atomic
def reopen_file(*, child: Child, reason: str, by: Actor, at: datetime) -> Child:
    """
    Take a closed file up again (重新启用).

    :raises NotPermitted: the actor keeps no files there
    :raises FileNotClosed: it is in use
    :raises FileStaysClosed: it was merged into another, or sealed
    """
    current = held(child, by, open_only=False)
    if current.closed_on is None:
        raise FileNotClosed("该档案未结案")
    if current.closing_reason == ClosingReason.MERGED or current.sealed_on:
        raise FileStaysClosed("该档案已并入另一档案或已封存；合并有误的，请撤销合并")
    current.state = FileState.RECOGNISED if current.category else FileState.ON_FILE
    current.closed_on, current.closing_reason = None, ""
    current.save(update_fields=["state", "closed_on", "closing_reason"])
    record_file("reopen_file", current, by, at, {"reason": reason.strip()})
    return current


@transaction.atomic
def seal_old_file(*, child: Child, on: date, by: Actor, at: datetime) -> Child:
    """
    Close and seal the file a child had before its adoption (封存收养前档案，民法典第一千一百一十条).

    Only those who may know of adoptions find it from then on. Its numbers end with the day, so that the new file may
    bear them; nothing leads from the new file to the old one.

    :raises NotPermitted: the actor may not know of adoptions there
    :raises StillRecognised: a recognition is in force
    """
    current = held(child, by, Permission.SEE_SEALED_ADOPTION, open_only=False)
    if CategoryAssignment.objects.everywhere(_WRITTEN).filter(child=current, to_on__isnull=True).exists():
        raise StillRecognised("该儿童仍有生效的类别认定，请先按程序终止认定，再封存")
    if current.closed_on is None:
        _close(current, ClosingReason.ADOPTED, on)
    current.sealed_on = on
    current.save(update_fields=["sealed_on"])
    Person.objects.everywhere(_WRITTEN).filter(pk=current.pk).update(sealed_on=on)
    for number in IdentityNumber.objects.everywhere(_WRITTEN).filter(person=current.pk, to_on__isnull=True):
        number.to_on = max(on, number.from_on)
        number.save(update_fields=["to_on"])
    record_file("seal_old_file", current, by, at)
    return current


def _close(child: Child, reason: ClosingReason, on: date) -> None:
    child.state, child.closed_on, child.closing_reason = FileState.CLOSED, on, reason
    child.save(update_fields=["state", "closed_on", "closing_reason"])
