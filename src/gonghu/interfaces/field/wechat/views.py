"""
What the mini-program asks (小程序请求), and the page in its web-view that begins a session.

The mini-program has no cookies, so nobody can make a browser ask in its owner's name; what it must bring is a fresh
login code of WeChat. The session begins only in the web-view, with a ticket that is good once.
"""

import re
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Final

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from gonghu.domain.access.attempts import TooManyAttempts
from gonghu.domain.access.operations import bind_wechat, give_wechat_ticket, leave_wechat, sign_in_with_wechat
from gonghu.domain.access.operations.wechat import (
    TICKET_LASTS,
    BoundElsewhere,
    Identify,
    InvitationRefused,
    NotBound,
    TicketRefused,
    WechatRefused,
)
from gonghu.interfaces.admission import (
    SIGNED_IN_WITH,
    SignedInWith,
    View,
    client_address,
    has_wechat,
    open_to_everybody,
)
from gonghu.interfaces.field import refusals
from gonghu.interfaces.field.bodies import Body, json_of, text_in
from gonghu.interfaces.field.refusals import FieldRefusal, RequestRefused, malformed, too_often
from gonghu.interfaces.field.shell import ENTRY
from gonghu.interfaces.field.wechat.code2session import openid_of

BACKEND: Final = "gonghu.domain.access.backend.AccountBackend"
_CODE: Final = re.compile(r"[\w-]{8,128}", re.ASCII)
_LONGEST: Final = 200

NOT_BOUND: Final = FieldRefusal(403, "NOT_BOUND", "这个微信还没有绑定账号", "请向督导员要一个邀请码。")
INVITATION: Final = FieldRefusal(
    422, "INVITATION", "邀请码不对、已用过或已过期", "请核对后再输一次；还不行，请督导员重新邀请。"
)
BOUND: Final = FieldRefusal(
    409, "BOUND_ELSEWHERE", "这个微信已绑定别的账号，或这个账号已绑定别的微信", "请督导员先解除原来的绑定，再重新邀请。"
)
CLOSED: Final = FieldRefusal(
    403, "SEALED", "账号已停用，或岗位不能用微信进入", "请联系督导员；手机里未送达的内容都还在，不会被删除。"
)


def asked_by_wechat(reason: str) -> Callable[[View], View]:
    """Let the mini-program ask, where there is one, and tell it every refusal in JSON."""

    def declare(view: View) -> View:
        @csrf_exempt  # No cookie says who asks, WeChat does.
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs) if has_wechat() else refusals.NOT_FOUND.answer()
            except RequestRefused as stopped:
                return stopped.refusal.answer()
            except TooManyAttempts as stopped:
                return too_often(max(1, round((stopped.until - timezone.now()).total_seconds()))).answer()

        return open_to_everybody(reason)(answered)

    return declare


@require_POST
@asked_by_wechat("an invitation of a supervisor binds; a name at WeChat alone grants nothing")
def bind(request: HttpRequest) -> HttpResponse:
    """Bind the WeChat that asks to the account of an invitation."""
    said = json_of(request)
    invitation = text_in(said, "invitation", 40)
    try:
        bind_wechat(identify=_identify(said), invitation=invitation, at=timezone.now(), address=client_address(request))
    except InvitationRefused as problem:
        raise RequestRefused(INVITATION) from problem
    except BoundElsewhere as problem:
        raise RequestRefused(BOUND) from problem
    except WechatRefused as problem:
        raise RequestRefused(CLOSED) from problem
    return JsonResponse({"bound": True})


@require_POST
@asked_by_wechat("whoever bound the own WeChat gets a ticket; nobody else does")
def enter(request: HttpRequest) -> HttpResponse:
    """Give the WeChat that asks a ticket for the web-view."""
    identify = _identify(json_of(request))
    try:
        ticket = give_wechat_ticket(identify=identify, at=timezone.now(), address=client_address(request))
    except NotBound as problem:
        raise RequestRefused(NOT_BOUND) from problem
    except WechatRefused as problem:
        raise RequestRefused(CLOSED) from problem
    seconds = round(TICKET_LASTS.total_seconds())
    return JsonResponse({"ticket": ticket.token, "seconds": seconds, "open": reverse("field:wechat-open")})


@require_POST
@asked_by_wechat("whoever bound the own WeChat may end that; nobody else is touched")
def leave(request: HttpRequest) -> HttpResponse:
    """End the binding of the WeChat that asks."""
    identify = _identify(json_of(request))
    try:
        leave_wechat(identify=identify, at=timezone.now(), address=client_address(request))
    except NotBound as problem:
        raise RequestRefused(NOT_BOUND) from problem
    return JsonResponse({"bound": False})


@never_cache
@require_http_methods(["GET", "POST"])
@open_to_everybody("a ticket signs in; looking at the page does not use it up")
def open_field(request: HttpRequest) -> HttpResponse:
    """Begin a session with a ticket, once its owner says so, and lead on to the field app."""
    if not has_wechat():
        raise Http404
    refusal = ""
    if request.method == "POST":
        ticket = request.POST.get("ticket", "")[:_LONGEST]
        try:
            done = sign_in_with_wechat(ticket=ticket, at=timezone.now(), address=client_address(request))
        except (TicketRefused, WechatRefused, TooManyAttempts) as problem:
            refusal = str(problem)
        else:
            login(request, done.account, backend=BACKEND)
            request.session[SIGNED_IN_WITH] = SignedInWith.WECHAT
            return HttpResponseRedirect(reverse("field:shell"))
    shown = {"entry": ENTRY, "ticket": request.GET.get("ticket", "")[:_LONGEST], "refusal": refusal}
    return render(request, "field/wechat_open.html", shown, status=422 if refusal else 200)


def _identify(said: Body) -> Identify:
    """
    Prepare to ask WeChat for the code that a request brings.

    :raises RequestRefused: it brings none that WeChat could have given
    """
    code = text_in(said, "code", 128)
    if not _CODE.fullmatch(code):
        raise malformed("code 应为微信登录凭证")
    return partial(openid_of, code)
