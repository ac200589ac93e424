"""Two persons found to be one, and parted again (人员合并与拆分)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gonghu.domain.access.officer import authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.merged_tables import Changes, HeldTwice, put_back
from gonghu.domain.people.models import CategoryAssignment, Child, Kinship, Person, PersonMerge
from gonghu.domain.people.showing import first_of
from gonghu.domain.people.terms import EXCLUDING_CATEGORIES, Category, ClosingReason, FileState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

_WRITTEN = "two persons who are merged or parted"


class NotMergeable(ValueError):
    """Two persons cannot be one, or not in this direction."""


class MergeOnTop(ValueError):
    """A later merge stands on this one and is undone first."""


class MergeUndone(ValueError):
    """The merge was undone before."""


@transaction.atomic
def merge_persons(*, kept: UUID, merged: UUID, reason: str, by: Actor, at: datetime) -> PersonMerge:
    """
    Merge one person into another who is the same human being (人员合并); every value changed is kept for a split.

    Numbers, kin, and all that is known of both go together, in every context; a table says in ``when_merged`` if its
    rows stay, and ``keys_of_child`` finds those. Where both have a file, the one merged is closed.

    :raises NotPermitted: the actor keeps no files where either is at home
    :raises NotMergeable: they are one row, kin of each other, merged or sealed, only the other has a file, or both have
        what a file has once
    """
    if kept == merged:
        raise NotMergeable("请选择两个不同的人员")
    one, other = _both(kept, merged, by)
    files = {child.pk: child for child in Child.objects.everywhere(_WRITTEN).filter(pk__in=[kept, merged])}
    _refuse_unlike(one, other, files)
    merge = PersonMerge.objects.create(
        kept=one, merged=other, reason=reason.strip(), merged_by_id=by.account, merged_at=at
    )
    changes = Changes(merge, [])
    try:
        changes.move(Person, merged, kept, one.division_code)
        if merged in files:
            changes.move(Child, merged, kept, files[kept].division_code)
    except HeldTwice as problem:
        raise NotMergeable(str(problem)) from problem
    if merged in files:
        changes.write(
            files[merged],
            state=FileState.CLOSED.value,
            closed_on=files[merged].closed_on or day_of(at),
            closing_reason=ClosingReason.MERGED.value,
            category="",
        )
        _show(files[kept], changes, at)
    changes.write(other, merged_into_id=kept)
    changes.save()
    _record(
        "merge_persons", merge, one, by, at, {"kept": str(kept), "merged": str(merged), "values": len(changes.listed)}
    )
    return merge


@transaction.atomic
def split_persons(*, merge: PersonMerge, by: Actor, at: datetime) -> int:
    """
    Undo a merge (撤销合并): every value goes back, but for those that somebody changed since; give the number of these.

    :raises NotPermitted: the actor keeps no files where either is at home
    :raises MergeUndone: it was undone before
    :raises MergeOnTop: a later one of the same person is undone first
    """
    one, _ = _both(merge.kept_id, merge.merged_id, by)
    current = PersonMerge.objects.everywhere(_WRITTEN).select_for_update(of=("self",)).get(pk=merge.pk)
    if current.split_at is not None:
        raise MergeUndone("该合并已撤销")
    rows = PersonMerge.objects.everywhere(_WRITTEN).filter(split_at__isnull=True)
    on_top = rows.filter(Q(merged=current.kept_id) | Q(kept=current.kept_id, merged_at__gt=current.merged_at))
    if on_top.exists():
        raise MergeOnTop("该人员其后还有合并，请先撤销后来的合并")
    stayed = put_back(current)
    merge.split_by_id, merge.split_at = by.account, at
    merge.save(update_fields=["split_by", "split_at"])
    detail = {"kept": str(merge.kept_id), "merged": str(merge.merged_id), "stayed": stayed}
    _record("split_persons", merge, one, by, at, detail)
    return stayed


def _both(kept: UUID, merged: UUID, by: Actor) -> tuple[Person, Person]:
    """Hold both, always in the same order, so that two merges never wait for each other."""
    rows = Person.objects.everywhere(_WRITTEN).select_for_update(of=("self",)).filter(pk__in=[kept, merged])
    people = {person.pk: person for person in rows.order_by("pk")}
    for person in people.values():
        authorise(by, Permission.EDIT_CHILDREN, person.division_code)
    return people[kept], people[merged]


def _refuse_unlike(kept: Person, merged: Person, files: dict[UUID, Child]) -> None:
    if kept.merged_into_id or merged.merged_into_id:
        raise NotMergeable("其中一人已并入他人")
    if kept.sealed_on or merged.sealed_on:
        raise NotMergeable("已封存的档案不能合并")
    if merged.pk in files and kept.pk not in files:
        raise NotMergeable("请保留有儿童档案的一方，把另一方并入")
    kin = Kinship.objects.everywhere(_WRITTEN)
    if kin.filter(Q(person=kept, relative=merged) | Q(person=merged, relative=kept)).exists():
        raise NotMergeable("两人登记为亲属，不是同一人；如亲属关系有误请先更正")
    if len(files) > 1:
        _refuse_recognised_twice(kept, merged)


def _refuse_recognised_twice(kept: Person, merged: Person) -> None:
    rows = CategoryAssignment.objects.everywhere(_WRITTEN)
    ours, theirs = (list(rows.filter(child=person.pk)) for person in (kept, merged))
    for one in ours:
        for other in theirs:
            apart = (one.to_on and one.to_on < other.from_on) or (other.to_on and other.to_on < one.from_on)
            pair = frozenset({Category(one.category), Category(other.category)})
            if not apart and (len(pair) == 1 or pair in EXCLUDING_CATEGORIES):
                raise NotMergeable("两份档案在同一时期有相同或互斥的类别认定，请先终止其中一个")


def _show(child: Child, changes: Changes, at: datetime) -> None:
    category = first_of(child.pk, day_of(at))
    recognised = category and child.closed_on is None
    changes.write(child, category=category, state=FileState.RECOGNISED.value if recognised else child.state)


def _record(verb: str, merge: PersonMerge, kept: Person, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    record(
        by=by, at=at, verb=f"people.{verb}", subject_kind="person_merge", subject_key=str(merge.pk),
        purpose=merge.reason, detail=detail, district=kept.division_code[:6],
    )  # fmt: skip
