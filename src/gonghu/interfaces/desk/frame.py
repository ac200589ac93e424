"""What the frame of every page shows (页面框架): who is signed in, where the bar on the left leads."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import Permission
from gonghu.interfaces.desk.navigation import navigation_for


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Who is signed in (登录人)."""

    name: str
    posts: tuple[str, ...]


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Give the frame's part of a template's context; a view that let nobody in by name has none."""
    by = getattr(request, "officer", None)
    if not isinstance(by, Officer):
        return {"navigation": [], "person": None, "may_search": False, "printed_at": timezone.now()}
    return {
        "navigation": navigation_for(request, by),
        "person": PersonShown(by.label, tuple(str(post.role.label) for post in by.posts)),
        "may_search": by.scope.has(Permission.SEE_CHILDREN),
        "printed_at": timezone.now(),
    }
