"""Opening many accounts from one list (批量开立账号): paste, look, confirm."""

from typing import Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations.accounts import FirstPassword, NameTaken, NameUnusable
from gonghu.domain.access.terms import Permission
from gonghu.interfaces.desk.accounts.lists import MOST, PersonListed, people_listed
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import names_of
from gonghu.usecases.open_many_accounts import open_many_accounts

REFUSED: Final = 422


class ManyAccountsForm(DeskForm):
    """A list of people, and from when they are appointed (批量开立账号)."""

    people = forms.CharField(
        label=_("名单"),
        max_length=60_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_(
            "在 Excel 里选中这几列复制，粘贴到这里：姓名、手机、角色、区划、登录名、机构。"
            "角色空着就是儿童主任；登录名空着就用姓名的拼音；机构只有机构里的岗位要写。"
        ),
    )
    from_on = DayField(label=_("任职自"))


@sensitive_post_parameters("people")
@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ACCOUNTS)
def many(request: DeskRequest) -> HttpResponse:
    """Show how a list is understood; once it is confirmed, open all accounts or none."""
    form = ManyAccountsForm(request.POST or None, initial={"from_on": timezone.localdate()})
    listed: list[PersonListed] = []
    if request.method == "POST" and form.is_valid():
        listed = people_listed(form.cleaned_data["people"])
        _refuse(form, listed, request)
        if "confirm" in request.POST and not form.errors:
            opened = _opened(request, form, listed)
            if opened:
                return render(request, "desk/accounts/many_opened.html", {"opened": _shown(opened)})
    places = names_of([each.wanted.division_code for each in listed if each.wanted])
    context = {
        "form": form,
        "rows": [
            {"person": each, "place": places[each.wanted.division_code] if each.wanted else ""} for each in listed
        ],
        "may_confirm": bool(listed) and not form.errors,
    }
    return render(request, "desk/accounts/many.html", context, status=REFUSED if form.errors else 200)


def _refuse(form: ManyAccountsForm, listed: list[PersonListed], request: DeskRequest) -> None:
    """Tell above the list what keeps it from being opened as a whole."""
    wrong = sum(1 for each in listed if each.problem)
    if not listed:
        form.add_error("people", _("名单里没有人。"))
    elif len(listed) > MOST:
        form.add_error("people", _("一次最多 %s 人，请分几次。") % MOST)
    elif wrong:
        form.add_error("people", _("有 %s 行需要改，见下表。改好之前一个账号也不会开立。") % wrong)
    scope = request.officer.scope
    elsewhere = [
        each.line
        for each in listed
        if each.wanted and not scope.allows(Permission.MANAGE_ACCOUNTS, each.wanted.division_code)
    ]
    if elsewhere:
        form.add_error("people", _("第 %s 行的区划不归您管理。") % "、".join(map(str, elsewhere[:10])))


def _opened(request: DeskRequest, form: ManyAccountsForm, listed: list[PersonListed]) -> list[FirstPassword]:
    wanted = [each.wanted for each in listed if each.wanted]
    try:
        return open_many_accounts(
            wanted=wanted, from_on=form.cleaned_data["from_on"], by=request.officer, at=request.at
        )
    except (NotPermitted, NameTaken, NameUnusable) as refusal:
        form.refuse(refusal, "people")
    return []


def _shown(opened: list[FirstPassword]) -> list[dict[str, object]]:
    places = names_of([first.account.division_code for first in opened])
    return [{"first": first, "place": places[first.account.division_code]} for first in opened]
