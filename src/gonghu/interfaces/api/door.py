"""
The door of other programs (接口准入): a form key, never a password, and never the session of a browser.

A key opens forms and nothing else, so a program that leaks it leaks no child's file. It comes in one of three ways, as
ODK Collect and pyodk know them: in the address (``/v1/key/<token>/…``), as the password of HTTP Basic with the sign-in
name, or through the short-lived token of ``/v1/sessions``.
"""

import base64
import binascii
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from gonghu.domain.access.models.account import normal_sign_in_name
from gonghu.domain.access.officer import officer
from gonghu.domain.questionnaires.models import FormKey
from gonghu.domain.questionnaires.operations.keys import key_named, key_shown
from gonghu.interfaces.admission import Admission, SignedRequest, View, declared

SESSION: Final = timedelta(hours=24)
_SALT: Final = "gonghu.api.session"
_SEPARATOR: Final = ":"


class ApiRequest(SignedRequest):
    """A request of a program with a form key (接口请求)."""

    form_key: FormKey


Refuse = Callable[[int, str, str], HttpResponse]


def with_form_key(refuse: Refuse) -> Callable[[View], View]:
    """Let in a program that shows a form key; ``refuse`` says no in the words that its kind of program reads."""

    def declare(view: View) -> View:
        @csrf_exempt  # No cookie is looked at, so no other page can borrow one.
        @wraps(view)
        def guarded(request: ApiRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.at = timezone.now()
            key = _key(request, kwargs.pop("token", ""))
            if key is None:
                answer = refuse(401, "401.2", "采集密钥不对、已停用或已过期，请到工作台重新制作")
                answer["WWW-Authenticate"] = 'Basic realm="Gonghu", charset="UTF-8"'
                return answer
            request.form_key, request.account, request.user = key, key.account, key.account
            request.officer = officer(account=key.account, at=request.at, request=request.reference)
            try:
                return view(request, *args, **kwargs)
            except Http404:
                return refuse(404, "404.1", "没有这一项，或不在您的工作范围内")

        return declared(guarded, Admission("SIGNED_IN"))

    return declare


def key_of(name: str, token: str, request: HttpRequest) -> FormKey | None:
    """Give the key with a text, if it is of the account with that sign-in name."""
    del request
    key = key_shown(token, timezone.now())
    return key if key and key.account.sign_in_name == normal_sign_in_name(name) else None


def session_token(key: FormKey) -> str:
    """Make a token that stands for a key for a day; ending the key ends it."""
    return signing.dumps(str(key.pk), salt=_SALT)


def _key(request: ApiRequest, token: str) -> FormKey | None:
    if token:
        return key_shown(token, request.at)
    scheme, _, said = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        name, _, shown = _decoded(said).partition(_SEPARATOR)
        return key_of(name, shown, request)
    return _of_session(said.strip(), request) if scheme.lower() == "bearer" else None


def _of_session(token: str, request: ApiRequest) -> FormKey | None:
    try:
        named = signing.loads(token, salt=_SALT, max_age=SESSION)
    except signing.BadSignature:
        return None
    return key_named(UUID(named), request.at)


def _decoded(said: str) -> str:
    try:
        return base64.b64decode(said.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
