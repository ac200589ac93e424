"""What is added to every answer (响应头) and settled before every page (会话、语言)."""

import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]

LANGUAGE_COOKIE: Final = "language"
_LAST_USED: Final = "last_used"
_PARTS_OF_IDLENESS: Final = 30
_PERMISSIONS: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "hid", "microphone",
        "midi", "payment", "publickey-credentials-get", "serial", "usb",
    )
)  # fmt: skip


class PageHeaders:
    """Devices stay closed; nothing that was made for one person is kept by a browser or a proxy (响应头)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", _PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cache-Control", "no-store")
        return response


class SessionKeptAwake:
    """
    Begin the idle time of a session anew when it is used (会话续期).

    It is written down once in a thirtieth of that time, a minute in half an hour: a page that only reads then writes
    nothing, and nobody waits for the disk.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what nobody has kept anything in stays no session."""
        response = self.get_response(request)
        if request.session.accessed and not request.session.is_empty():
            now = int(time.time())
            if now - request.session.get(_LAST_USED, 0) >= settings.SESSION_COOKIE_AGE // _PARTS_OF_IDLENESS:
                request.session[_LAST_USED] = now
        return response


class ChosenLanguage:
    """Speak the language somebody chose, Chinese until then; what a browser prefers does not count (语言)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the cookie."""
        chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
        known = dict(settings.LANGUAGES)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            return self.get_response(request)
