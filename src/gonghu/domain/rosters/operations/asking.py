"""A run asks about doubtful links (提出人工核对)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.rosters.models import LinkAnswer, LinkQuestion
from gonghu.domain.rosters.terms import LinkAsked, pair_of
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.standards import division_code as division_codes

_AT_ONCE: Final = 500
_WHY: Final = "questions of a run"


@transaction.atomic
def ask_about_links(
    *, run_key: UUID, division_code: str, questions: Iterable[LinkAsked], by: Actor, at: datetime
) -> int:
    """
    Ask what a run could not decide, and tell how many are open (提出人工核对).

    Questions of an earlier run of the place that are not asked again are closed; those asked again stay where they
    are. What was answered already is not asked.

    :raises NotPermitted: the actor runs nothing there
    """
    code = division_codes.pad(division_code)
    authorise(by, Permission.RUN_SCREENING, code)
    asked = {pair_of(each.row_digest, each.person): each for each in questions}
    open_here = LinkQuestion.objects.everywhere(_WHY).filter(Area.of(code).filter(), closed_at__isnull=True)
    known = {question.pair: question for question in open_here.only("uuid", "pair")}
    gone = [question.pk for pair, question in known.items() if pair not in asked]
    for start in range(0, len(gone), _AT_ONCE):
        _of(gone[start : start + _AT_ONCE]).update(closed_at=at)
    again = [known[pair].pk for pair in asked if pair in known]
    for start in range(0, len(again), _AT_ONCE):
        _of(again[start : start + _AT_ONCE]).update(run_key=run_key)
    held = LinkAnswer.objects.everywhere(_WHY).filter(Area.of(code).filter(), withdrawn_at__isnull=True)
    answered = {answer.pair for answer in held.only("uuid", "pair")}
    new = [each for pair, each in asked.items() if pair not in known and pair not in answered]
    LinkQuestion.objects.bulk_create((_row(run_key, each, at) for each in new), batch_size=_AT_ONCE)
    record(
        by=by,
        at=at,
        verb="rosters.ask",
        subject_kind="run",
        subject_key=str(run_key),
        detail={"asked": len(new), "again": len(again), "closed": len(gone)},
        district=code[:6],
    )
    return len(new) + len(again)


def _of(keys: list[UUID]) -> QuerySet[LinkQuestion]:
    return LinkQuestion.objects.everywhere(_WHY).filter(pk__in=keys)


def _row(run_key: UUID, asked: LinkAsked, at: datetime) -> LinkQuestion:
    return LinkQuestion(
        division_code=division_codes.pad(asked.division_code),
        run_key=run_key,
        pair=pair_of(asked.row_digest, asked.person),
        kind=asked.kind,
        row_place=asked.row_place[:500],
        role=asked.role,
        row_name=asked.row.name[:200],
        row_number=asked.row.number,
        row_born=asked.row.born,
        row_division=asked.row.place,
        known_name=asked.known.name[:200],
        known_number=asked.known.number,
        known_born=asked.known.born,
        known_division=asked.known.place,
        why=asked.why[:200],
        likeness=asked.likeness,
        children=asked.children,
        turn=asked.turn,
        asked_at=at,
    )
