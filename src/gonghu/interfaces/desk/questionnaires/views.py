"""Pages of the questionnaires (问卷页面): what is in use where, and uploading."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.questionnaires.models import FormVersion
from gonghu.domain.questionnaires.operations import upload_form
from gonghu.domain.questionnaires.queries import form_versions
from gonghu.domain.questionnaires.terms import FormState
from gonghu.engines.forms import FormRefused, MeaningRefused
from gonghu.engines.forms.complaints import FormProblem
from gonghu.foundation.sealed_uploads import taken_over
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.questionnaires.forms import UploadQuestionnaireForm
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response

REFUSED = 422


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One line of the list (问卷显示项)."""

    version: FormVersion
    place: str


@require_safe
@needs(Permission.SET_RULES, Permission.RECORD_VISITS)
def questionnaires(request: DeskRequest) -> HttpResponse:
    """List the forms in use where somebody works, then drafts and what was in use before."""
    rows = _shown(request.officer.scope)
    return render(
        request,
        "desk/questionnaires/questionnaires.html",
        {
            "in_use": [row for row in rows if row.version.state == FormState.IN_USE],
            "others": [row for row in rows if row.version.state != FormState.IN_USE],
            "may_upload": request.officer.scope.has(Permission.SET_RULES),
            "may_make_keys": request.officer.scope.has(Permission.MAKE_CARDS),
            **offered_export(request, "desk:export-questionnaires"),
        },
    )


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the forms as a workbook, in use or not."""
    titled = (
        (_("问卷"), 24),
        (_("在哪里使用"), 24),
        (_("版本"), 14),
        (_("状态"), 12),
        (_("上传"), 12),
        (_("上传人"), 14),
    )
    return workbook_response(
        request,
        name=_("问卷"),
        columns=columns_of(*titled),
        rows=map(_line, _shown(request.officer.scope.holding(Permission.EXPORT))),
        kind="form_version",
    )


def _shown(scope: Scope) -> list[VersionShown]:
    found = list(form_versions(scope=scope))
    names = names_of({each.division_code for each in found if each.division_code})
    return [VersionShown(each, names.get(each.division_code, _("全国通用"))) for each in found]


def _line(row: VersionShown) -> Sequence[WorkbookCell]:
    of = row.version
    made_by = of.made_by.display_name if of.made_by else _("随系统")
    return of.title, row.place, str(of.version), of.get_state_display(), timezone.localdate(of.made_at), made_by


@require_http_methods(["GET", "POST"])
@needs(Permission.SET_RULES)
def upload(request: DeskRequest) -> HttpResponse:
    """Upload a form; what is wrong with it is told by sheet, row and column."""
    area = own_area(request.officer, Permission.SET_RULES)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadQuestionnaireForm(*given, initial={"division_code": area.low if area.prefix else ""})
    problems: tuple[FormProblem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = _uploaded(request, form)
        except FormRefused as refusal:
            problems = refusal.problems
        except MeaningRefused as refusal:
            form.refuse(refusal, "meaning")
        except NotPermitted:
            form.add_error("division_code", _("您不能管理这个区划的问卷，请改写您管辖的区划。"))
        else:
            messages.success(request, _("问卷已上传为草稿。请看一遍下面的题目，没有问题就发布。"))
            return HttpResponseRedirect(reverse("desk:form-version", args=[made.pk]))
    status = REFUSED if form.errors or problems else 200
    return render(request, "desk/questionnaires/upload.html", {"form": form, "problems": problems}, status=status)


def _uploaded(request: DeskRequest, form: UploadQuestionnaireForm) -> FormVersion:
    said = form.cleaned_data
    source = taken_over(said["source"])
    meaning = taken_over(said["meaning"]) if said["meaning"] else None
    try:
        return upload_form(
            content=b"".join(source.chunks()),
            file_name=str(source.name),
            division_code=said["division_code"],
            meaning=b"".join(meaning.chunks()).decode("utf-8-sig", "replace") if meaning else "",
            by=request.officer,
            at=request.at,
        )
    finally:
        source.close()
        if meaning:
            meaning.close()
