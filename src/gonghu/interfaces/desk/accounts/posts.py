"""Pages of posts (岗位页面): the list, one post, setting up, appointing, handing over, leaving."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.models import Account, Post
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import appoint, set_up_post
from gonghu.domain.access.operations.grants import PurposeMissing
from gonghu.domain.access.operations.posts import PostClosed, PostInUse, PostTaken, PostVacant, RolesIncompatible
from gonghu.domain.access.queries import account_named, holders_on, listed_post, posts_in, tenures_of, vacant_posts
from gonghu.domain.access.terms import Permission, Role
from gonghu.interfaces.desk.accounts.forms import CloseForm, DayForm, HandOverForm, PostFilter, PostForm
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export, rows_with_places
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response
from gonghu.usecases.close_a_post import close_a_post
from gonghu.usecases.hand_over_a_post import hand_over_with_everything, leave_with_everything

REFUSED = 422


@require_safe
@needs(Permission.MANAGE_ACCOUNTS)
def posts(request: DeskRequest) -> HttpResponse:
    """List the posts that somebody manages, with who holds them today."""
    form = PostFilter(request.GET)
    said = form.said()
    role = Role(said["role"]) if said.get("role") else None
    today, scope = timezone.localdate(), request.officer.scope
    listed = vacant_posts if said.get("vacant") else posts_in
    page = page_of_rows(request, listed(scope=scope, on=today, role=role))
    names = names_of([post.division_code for post in page.rows])
    holders = holders_on(posts=[post.pk for post in page.rows], on=today, scope=scope)
    rows = [{"post": post, "place": names[post.division_code], "holder": holders.get(post.pk)} for post in page.rows]
    offered = offered_export(request, "desk:export-posts")
    context = {"form": form, "page": page, "rows": rows, "is_filtered": bool(request.GET), **offered}
    return render(request, "desk/accounts/posts.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the posts with their holders as a workbook."""
    said = PostFilter(request.GET).said()
    role = Role(said["role"]) if said.get("role") else None
    today, scope = timezone.localdate(), request.officer.scope.holding(Permission.EXPORT)
    found = (vacant_posts if said.get("vacant") else posts_in)(scope=scope, on=today, role=role)
    holders = holders_on(posts=[each.pk for each in found], on=today, scope=scope)

    def line(each: Post, place: str) -> Sequence[WorkbookCell]:
        holder = holders.get(each.pk)
        return (
            each.get_role_display(),
            place,
            str(each.organisation or ""),
            holder.display_name if holder else "",
            each.from_on,
            each.to_on,
        )

    return workbook_response(
        request,
        name=str(_("岗位")),
        columns=columns_of(
            (_("岗位"), 22), (_("区划"), 34), (_("机构"), 24), (_("任职人"), 12), (_("自"), 12), (_("至"), 12)
        ),
        rows=rows_with_places(found, line),
        kind="post",
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ACCOUNTS)
def set_up(request: DeskRequest) -> HttpResponse:
    """Set up a post."""
    form = PostForm(request.POST or None, initial={"from_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            post = set_up_post(
                role=Role(said["role"]),
                division_code=said["division_code"],
                from_on=said["from_on"],
                organisation=said["organisation"] or None,
                by=request.officer,
                at=request.at,
            )
        except NotPermitted as refusal:
            form.refuse(refusal, "division_code")
        else:
            messages.success(request, _("岗位已设立，请任命人员。"))
            return HttpResponseRedirect(reverse("desk:post", args=[post.pk]))
    return render(request, "desk/accounts/set_up.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ACCOUNTS)
def post(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a post with who held it; appoint, hand over, or let it fall vacant."""
    today, scope = timezone.localdate(), request.officer.scope
    shown = _post(request, key)
    holder = holders_on(posts=[key], on=today, scope=scope).get(key)
    leaves = request.method == "POST" and "leave" in request.POST
    give = HandOverForm(request.POST if request.method == "POST" and not leaves else None, initial={"on": today})
    leave = DayForm(request.POST if leaves else None, initial={"on": today})
    if request.method == "POST" and (_left(request, shown, leave) if leaves else _given(request, shown, holder, give)):
        return HttpResponseRedirect(reverse("desk:post", args=[key]))
    return _page(request, shown, holder, give, leave, CloseForm())


@require_POST
@needs(Permission.MANAGE_ACCOUNTS)
def close(request: DeskRequest, key: UUID) -> HttpResponse:
    """Close a vacant post on which nothing hangs."""
    shown, form = _post(request, key), CloseForm(request.POST)
    today = timezone.localdate()
    if form.is_valid():
        try:
            close_a_post(post=shown, reason=form.cleaned_data["reason"], by=request.officer, at=request.at)
        except (NotPermitted, PostClosed, PostInUse, PostTaken, PurposeMissing) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("岗位已撤销，今天是最后一天。"))
            return HttpResponseRedirect(reverse("desk:posts"))
    holder = holders_on(posts=[key], on=today, scope=request.officer.scope).get(key)
    return _page(request, shown, holder, HandOverForm(initial={"on": today}), DayForm(initial={"on": today}), form)


def _post(request: DeskRequest, key: UUID) -> Post:
    found: Post = get_object_or_404(posts_in(scope=request.officer.scope, on=timezone.localdate()), uuid=key)
    return found


def _page(
    request: DeskRequest, shown: Post, holder: Account | None, give: HandOverForm, leave: DayForm, close_form: CloseForm
) -> HttpResponse:
    scope, key = request.officer.scope, shown.pk
    context = {
        "post": shown,
        "place": names_of([shown.division_code])[shown.division_code],
        "holder": holder,
        "is_listed": listed_post(post=key, scope=scope, on=timezone.localdate()) is not None,
        "tenures": tenures_of(post=key, scope=scope),
        "give": give,
        "leave": leave,
        "close": close_form,
    }
    return render(request, "desk/accounts/post.html", context, status=REFUSED if request.method == "POST" else 200)


def _given(request: DeskRequest, shown: Post, holder: Account | None, form: HandOverForm) -> bool:
    if not form.is_valid():
        return False
    name, on = form.cleaned_data["to"], form.cleaned_data["on"]
    taker = account_named(name=name, scope=request.officer.scope)
    if taker is None:
        form.add_error("to", _("您管理的账号里没有这个登录名，请在“账号”列表中核对。"))
        return False
    by, at = request.officer, request.at
    try:
        if holder:
            hand_over_with_everything(post=shown, to=taker, on=on, by=by, at=at)
        else:
            appoint(post=shown, account=taker, from_on=on, by=by, at=at)
    except (NotPermitted, PostClosed, PostTaken, PostVacant, RolesIncompatible) as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("已由 %(name)s 担任；双方需要重新登录。") % {"name": taker.display_name})
    return True


def _left(request: DeskRequest, shown: Post, form: DayForm) -> bool:
    if not form.is_valid():
        return False
    try:
        leave_with_everything(post=shown, on=form.cleaned_data["on"], by=request.officer, at=request.at)
    except (NotPermitted, PostTaken, PostVacant) as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("已办理离任，岗位空缺。"))
    return True
