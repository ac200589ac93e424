"""Reading of applications (申请的查询): the queue by clock, one application, what another town's child is told of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from gonghu.domain.access.scope import Scope, ScopedBy
from gonghu.domain.access.terms import VERIFIED, Permission, SealedKind
from gonghu.domain.benefits.models import Application, ApplicationStep, Decision
from gonghu.domain.benefits.papers import Fact, Paper, facts_from, papers_from
from gonghu.domain.benefits.terms import WAITING, ApplicationState, Procedure
from gonghu.domain.divisions.terms import Area

_WEEK = timedelta(days=7)
_HANDLED = ScopedBy(division="handling_division", permission=Permission.RECEIVE_APPLICATIONS)


@dataclass(frozen=True, slots=True)
class DeadlinesWanted:
    """Which deadlines a list asks for (期限筛选): overdue, today, within a week."""

    until: date | None = None
    since: date | None = None

    @classmethod
    def named(cls, name: str, on: date) -> "DeadlinesWanted":
        """Give the deadlines by name: OVERDUE, TODAY, WEEK; anything else asks for all."""
        if name == "OVERDUE":
            return cls(until=on - timedelta(days=1))
        if name == "TODAY":
            return cls(until=on, since=on)
        return cls(until=on + _WEEK) if name == "WEEK" else cls()


@dataclass(frozen=True, slots=True)
class ApplicationsWanted:
    """Which applications are wanted (申请筛选); all conditions hold together, an empty one asks nothing."""

    area: Area | None = None
    states: tuple[ApplicationState, ...] = ()
    line: str = ""
    procedure: Procedure | None = None
    clock: DeadlinesWanted = DeadlinesWanted()
    papers_missing: bool = False
    finding: UUID | None = None


@dataclass(frozen=True, slots=True)
class HandledElsewhere:
    """
    What a town is told of an application it received for a child of another place (异地受理的申请): how it stands.

    Nothing of the child, which is not its own.
    """

    key: UUID
    line: str
    division_code: str
    state: ApplicationState
    received_at: datetime | None
    due_on: date | None
    told_at: datetime | None
    missing: tuple[Paper, ...] = ()


def applications_in(*, scope: Scope, wanted: ApplicationsWanted | None = None) -> QuerySet[Application]:
    """Give the applications that somebody sees: the green channel first, then by clock; decided ones last."""
    asked = wanted or ApplicationsWanted()
    found: QuerySet[Application] = Application.objects.visible_to(scope).select_related("child")
    if asked.area:
        found = found.filter(asked.area.filter())
    if asked.states:
        found = found.filter(state__in=asked.states)
    if asked.line:
        found = found.filter(line=asked.line)
    if asked.procedure:
        found = found.filter(procedure=asked.procedure)
    if asked.finding:
        found = found.filter(finding_id=asked.finding)
    if asked.papers_missing:
        found = found.filter(papers_due_on__isnull=False)
    found = _by_clock(found, asked.clock)
    return found.annotate(is_green=Q(procedure=Procedure.GREEN, state__in=sorted(WAITING))).order_by(
        "-is_green", F("due_on").asc(nulls_last=True), "division_code", "pk"
    )


def application_by_key(*, key: UUID, scope: Scope) -> Application | None:
    """Give one application, if it is seen."""
    return Application.objects.visible_to(scope).select_related("child", "finding__told").filter(pk=key).first()


def applications_of(*, child: UUID, scope: Scope) -> QuerySet[Application]:
    """Give the applications of a child, the last first."""
    return Application.objects.visible_to(scope).filter(child_id=child).order_by("-drafted_at", "pk")


def applications_handled_for_others(*, scope: Scope) -> list[HandledElsewhere]:
    """Give what towns in reach received for children of other places: the state and nothing of the child."""
    rows = Application.objects.everywhere("a town follows what it received, by state only")
    own = scope.condition(ScopedBy(permission=Permission.RECEIVE_APPLICATIONS))
    found = rows.filter(scope.condition(_HANDLED), batch__isnull=True).exclude(own)
    return [
        HandledElsewhere(
            each.pk,
            each.line,
            each.division_code,
            ApplicationState(each.state),
            each.received_at,
            each.due_on,
            each.told_at,
            tuple(paper for paper in papers_from(each.papers) if paper.is_missing),
        )
        for each in found.order_by("told_at", "due_on", "pk")[:200]
    ]


def steps_of_application(*, application: UUID, scope: Scope) -> QuerySet[ApplicationStep]:
    """Give the steps of an application that somebody sees, the first one first."""
    seen = Application.objects.visible_to(scope).filter(pk=application)
    return ApplicationStep.objects.filter(application__in=seen).order_by("pk")


def decisions_of_application(*, application: UUID, scope: Scope) -> QuerySet[Decision]:
    """Give what was decided on an application that somebody sees, the first one first."""
    seen = Application.objects.visible_to(scope).filter(pk=application)
    return Decision.objects.filter(application__in=seen).order_by("at", "pk")


def facts_shown(*, application: Application, scope: Scope) -> list[Fact]:
    """Give the facts of an application as a scope is told of them."""
    return facts_told(facts=facts_from(application.facts), division_code=application.division_code, scope=scope)


def facts_told(*, facts: Sequence[Fact], division_code: str, scope: Scope) -> list[Fact]:
    """Give facts to somebody; of one that tells a secret not even the file is named to who may not know it."""
    return [_shown(fact, division_code, scope) for fact in facts]


def _shown(fact: Fact, division_code: str, scope: Scope) -> Fact:
    if fact.secret and not scope.opens(SealedKind(fact.secret), division_code):
        return replace(fact, file="", sheet="", row_no=0, facts=VERIFIED, shows="", secret="", note="")
    return fact


def _by_clock(found: QuerySet[Application], clock: DeadlinesWanted) -> QuerySet[Application]:
    if clock.until:
        found = found.filter(due_on__lte=clock.until)
    return found.filter(due_on__gte=clock.since) if clock.since else found
