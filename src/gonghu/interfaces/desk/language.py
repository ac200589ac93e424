"""Choosing the language (选择语言)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from gonghu.foundation.pages.middleware import LANGUAGE_COOKIE
from gonghu.foundation.pages.ways_back import local_target
from gonghu.interfaces.desk.admission import open_to_everybody

_A_YEAR_SECONDS = 365 * 24 * 3600


@require_POST
@open_to_everybody("who cannot read the page cannot sign in")
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in a cookie and go back."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(local_target(request.POST.get("next"), reverse("desk:home")))
    if chosen in dict(settings.LANGUAGES):
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=_A_YEAR_SECONDS, secure=secure, httponly=True, samesite="Lax"
        )
    return response
