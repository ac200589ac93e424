"""What the frame of every page shows (页面框架): who is signed in, where the bar on the left leads."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import Permission
from gonghu.interfaces.desk.navigation import navigation_for
from gonghu.interfaces.desk.sentences import sentence


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Who is signed in (登录人)."""

    name: str
    posts: tuple[str, ...]


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Give the frame's part of a template's context; a view that let nobody in by name has less."""
    officer = getattr(request, "officer", None)
    by = officer if isinstance(officer, Officer) else None
    return {
        "navigation": navigation_for(request, by),
        "person": PersonShown(sentence(by.label), tuple(str(post.role.label) for post in by.posts)) if by else None,
        "may_search": by is not None and by.scope.has(Permission.SEE_CHILDREN),
        "printed_at": timezone.now(),
    }
