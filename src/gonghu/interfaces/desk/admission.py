"""
Who is let in to a page (准入): every view of the desk says so in one line, and a test looks at all of them.

A view that asks for a permission gets in whoever holds it anywhere; which rows are shown is the business of the scope.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final, Literal, Protocol, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer, PostNotHeld, officer
from gonghu.domain.access.terms import Permission
from gonghu.foundation.audit.recording import PersonalDetail
from gonghu.foundation.pages.ways_back import page_of
from gonghu.interfaces.desk.refusals import personal_detail

ACTING_AS: Final = "acting_as"
"""Where the session keeps the post that its owner has chosen to act on."""

OWES_SECOND_FACTOR: Final = "owes_second_factor"
"""Where the session keeps that a second factor has to be set up before anything else."""

View = Callable[..., HttpResponse]


class DeskRequest(HttpRequest):
    """A request of somebody who signed in (工作台请求), as views get it; the clock is read once, here."""

    reference: str
    officer: Officer
    account: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class Admission:
    """Whom a view lets in (准入条件)."""

    to: Literal["EVERYBODY", "SIGNED_IN", "PERMITTED"]
    permissions: frozenset[Permission] = frozenset()
    reason: str = ""

    def lets_in(self, by: Officer) -> bool:
        """Tell whether somebody who signed in gets in; one of the permissions is enough."""
        return self.to != "PERMITTED" or any(by.scope.has(permission) for permission in self.permissions)


class DeclaredView(Protocol):
    """A view that says whom it lets in (已声明准入条件的视图)."""

    admission: Admission

    def __call__(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a request."""


def admission_of(view: View) -> Admission:
    """
    Tell whom a view lets in.

    :raises AttributeError: it does not say so
    """
    return cast("DeclaredView", view).admission


def _declared(view: View, admission: Admission) -> View:
    cast("DeclaredView", view).admission = admission
    return view


def open_to_everybody(reason: str) -> Callable[[View], View]:
    """Let everybody in, signed in or not; the reason is for whoever reads the code."""

    def declare(view: View) -> View:
        return _declared(view, Admission("EVERYBODY", reason=reason))

    return declare


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
        request.officer = _officer(request)
        owed = "" if before_password_change else _owed(request)
        if owed:
            return sent_to(request, reverse(owed))
        if not admission.lets_in(request.officer):
            raise PermissionDenied("、".join(sorted(permission.label for permission in admission.permissions)))
        try:
            return view(request, *args, **kwargs)
        except PersonalDetail:
            # Every operation refuses to write it down; nothing was stored.
            return personal_detail(request)

    return _declared(guarded, admission)


def _owed(request: DeskRequest) -> str:
    """Name the page that has to be dealt with before all others, if there is one."""
    if request.account.must_change_password:
        return "desk:change-password"
    return "desk:second-factor" if request.session.get(OWES_SECOND_FACTOR) else ""


def _officer(request: DeskRequest) -> Officer:
    """Return the officer of the request, on the chosen post while it is held."""
    chosen = request.session.get(ACTING_AS)
    try:
        return officer(account=request.account, at=request.at, acting_as=chosen, request=request.reference)
    except PostNotHeld:
        del request.session[ACTING_AS]
        return officer(account=request.account, at=request.at, request=request.reference)
