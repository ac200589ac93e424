"""Forms for what happens to an organisation (机构变更表单): its parent, places, rooms, hours, contracts, its end."""

import re
from datetime import time
from decimal import Decimal
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.organisations.models import OpeningHours, Organisation
from gonghu.domain.organisations.operations import Hours
from gonghu.domain.organisations.terms import ContractTerms, Indicator, RoomFunction
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField

WEEKDAYS: Final = (_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"))
_SPAN: Final = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~至到]\s*(\d{1,2})[:：](\d{2})")
_INDICATOR: Final = re.compile(r"(\S.*?)[\s,，]+(\d+)\s*(\S+)")


class ParentForm(DeskForm):
    """Whom an organisation stands under from a day on (主管单位)."""

    parent = forms.ChoiceField(label=_("主管单位"), help_text=_("只列出本级和上级已登记的机构；没有的请先登记。"))
    on = DayField(label=_("自"))
    document = forms.CharField(label=_("文件"), required=False, max_length=200, help_text=_("批准文件的名称和文号。"))

    def __init__(self, *args: Any, offered: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["parent"])
        field.choices = [(str(each.pk), f"{each.name}（{worded(each.get_kind_display())}）") for each in offered]


class CloseForm(DeskForm):
    """The last day of an organisation (撤销机构)."""

    on = DayField(label=_("撤销日期"), help_text=_("当日仍在，次日起不再列出；历史保留。"))


class ClosePlaceForm(DeskForm):
    """The last day of a place (停用场所)."""

    on = DayField(label=_("最后一天"), help_text=_("当日仍在用，次日起不再列出。"))


class PlaceForm(DeskForm):
    """A place where children are received (场所)."""

    name = forms.CharField(label=_("场所名称"), max_length=100, help_text=_("如“主楼”“二楼儿童之家”。"))
    on = DayField(label=_("启用日期"))
    division_code = DivisionField(label=_("所在区划"), required=False, help_text=_("不填即机构所在区划。"))
    address = forms.CharField(label=_("地址"), required=False, max_length=200)


class RoomForm(DeskForm):
    """A room of a place (功能室)."""

    name = forms.CharField(label=_("房间名称"), max_length=50)
    function = forms.ChoiceField(label=_("功能"), choices=RoomFunction.choices)
    area_square_metres = forms.DecimalField(
        label=_("面积（平方米）"), min_value=Decimal("0.01"), max_digits=8, decimal_places=2
    )
    capacity = forms.IntegerField(
        label=_("可容纳人数"), required=False, min_value=0, max_value=10_000, help_text=_("住宿的填床位数。")
    )


class HoursForm(DeskForm):
    """When a place is open, day by day (开放时间)."""

    def __init__(self, *args: Any, hours: list[OpeningHours], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAYS, start=1):
            spans = [f"{row.opens:%H:%M}-{row.closes:%H:%M}" for row in hours if row.weekday == number]
            hint = _("如 08:30-12:00 14:00-17:30；不开放的留空。") if number == 1 else ""
            field = forms.CharField(label=name, required=False, max_length=60, help_text=hint)
            field.widget.attrs["class"] = "form-control"
            field.initial = " ".join(spans)
            self.fields[f"day_{number}"] = field

    def clean(self) -> dict[str, Any]:
        """Read the spans of every day."""
        said: dict[str, Any] = super().clean() or {}
        for number in range(1, len(WEEKDAYS) + 1):
            text = said.get(f"day_{number}", "")
            try:
                said[f"day_{number}"] = [_span(each) for each in _SPAN.findall(text)]
            except ValueError:
                self.add_error(f"day_{number}", _("时间应在 00:00 到 23:59 之间。"))
                continue
            if _SPAN.sub("", text).strip(" ,，;；、"):
                self.add_error(f"day_{number}", _("请写成 08:30-12:00，几段之间空一格。"))
        return said

    def hours(self) -> Hours:
        """Give what was said, once the form is valid."""
        days = range(1, len(WEEKDAYS) + 1)
        return [(day, opens, closes) for day in days for opens, closes in self.cleaned_data[f"day_{day}"]]


class ContractForm(DeskForm):
    """A contract for services (购买服务合同)."""

    provider = forms.ChoiceField(label=_("承接方"), help_text=_("只列出已登记的社会工作服务机构、慈善组织等。"))
    number = forms.CharField(label=_("合同编号"), max_length=64)
    title = forms.CharField(label=_("项目名称"), max_length=200)
    from_on = DayField(label=_("自"))
    to_on = DayField(label=_("至"), help_text=_("到这一天为止；到期前 60 天提醒，到期后承接方社工不能再看指派的孩子。"))
    amount_yuan = forms.DecimalField(label=_("金额（元）"), min_value=0, max_digits=14, decimal_places=2)
    indicators = forms.CharField(
        label=_("考核指标"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一项：名称 数量 单位，如“入户服务 600 人次”。"),
    )

    def __init__(self, *args: Any, offered: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["provider"])
        field.choices = [(str(each.pk), f"{each.name}（{worded(each.get_kind_display())}）") for each in offered]

    def clean_indicators(self) -> tuple[Indicator, ...]:
        """Read the lines."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["indicators"].splitlines())):
            match = _INDICATOR.fullmatch(line)
            if not match:
                raise forms.ValidationError(_("“%s”这一行看不懂，请按说明填写。") % line)
            found.append(Indicator(match[1], int(match[2]), match[3]))
        return tuple(found)

    def terms(self) -> ContractTerms:
        """Give what is agreed, once the form is valid."""
        said = self.cleaned_data
        return ContractTerms(
            said["number"], said["title"], said["from_on"], said["to_on"], int(said["amount_yuan"] * 100),
            said["indicators"],
        )  # fmt: skip


class EndForm(DeskForm):
    """The last day of a contract that ends early (提前终止)."""

    on = DayField(label=_("最后一天"))


class ContractFilter(DeskForm):
    """Which contracts to list (合同筛选)."""

    place = DivisionField(label=_("购买方所在区划"), required=False, help_text="")
    soon = forms.BooleanField(label=_("只看 60 天内到期的"), required=False)


def _span(digits: tuple[str, str, str, str]) -> tuple[time, time]:
    opens, closes = time(int(digits[0]), int(digits[1])), time(int(digits[2]), int(digits[3]))
    return opens, closes
