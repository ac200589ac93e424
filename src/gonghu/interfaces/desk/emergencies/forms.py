"""Forms of emergencies (紧急查阅表单)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.leave_reading import EmergencyStage
from gonghu.domain.access.models.break_glass import LONGEST_MINUTES, SHORTEST_REASON
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.standards import citizen_number


class EmergencyFilter(DeskForm):
    """Which emergencies to list (筛选条件)."""

    stage = forms.ChoiceField(label=_("阶段"), required=False, choices=[("", _("全部阶段")), *EmergencyStage.choices])


class EmergencyForm(DeskForm):
    """To look at a child's file elsewhere at once (紧急查阅)."""

    number = forms.CharField(
        label=_("儿童的身份证号"), max_length=18, required=False, help_text=_("须写完整 18 位；不能按姓名查。")
    )
    reason = forms.CharField(
        label=_("理由"),
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("至少 10 个字，写清楚出了什么事、为什么等不到授权。不要写身份证号。"),
    )
    minutes = forms.TypedChoiceField(
        label=_("需要多久"),
        coerce=int,
        choices=[(30, _("30 分钟")), (60, _("1 小时")), (LONGEST_MINUTES, _("4 小时（最长）"))],
    )

    def __init__(self, *args: Any, is_hinted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_hinted:
            del self.fields["number"]
        else:
            self.fields["number"].required = True

    def clean_number(self) -> str:
        """
        Write the number as it is kept.

        :raises ValidationError: it is no whole citizen number
        """
        said = "".join(self.cleaned_data["number"].split()).upper()
        if citizen_number.key(said) is None:
            raise forms.ValidationError(_("这不是完整有效的身份证号，请核对。"))
        return said

    def clean_reason(self) -> str:
        """
        Keep citizen numbers out of what everybody who reads the audit sees.

        :raises ValidationError: there is one
        """
        said: str = self.cleaned_data["reason"]
        digits = "".join(each for each in said if each.isascii() and each.isalnum())
        if any(citizen_number.key(digits[start : start + 18]) for start in range(len(digits) - 17)):
            raise forms.ValidationError(_("理由里不要写身份证号。"))
        return said
