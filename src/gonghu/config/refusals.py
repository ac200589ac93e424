"""Who answers when an address leads nowhere or something breaks (出错应答): the app in JSON, people with a page."""

from django.http import HttpRequest, HttpResponse

from gonghu.interfaces.desk import refusals as desk
from gonghu.interfaces.field import refusals as field


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that a request cannot be read (400)."""
    return field.bad_request(request, exception) if _of_app(request) else desk.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that a permission is missing (403)."""
    told = field.permission_denied if _of_app(request) else desk.permission_denied
    return told(request, exception)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such thing (404)."""
    return field.page_not_found(request, exception) if _of_app(request) else desk.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something is broken (500), or the database busy (503)."""
    return field.server_error(request) if _of_app(request) else desk.server_error(request)


def _of_app(request: HttpRequest) -> bool:
    return request.path.startswith(field.PREFIX)
