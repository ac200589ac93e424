"""Whose parents are both away in a holiday (父母均在外), and in which weeks nobody spoke with the child."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from gonghu.domain.access.scope import Scope
from gonghu.domain.campaigns.holidays import Holiday, Week
from gonghu.domain.campaigns.queries.whereabouts import last_word
from gonghu.domain.campaigns.terms import AwayBasis, ParentsHome, Stay
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import ChildrenWanted, children_in
from gonghu.domain.people.queries.away import both_away, is_at_home, known_away, left_behind, parents_away
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.visits.models import ContactLog
from gonghu.domain.visits.operations.listing import UNDER_CARE
from gonghu.domain.visits.terms import Contact

_WHY: Final = "when parents spoke with children that are seen"
_PARENTS: Final = (Contact.FATHER, Contact.MOTHER, Contact.BOTH)


@dataclass(frozen=True, slots=True)
class AwayTold:
    """A child whose parents are both away (父母均在外儿童), when they last spoke, and the weeks in which none did."""

    child: UUID
    name: str
    division_code: str
    category: str
    basis: AwayBasis
    last_on: date | None
    silent: tuple[Week, ...]


def children_alone(
    *, scope: Scope, holiday: Holiday, answers: frozenset[str], area: Area | None = None, silent: Week | None = None
) -> FileQuerySet[Any]:
    """
    Give the children under care whose parents are both away in a holiday, by place (父母均在外名单).

    What was asked on a visit goes first; else a parent on file works away and none is at home, or the child is
    recognised as left behind. A child that is with its parents is not on the list. ``answers`` are the codes of the
    holidays that tell of this one; with ``silent`` only those with whom no parent spoke in that week.
    """
    found: FileQuerySet[Any] = children_in(scope=scope, filters=ChildrenWanted(area=area, states=UNDER_CARE))
    found = found.annotate(
        told_stay=last_word(answers, "stay"),
        told_parents=last_word(answers, "parents"),
    ).exclude(told_stay=Stay.PARENTS)
    recorded = parents_away(from_on=holiday.from_on, to_on=holiday.to_on)
    behind = left_behind(from_on=holiday.from_on, to_on=holiday.to_on)
    asked = Q(told_parents=ParentsHome.NEITHER)
    found = found.filter(asked | Q(told_parents="") & (recorded | behind))
    if silent is not None:
        spoken = _spoken().filter(child=OuterRef("pk"), contact_on__gte=silent.from_on, contact_on__lte=silent.to_on)
        found = found.filter(~Exists(spoken))
    return found.annotate(
        away_basis=Case(
            When(asked, then=Value(AwayBasis.TOLD.value)),
            When(recorded, then=Value(AwayBasis.RECORDED.value)),
            default=Value(AwayBasis.LEFT_BEHIND.value),
        )
    )


def children_silent(*, scope: Scope, on: date, days: int, area: Area) -> FileQuerySet[Any]:
    """
    Give the children under care whose parents were both away some days ago and still are, and none spoke since.

    Away is what is on file or recognised; who has no file for that long is not yet silent.
    """
    since = on - timedelta(days=days)
    found: FileQuerySet[Any] = children_in(scope=scope, filters=ChildrenWanted(area=area, states=UNDER_CARE))
    for day in (since, on):
        found = found.filter(parents_away(from_on=day, to_on=day) | left_behind(from_on=day, to_on=day))
    spoken = _spoken().filter(child=OuterRef("pk"), contact_on__gt=since, contact_on__lte=on)
    return found.filter(~Exists(spoken), opened_on__lte=since)


def away_told(*, rows: Iterable[Any], scope: Scope, holiday: Holiday, on: date) -> list[AwayTold]:
    """Tell of files that ``children_alone`` gave when a parent last spoke with the child, in their order."""
    files = list(rows)
    seen = Child.objects.visible_to(scope).filter(pk__in=[file.pk for file in files]).values("pk")
    said = _spoken().filter(child__in=seen, contact_on__lte=on).values_list("child", "contact_on")
    days: dict[UUID, set[date]] = {}
    for child, day in said:
        days.setdefault(child, set()).add(day)
    weeks = holiday.weeks_over(on)
    return [
        AwayTold(
            file.pk,
            file.name,
            file.division_code,
            file.category,
            AwayBasis(file.away_basis),
            max(days.get(file.pk, ()), default=None),
            tuple(week for week in weeks if not any(_in(week, day) for day in days.get(file.pk, ()))),
        )
        for file in files
    ]


def whose_parents_are_away(*, whereabouts: Mapping[UUID, tuple[str, str]], scope: Scope, on: date) -> frozenset[UUID]:
    """
    Name those of some children that somebody sees whose parents are both known to be away on a day (父母均在外).

    ``whereabouts`` gives what the card says of father and mother; else what is on file or recognised counts.
    """
    told = frozenset(key for key, said in whereabouts.items() if both_away(*said))
    untold = [key for key, said in whereabouts.items() if key not in told and not any(map(is_at_home, said))]
    seen = children_in(scope=scope).order_by().filter(pk__in=untold).values_list("pk", flat=True)
    return told | known_away(children=seen, on=on)


def last_spoken(*, children: Iterable[UUID], scope: Scope) -> dict[UUID, date]:
    """Give the day on which a parent last spoke with each of some children that somebody sees (最近一次联系)."""
    seen = Child.objects.visible_to(scope).filter(pk__in=list(children)).values("pk")
    rows = _spoken().filter(child__in=seen).order_by("contact_on").values_list("child", "contact_on")
    return dict(rows)


def _spoken() -> Any:
    """Give the contacts in which a parent was reached; of somebody else the law speaks not."""
    return ContactLog.objects.everywhere(_WHY).filter(reached=True, contact__in=_PARENTS)


def _in(week: Week, day: date) -> bool:
    return week.from_on <= day <= week.to_on
