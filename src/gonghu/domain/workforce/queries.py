"""Reading of the workforce (队伍的查询): who answers for a place, where nobody does, who came and went."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from gonghu.domain.access.colleagues import Colleague, changes_of_hands
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.queries import divisions_within
from gonghu.domain.divisions.terms import Area
from gonghu.domain.workforce.models import Charge, HandOver, Worker
from gonghu.domain.workforce.seats import area_around, seats_in
from gonghu.domain.workforce.succession import Answering, answering_between
from gonghu.domain.workforce.terms import CHECK_MONTHS, TRAINING_MONTHS, ChargeKind, months_before
from gonghu.foundation.intervals import holding_on
from gonghu.standards.division_code import LENGTH, Level, is_statistical_unit


@dataclass(frozen=True, slots=True)
class SeatCoverage:
    """How many divisions of a place have somebody who answers for them (到岗情况), and which have none."""

    division_code: str
    kind: ChargeKind
    divisions: int
    without: tuple[str, ...]

    @property
    def covered(self) -> int:
        """How many have somebody."""
        return self.divisions - len(self.without)


@dataclass(frozen=True, slots=True)
class Turnover:
    """How many came to posts of a kind and how many left in a period (人员变动)."""

    kind: ChargeKind
    came: int
    left: int


def posts_answering_for(*, codes: Iterable[str], scope: Scope | None, on: date) -> dict[str, UUID]:
    """
    Give the post that answers for each place on a day: its director, else the town's supervisor, else the commissioner.

    Places where nobody does are absent. Without a scope it is the work of the system, which is nobody's look.
    """
    return {code: each.post for code, each in people_answering_for(codes=codes, scope=scope, on=on).items()}


def people_answering_for(*, codes: Iterable[str], scope: Scope | None, on: date) -> dict[str, Colleague]:
    """Give who answers for each place on a day, with name and role; see ``posts_answering_for``."""
    asked = {code for code in codes if scope is None or scope.allows(Permission.SEE_TASKS, code)}
    if not asked:
        return {}
    seats = seats_in(area=area_around(asked), on=on)
    found = {code: seats.answering(code) for code in asked}
    return {code: each for code, each in found.items() if each}


def coverage_of_seats(*, scope: Scope, area: Area, kind: ChargeKind, on: date) -> list[SeatCoverage]:
    """
    Tell for each place right below an area where somebody of a kind is missing (责任人覆盖), as far as it is seen.

    Units like towns that are none in law owe no supervisor of their own.
    """
    seats = seats_in(area=area, on=on, kinds=[kind])
    digits = min(_level_below(area), kind.level)
    owed: dict[str, list[str]] = defaultdict(list)
    for code in _owed(scope, area, kind, on):
        owed[code[:digits].ljust(LENGTH, "0")].append(code)
    return [
        SeatCoverage(place, kind, len(codes), tuple(code for code in codes if (kind, code) not in seats.taken))
        for place, codes in sorted(owed.items())
    ]


def vacancies(*, scope: Scope, area: Area, kind: ChargeKind, on: date) -> list[str]:
    """List the divisions of an area that owe somebody of a kind and have nobody that day (空缺), by code."""
    seats = seats_in(area=area, on=on, kinds=[kind])
    return [code for code in _owed(scope, area, kind, on) if (kind, code) not in seats.taken]


def turnover(*, scope: Scope, area: Area, since: date, until: date) -> list[Turnover]:
    """Count who came and who left in an area in a period (人员变动), as far as it is seen; of nobody by name."""
    if not _seen(scope, area):
        return []
    return [
        Turnover(kind, *changes_of_hands(area=area, role=kind.role, since=since, until=until)) for kind in ChargeKind
    ]


def charges_in(*, scope: Scope, area: Area, on: date) -> QuerySet[Charge]:
    """Give the charges of an area that hold on a day, by place."""
    return Charge.objects.visible_to(scope).filter(holding_on(on), area.filter()).order_by("division_code", "uuid")


def charges_of_post(*, post: UUID, scope: Scope, on: date) -> QuerySet[Charge]:
    """Give what a post answers for on a day besides its own division, as far as it is seen."""
    return Charge.objects.visible_to(scope).filter(holding_on(on), post=post).order_by("division_code")


def answering_over_time(*, code: str, scope: Scope | None, since: date, until: date) -> list[Answering]:
    """
    List who answered for a village from one day to another (责任人沿革), if somebody sees its tasks.

    Without a scope it is told on a file that somebody reads already, who may have lived elsewhere before.
    """
    if scope is not None and not scope.allows(Permission.SEE_TASKS, code):
        return []
    return answering_between(code, since, until)


def hand_overs_in(*, scope: Scope, area: Area | None = None, since: date | None = None) -> QuerySet[HandOver]:
    """Give the hand-overs of posts that somebody sees, by place."""
    rows = HandOver.objects.visible_to(scope).select_related("giver", "taker", "post")
    if area:
        rows = rows.filter(area.filter())
    if since:
        rows = rows.filter(on__gte=since)
    return rows.order_by("division_code", "uuid")


def workers_in(
    *, scope: Scope, area: Area | None = None, text: str = "", due_on: date | None = None, left: bool = False
) -> QuerySet[Worker]:
    """
    Give the register (实名台账), by place; with ``due_on`` only those whose check or training has run out by that day.
    """
    found = Worker.objects.visible_to(scope).filter(left_on__isnull=not left)
    if area:
        found = found.filter(area.filter())
    if text:
        found = found.filter(name__contains=text.strip())
    if due_on:
        checked, trained = months_before(due_on, CHECK_MONTHS), months_before(due_on, TRAINING_MONTHS)
        found = found.filter(
            Q(checked_on__isnull=True)
            | Q(checked_on__lte=checked)
            | Q(trained_on__isnull=True)
            | Q(trained_on__lte=trained)
        )
    return found.order_by("division_code", "uuid")


def worker_by_key(*, key: UUID, scope: Scope) -> Worker | None:
    """Give one person of the register."""
    return Worker.objects.visible_to(scope).filter(pk=key).first()


def _owed(scope: Scope, area: Area, kind: ChargeKind, on: date) -> list[str]:
    areas = scope.areas(Permission.SEE_TASKS)
    return [
        code
        for code in divisions_within(scope=area, level=kind.level, on=on).values_list("code", flat=True)
        if any(each.low <= code < each.high for each in areas)
        and not (kind.level == Level.TOWNSHIP and is_statistical_unit(code))
    ]


def _seen(scope: Scope, area: Area) -> bool:
    return any(each.covers(area) for each in scope.areas(Permission.SEE_TASKS))


def _level_below(area: Area) -> int:
    wider = area.level or 0
    return next((level for level in Level if level > wider), Level.VILLAGE)
