"""What is settled before every page of the desk (中间件)."""

import time
from collections.abc import Callable
from typing import Final, cast
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gonghu.foundation.pages.sessions import SessionStore
from gonghu.interfaces.desk.admission import DeskRequest

Answer = Callable[[HttpRequest], HttpResponse]
_LAST_USED: Final = "last_used"
_PARTS_OF_IDLENESS: Final = 30


class RequestReference:
    """Give every request a number that its audit entries and its error page share (请求编号)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the number in a header."""
        reference = uuid4().hex[:12]
        cast("DeskRequest", request).reference = reference
        response = self.get_response(request)
        response["X-Request-Reference"] = reference
        return response


class SessionKeptAwake:
    """
    Begin the idle time of a session anew when it is used (会话续期).

    It is written down once in a thirtieth of that time, a minute in half an hour: a page that only reads then writes
    nothing, and nobody waits for the disk. Where the database is too busy for it, the next request writes it down.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what nobody has kept anything in stays no session."""
        response = self.get_response(request)
        if request.session.accessed and not request.session.is_empty():
            now = int(time.time())
            if now - request.session.get(_LAST_USED, 0) >= settings.SESSION_COOKIE_AGE // _PARTS_OF_IDLENESS:
                session = cast("SessionStore", request.session)
                session.is_only_kept_awake = not session.modified
                session[_LAST_USED] = now
        return response
