"""The clocks in force (时限与提级), each with its basis; what was not checked against the wording carries a warning."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.clocks import OWN_FILE, clocks
from gonghu.domain.visits.call_terms import CallUrgency
from gonghu.interfaces.desk.admission import DeskRequest, needs


@require_safe
@needs(Permission.SEE_TASKS, Permission.SET_RULES)
def limits(request: DeskRequest) -> HttpResponse:
    """Show the clocks, the ladder, and the limits that law and rules set."""
    in_force = clocks()
    context = {
        "tasks": [(kind.label, clock) for kind, clock in in_force.tasks.items()],
        "ladder": [(level.label, clock, abs(clock.working_days)) for level, clock in in_force.ladder.items()],
        "straight_up": [(kind.label, clock) for kind, clock in in_force.straight_up.items()],
        "order_answer": in_force.order_answer,
        "call_back": [(each.label, in_force.call_back[each]) for each in CallUrgency],
        "reviews": [(category.label, clock) for category, clock in in_force.reviews.items()],
        "ahead": [
            (_("定期复核"), in_force.review_ahead),
            *((kind.label, days) for kind, days in in_force.ahead.items()),
        ],
        "contact": in_force.contact,
        "limits": in_force.limits,
        "own_file": OWN_FILE,
        "may_lead": request.officer.scope.has(Permission.ASSIGN_TASKS),
    }
    return render(request, "desk/tasks/limits.html", context)
