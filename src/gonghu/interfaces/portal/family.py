"""
The family's page (家庭查询): how far its application is, with the slip it got from the town.

Nobody signs in. The page that asks for the number is the same for every code, known or not, and so is every refusal.
The number is good once; then a cookie of this slip alone lets the same telephone look again.
"""

import hashlib
import re
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gonghu.domain.access.attempts import TooManyAttempts
from gonghu.domain.slips.operations import NUMBER_DIGITS, SlipRefused
from gonghu.interfaces.admission import client_address, open_to_everybody
from gonghu.usecases.family_looks import FamilyLook, look_first, look_once_more

REFUSED: Final = 422
TOO_OFTEN: Final = 429
_NOT_OF_CODES: Final = re.compile(r"[^A-Z2-7]")
_LONGEST: Final = 64
# Stricter than this and browsers say no origin with a form, which is then refused.
_REFERRER: Final = "same-origin"


@require_http_methods(["GET", "POST"])
@open_to_everybody("a family that cannot use the square types the code of its slip")
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the slip, and lead to its page."""
    code = _code(request.POST.get("code", ""))
    if request.method == "POST" and code:
        return HttpResponseRedirect(reverse("portal:case", args=[code]))
    return _private(render(request, "portal/begin.html", {}))


@sensitive_post_parameters("number")
@require_http_methods(["GET", "POST"])
@open_to_everybody("a family looks at its own case with the code and the number of its slip")
def case(request: HttpRequest, code: str) -> HttpResponse:
    """Show the case to the telephone that opened it; ask all others for the number."""
    plain, at = _code(code), timezone.now()
    try:
        if request.method == "POST":
            number = request.POST.get("number", "")[:_LONGEST]
            look = look_first(code=plain, number=number, at=at, address=client_address(request))
            return _kept(HttpResponseRedirect(reverse("portal:case", args=[plain])), request, plain, look)
        secret = request.COOKIES.get(_cookie(plain), "")
        if secret:
            shown = look_once_more(code=plain, secret=secret, at=at)
            return _private(render(request, "portal/case.html", {"case": shown.case, "code": plain, "look": shown}))
    except SlipRefused as refusal:
        return _ask(request, plain, str(refusal), REFUSED if request.method == "POST" else 200)
    except TooManyAttempts as refusal:
        until = timezone.localtime(refusal.until)
        return _ask(request, plain, f"试得太多了，请 {until:%H:%M} 以后再试。", TOO_OFTEN)
    return _ask(request, plain)


@require_POST
@open_to_everybody("whoever holds the telephone may let it forget the slip")
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """Let this telephone forget the slip, as when it is somebody else's."""
    del request
    plain = _code(code)
    answer = HttpResponseRedirect(reverse("portal:family"))
    answer.delete_cookie(_cookie(plain), path=reverse("portal:family"), samesite="Lax")
    return _private(answer)


def _ask(request: HttpRequest, code: str, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {"code": code, "refusal": refusal, "digits": NUMBER_DIGITS}
    return _private(render(request, "portal/number.html", context, status=status))


def _kept(answer: HttpResponse, request: HttpRequest, code: str, look: FamilyLook) -> HttpResponse:
    answer.set_cookie(
        _cookie(code),
        look.secret,
        expires=look.ends_at,
        path=reverse("portal:family"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return _private(answer)


def _private(answer: HttpResponse) -> HttpResponse:
    """Let neither address nor content of the page go anywhere else."""
    answer["Referrer-Policy"] = _REFERRER
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _code(text: str) -> str:
    """Read a code as typed: without blanks and hyphens; what looks alike on paper is what it looks like."""
    return _NOT_OF_CODES.sub("", text[:_LONGEST].upper().replace("0", "O").replace("1", "I").replace("8", "B"))


def _cookie(code: str) -> str:
    """Name the cookie of a slip without saying its code."""
    return f"family-{hashlib.sha256(code.encode()).hexdigest()[:16]}"
