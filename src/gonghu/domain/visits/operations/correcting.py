"""A visit that was sent back is corrected by another (走访更正): the first stays as it was, and counts no more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.visits.facts import ChildAtVisit
from gonghu.domain.visits.models import FollowUp, Problem, Visit, Wish
from gonghu.domain.visits.operations.visiting import mark_follow_ups
from gonghu.domain.visits.terms import WishKind, WishState
from gonghu.domain.visits.writing import record_about, require_reach
from gonghu.foundation.acting import Actor

_WHY: Final = "a visit that is corrected"


@transaction.atomic
def replace_visit(*, replaced: UUID, visit: Visit, wish: str, by: Actor, at: datetime) -> Visit | None:
    """
    Let a visit take the place of an earlier one (走访更正), if there is one that nothing took the place of.

    Follow-ups are marked anew; a wish that is still open goes along, in the words of the correction.

    :raises NotPermitted: the actor records no visits to that child
    """
    rows = Visit.objects.everywhere(_WHY).select_for_update().filter(replaced_by=None)
    earlier = rows.filter(pk=replaced).exclude(pk=visit.pk).first()
    if earlier is None:
        return None
    require_reach(ChildAtVisit(visit.child_id, visit.division_code), by)
    earlier.replaced_by = visit
    earlier.save(update_fields=["replaced_by"])
    _free_follow_ups(earlier)
    mark_follow_ups(visit)
    if wish and earlier.child_id == visit.child_id:
        open_wish = Wish.objects.everywhere(_WHY).filter(visit=earlier, kind=WishKind.WISH, state=WishState.OPEN)
        open_wish.update(visit=visit, words=wish, made_on=visit.visited_on)
    detail = {"replaced_by": str(visit.pk)}
    record_about("replace_visit", "visit", earlier.pk, earlier.division_code, by, at, detail)
    return earlier


@transaction.atomic
def move_problems(*, codes: Mapping[UUID, str], visit: UUID, child: ChildAtVisit, by: Actor, at: datetime) -> None:
    """
    Let problems belong to the visit that corrects theirs (问题随更正转移), with their tasks as they stand.

    :raises NotPermitted: the actor records no visits to that child
    """
    require_reach(child, by)
    for problem in Problem.objects.everywhere(_WHY).filter(pk__in=list(codes), child=child.key):
        problem.visit_id, problem.code = visit, codes[problem.pk]
        problem.save(update_fields=["visit", "code"])
    record_about("move_problems", "visit", visit, child.division_code, by, at, {"problems": len(codes)})


def _free_follow_ups(earlier: Visit) -> None:
    """Let follow-ups wait again that the earlier visit made, unless another visit of that day made them too."""
    others = Visit.objects.everywhere(_WHY).filter(
        child=earlier.child_id, visited_on=earlier.visited_on, outcome=earlier.outcome, replaced_by=None
    )
    if not others.exists():
        made = FollowUp.objects.everywhere(_WHY).filter(child=earlier.child_id, visited_on=earlier.visited_on)
        made.update(visited_on=None)
