"""Pages of grants (授权页面): asked for by one, signed by another, ended at any time."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.leave_reading import GrantStage, grants_in, grants_shown
from gonghu.domain.access.models import AccessGrant, Post
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import ask_access, end_access, sign_access
from gonghu.domain.access.operations.grants import GrantOver, GrantTooLong, PurposeMissing
from gonghu.domain.access.queries import holders_on, posts_by_key
from gonghu.domain.access.terms import BLIND_ROLES, Permission
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.grants.forms import GrantFilter, GrantForm
from gonghu.interfaces.desk.grants.rows import grant_columns, grant_rows
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.tables import table_of, taken_along
from gonghu.interfaces.desk.workbook_lists import offered_export

REFUSED: Final = 422
ACTS: Final = {
    "sign": (sign_access, gettext_lazy("授权已批准，马上生效。")),
    "end": (end_access, gettext_lazy("授权已终止，马上失效。")),
}


@require_safe
@needs(Permission.SEE_CHILDREN, Permission.APPROVE_ACCESS, Permission.MANAGE_ACCOUNTS)
def grants(request: DeskRequest) -> HttpResponse:
    """List the grants that somebody signs for, asked for or gains by."""
    form = GrantFilter(request.GET)
    found = grants_shown(scope=request.officer, on=timezone.localdate(), stage=_stage(form))
    page = page_of_rows(request, found)
    context = {
        "form": form,
        "page": page,
        "table": table_of(grant_columns(), grant_rows(page.rows, request.officer)),
        "is_filtered": bool(request.GET),
        **offered_export(request, "desk:export-grants"),
    }
    return render(request, "desk/grants/grants.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook: the grants of places where somebody signs them and may export."""
    by, stage = request.officer, _stage(GrantFilter(request.GET))
    return taken_along(
        request,
        name=_("授权清单"),
        kind="grant",
        columns=grant_columns(),
        found=grants_in(scope=by.scope.holding(Permission.EXPORT), on=timezone.localdate(), stage=stage),
        rows=lambda part: grant_rows(part, by),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_CHILDREN, Permission.MANAGE_ACCOUNTS)
def ask(request: DeskRequest) -> HttpResponse:
    """Ask for a grant for a post of one's own, or for one that one manages."""
    posts = _posts(request)
    choices = [(str(post.pk), f"{worded(post.get_role_display())} · {place}") for post, place in posts.values()]
    form = GrantForm(request.POST or None, posts=choices)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = ask_access(
                post=posts[said["post"]][0],
                division_code=said["division_code"],
                categories=said["categories"],
                purpose=said["purpose"],
                until_on=said["until_on"],
                by=request.officer,
                at=request.at,
            )
        except GrantTooLong as refusal:
            form.refuse(refusal, "until_on")
        except (NotPermitted, PurposeMissing) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已提交申请。请当地有“审批授权”权限的负责人批准。"))
            return HttpResponseRedirect(reverse("desk:grant", args=[made.pk]))
    context = {"form": form, "has_posts": bool(posts)}
    return render(request, "desk/grants/ask.html", context, status=REFUSED if form.errors else 200)


@require_safe
@needs(Permission.SEE_CHILDREN, Permission.APPROVE_ACCESS, Permission.MANAGE_ACCOUNTS)
def grant(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a grant, and what its supervisor or its asker may do."""
    found = _grant(request, key)
    (shown,) = grant_rows([found], request.officer)
    by = request.officer
    approves = by.scope.allows(Permission.APPROVE_ACCESS, found.division_code)
    gains = found.asked_by_id == by.account or found.post_id in {post.uuid for post in by.posts}
    holders = holders_on(posts=[found.post_id], on=timezone.localdate(), scope=by.scope)
    context = {
        "shown": shown,
        "holder": holders.get(found.post_id),
        "may_sign": approves and not gains and shown.stage is GrantStage.TO_SIGN,
        "must_be_another": approves and gains and shown.stage is GrantStage.TO_SIGN,
        "may_end": (approves or found.asked_by_id == by.account) and shown.stage is not GrantStage.OVER,
    }
    return render(request, "desk/grants/grant.html", context)


@require_POST
@needs(Permission.SEE_CHILDREN, Permission.APPROVE_ACCESS, Permission.MANAGE_ACCOUNTS)
def decide(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Sign a grant, or end it."""
    if act not in ACTS:
        raise Http404
    operation, said = ACTS[act]
    try:
        operation(grant=_grant(request, key), by=request.officer, at=request.at)
    except (NotPermitted, GrantOver) as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, str(said))
    return HttpResponseRedirect(reverse("desk:grant", args=[key]))


def _grant(request: DeskRequest, key: UUID) -> AccessGrant:
    found: AccessGrant = get_object_or_404(grants_shown(scope=request.officer, on=timezone.localdate()), uuid=key)
    return found


def _posts(request: DeskRequest) -> dict[str, tuple[Post, str]]:
    """List the posts a grant may be asked for: the own ones, and the one that is named if it is managed."""
    named = {post.uuid for post in request.officer.posts if post.role not in BLIND_ROLES}
    asked = request.GET.get("post", "")
    found = posts_by_key(keys=[*named, asked], scope=request.officer, on=timezone.localdate())
    places = names_of([post.division_code for post in found])
    return {str(post.pk): (post, places[post.division_code]) for post in found}


def _stage(form: GrantFilter) -> GrantStage | None:
    said = form.said()
    return GrantStage(said["stage"]) if said.get("stage") else None
