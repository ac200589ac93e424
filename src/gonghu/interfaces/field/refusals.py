"""
What the field app is told when something does not work (走访端的拒绝): always JSON, in words, with what to do.

``code`` is for the app, ``message`` and ``next`` for whoever holds the telephone. The app keeps everything it has until
it is told that it arrived, so no refusal loses anything.
"""

import sys
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from gonghu.interfaces.field.answers import told

PREFIX: Final = "/field/api/"
"""Where the addresses of the app begin: nothing below is ever answered with a page."""

BUSY_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class FieldRefusal:
    """What somebody is told whose request is refused (走访端拒绝)."""

    status: int
    code: str
    message: str
    next: str
    retry_after: int = 0
    said: dict[str, Any] = field(default_factory=dict)

    def answer(self) -> HttpResponse:
        """Put it into words."""
        said = {"code": self.code, "message": self.message, "next": self.next, **self.said}
        response = told(said, status=self.status)
        if self.retry_after:
            response["Retry-After"] = str(self.retry_after)
        return response


class RequestRefused(Exception):
    """A request goes no further (请求被拒绝); the refusal says why."""

    def __init__(self, refusal: FieldRefusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


SIGN_IN: Final = FieldRefusal(401, "SIGN_IN", "登录已过期", "请重新登录；手机里的内容都还在。")
SEALED: Final = FieldRefusal(
    403, "SEALED", "账号已停用，或这部手机已被封存", "请联系督导员；手机里未送达的内容都还在，不会被删除。"
)
CHANGE_PASSWORD: Final = FieldRefusal(403, "CHANGE_PASSWORD", "须先修改初始密码", "请打开登录页，修改密码后再回来。")
SECOND_FACTOR: Final = FieldRefusal(403, "SECOND_FACTOR", "须先启用动态口令", "请打开登录页，启用动态口令后再回来。")
NOT_PERMITTED: Final = FieldRefusal(403, "NOT_PERMITTED", "您的岗位不能登记走访", "请联系督导员核对您的岗位。")
NOT_FOUND: Final = FieldRefusal(
    404, "NOT_FOUND", "没有这一项，或不在您的工作范围内", "请同步一次；仍不行请联系督导员。"
)
TOO_LARGE: Final = FieldRefusal(413, "TOO_LARGE", "一次送来的内容太多", "请减少每批的份数，分几次送达。")
BUSY: Final = FieldRefusal(503, "BUSY", "系统正忙，刚才的内容没有收下", "请稍后再试，手机会自动重送。", BUSY_SECONDS)
FAILED: Final = FieldRefusal(500, "FAILED", "系统出了问题，刚才的内容没有收下", "请稍后再试；仍不行请联系督导员。")


def malformed(what: str) -> RequestRefused:
    """Say that the app sent what cannot be read: it is too old, or something on the way changed it."""
    return RequestRefused(
        FieldRefusal(422, "MALFORMED", f"送来的内容看不懂：{what}", "请更新走访端后再送；内容都还在手机里。")
    )


def too_often(seconds: int) -> FieldRefusal:
    """Say that the app asks too often."""
    return FieldRefusal(429, "TOO_OFTEN", "请求太频繁", f"请等 {seconds} 秒，手机会自动重试。", seconds)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that a request cannot be read at all (400)."""
    del request
    if isinstance(exception, SessionInterrupted):
        # Its owner signed out meanwhile in another window; what was sent may come again.
        return SIGN_IN.answer()
    return FieldRefusal(400, "BAD_REQUEST", "请求看不懂", "请更新走访端后再试。").answer()


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that a post does not let somebody do this (403)."""
    del request, exception
    return NOT_PERMITTED.answer()


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such thing, or none for this person (404)."""
    del request, exception
    return NOT_FOUND.answer()


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the database is busy (503), or that something is broken (500)."""
    if isinstance(sys.exception(), OperationalError):
        return BUSY.answer()
    response = FAILED.answer()
    response["X-Request-Reference"] = getattr(request, "reference", "")
    return response
