"""
Recognitions are looked at again (定期复核): one that still holds is written down by one officer and changes nothing.

One that no longer holds is ended by two, as ever; a review that is late stops nothing that is paid.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gonghu.domain.access.officer import authorise, day_of, is_system, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.facts import ReviewFacts
from gonghu.domain.people.models import CategoryAssignment, CategoryReview, Child
from gonghu.domain.people.queries.telling import review_told
from gonghu.domain.people.review_days import first_review_on
from gonghu.domain.people.terms import Category, ReviewCause
from gonghu.domain.people.writing import held, record_file
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.bulk_rows import key_writer, update_rows

_WHY: Final = "recognitions that are looked at again"
_SHORTEST: Final = 4


class NothingToReview(LookupError):
    """There is no such recognition in force, or none that the actor may know."""


class ReviewUnfounded(ValueError):
    """Nothing is said of how it is known, or the days cannot be."""


class ReviewNotLast(ValueError):
    """Only the last review of a recognition in force can be undone, and only once."""


@transaction.atomic
def plan_reviews(*, months: Mapping[Category, int], by: Actor, at: datetime, most: int = 2_000) -> int:
    """
    Say by when recognitions are looked at that have no such day yet, and of how many (排定复核); the clock's work.

    ``most`` are planned at once: ask again if as many were.

    :raises NotPermitted: somebody but the system asks for it
    """
    _authorise_clock(by)
    rows = CategoryAssignment.objects.everywhere(_WHY).filter(to_on__isnull=True, review_on__isnull=True)
    found = rows.order_by("pk").values_list("pk", "category", "from_on", "decided_at")[:most]
    key = key_writer()
    planned = [
        (
            key(pk),
            first_review_on(
                key=pk, from_on=from_on, decided_on=day_of(decided_at), months=months[Category(category)]
            ).isoformat(),
            ReviewCause.PERIOD.value,
        )
        for pk, category, from_on, decided_at in found
    ]
    done = update_rows(CategoryAssignment, ["review_on", "review_cause"], planned) if planned else 0
    record(
        by=by, at=at, verb="people.plan_reviews", subject_kind="children", subject_key=day_of(at).isoformat(),
        detail={"planned": done}, district=NATION,
    )  # fmt: skip
    return done


@transaction.atomic
def review_category(*, child: Child, assignment: UUID, facts: ReviewFacts, by: Actor, at: datetime) -> CategoryReview:
    """
    Write down that a recognition was looked at and still holds (仍然符合).

    :raises NotPermitted: the actor takes no first decision there
    :raises FileClosed: the file is closed
    :raises NothingToReview: the child has no such recognition in force, or the actor may not know it
    :raises ReviewUnfounded: the evidence is missing, or the days cannot be
    """
    current = held(child, by, Permission.RECOGNISE_FIRST)
    row = _in_force(current, assignment, by)
    _refuse_unfounded(facts, row, day_of(at))
    made = CategoryReview.objects.create(
        assignment=row,
        child=current,
        due_on=row.review_on or facts.reviewed_on,
        cause=row.review_cause or ReviewCause.PERIOD,
        reviewed_before=row.reviewed_on,
        reviewed_on=facts.reviewed_on,
        evidence=facts.evidence.strip(),
        next_on=facts.next_on,
        run=facts.run,
        said_by_id=by.account,
        said_at=at,
    )
    row.review_on, row.review_cause, row.reviewed_on = facts.next_on, ReviewCause.PERIOD, facts.reviewed_on
    row.save(update_fields=["review_on", "review_cause", "reviewed_on"])
    record_file("review_category", current, by, at, {"review": str(made.pk), "next_on": facts.next_on.isoformat()})
    return made


@transaction.atomic
def undo_review(*, child: Child, review: UUID, reason: str, by: Actor, at: datetime) -> CategoryReview:
    """
    Undo the last review of a recognition (撤销复核): it is due again as it was before.

    :raises NotPermitted: the actor takes no first decision there
    :raises NothingToReview: there is no such review that the actor may know
    :raises ReviewNotLast: it was undone before, or another came after it, or the recognition has ended
    :raises ReviewUnfounded: why is not said
    """
    current = held(child, by, Permission.RECOGNISE_FIRST)
    found = CategoryReview.objects.everywhere(_WHY).filter(pk=review, child=current).first()
    if found is None:
        raise NothingToReview("没有这次复核，或不在您的工作范围内")
    row = _in_force(current, found.assignment_id, by)
    standing = CategoryReview.objects.everywhere(_WHY).filter(assignment=row, undone_at__isnull=True)
    last = standing.order_by("-said_at", "-pk").first()
    if last is None or last.pk != found.pk:
        raise ReviewNotLast("只能撤销最近一次还没有撤销的复核")
    if len(reason.strip()) < _SHORTEST:
        raise ReviewUnfounded(f"请写明为什么撤销（至少 {_SHORTEST} 个字）")
    found.undone_by_id, found.undone_at, found.undone_reason = by.account, at, reason.strip()
    found.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    row.review_on, row.review_cause, row.reviewed_on = found.due_on, found.cause, found.reviewed_before
    row.save(update_fields=["review_on", "review_cause", "reviewed_on"])
    record_file("undo_review", current, by, at, {"review": str(found.pk), "reason": reason.strip()})
    return found


@transaction.atomic
def call_for_review(*, children: Collection[UUID], on: date, by: Actor, at: datetime) -> int:
    """
    Let the recognitions of children be looked at by a day, since something has changed, and say of how many (提前复核).

    One that was looked at on that day or later, or is due by then, stays as it is.

    :raises NotPermitted: somebody but the system asks for it
    """
    _authorise_clock(by)
    rows = CategoryAssignment.objects.everywhere(_WHY).filter(
        Q(reviewed_on__isnull=True) | Q(reviewed_on__lt=on), child__in=list(children), to_on__isnull=True,
        review_on__gt=on, from_on__lte=on,
    )  # fmt: skip
    called = rows.update(review_on=on, review_cause=ReviewCause.EVENT)
    record(
        by=by, at=at, verb="people.call_for_review", subject_kind="children", subject_key=on.isoformat(),
        detail={"called": called}, district=NATION,
    )  # fmt: skip
    return called


@transaction.atomic
def note_clean(*, children: Mapping[UUID, Category], run: UUID, on: date, by: Actor, at: datetime) -> int:
    """
    Write down of children on the roll that a run found nothing against what they are recognised as (比对无异常).

    :raises NotPermitted: the actor runs no screenings where a child lives
    """
    scope, noted = reached_by(by), 0
    by_category: dict[Category, list[UUID]] = {}
    for child, category in children.items():
        by_category.setdefault(category, []).append(child)
    for category, keys in by_category.items():
        for start in range(0, len(keys), 2_000):
            rows = CategoryAssignment.objects.everywhere(_WHY).filter(
                child__in=keys[start : start + 2_000], category=category, to_on__isnull=True
            )
            seen = rows.filter(child__in=Child.objects.visible_to(scope, Permission.RUN_SCREENING).values("pk"))
            noted += seen.update(clean_on=on, clean_run=run)
    record(
        by=by, at=at, verb="people.note_clean", subject_kind="children", subject_key=str(run),
        detail={"noted": noted}, district=by.district or NATION,
    )  # fmt: skip
    return noted


@transaction.atomic
def forget_clean(*, run: UUID, by: Actor, at: datetime) -> int:
    """Forget what a run that is taken back saw of children on the roll, and say of how many (撤销比对无异常)."""
    rows = CategoryAssignment.objects.everywhere(_WHY).filter(clean_run=run)
    forgotten = rows.update(clean_on=None, clean_run=None)
    record(
        by=by, at=at, verb="people.forget_clean", subject_kind="children", subject_key=str(run),
        detail={"forgotten": forgotten}, district=by.district or NATION,
    )  # fmt: skip
    return forgotten


def _in_force(child: Child, assignment: UUID, by: Actor) -> CategoryAssignment:
    rows = CategoryAssignment.objects.everywhere(_WHY).filter(pk=assignment, child=child, to_on__isnull=True)
    found = rows.filter(Q() if is_system(by) else review_told(reached_by(by))).select_for_update(of=("self",)).first()
    if found is None:
        raise NothingToReview("该儿童没有这项认定，或它已经终止")
    return found


def _refuse_unfounded(facts: ReviewFacts, row: CategoryAssignment, today: date) -> None:
    if len(facts.evidence.strip()) < _SHORTEST:
        raise ReviewUnfounded(f"请写明凭什么判断仍然符合（至少 {_SHORTEST} 个字），如走访所见、查验的证件")
    if facts.reviewed_on > today:
        raise ReviewUnfounded("复核日期不能晚于今天")
    if row.reviewed_on and facts.reviewed_on < row.reviewed_on:
        raise ReviewUnfounded(f"上次复核是 {row.reviewed_on}，这次的日期不能早于它")
    if not facts.reviewed_on < facts.next_on <= facts.latest:
        raise ReviewUnfounded(f"下次复核须晚于这次，且不晚于 {facts.latest}")


def _authorise_clock(by: Actor) -> None:
    if not is_system(by):
        authorise(by, Permission.OPERATE_SYSTEM, "")
