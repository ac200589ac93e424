"""
Districts, towns and villages are rearranged (区划调整): the change is written down and what stands there follows.

Children, tasks, charges, posts and all else go over on the day the change takes effect: at once if that day has come,
else by the work of that day. The new county pays from the month after. Books stay as they were kept; whoever works for
the heir sees them. A look beforehand does the very same and takes it back, so that it tells what will be.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from gonghu.domain.access.officer import authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.operations import grants_follow_places
from gonghu.domain.divisions import operations as divisions
from gonghu.domain.divisions.following import RowsFollowed
from gonghu.domain.divisions.models import DivisionChange
from gonghu.domain.divisions.queries import Became, became, places_of_change, waiting_changes
from gonghu.domain.divisions.terms import ChangeKind
from gonghu.domain.policies.operations import recount_findings
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.jobs.registry import job
from gonghu.usecases.report_harm import reports_follow_places


@dataclass(frozen=True, slots=True)
class DivisionOrder:
    """What a document orders about divisions (区划调整要求); what a kind of change does not need stays empty."""

    kind: ChangeKind
    codes: tuple[str, ...]
    on: date
    document: str
    name: str = ""
    into: Mapping[str, str] = field(default_factory=dict)
    below: Mapping[str, str] = field(default_factory=dict)

    @property
    def places(self) -> set[str]:
        """Every division that is named."""
        return {*self.codes, *self.into, *self.below, *self.below.values()}


@dataclass(frozen=True, slots=True)
class Rearranged:
    """What a change did, or would do (调整结果)."""

    change: DivisionChange
    followed: RowsFollowed
    became: tuple[Became, ...] = ()


_Write = Callable[..., DivisionChange]
_WRITTEN: Final[dict[ChangeKind, Callable[[DivisionOrder], tuple[_Write, dict[str, Any]]]]] = {
    ChangeKind.RENAMED: lambda said: (divisions.rename_division, {"code": said.codes[0], "name": said.name}),
    ChangeKind.MOVED: lambda said: (divisions.move_division, {"code": said.codes[0], "to_code": next(iter(said.into))}),
    ChangeKind.SPLIT: lambda said: (
        divisions.split_division, {"code": said.codes[0], "into": said.into, "below": said.below}
    ),
    ChangeKind.MERGED: lambda said: (
        divisions.merge_divisions,
        {"codes": list(said.codes), "into": next(iter(said.into)), "name": said.name, "below": said.below},
    ),
    ChangeKind.CREATED: lambda said: (divisions.create_division, {"code": next(iter(said.into)), "name": said.name}),
    ChangeKind.ABOLISHED: lambda said: (divisions.abolish_division, {"code": said.codes[0]}),
}  # fmt: skip


@transaction.atomic
def rearrange_divisions(*, order: DivisionOrder, by: Actor, at: datetime) -> Rearranged:
    """
    Write a change of divisions down, and let what stands there follow if its day has come.

    :raises NotPermitted: the actor does not keep the divisions of one of the places
    :raises NoSuchDivision: see ``divisions.operations``, as for the other errors
    :raises PlaceTaken: two rows would stand where there can be one
    :raises RowsLeftBehind: something stands in a division without heirs
    """
    for code in order.places:
        authorise(by, Permission.MANAGE_DIVISIONS, code)
    write, words = _WRITTEN[order.kind](order)
    change = write(**words, on=order.on, document=order.document, by=by, at=at)
    if order.on <= day_of(at):
        return Rearranged(change, _followed(change, by, at))
    divisions.wait_with_change(change=change, by=by, at=at)
    return Rearranged(change, RowsFollowed({}))


def look_at_rearrangement(*, order: DivisionOrder, by: Actor, at: datetime) -> Rearranged:
    """
    Tell what a change would do, with the rows that would follow as if its day were today; nothing is kept.

    :raises NotPermitted: see ``rearrange_divisions``, as for the other errors
    """
    with transaction.atomic():
        found = rearrange_divisions(order=order, by=by, at=at)
        if order.on > day_of(at):
            found = replace(found, followed=divisions.follow_change(change=found.change, by=by, at=at))
        found = replace(found, became=became(change=found.change))
        transaction.set_rollback(True)
    return found


@transaction.atomic
def take_back_rearrangement(*, change: DivisionChange, by: Actor, at: datetime) -> RowsFollowed:
    """
    Take a change back, with what followed it.

    :raises NotPermitted: the actor does not keep the divisions of one of the places
    :raises CannotTakeBack: see the class
    :raises RowsLeftBehind: something stands in a division that the change set up
    """
    for code in places_of_change(change=change):
        authorise(by, Permission.MANAGE_DIVISIONS, code)
    on = change.effective_on
    returned = divisions.take_back_change(change=change, by=by, at=at)
    if returned.rows:
        recount_findings(by=by, at=at)
        grants_follow_places(on=on, by=SYSTEM, at=at)
        reports_follow_places(at=at)
    return returned


@job("区划调整到期随迁")
def follow_due_changes(*, by: Actor, at: datetime, on: str, **_context: object) -> Mapping[str, int]:
    """Let rows follow the changes whose day has come; one that cannot stops the work with the reason."""
    rows = changes = 0
    for change in waiting_changes(on=date.fromisoformat(on)):
        with transaction.atomic():
            rows += _followed(change, by, at).in_all
        changes += 1
    return {"changes": changes, "rows": rows}


def _followed(change: DivisionChange, by: Actor, at: datetime) -> RowsFollowed:
    followed = divisions.follow_change(change=change, by=by, at=at)
    if followed.rows:
        recount_findings(by=by, at=at)
        # That the new county pays follows from the change; the month after, as when a child moves.
        grants_follow_places(on=change.effective_on, by=SYSTEM, at=at)
        # Whoever answers for a child in danger is the district where it is now.
        reports_follow_places(at=at)
    return followed
