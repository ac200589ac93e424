"""
The door of the field app's addresses (走访端准入): who is let in, and what everybody else is told.

Nothing here leads to another page: an app without a network cannot follow, and one that takes a sign-in page for an
answer would believe that its records arrived.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from gonghu.domain.access.attempts import TooManyAttempts
from gonghu.domain.access.device_standing import is_sealed
from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.interfaces.admission import (
    OWES_SECOND_FACTOR,
    Admission,
    SignedRequest,
    View,
    declared,
    officer_at_the_door,
    open_to_everybody,
    owes_new_password,
)
from gonghu.interfaces.field import refusals
from gonghu.interfaces.field.pace import Pace
from gonghu.interfaces.field.refusals import FieldRefusal, RequestRefused

DEVICE_HEADER: Final = "X-Field-Device"
"""Where a telephone tells its key, so that a sealed one learns it although its session is over."""


class FieldRequest(SignedRequest):
    """A request of somebody who signed in with the field app (走访端请求)."""


class _Origin(CsrfViewMiddleware):
    """The check that a request comes from our own pages, as an answer instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        del reason
        said = {"csrf": get_token(request)}
        return FieldRefusal(403, "TOKEN", "页面已过期", "请用新的口令重送，手机会自动处理。", said=said).answer()


def speaks(*permissions: Permission) -> Callable[[View], View]:
    """Let in whoever holds one of the permissions anywhere, or whoever has signed in if there is none."""
    admission = Admission("PERMITTED" if permissions else "SIGNED_IN", frozenset(permissions))

    def declare(view: View) -> View:
        @csrf_exempt  # The door checks it itself, after it knows who asks.
        @wraps(view)
        def guarded(request: FieldRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                stopped = _stopped(request, admission, kwargs.get("device"))
                return stopped if stopped is not None else view(request, *args, **kwargs)
            except RequestRefused as stopped_by:
                return stopped_by.refusal.answer()
            except (NotPermitted, PermissionDenied):
                return refusals.NOT_PERMITTED.answer()
            except Http404:
                return refusals.NOT_FOUND.answer()
            except RequestDataTooBig:
                return refusals.TOO_LARGE.answer()

        return declared(guarded, admission)

    return declare


def asked_before_sign_in(reason: str) -> Callable[[View], View]:
    """Let a telephone ask that has no session yet, from our own pages, and tell it every refusal in JSON."""

    def declare(view: View) -> View:
        @csrf_exempt  # It is checked here, so that the answer is no page.
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            stopped = _Origin(_never).process_view(request, _never, (), {})
            if stopped is not None:
                return stopped
            try:
                return view(request, *args, **kwargs)
            except RequestRefused as stopped_by:
                return stopped_by.refusal.answer()
            except TooManyAttempts as many:
                seconds = (many.until - timezone.now()).total_seconds()
                return refusals.too_often(max(1, round(seconds))).answer()

        return open_to_everybody(reason)(answered)

    return declare


def _stopped(request: FieldRequest, admission: Admission, device: UUID | None) -> HttpResponse | None:
    """
    Give the answer to somebody who is not let in; otherwise note down who it is.

    :raises RequestRefused: for every other reason
    """
    request.at = timezone.now()
    if not isinstance(request.user, Account):
        raise RequestRefused(refusals.SEALED if _is_sealed(request, device) else refusals.SIGN_IN)
    request.account = request.user
    if owes_new_password(request):
        raise RequestRefused(refusals.CHANGE_PASSWORD)
    if request.session.get(OWES_SECOND_FACTOR):
        raise RequestRefused(refusals.SECOND_FACTOR)
    seconds = _pace(settings.GONGHU_FIELD_REQUESTS_A_MINUTE).wait(request.account.pk)
    if seconds:
        raise RequestRefused(refusals.too_often(seconds))
    request.officer = officer_at_the_door(request)
    if not admission.lets_in(request.officer):
        raise RequestRefused(refusals.NOT_PERMITTED)
    return _Origin(_never).process_view(request, _never, (), {})


def _is_sealed(request: FieldRequest, device: UUID | None) -> bool:
    """Tell whether the telephone that asks, by its address or by the header, is sealed."""
    try:
        key = device or UUID(request.headers.get(DEVICE_HEADER, ""))
    except ValueError:
        return False
    return is_sealed(key, request.at)


@cache
def _pace(a_minute: int) -> Pace:
    return Pace(a_minute)


def _never(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError(request.path)
