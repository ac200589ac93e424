"""Forms of the recognitions (认定表单)."""

from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.scope import Scope
from gonghu.domain.people.terms import SEALED_CATEGORIES, Category
from gonghu.domain.policies.terms import RecognitionState
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.places import DivisionField

PENDING: Final = "PENDING"
ALL: Final = "ALL"


class RecognitionFilter(DeskForm):
    """Which recognitions to list (认定筛选条件)."""

    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("在办的")), *RecognitionState.choices, (ALL, _("全部"))]
    )
    category = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *Category.choices])
    place = DivisionField(label=_("区划"), required=False, help_text="")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["category"])
        hidden = {category.value for category, kind in SEALED_CATEGORIES.items() if not scope.has(kind.permission)}
        field.choices = [("", _("全部")), *(each for each in Category.choices if each[0] not in hidden)]


class ProposalForm(DeskForm):
    """What an officer proposes (认定提议)."""

    category = forms.ChoiceField(label=_("拟认定类别"))
    document = forms.CharField(
        label=_("政策依据"), max_length=500, help_text=_("文号和条款；有比对结果的已填好，可改。")
    )
    evidence = forms.CharField(
        label=_("证据材料"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("有比对结果的已列出名册中的依据；请写上查验过的证件、判决、走访记录。"),
    )
    opinion = forms.CharField(label=_("初审意见"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, categories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["category"]).choices = categories


class AgainForm(DeskForm):
    """What was missing, supplied (补充材料)."""

    evidence = forms.CharField(label=_("证据材料"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    opinion = forms.CharField(label=_("初审意见"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class OpinionForm(DeskForm):
    """An officer's opinion (意见)."""

    opinion = forms.CharField(
        label=_("意见和理由"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不予认定或退回的，写明理由；决定会书面告知。"),
    )
