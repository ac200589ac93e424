"""Forms of wishes and needs (心愿与需要表单)."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.people.ages import AGE_BANDS
from gonghu.domain.visits.terms import WishKind, WishState
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.ledger.forms import GivenForm
from gonghu.interfaces.desk.places import DivisionField

EVERY: Final = "ALL"
OVERDUE: Final = "overdue"
_BANDS: Final = [(band, band) for band in AGE_BANDS]


class WishFilter(DeskForm):
    """Which wishes and needs to list (心愿筛选表单)."""

    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("未办结")), *WishState.choices, (EVERY, _("全部状态"))]
    )
    kind = forms.ChoiceField(label=_("种类"), required=False, choices=[("", _("全部种类")), *WishKind.choices])
    band = forms.ChoiceField(label=_("年龄段"), required=False, choices=[("", _("全部年龄")), *_BANDS])
    waiting = forms.ChoiceField(
        label=_("等了多久"),
        required=False,
        choices=[
            ("", _("不限")),
            ("30", _("一个月以上")),
            ("90", _("三个月以上")),
            (OVERDUE, _("过了约定日期")),
        ],
    )
    place = DivisionField(label=_("区划"), required=False, help_text="")


class WishForm(DeskForm):
    """Whether a wish came true (心愿办结表单)."""

    state = forms.ChoiceField(
        label=_("结果"),
        widget=forms.RadioSelect,
        choices=[(str(each), each.label) for each in (WishState.FULFILLED, WishState.WITHDRAWN)],
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=500)


class TakeWishForm(DeskForm):
    """Who takes a wish up until when (认领表单)."""

    taker = forms.CharField(
        label=_("由谁认领"),
        max_length=100,
        help_text=_("单位、慈善组织或“爱心人士”；登记过的机构写全称。个人不愿具名的不写姓名。"),
    )
    due_on = DayField(label=_("约定哪天前办好"))

    def clean_due_on(self) -> date:
        """
        Check the day.

        :raises ValidationError: it is over
        """
        on: date = self.cleaned_data["due_on"]
        if on < self.today:
            raise forms.ValidationError(_("约定的日期已经过去，请写今天或以后。"))
        return on

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)


class GiveForm(GivenForm):
    """What was handed over, and what shows it (交付表单)."""

    evidence = forms.CharField(
        label=_("依据"), max_length=500, help_text=_("签收单编号、照片或在场的人，至少 3 个字。")
    )


class GiveBackForm(DeskForm):
    """Why a wish waits again (退回表单)."""

    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_("至少 3 个字。"))


class ReleaseForm(DeskForm):
    """In what words a wish goes out to donors (捐助清单表单)."""

    words = forms.CharField(
        label=_("给捐助人看的内容"),
        max_length=200,
        help_text=_("只写要什么：品名、尺码、数量。不写姓名、学校、村镇、病名和家里的事。"),
    )
    looked = forms.BooleanField(label=_("已核对，从内容认不出是哪个孩子"))
