"""Pages of signing in and out (登录与退出)."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gonghu.domain.access.attempts import TooManyAttempts
from gonghu.domain.access.models import Account
from gonghu.domain.access.operations import give_code, sign_in, sign_in_with_card
from gonghu.domain.access.operations.cards import CardRefused
from gonghu.domain.access.operations.factors import WrongCode
from gonghu.domain.access.operations.signing_in import SignInRefused
from gonghu.foundation.pages.ways_back import local_target
from gonghu.interfaces.admission import SignedInWith, client_address
from gonghu.interfaces.desk.admission import DeskRequest, open_to_everybody, signed_in_anew
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.signing_in.forms import CodeForm, SignInForm
from gonghu.interfaces.desk.signing_in.sessions import account_waiting, begin, wait_for_code

REFUSED = 422


@require_http_methods(["GET", "POST"])
@open_to_everybody("nobody has signed in before signing in")
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Ask for name and password."""
    target = local_target(request.POST.get("next") or request.GET.get("next"), reverse("desk:home"))
    if isinstance(request.user, Account):
        return HttpResponseRedirect(target)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            done = sign_in(
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                at=at,
                address=client_address(request),
            )
        except (SignInRefused, TooManyAttempts) as refusal:
            form.refuse(refusal)
        else:
            return begin(request, done, target) if done.complete else wait_for_code(request, done.account, target, at)
    status = REFUSED if form.errors else 200
    return render(request, "desk/signing_in/sign_in.html", {"form": form, "next": target}, status=status)


@require_http_methods(["GET", "POST"])
@open_to_everybody("the second step of signing in; the first is remembered for five minutes")
def give_code_page(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the authenticator."""
    at = timezone.now()
    account = account_waiting(request, at)
    if account is None:
        return HttpResponseRedirect(reverse("desk:sign-in"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = give_code(account=account, code=form.cleaned_data["code"], at=at)
        except (WrongCode, TooManyAttempts, SignInRefused) as refusal:
            form.refuse(refusal, "code")
        else:
            return begin(request, done)
    return render(request, "desk/signing_in/code.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "POST"])
@open_to_everybody("a card signs in; looking at the page does not use it up")
def card_page(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in with the card whose code was scanned, once its owner says so."""
    refusal = ""
    if request.method == "POST":
        try:
            done = sign_in_with_card(token=token, at=timezone.now(), address=client_address(request))
        except (CardRefused, TooManyAttempts) as problem:
            refusal = refused(problem)
        else:
            return begin(request, done, how=SignedInWith.CARD)
    status = REFUSED if refusal else 200
    return render(request, "desk/signing_in/card.html", {"refusal": refusal, "token": token}, status=status)


@require_POST
@signed_in_anew
def sign_out(request: DeskRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return render(request, "desk/signing_in/signed_out.html", {"said": _("您已安全退出。")})
