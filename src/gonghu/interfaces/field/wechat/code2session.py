"""
Asking WeChat whose login code it is (code2session): https, five seconds, no redirects, few at a time.

WeChat answers errors with status 200 and JSON under a text type, so only the body counts. The secret goes in the
address, as WeChat wants it, therefore no answer and no address is ever written down.
"""

import json
import logging
import threading
import time
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from gonghu.domain.access.operations.wechat import WechatAway
from gonghu.interfaces.field.refusals import FieldRefusal, RequestRefused

_LOGGER: Final = logging.getLogger(__name__)

SECONDS: Final = 5
MOST_BYTES: Final = 16 << 10
_LONGEST_NAME: Final = 128
_PATH: Final = "/sns/jscode2session"
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
# While WeChat hangs, everybody who asks holds a thread of the server.
_AT_ONCE: Final = threading.BoundedSemaphore(8)

CODE_OVER: Final = FieldRefusal(
    422, "WECHAT_CODE", "微信登录凭证已失效", "请点“再试一次”；还不行，关闭小程序后重新打开。"
)
BLOCKED: Final = FieldRefusal(403, "WECHAT_BLOCKED", "微信认为这个微信号有风险", "请用登录卡在浏览器里打开走访端。")
AWAY: Final = FieldRefusal(
    503, "WECHAT_AWAY", "微信暂时没有回应", "请过一会儿再试；急用时请用登录卡在浏览器里打开走访端。", retry_after=10
)
HURRIED: Final = FieldRefusal(429, "WECHAT_TOO_OFTEN", "点得太快，微信要求稍等", "请过一分钟再试。", retry_after=60)
MISCONFIGURED: Final = FieldRefusal(
    503,
    "WECHAT_SETUP",
    "小程序还没有配置好",
    "请告诉单位的系统管理员核对小程序的 AppID 和密钥；急用时请用登录卡在浏览器里打开走访端。",
)

_SAID: Final = {
    40029: CODE_OVER,  # invalid code, also when its five minutes are over
    40163: CODE_OVER,  # code been used
    40226: BLOCKED,  # high-risk user
    45011: HURRIED,  # asked too often
    40013: MISCONFIGURED,  # invalid appid
    40125: MISCONFIGURED,  # invalid secret
}


class WechatUnusable(RequestRefused, WechatAway):
    """WeChat gave no name, and whoever asked is not to blame (微信不可用); the refusal says what to do."""


def openid_of(code: str) -> str:
    """
    Give the name that WeChat has for whoever logged in with a code.

    :raises RequestRefused: the code is not good
    :raises WechatUnusable: WeChat gave no usable answer
    """
    if not _AT_ONCE.acquire(blocking=False):
        raise WechatUnusable(AWAY)
    try:
        said = json.loads(_asked(code))
    except (OSError, HTTPException, ValueError, RecursionError) as problem:
        _LOGGER.warning("WeChat was asked in vain: %s", type(problem).__name__)
        # Without its cause: that could quote the address with the secret.
        raise WechatUnusable(AWAY) from None
    finally:
        _AT_ONCE.release()
    return _openid_in(said)


def _openid_in(said: Any) -> str:
    if not isinstance(said, dict):
        raise WechatUnusable(AWAY)
    openid, wrong = said.get("openid"), said.get("errcode", 0)
    if not wrong and isinstance(openid, str) and 0 < len(openid) <= _LONGEST_NAME:
        return openid
    refusal = _SAID.get(wrong, AWAY) if isinstance(wrong, int) else AWAY
    if refusal is CODE_OVER:
        raise RequestRefused(refusal)
    _LOGGER.warning("WeChat refused, errcode %s", wrong if isinstance(wrong, int) else "unreadable")
    raise WechatUnusable(refusal)


def _asked(code: str) -> bytes:
    """
    Ask, and give the body of the answer.

    :raises OSError: nobody answers in time, or with a certificate that is not good
    :raises ValueError: another status than 200, as a redirect is, or too much
    """
    until = time.monotonic() + SECONDS
    connection = _connection()
    asked = {
        "appid": settings.GONGHU_WECHAT_APPID,
        "secret": settings.GONGHU_WECHAT_SECRET,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    try:
        connection.request("GET", f"{urlsplit(settings.GONGHU_WECHAT_URL).path.rstrip('/')}{_PATH}?{urlencode(asked)}")
        answer = connection.getresponse()
        if answer.status != HTTPStatus.OK:
            raise ValueError(answer.status)
        return _body(answer, until)
    finally:
        connection.close()


def _connection() -> HTTPConnection:
    """
    Open nothing yet, but say where to.

    :raises ValueError: the address would send the secret in clear
    """
    base = urlsplit(settings.GONGHU_WECHAT_URL)
    host = base.hostname or ""
    if base.scheme == "https":
        return HTTPSConnection(host, base.port, timeout=SECONDS)
    if base.scheme == "http" and host in _LOOPBACK:
        return HTTPConnection(host, base.port, timeout=SECONDS)
    raise ValueError(base.scheme)


def _body(answer: HTTPResponse, until: float) -> bytes:
    """
    Read an answer piece by piece, so that one that drips does not hold the thread.

    :raises ValueError: it is too long
    :raises TimeoutError: it takes too long
    """
    found = b""
    while piece := answer.read1(MOST_BYTES):
        found += piece
        if len(found) > MOST_BYTES:
            raise ValueError(len(found))
        if time.monotonic() > until:
            raise TimeoutError
    return found
