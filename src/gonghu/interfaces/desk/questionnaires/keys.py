"""Keys for ODK Collect and pyodk (采集密钥页面): made, shown once with their code to scan, ended."""

import base64
import json
import zlib
from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.queries import account_named
from gonghu.domain.access.terms import Permission
from gonghu.domain.questionnaires.operations import end_form_key, make_form_key
from gonghu.domain.questionnaires.operations.keys import KeyTooLong, NewFormKey
from gonghu.domain.questionnaires.queries import form_key_by_key, form_keys
from gonghu.foundation.audit.recording import PersonalDetail
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.questionnaires.forms import FormKeyForm
from gonghu.interfaces.desk.questionnaires.views import REFUSED
from gonghu.interfaces.desk.sentences import refused


@require_http_methods(["GET", "POST"])
@needs(Permission.MAKE_CARDS)
def keys(request: DeskRequest) -> HttpResponse:
    """List the keys, and make one; it is shown once."""
    form = FormKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _made(request, form)
        if made:
            return _shown_once(request, made)
    page = page_of_rows(request, form_keys(scope=request.officer.scope))
    context = {"page": page, "form": form, "today": timezone.localdate(request.at)}
    return render(request, "desk/questionnaires/keys.html", context, status=REFUSED if form.errors else 200)


@require_POST
@needs(Permission.MAKE_CARDS)
def end(request: DeskRequest, key: UUID) -> HttpResponse:
    """End a key."""
    known = form_key_by_key(key=key, scope=request.officer.scope)
    if known is None:
        raise Http404
    try:
        end_form_key(key=known.pk, by=request.officer, at=request.at)
    except NotPermitted as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("密钥已停用，用它的程序立即收发不了。"))
    return HttpResponseRedirect(reverse("desk:form-keys"))


def _made(request: DeskRequest, form: FormKeyForm) -> NewFormKey | None:
    said = form.cleaned_data
    account = _account(request, said["sign_in_name"])
    if account is None:
        form.add_error("sign_in_name", _("没有这个登录名，或不归您管理。"))
        return None
    try:
        return make_form_key(
            account=account, label=said["label"], until_on=said["until_on"], by=request.officer, at=request.at
        )
    except KeyTooLong as refusal:
        form.refuse(refusal, "until_on")
    except NotPermitted as refusal:
        form.refuse(refusal, "sign_in_name")
    except PersonalDetail:
        form.add_error("label", _("这里不能写身份证号，请改写。"))
    return None


def _account(request: DeskRequest, name: str) -> Account | None:
    if name.strip() == request.account.sign_in_name:
        return request.account
    return account_named(name=name, scope=request.officer.scope)


@sensitive_variables("made", "settings", "token")
def _shown_once(request: DeskRequest, made: NewFormKey) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    server = f"{site}/v1/key/{made.token}/projects/1"
    context = {"made": made, "site": site, "server": server, "picture": _picture(server)}
    answer = render(request, "desk/questionnaires/key.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@sensitive_variables()
def _picture(server: str) -> str:
    """Draw the code that sets ODK Collect up: its settings as JSON, packed with zlib, in Base64."""
    settings: dict[str, Any] = {
        "general": {"server_url": server, "form_update_mode": "match_exactly", "autosend": "wifi_and_cellular"},
        "admin": {},
        "project": {"name": "共护"},
    }
    packed = base64.b64encode(zlib.compress(json.dumps(settings).encode())).decode("ascii")
    return str(segno.make(packed, error="l").svg_data_uri(scale=5, border=4, light="#fff"))
