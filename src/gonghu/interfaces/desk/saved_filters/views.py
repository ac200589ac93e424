"""Keeping a filter and dropping it (保存、删除常用筛选)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gonghu.foundation.pages.ways_back import local_target
from gonghu.foundation.saved_filters.keeping import FilterNotKept, drop_filter, keep_filter
from gonghu.foundation.saved_filters.models import LONGEST_NAME, SavedFilter
from gonghu.interfaces.desk.admission import DeskRequest, signed_in
from gonghu.interfaces.desk.saved_filters.shown import PAGES, query_to_keep
from gonghu.interfaces.desk.sentences import refused


@require_POST
@signed_in
def keep(request: DeskRequest, page: str) -> HttpResponse:
    """Keep the conditions of a list under a name, and go back to it."""
    if page not in PAGES:
        raise Http404
    query = query_to_keep(request.POST.get("query", ""))
    name = request.POST.get("name", "").strip()[:LONGEST_NAME]
    try:
        keep_filter(page=page, name=name, query=query, by=request.officer, at=request.at)
    except FilterNotKept as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("已保存为常用筛选“%(name)s”。") % {"name": name})
    return HttpResponseRedirect(f"{_list_of(request)}?{query}")


@require_POST
@signed_in
def drop(request: DeskRequest, page: str, key: UUID) -> HttpResponse:
    """Drop one of one's own filters, and go back to the list."""
    if page not in PAGES:
        raise Http404
    try:
        drop_filter(key=key, by=request.officer, at=request.at)
    except SavedFilter.DoesNotExist as problem:
        raise Http404 from problem
    messages.success(request, _("常用筛选已删除。"))
    return HttpResponseRedirect(_list_of(request))


def _list_of(request: DeskRequest) -> str:
    """Give the list that was looked at; there may be one for every round, so the page says which."""
    return local_target(request.POST.get("list"), reverse("desk:home"))
