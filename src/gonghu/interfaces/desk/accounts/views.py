"""Pages of accounts (账号页面): the list, a new one."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import appoint, create_account, set_up_post
from gonghu.domain.access.operations.accounts import FirstPassword, NameTaken, NameUnusable
from gonghu.domain.access.operations.posts import RolesIncompatible
from gonghu.domain.access.queries import accounts_in
from gonghu.domain.access.terms import Permission, Role
from gonghu.domain.divisions.terms import Area
from gonghu.interfaces.desk.accounts.forms import AccountFilter, AccountForm
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export, rows_with_places
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response

REFUSED = 422


@require_safe
@needs(Permission.MANAGE_ACCOUNTS)
def accounts(request: DeskRequest) -> HttpResponse:
    """List the accounts that somebody manages."""
    form = AccountFilter(request.GET)
    said = form.said()
    area = Area.of(said["place"]) if said.get("place") else None
    page = page_of_rows(request, accounts_in(scope=request.officer.scope, text=said.get("text", ""), area=area))
    names = names_of([account.division_code for account in page.rows])
    rows = [{"account": account, "place": names[account.division_code]} for account in page.rows]
    offered = offered_export(request, "desk:export-accounts")
    context = {"form": form, "page": page, "rows": rows, "is_filtered": bool(request.GET), **offered}
    context["kept"] = kept_filters(request, "accounts")
    return render(request, "desk/accounts/accounts.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the accounts as a workbook; telephones stay where they are."""
    said = AccountFilter(request.GET).said()
    area = Area.of(said["place"]) if said.get("place") else None
    scope = request.officer.scope.holding(Permission.EXPORT)
    return workbook_response(
        request,
        name=str(_("账号")),
        columns=columns_of((_("登录名"), 16), (_("姓名"), 12), (_("所属区划"), 34), (_("停用时间"), 18)),
        rows=rows_with_places(accounts_in(scope=scope, text=said.get("text", ""), area=area), _line),
        kind="account",
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ACCOUNTS)
def open_account(request: DeskRequest) -> HttpResponse:
    """Open an account with its first post; the first password is shown once."""
    form = AccountForm(request.POST or None, initial={"from_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        first = _opened(request, form)
        if first:
            return render(request, "desk/accounts/first_password.html", {"first": first})
    status = REFUSED if form.errors else 200
    return render(request, "desk/accounts/open.html", {"form": form}, status=status)


def _line(account: Account, place: str) -> Sequence[WorkbookCell]:
    return account.sign_in_name, account.display_name, place, account.disabled_at


def _opened(request: DeskRequest, form: AccountForm) -> FirstPassword | None:
    said = form.cleaned_data
    by, at, code = request.officer, request.at, said["division_code"]
    from_on: date = said["from_on"]
    try:
        # All or nothing: an account without its post would see nothing and nobody would know why.
        with transaction.atomic():
            first = create_account(
                sign_in_name=said["sign_in_name"],
                display_name=said["display_name"],
                division_code=code,
                phone=said["phone"] or None,
                by=by,
                at=at,
            )
            post = set_up_post(
                role=Role(said["role"]),
                division_code=code,
                organisation=said["organisation"] or None,
                from_on=from_on,
                by=by,
                at=at,
            )
            appoint(post=post, account=first.account, from_on=from_on, by=by, at=at)
    except (NameTaken, NameUnusable) as refusal:
        form.refuse(refusal, "sign_in_name")
    except NotPermitted as refusal:
        form.refuse(refusal, "division_code")
    except RolesIncompatible as refusal:
        form.refuse(refusal, "role")
    else:
        return first
    return None
