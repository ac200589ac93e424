"""Who is on file as being in school (就学记录的查询), so that no paper is asked for what a register says."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from gonghu.domain.access.scope import Scope
from gonghu.domain.people.models import Schooling
from gonghu.domain.people.terms import SchoolStage, SchoolState


def enrolments_since(
    *, children: Iterable[UUID], stages: Collection[SchoolStage], since: date, on: date, scope: Scope
) -> dict[UUID, Schooling]:
    """
    Give the record of being in school, begun on a day or later and holding on another, of some whom somebody sees.

    One that says neither a school nor on what it rests shows nothing, and is left out.
    """
    rows = Schooling.objects.visible_to(scope).filter(
        Q(to_on__isnull=True) | Q(to_on__gte=on), person__in=list(children), state=SchoolState.ENROLLED,
        stage__in=sorted(stages), from_on__gte=since, from_on__lte=on,
    )  # fmt: skip
    told = rows.exclude(school="").exclude(evidence="").order_by("from_on")
    return {row.person_id: row for row in told}
