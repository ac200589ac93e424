"""Forms of the takeovers (接收表单)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.benefits.terms import CareForm
from gonghu.domain.benefits.writing import months_after
from gonghu.domain.takeovers.sheets import LEFT_ASIDE, field_titles
from gonghu.domain.takeovers.terms import Difference, Doubt, RowState
from gonghu.interfaces.desk.forms import DeskForm, ManyForm
from gonghu.interfaces.desk.payrolls.forms import MonthField

_ANY: Final = ("", _("全部"))
_FURTHEST_BACK: Final = -12


class RollForm(DeskForm):
    """A roll of those who are paid already (上传在发名册)."""

    roll = forms.FileField(
        label=_("在发名册"), help_text=_("上个月实际发放的名册，Excel、WPS 或 CSV；一人一行，要有姓名和身份证号。")
    )
    through_month = MonthField(label=_("原渠道已发至"), help_text=_("到这个月为止已经发过；本系统从下一个月发起。"))
    line = forms.ChoiceField(label=_("项目"), required=False, help_text=_("名册没有“类别”一列时选；写了类别的按类别。"))
    care_form = forms.ChoiceField(
        label=_("养育方式"), choices=CareForm.choices, help_text=_("名册没有写养育方式的，按这里的选择。")
    )

    def __init__(self, *args: Any, lines: Sequence[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roll"].widget.attrs["accept"] = ".xlsx,.xls,.ods,.csv,.txt"
        cast("forms.ChoiceField", self.fields["line"]).choices = [("", _("按名册上的类别")), *lines]
        self._today = today

    def clean_through_month(self) -> date:
        """
        Check the month: not to come, and not long ago.

        :raises ValidationError: it is
        """
        month: date = self.cleaned_data["through_month"]
        if month > self._today:
            raise forms.ValidationError(_("这个月还没有到。"))
        if month < months_after(self._today, _FURTHEST_BACK):
            raise forms.ValidationError(_("最早可以是 12 个月以前。"))
        return month


class RowFilter(DeskForm):
    """Which rows of a roll to show (名册行筛选)."""

    state = forms.ChoiceField(label=_("处理"), required=False, choices=[_ANY, *RowState.choices])
    difference = forms.ChoiceField(label=_("金额差异"), required=False, choices=[_ANY, *Difference.choices])
    doubt = forms.ChoiceField(label=_("提示"), required=False, choices=[_ANY, *Doubt.choices])


class ConfirmForm(ManyForm):
    """Why a roll is taken over, or not (接收意见)."""

    opinion = forms.CharField(
        label=_("意见"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("如：名册与财务上月打款明细一致，账户均打款成功。"),
    )
    field_order = ("opinion", "typed")
    to_type = _("超过 100 人，请输入可接收的人数 %s 确认。")
    mistyped = _("人数不符，应输入 %s。请再看一遍名册。")


class WhyForm(DeskForm):
    """Why a roll is dropped or a takeover undone (理由)."""

    reason = forms.CharField(label=_("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class ColumnsForm(DeskForm):
    """What the columns of a roll are (列的对应)."""

    def __init__(
        self, *args: Any, titles: Sequence[str], found: Mapping[str, int], told: Mapping[str, str], **kwargs: Any
    ) -> None:
        choices = [(LEFT_ASIDE, _("不用")), *field_titles().items()]
        super().__init__(*args, **kwargs)
        by_place = {place: field for field, place in found.items()}
        self.titles = {f"column_{place}": title for place, title in enumerate(titles) if title}
        for place, title in enumerate(titles):
            if title:
                taken = by_place.get(place) or told.get(title) or LEFT_ASIDE
                self.fields[f"column_{place}"] = forms.ChoiceField(label=title, choices=choices, initial=taken)
                self.fields[f"column_{place}"].widget.attrs["class"] = "form-select"

    @property
    def told(self) -> dict[str, str]:
        """Give what was said of each header."""
        return {title: self.cleaned_data[name] for name, title in self.titles.items()}

    def clean(self) -> dict[str, Any]:
        """
        See that no field is given twice, and that name and number are given.

        :raises ValidationError: one is, or they are not
        """
        said: dict[str, Any] = super().clean() or {}
        fields = [field for field in said.values() if field != LEFT_ASIDE]
        names = field_titles()
        if twice := sorted({names[field] for field in fields if fields.count(field) > 1}):
            raise forms.ValidationError(_("“%s”对应了两列，只能对应一列。") % "”“".join(twice))
        if missing := [names[field] for field in ("name", "id_number") if field not in fields]:
            raise forms.ValidationError(_("还没有指明哪一列是“%s”。") % "”“".join(missing))
        return said
