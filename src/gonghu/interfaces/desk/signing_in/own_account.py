"""Pages of the own account (本人账号): password and second factor."""

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.attempts import TooManyAttempts
from gonghu.domain.access.operations import change_password, confirm_second_factor, start_second_factor
from gonghu.domain.access.operations.accounts import PasswordTooWeak, WrongPassword
from gonghu.domain.access.operations.factors import Enrolment, SecondFactorInPlace, WrongCode
from gonghu.domain.access.queries import owns_second_factor
from gonghu.interfaces.desk.admission import OWES_SECOND_FACTOR, DeskRequest, signed_in_anew
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.signing_in.forms import CodeForm, PasswordChange
from gonghu.interfaces.desk.signing_in.views import REFUSED


@require_http_methods(["GET", "POST"])
@signed_in_anew
def change_password_page(request: DeskRequest) -> HttpResponse:
    """Change the own password; this session goes on, all others end."""
    form = PasswordChange(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        try:
            change_password(account=request.account, old=old, new=new, by=request.officer, at=request.at)
        except WrongPassword as refusal:
            form.refuse(refusal, "old")
        except PasswordTooWeak as refusal:
            form.refuse(refusal, "new")
        else:
            update_session_auth_hash(request, request.account)
            messages.success(request, _("密码已修改，其他设备上的登录都已退出。"))
            return HttpResponseRedirect(reverse("desk:home"))
    status = REFUSED if form.errors else 200
    return render(request, "desk/signing_in/change_password.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@signed_in_anew
def second_factor_page(request: DeskRequest) -> HttpResponse:
    """Switch the second factor on: first the code for the phone is shown, then a number from it is asked for."""
    form, enrolment = CodeForm(), None
    if request.method == "POST" and "code" in request.POST:
        form = CodeForm(request.POST)
        if form.is_valid() and _confirmed(request, form):
            return HttpResponseRedirect(reverse("desk:home"))
    elif request.method == "POST":
        try:
            enrolment = start_second_factor(account=request.account, by=request.officer, at=request.at)
        except SecondFactorInPlace as refusal:
            messages.error(request, refused(refusal))
    in_place = owns_second_factor(scope=request.officer)
    return render(
        request,
        "desk/signing_in/second_factor.html",
        {
            "form": form,
            "enrolment": enrolment,
            "picture": _picture(enrolment) if enrolment else "",
            "in_place": in_place,
            "is_owed": request.session.get(OWES_SECOND_FACTOR, False),
        },
        status=REFUSED if form.errors else 200,
    )


def _confirmed(request: DeskRequest, form: CodeForm) -> bool:
    code = form.cleaned_data["code"]
    try:
        confirm_second_factor(account=request.account, code=code, by=request.officer, at=request.at)
    except (WrongCode, TooManyAttempts) as refusal:
        form.refuse(refusal, "code")
        return False
    update_session_auth_hash(request, request.account)
    request.session.pop(OWES_SECOND_FACTOR, None)
    messages.success(request, _("动态口令已启用，下次登录时会要求输入。"))
    return True


def _picture(enrolment: Enrolment) -> str:
    return str(segno.make(enrolment.address, error="m").svg_data_uri(scale=5, border=4, light="#fff"))
