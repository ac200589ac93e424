"""Reading of recognitions (认定的查询)."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries.telling import category_told
from gonghu.domain.people.terms import FileState
from gonghu.domain.policies.models import Recognition, RecognitionStep
from gonghu.domain.policies.terms import RecognitionState


def recognitions_in(
    *, scope: Scope, states: Iterable[RecognitionState] = (), area: Area | None = None, category: str = ""
) -> QuerySet[Recognition]:
    """
    Give the recognitions that somebody sees, those proposed first coming first.

    One of a sealed category is seen only by whoever may know it: documents and opinions would tell it.
    """
    seen = Recognition.objects.visible_to(scope).filter(category_told(scope))
    found = seen.select_related("first_by", "second_by", "finding__told")
    wanted = tuple(states)
    if wanted:
        found = found.filter(state__in=wanted)
    if area:
        found = found.filter(area.filter())
    if category:
        found = found.filter(category=category)
    return found.order_by("first_at", "pk")


def recognition_by_key(*, key: UUID, scope: Scope) -> Recognition | None:
    """Give one recognition, if it is seen."""
    return recognitions_in(scope=scope).filter(pk=key).first()


def recognitions_of_child(*, child: UUID, scope: Scope) -> QuerySet[Recognition]:
    """Give all recognitions of a child, the last first."""
    return recognitions_in(scope=scope).filter(child_id=child).order_by("-first_at")


def steps_of_recognition(*, recognition: UUID, scope: Scope) -> QuerySet[RecognitionStep]:
    """Give the steps of a recognition in their order."""
    seen = recognitions_in(scope=scope).order_by().filter(pk=recognition).values("pk")
    return RecognitionStep.objects.filter(recognition__in=seen).order_by("pk")


def may_be_proposed(*, child: Child, scope: Scope) -> bool:
    """Tell whether somebody may propose a recognition of a child: its file is in use, and they propose there."""
    is_in_use = child.person.merged_into_id is None and child.state != FileState.CLOSED
    return is_in_use and scope.allows(Permission.RECOGNISE_FIRST, child.division_code)
