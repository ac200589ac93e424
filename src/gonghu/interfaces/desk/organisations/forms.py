"""Forms of the organisations (机构表单)."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.organisations.terms import NEXT_STATES, Coordinates, OrganisationKind, StationState
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField

ALL_KINDS = [("", _("全部类别")), *OrganisationKind.choices]


class OrganisationFilter(DeskForm):
    """Which organisations to list (筛选条件); all conditions hold together."""

    text = forms.CharField(
        label=_("名称"), required=False, max_length=50, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=ALL_KINDS)
    place = DivisionField(label=_("区划"), required=False, help_text="")


class CorrectForm(DeskForm):
    """The name, the credit code and the point of an organisation (更正机构)."""

    name = forms.CharField(label=_("名称"), max_length=100, help_text=_("写全称，如“双新街道未成年人保护站”。"))
    credit_code = forms.CharField(
        label=_("统一社会信用代码"),
        required=False,
        max_length=18,
        help_text=_("18 位，见法人证书；没有单独法人资格的站点不填。"),
    )
    longitude = forms.FloatField(
        label=_("经度"),
        required=False,
        min_value=73,
        max_value=136,
        help_text=_("站点填写，如 117.39；可从手机地图查到。"),
    )
    latitude = forms.FloatField(label=_("纬度"), required=False, min_value=3, max_value=54, help_text=_("如 38.99。"))

    def clean(self) -> dict[str, Any]:
        """Take both coordinates or none."""
        said: dict[str, Any] = super().clean() or {}
        if (said.get("longitude") is None) != (said.get("latitude") is None):
            self.add_error("latitude", _("经度、纬度要一起填写，或都不填。"))
        return said

    def coordinates(self) -> Coordinates | None:
        """Give the point, if it was said."""
        longitude, latitude = self.cleaned_data["longitude"], self.cleaned_data["latitude"]
        return Coordinates(longitude, latitude) if longitude is not None else None


class OrganisationForm(CorrectForm):
    """A new organisation (登记机构)."""

    kind = forms.ChoiceField(label=_("类别"), choices=OrganisationKind.choices)
    division_code = DivisionField(label=_("所在区划"))
    duty_phone = forms.CharField(label=_("值班电话"), required=False, max_length=30)

    field_order = ("kind", "name", "division_code", "credit_code", "duty_phone", "longitude", "latitude")


class PhoneForm(DeskForm):
    """The number people call (值班电话)."""

    duty_phone = forms.CharField(label=_("值班电话"), max_length=30, help_text=_("公开的号码，群众打得通。"))


class StationForm(DeskForm):
    """The next state of a station (站点状态变更)."""

    to = forms.ChoiceField(label=_("转为"))
    on = DayField(label=_("日期"))
    plaque_on = DayField(label=_("授牌日期"), required=False)
    document = forms.CharField(label=_("文件"), required=False, max_length=200, help_text=_("批准文件的名称和文号。"))

    def __init__(self, *args: object, now: StationState | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(state.value, state.label) for state in StationState if state in NEXT_STATES[now]]
        cast("forms.ChoiceField", self.fields["to"]).choices = choices


class DutyForm(DeskForm):
    """Who is on duty from one day to another (排班表单)."""

    name = forms.CharField(label=_("值班人"), max_length=50)
    phone = forms.CharField(
        label=_("值班电话"), max_length=30, help_text=_("值班时打得通的号码；同一天再排同一个人，就改成新号码。")
    )
    from_on = DayField(label=_("从"))
    to_on = DayField(label=_("到（含当日）"), required=False, help_text=_("只排一天的不用填。"))
