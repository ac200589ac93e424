"""The page that asks why somebody reads children's files (查阅目的)."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.terms import Permission
from gonghu.foundation.pages.ways_back import local_target
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.forms import PurposeForm
from gonghu.interfaces.desk.children.reading import PURPOSE

REFUSED = 422


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_CHILDREN)
def purpose(request: DeskRequest) -> HttpResponse:
    """Ask for the purpose, keep it for the session, and go on."""
    target = local_target(request.POST.get("next") or request.GET.get("next"), reverse("desk:children"))
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session[PURPOSE] = form.said_purpose
        return HttpResponseRedirect(target)
    status = REFUSED if form.errors else 200
    return render(request, "desk/children/purpose.html", {"form": form, "next": target}, status=status)
