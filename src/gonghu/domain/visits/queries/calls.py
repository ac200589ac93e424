"""Calls for help (求助的查询): who sees them, who learns the caller's name, and what waits to be rung back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from django.db.models import F, Q

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import keys_of_child
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.visits.call_scoping import calls_led, calls_own
from gonghu.domain.visits.call_terms import UNANSWERED, CallAct, CallChannel, CallState
from gonghu.domain.visits.models import CallStep, HelpCall


@dataclass(frozen=True, slots=True)
class CallFilters:
    """Which calls for help to list (求助筛选); all that are said hold together."""

    states: frozenset[CallState] = UNANSWERED
    area: Area | None = None
    channel: CallChannel | None = None
    child: UUID | None = None
    called_since: datetime | None = None
    late_at: datetime | None = None

    def condition(self, scope: Scope) -> Q:
        """Give the condition on rows of calls."""
        said = {"channel": self.channel, "called_at__gte": self.called_since, "ring_back_by__lt": self.late_at}
        found = Q(**{name: value for name, value in said.items() if value is not None})
        if self.states != frozenset(CallState):
            found &= Q(state__in=sorted(self.states))
        if self.child:
            found &= Q(child__in=keys_of_child(child=self.child, scope=scope))
        # The place stays as it was written; after a change of divisions only the town follows.
        near = self.area.filter("place_division_code") | self.area.filter() if self.area else Q()
        return found & near


@dataclass(frozen=True, slots=True)
class CallTold:
    """A call for help as it may be told (可告知的求助): the caller is a sealed fact to all who need not ring back."""

    call: HelpCall
    knows_caller: bool
    caller_name: str
    phone: str
    steps: Sequence[CallStep]


def calls_in(*, scope: Scope, filters: CallFilters = CallFilters()) -> FileQuerySet[HelpCall]:
    """Give the calls for help of where somebody leads the work or protects children: late ones first, closed last."""
    rows = calls_led(scope).filter(filters.condition(scope))
    return rows.order_by(F("closed_at").desc(nulls_first=True), F("ring_back_by").asc(nulls_last=True), "uuid")


def call_by_key(*, key: UUID, scope: Officer) -> HelpCall | None:
    """
    Give one call for help that somebody sees: of their place, written down by them, or theirs to ring back.

    One that became a report of harm is seen by the district alone.
    """
    return calls_led(scope.scope).filter(pk=key).first() or calls_own(scope).filter(pk=key).first()


def call_told(*, call: HelpCall, scope: Officer) -> CallTold:
    """Give a call that somebody sees with what happened to it, and its caller as far as they may know."""
    opens = scope.scope.opens(SealedKind.REPORTER, call.division_code)
    knows = opens or calls_own(scope).filter(pk=call.pk).exists()
    # What was written down at once begins with the call itself.
    steps = sorted(
        CallStep.objects.filter(call=call),
        key=lambda step: (step.at, step.act != CallAct.WRITTEN, step.act == CallAct.CLOSED, step.written_at),
    )
    return CallTold(call, knows, call.caller_name if knows else "", (call.phone or "") if knows else "", steps)


def unanswered_of_telephone(*, phone: str, scope: Officer) -> list[HelpCall]:
    """List the calls that wait for an answer and came from one telephone, of those that somebody sees."""
    if not phone:
        return []
    waiting = Q(phone_index=phone, state__in=sorted(UNANSWERED))
    found = [*calls_in(scope=scope.scope).filter(waiting), *calls_own(scope).filter(waiting)]
    return sorted({each.pk: each for each in found}.values(), key=attrgetter("called_at"))
