"""
Who is let in to a page of the desk (准入): every view says so in one line.

A view that asks for a permission gets in whoever holds it anywhere; which rows are shown is the business of the scope.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from gonghu.domain.access.models import Account
from gonghu.domain.access.terms import Permission
from gonghu.foundation.audit.recording import PersonalDetail
from gonghu.foundation.labels import worded
from gonghu.foundation.pages.ways_back import page_of
from gonghu.interfaces.admission import (
    ACTING_AS,
    OWES_SECOND_FACTOR,
    Admission,
    SignedRequest,
    View,
    admission_of,
    declared,
    officer_at_the_door,
    open_to_everybody,
    owes_new_password,
)
from gonghu.interfaces.desk.refusals import personal_detail

__all__ = [
    "ACTING_AS",
    "OWES_SECOND_FACTOR",
    "Admission",
    "DeskRequest",
    "admission_of",
    "needs",
    "open_to_everybody",
    "sent_to",
    "signed_in",
    "signed_in_anew",
    "to_sign_in",
]


class DeskRequest(SignedRequest):
    """A request of somebody who signed in at the desk (工作台请求), as views get it."""


def signed_in(view: View) -> View:
    """Let in whoever has signed in."""
    return _guarded(view, Admission("SIGNED_IN"), before_password_change=False)


def signed_in_anew(view: View) -> View:
    """Let in whoever has signed in, also with a first password that has to be changed."""
    return _guarded(view, Admission("SIGNED_IN"), before_password_change=True)


def needs(*permissions: Permission) -> Callable[[View], View]:
    """Let in whoever holds one of the permissions anywhere."""

    def declare(view: View) -> View:
        return _guarded(view, Admission("PERMITTED", frozenset(permissions)), before_password_change=False)

    return declare


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send the browser to sign in and back; a request in the background moves the whole page."""
    return sent_to(request, f"{reverse('desk:sign-in')}?{urlencode({'next': page_of(request)})}")


def sent_to(request: HttpRequest, address: str) -> HttpResponse:
    """Send the browser to another page, also from a request in the background."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _guarded(view: View, admission: Admission, *, before_password_change: bool) -> View:
    @wraps(view)
    def guarded(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(request.user, Account):
            return to_sign_in(request)
        request.account = request.user
        request.at = timezone.now()
        request.officer = officer_at_the_door(request)
        owed = "" if before_password_change else _owed(request)
        if owed:
            return sent_to(request, reverse(owed))
        if not admission.lets_in(request.officer):
            raise PermissionDenied("、".join(sorted(worded(permission.label) for permission in admission.permissions)))
        try:
            return view(request, *args, **kwargs)
        except PersonalDetail:
            # Every operation refuses to write it down; nothing was stored.
            return personal_detail(request)

    return declared(guarded, admission)


def _owed(request: DeskRequest) -> str:
    """Name the page that has to be dealt with before all others, if there is one."""
    if owes_new_password(request):
        return "desk:change-password"
    return "desk:second-factor" if request.session.get(OWES_SECOND_FACTOR) else ""
