"""What is settled before every page of the desk (中间件)."""

from collections.abc import Callable
from typing import cast
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from gonghu.interfaces.desk.admission import DeskRequest

Answer = Callable[[HttpRequest], HttpResponse]


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
