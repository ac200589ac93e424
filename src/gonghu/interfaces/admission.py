"""
Who is let in (准入), whichever audience an address is for: every view says so, and a test looks at all of them.

Each audience refuses in its own words: the desk sends a browser to sign in, the field app and other systems are told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Literal, Protocol, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer, PostNotHeld, officer
from gonghu.domain.access.terms import Permission

ACTING_AS: Final = "acting_as"
"""Where the session keeps the post that its owner has chosen to act on."""

OWES_SECOND_FACTOR: Final = "owes_second_factor"
"""Where the session keeps that a second factor has to be set up before anything else."""

SIGNED_IN_WITH: Final = "signed_in_with"
"""Where the session keeps how it began."""

View = Callable[..., HttpResponse]


class SignedInWith(StrEnum):
    """How a session began (登录方式); only who typed a password can be asked to change it."""

    TYPED = "TYPED"
    CARD = "CARD"
    WECHAT = "WECHAT"
    TELEPHONE = "TELEPHONE"


class SignedRequest(HttpRequest):
    """A request of somebody who signed in (已登录的请求), as views get it; the clock is read once, at the door."""

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


def declared(view: View, admission: Admission) -> View:
    """Let a view say whom it lets in; what it says it must also keep."""
    cast("DeclaredView", view).admission = admission
    return view


def open_to_everybody(reason: str) -> Callable[[View], View]:
    """Let everybody in, signed in or not; the reason is for whoever reads the code."""

    def declare(view: View) -> View:
        return declared(view, Admission("EVERYBODY", reason=reason))

    return declare


def client_address(request: HttpRequest) -> str:
    """Give the address that attempts are counted by; behind our own proxy, the one it saw last."""
    seen = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return seen.split(",")[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))


def has_wechat() -> bool:
    """Tell whether this deployment has a mini-program of WeChat."""
    return bool(settings.GONGHU_WECHAT_APPID and settings.GONGHU_WECHAT_SECRET)


def signed_in_with(request: HttpRequest) -> SignedInWith:
    """Tell how the session of a request began."""
    return SignedInWith(request.session.get(SIGNED_IN_WITH, SignedInWith.TYPED))


def owes_new_password(request: SignedRequest) -> bool:
    """Tell whether somebody has to change the first password: whoever came without it does not know it."""
    return request.account.must_change_password and signed_in_with(request) is SignedInWith.TYPED


def officer_at_the_door(request: SignedRequest) -> Officer:
    """Work out who acts in a request, on the chosen post while it is held."""
    chosen = request.session.get(ACTING_AS)
    try:
        return officer(account=request.account, at=request.at, acting_as=chosen, request=request.reference)
    except PostNotHeld:
        del request.session[ACTING_AS]
        return officer(account=request.account, at=request.at, request=request.reference)
