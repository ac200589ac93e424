"""A recognition ends, and the end of what is given because of it is proposed (随认定终止提出停发)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.benefits.lines import LineUnknown, line_of
from gonghu.domain.benefits.models import Ending, Grant
from gonghu.domain.benefits.operations.ending import last_paid_month
from gonghu.domain.benefits.terms import EndingState, EndReason
from gonghu.domain.benefits.writing import record_benefit
from gonghu.foundation.acting import Actor

_WHY: Final = "grants that rest on a recognition that ends"
_LABEL_LENGTH: Final = 100
_NOTICE: Final = (
    "您家孩子的类别认定已终止，因此享受的这项待遇从次月起停发。对此有异议的，可以在停发确认前向乡镇（街道）说明，"
    "也可以依法申请行政复议。"
)


@dataclass(frozen=True, slots=True)
class RecognitionEnded:
    """
    A recognition that ends (终止的认定): of which file, as what, why and since when, and who said so.

    ``still`` is what else the child is recognised as from the month after.
    """

    child: UUID
    assignment: UUID | None
    category: str
    still: frozenset[str]
    reason: EndReason
    happened_on: date
    said_by: UUID
    said_label: str


@transaction.atomic
def propose_endings_with(*, ended: RecognitionEnded, by: Actor, at: datetime) -> list[Ending]:
    """
    Propose that the running grants of a child end that rest on a recognition which does (随认定终止提出停发).

    It is proposed in the name of whoever said that the recognition ends; somebody else decides. That it is proposed
    follows from that decision, so no permission about money is asked for.
    """
    rows = Grant.objects.everywhere(_WHY).select_for_update(of=("self",)).filter(child=ended.child)
    running = [grant for grant in rows.filter(to_month__isnull=True).order_by("pk") if _rests_on(grant, ended)]
    under_way = Ending.objects.everywhere(_WHY).filter(grant__in=running).exclude(state=EndingState.DROPPED)
    known = set(under_way.values_list("grant_id", flat=True))
    made = [_ending(grant, ended, at) for grant in running if grant.pk not in known]
    Ending.objects.bulk_create(made)
    detail = {"child": str(ended.child), "endings": len(made)}
    place = running[0].district if running else by.district
    record_benefit("propose_endings_with", "child", ended.child, place, detail, by, at)
    return made


@transaction.atomic
def drop_endings_with(*, assignment: UUID, words: str, by: Actor, at: datetime) -> tuple[list[Ending], list[Ending]]:
    """
    Drop the endings that were proposed with a recognition which stands again (认定恢复后撤回停发).

    Give those dropped, and those that were decided before: somebody has to look at these.
    """
    rows = Ending.objects.everywhere("endings of a recognition that stands again").select_for_update(of=("self",))
    found = list(rows.filter(assignment=assignment).order_by("pk"))
    dropped = [each for each in found if each.state == EndingState.PROPOSED]
    for each in dropped:
        each.state, each.opinion = EndingState.DROPPED, words
        each.save(update_fields=["state", "opinion"])
    detail = {"assignment": str(assignment), "endings": len(dropped)}
    place = found[0].district if found else by.district
    record_benefit("drop_endings_with", "assignment", assignment, place, detail, by, at)
    return dropped, [each for each in found if each.state == EndingState.DECIDED]


def _rests_on(grant: Grant, ended: RecognitionEnded) -> bool:
    """Tell whether nothing else that a child is recognised as lets it be given the line."""
    try:
        line = line_of(code=grant.line, division_code=grant.division_code, on=ended.happened_on)
    except LineUnknown:
        return grant.category == ended.category
    presupposed = {str(each) for each in line.categories}
    if line.of_age or ended.category not in presupposed:
        return False
    return grant.category in {"", ended.category} and not ended.still & presupposed


def _ending(grant: Grant, ended: RecognitionEnded, at: datetime) -> Ending:
    return Ending(
        grant=grant,
        child_id=grant.child_id,
        division_code=grant.division_code,
        category=grant.category,
        assignment_id=ended.assignment,
        reason=ended.reason,
        happened_on=ended.happened_on,
        left_on=ended.happened_on,
        last_month=last_paid_month(grant, ended.happened_on),
        notice=_NOTICE,
        proposed_at=at,
        proposed_by_id=ended.said_by,
        proposed_label=ended.said_label[:_LABEL_LENGTH],
    )
