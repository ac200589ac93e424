"""Forms of the workforce (队伍表单)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.workforce.terms import Background, ChargeKind, Employment
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField


class PlaceFilter(DeskForm):
    """Which area to look at, and since when people came and went (队伍筛选)."""

    place = DivisionField(label=_("区划"), required=False, help_text="")
    since = DayField(label=_("人员变动自"), required=False)


class HandOverFilter(DeskForm):
    """Which hand-overs to list (交接筛选)."""

    since = DayField(label=_("自哪天起"), required=False)
    place = DivisionField(label=_("区划"), required=False, help_text="")


class VacancyFilter(DeskForm):
    """Which vacancies to list (空缺筛选)."""

    kind = forms.ChoiceField(label=_("岗位"), choices=ChargeKind.choices, required=False)
    place = DivisionField(label=_("区划"), required=False, help_text="")


class AppointForm(DeskForm):
    """Who answers for a place (任命责任人表单)."""

    kind = forms.ChoiceField(label=_("岗位"), choices=ChargeKind.choices)
    division_code = DivisionField(label=_("负责的村（居）、乡镇（街道）或区县"))
    to = forms.CharField(
        label=_("由谁担任（登录名）"),
        max_length=64,
        help_text=_("在“账号”列表中查看登录名；还没有账号的，先在“账号”页开立。"),
    )
    from_on = DayField(label=_("任职自"))


class RegisterFilter(DeskForm):
    """Whom of the register to list (台账筛选); all conditions hold together."""

    text = forms.CharField(
        label=_("姓名"), required=False, max_length=50, widget=forms.TextInput(attrs={"type": "search"})
    )
    place = DivisionField(label=_("区划"), required=False, help_text="")
    due = forms.BooleanField(label=_("只看培训或查询到期的"), required=False)
    left = forms.BooleanField(label=_("只看已离岗的"), required=False)


class WorkerForm(DeskForm):
    """One person of the register (实名登记表单)."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    number = forms.CharField(
        label=_("身份证号"), required=False, max_length=18, help_text=_("加密保存；不改动请留空。")
    )
    phone = forms.CharField(label=_("手机号"), required=False, max_length=20, help_text=_("加密保存；不改动请留空。"))
    division_code = DivisionField(label=_("工作区划"))
    employment = forms.ChoiceField(label=_("专职或兼职"), choices=Employment.choices)
    background = forms.ChoiceField(label=_("身份来源"), choices=Background.choices)
    entered_on = DayField(label=_("到岗日期"))
    trained_on = DayField(label=_("最近一次培训"), required=False)
    checked_on = DayField(
        label=_("最近一次违法犯罪记录查询"),
        required=False,
        help_text=_("未成年人保护法第六十二条：录用前查询，此后每年查询。只记日期，不记内容。"),
    )
    account = forms.CharField(
        label=_("登录名"), required=False, max_length=64, help_text=_("已有账号的填写，便于和岗位对应。")
    )
