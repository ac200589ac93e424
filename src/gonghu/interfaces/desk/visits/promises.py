"""What was promised a child (对儿童的承诺): visits after an event."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.terms import Permission
from gonghu.domain.people.queries import children_in
from gonghu.domain.visits.facts import ChildAtVisit
from gonghu.domain.visits.operations import plan_follow_ups
from gonghu.domain.visits.plans import plan_of_place
from gonghu.domain.visits.terms import FollowUpReason
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.visits.forms import FollowUpForm
from gonghu.standards.masking import masked_name

REFUSED: Final = 422


@require_http_methods(["GET", "POST"])
@needs(Permission.RECORD_VISITS)
def follow_up(request: DeskRequest, key: UUID) -> HttpResponse:
    """Plan the visits after a return home, an aid, or the end of a case."""
    scope = request.officer.scope.holding(Permission.RECORD_VISITS)
    file = children_in(scope=scope).filter(pk=key).first()
    if file is None:
        raise Http404
    form = FollowUpForm(request.POST or None, initial={"event_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        child = ChildAtVisit(file.pk, file.division_code, file.category)
        reason, event_on = FollowUpReason(form.cleaned_data["reason"]), form.cleaned_data["event_on"]
        made = plan_follow_ups(child=child, reason=reason, event_on=event_on, by=request.officer, at=request.at)
        days = "、".join(each.due_on.isoformat() for each in made)
        messages.success(request, _("已安排回访：%(days)s。") % {"days": days})
        return HttpResponseRedirect(reverse("desk:child", args=[key]))
    days = "、".join(map(str, plan_of_place(file.division_code).scheme.after_return_days))
    context = {"form": form, "name": masked_name(file.name), "child": file, "days": days}
    return render(request, "desk/visits/follow_up.html", context, status=REFUSED if request.method == "POST" else 200)
