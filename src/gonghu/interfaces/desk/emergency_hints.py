"""
Which child an emergency is about, carried in an address (紧急查阅线索).

The page that says “not found” carries one whether or not there is such a child: it is made from the address alone.
"""

from typing import Final
from uuid import UUID

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import Permission

_SALT: Final = "gonghu.desk.emergency"
_SECONDS: Final = 3600
_OF_A_CHILD: Final = ("desk:child", "desk:child-family")


def hint_for(key: UUID, by: Officer) -> str:
    """Sign the key of a child for one officer."""
    return signing.dumps([str(key), by.key], salt=_SALT)


def child_hinted(hint: str, by: Officer) -> UUID | None:
    """Read a hint again; one that is too old, or of somebody else, is none."""
    try:
        key, whose = signing.loads(hint, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    return UUID(key) if whose == by.key else None


def emergency_address(request: HttpRequest) -> str:
    """Give the way from a child's address that showed nothing to the page of emergencies; empty from elsewhere."""
    by, match = getattr(request, "officer", None), request.resolver_match
    if not isinstance(by, Officer) or match is None or match.view_name not in _OF_A_CHILD:
        return ""
    if not by.scope.has(Permission.SEE_CHILDREN) or not isinstance(match.kwargs.get("key"), UUID):
        return ""
    return f"{reverse('desk:open-emergency')}?{urlencode({'hint': hint_for(match.kwargs['key'], by)})}"
