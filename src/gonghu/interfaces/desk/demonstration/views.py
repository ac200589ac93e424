"""The page of the demonstration: who there is, and one click to be them (演示)."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gonghu.domain.access.attempts import TooManyAttempts
from gonghu.domain.access.operations import sign_in
from gonghu.domain.access.operations.signing_in import SignInRefused
from gonghu.interfaces.admission import client_address
from gonghu.interfaces.desk.admission import open_to_everybody
from gonghu.interfaces.desk.signing_in.sessions import begin
from gonghu.usecases.demonstration_cast import Cast, kept_cast


@require_safe
@open_to_everybody("only a demonstration has this page; everybody in it is invented")
def demonstration(request: HttpRequest) -> HttpResponse:
    """Show who there is."""
    return render(request, "desk/demonstration/demonstration.html", {"cast": _cast()})


@require_safe
@open_to_everybody("only a demonstration has this page; it signs in as somebody invented")
def enter(request: HttpRequest, name: str) -> HttpResponse:
    """Sign in as one of them."""
    cast = _cast()
    if name not in {member.sign_in_name for member in cast.members}:
        raise Http404(name)
    try:
        done = sign_in(name=name, password=cast.password, at=timezone.now(), address=client_address(request))
    except (SignInRefused, TooManyAttempts):
        return HttpResponseRedirect(reverse("desk:sign-in"))
    return begin(request, done)


def _cast() -> Cast:
    """
    Give who there is.

    :raises Http404: this site is no demonstration
    """
    cast = kept_cast()
    if cast is None:
        raise Http404("not a demonstration")
    return cast
