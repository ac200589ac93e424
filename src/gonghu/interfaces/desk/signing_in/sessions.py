"""Sessions (会话): begun after a sign-in, and what is kept between its steps."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gonghu.domain.access.backend import AccountBackend
from gonghu.domain.access.models import Account
from gonghu.domain.access.operations.signing_in import Need, SignIn
from gonghu.foundation.pages.ways_back import local_target
from gonghu.interfaces.admission import SIGNED_IN_WITH, SignedInWith
from gonghu.interfaces.desk.admission import OWES_SECOND_FACTOR

BACKEND: Final = "gonghu.domain.access.backend.AccountBackend"
_WAITING: Final = "waiting_for_code"
_CODE_MAY_TAKE: Final = timedelta(minutes=5)


def wait_for_code(request: HttpRequest, account: Account, target: str, at: datetime) -> HttpResponse:
    """Remember who gave the right password, and ask for the code."""
    request.session[_WAITING] = {"account": str(account.uuid), "since": at.isoformat(), "next": target}
    return HttpResponseRedirect(reverse("desk:give-code"))


def account_waiting(request: HttpRequest, at: datetime) -> Account | None:
    """Give who still owes a code; after five minutes nobody."""
    waiting = request.session.get(_WAITING)
    if not waiting or at - datetime.fromisoformat(waiting["since"]) > _CODE_MAY_TAKE:
        return None
    found = AccountBackend().get_user(waiting["account"])
    return found if isinstance(found, Account) else None


def begin(
    request: HttpRequest, done: SignIn, target: str | None = None, how: SignedInWith = SignedInWith.TYPED
) -> HttpResponse:
    """Begin a session under a new id, and lead to what is still asked, or on to where somebody wanted to go."""
    waiting = request.session.pop(_WAITING, None) or {}
    login(request, done.account, backend=BACKEND)
    request.session[SIGNED_IN_WITH] = how
    if Need.SECOND_FACTOR in done.needs and settings.GONGHU_SECOND_FACTOR_REQUIRED:
        request.session[OWES_SECOND_FACTOR] = True
    if Need.NEW_PASSWORD in done.needs:
        return HttpResponseRedirect(reverse("desk:change-password"))
    if request.session.get(OWES_SECOND_FACTOR):
        return HttpResponseRedirect(reverse("desk:second-factor"))
    return HttpResponseRedirect(local_target(target or waiting.get("next"), reverse("desk:home")))
