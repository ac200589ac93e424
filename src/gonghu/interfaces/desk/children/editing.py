"""Changing one thing in a child's file (档案维护): every act has its form and its operation, all one page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.families import NotOfTheFamily
from gonghu.domain.people.numbering import NumberTaken, NumberWrong
from gonghu.domain.people.operations.files import FileNotClosed, FileStaysClosed, SamePlace, StillRecognised
from gonghu.domain.people.operations.living import CarerMissing, UnknownRelation
from gonghu.domain.people.operations.risk import ReasonsMissing
from gonghu.domain.people.queries import ChildFile
from gonghu.domain.people.writing import FileClosed, LaterFactThere
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children import edit_forms, writing
from gonghu.interfaces.desk.children.edit_forms import EditForm, FamilyMember
from gonghu.interfaces.desk.children.one import file_or_404
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of

REFUSED: Final = 422
REFUSALS: Final = (
    NotPermitted, FileClosed, LaterFactThere, NotOfTheFamily, CarerMissing, UnknownRelation, ReasonsMissing, SamePlace,
    StillRecognised, FileNotClosed, FileStaysClosed, NumberTaken, NumberWrong,
)  # fmt: skip

Write = Callable[[DeskRequest, ChildFile, Mapping[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that can be changed in a file (维护事项): its title, form and operation."""

    title: Promise
    form: type[EditForm]
    write: Write
    hint: Promise | str = ""


EDITS: Final[dict[str, Edit]] = {
    "kin": Edit(_("登记家庭成员"), edit_forms.KinForm, writing.kin),
    "carer": Edit(_("登记照护人"), edit_forms.CarerForm, writing.carer, _("原来的照护人到前一日为止，仍留在档案里。")),
    "phone": Edit(_("登记电话"), edit_forms.ContactForm, writing.phone, _("同一种电话只留最新的一个。")),
    "address": Edit(_("登记住址"), edit_forms.AddressForm, writing.address),
    "schooling": Edit(_("登记就学"), edit_forms.SchoolingForm, writing.schooling),
    "health": Edit(_("登记健康情况"), edit_forms.HealthForm, writing.health),
    "circumstance": Edit(
        _("登记父母或儿童的情形"),
        edit_forms.CircumstanceForm,
        writing.circumstance,
        _("服刑、强制戒毒、感染艾滋病等属于密级内容，区县以下只显示“情况已核实”。"),
    ),
    "risk": Edit(_("评估风险"), edit_forms.RiskForm, writing.risk),
    "move": Edit(
        _("迁到别的村（居）"),
        edit_forms.MoveForm,
        writing.move,
        _("迁走后由新村（居）负责；您可能不再看得到这份档案。"),
    ),
    "close": Edit(
        _("结案"), edit_forms.CloseForm, writing.close, _("结案后停止维护，可以重新启用。仍有认定的先终止认定。")
    ),
    "reopen": Edit(_("重新启用档案"), edit_forms.ReopenForm, writing.reopen),
}


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_CHILDREN)
def edit(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Change one thing in a file."""
    if act not in EDITS:
        raise Http404
    chosen, file = EDITS[act], file_or_404(request, key)
    if not request.officer.scope.allows(Permission.EDIT_CHILDREN, file.child.division_code):
        raise Http404
    if not purpose_of(request):
        return ask_purpose(request, key)
    today = timezone.localdate()
    initial = {"from_on": today, "on": today, "division_code": file.child.division_code if act == "address" else ""}
    form = chosen.form(request.POST or None, family=family_choices(file), initial=initial)
    if request.method == "POST" and form.is_valid() and _written(request, chosen, file, form):
        return HttpResponseRedirect(_back(request, key))
    context = {"form": form, "file": file, "child": file.child, "title": chosen.title, "hint": chosen.hint, "act": act}
    return render(request, "desk/children/edit.html", context, status=REFUSED if form.errors else 200)


def family_choices(file: ChildFile) -> list[FamilyMember]:
    """Offer the child and its family as somebody to write about."""
    members = [(str(member.key), f"{member.relation_name} {member.name}") for member in file.family.members]
    return [*members, (str(file.child.pk), str(_("儿童本人")))]


def _written(request: DeskRequest, chosen: Edit, file: ChildFile, form: EditForm) -> bool:
    try:
        chosen.write(request, file, form.cleaned_data)
    except REFUSALS as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, str(_("已登记，档案已更新。")))
    return True


def _back(request: DeskRequest, key: UUID) -> str:
    """Go back to the file, or to the list when it moved out of sight."""
    try:
        file_or_404(request, key)
    except Http404:
        return reverse("desk:children")
    return reverse("desk:child", args=[key])
