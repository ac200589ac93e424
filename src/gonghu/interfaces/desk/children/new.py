"""Opening a file by hand (登记儿童), with a look at those on file who may be the same."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.facts import PersonFacts
from gonghu.domain.people.models import Child
from gonghu.domain.people.numbering import NumberTaken, NumberWrong
from gonghu.domain.people.operations.persons import NameMissing, record_child
from gonghu.domain.people.queries import possible_duplicates
from gonghu.domain.people.terms import NumberKind, Sex, WithoutNumber
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.forms import ChildForm
from gonghu.interfaces.desk.children.rows import age_shown, child_rows

REFUSED = 422


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_CHILDREN)
def new_child(request: DeskRequest) -> HttpResponse:
    """Open a file; whoever looks like somebody on file is shown first, side by side."""
    form = ChildForm(request.POST or None, initial={"division_code": request.GET.get("place", "")})
    alike: list[Child] = []
    if request.method == "POST" and form.is_valid():
        facts = _facts(form)
        if "different" not in request.POST:
            alike = possible_duplicates(facts=facts, scope=request.officer.scope)
        opened = None if alike else _opened(request, form, facts)
        if opened:
            messages.success(request, _("档案已建立。请接着登记照护人、住址和父母情况。"))
            return HttpResponseRedirect(reverse("desk:child", args=[opened]))
    today = timezone.localdate()
    said = getattr(form, "cleaned_data", {})
    context = {
        "form": form,
        "alike": child_rows(alike, request.officer, today),
        "age": age_shown(said.get("born_on"), today) if alike else "",
        "said": said,
    }
    status = REFUSED if form.errors or alike else 200
    return render(request, "desk/children/new.html", context, status=status)


def _facts(form: ChildForm) -> PersonFacts:
    said = form.cleaned_data
    without = said["without_number"]
    return PersonFacts(
        name=said["name"],
        sex=Sex(said["sex"] or Sex.UNKNOWN),
        born_on=said["born_on"],
        number=said["number"],
        number_kind=NumberKind(said["number_kind"] or NumberKind.CITIZEN),
        without_number=WithoutNumber(without) if without and not said["number"] else None,
    )


def _opened(request: DeskRequest, form: ChildForm, facts: PersonFacts) -> UUID | None:
    code = form.cleaned_data["division_code"]
    try:
        opened = record_child(facts=facts, division_code=code, by=request.officer, at=request.at)
    except NotPermitted as refusal:
        form.refuse(refusal, "division_code")
    except (NumberTaken, NumberWrong) as refusal:
        form.refuse(refusal, "number")
    except NameMissing as refusal:
        form.refuse(refusal, "name")
    else:
        return UUID(str(opened.pk))
    return None
