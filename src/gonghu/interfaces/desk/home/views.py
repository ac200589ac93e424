"""Where everybody arrives (首页): the posts somebody holds, and which of them is acted on."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import Officer
from gonghu.domain.divisions.queries import full_names
from gonghu.interfaces.desk.admission import ACTING_AS, DeskRequest, signed_in


@dataclass(frozen=True, slots=True)
class PostShown:
    """One post of the officer's (岗位显示项)."""

    key: UUID
    role: str
    place: str
    is_acted_on: bool


@require_safe
@signed_in
def home(request: DeskRequest) -> HttpResponse:
    """Show the posts, and the pages they lead to."""
    return render(request, "desk/home/home.html", {"posts": posts_shown(request.officer)})


@require_POST
@signed_in
def act_as(request: DeskRequest, post: UUID) -> HttpResponse:
    """Act on another of the posts from now on."""
    chosen = next((held for held in request.officer.posts if held.uuid == post), None)
    if chosen is None:
        raise Http404
    request.session[ACTING_AS] = str(post)
    messages.success(request, _("已切换到“%(role)s”岗位。") % {"role": chosen.role.label})
    return HttpResponseRedirect(reverse("desk:home"))


def posts_shown(by: Officer) -> list[PostShown]:
    """List the posts of an officer with the names of their places."""
    names = full_names(codes=[held.division_code for held in by.posts], on=timezone.localdate())
    return [
        PostShown(
            held.uuid,
            str(held.role.label),
            names.get(held.division_code, held.division_code),
            held.uuid == by.post,
        )
        for held in by.posts
    ]
