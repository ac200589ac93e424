"""Forms of the findings (问题表单)."""

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.scope import Scope
from gonghu.domain.people.terms import SEALED_CATEGORIES, Category
from gonghu.domain.policies.queries import policies_found
from gonghu.domain.policies.terms import FindingState
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.places import DivisionField

ALL: Final = "ALL"
_ANY: Final = ("", _("全部"))


class FindingFilter(DeskForm):
    """Which findings to list (问题筛选条件); all conditions hold together."""

    policy = forms.ChoiceField(label=_("问题"), required=False)
    place = DivisionField(label=_("区划"), required=False, help_text="")
    category = forms.ChoiceField(
        label=_("儿童类别"),
        required=False,
        choices=[_ANY, *(each for each in Category.choices if each[0] not in SEALED_CATEGORIES)],
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("待办理的")), *FindingState.choices, (ALL, _("全部"))]
    )
    stake = forms.DecimalField(
        label=_("每月涉及金额不少于（元）"), required=False, min_value=Decimal(0), max_digits=9, decimal_places=2
    )
    idle = forms.BooleanField(label=_("没有任务的"), required=False)
    run = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["policy"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [_ANY, *policies_found(scope=scope)]
