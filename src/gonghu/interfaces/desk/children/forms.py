"""Forms of the list of children, of a new file, and of why somebody reads (儿童列表、登记、查阅目的表单)."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.people.terms import (
    Category,
    FileState,
    NumberKind,
    RiskLevel,
    Sex,
    WithoutNumber,
)
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField
from gonghu.standards import citizen_number

OLDEST: Final = 30
_ANY: Final = ("", _("全部"))


class ChildFilter(DeskForm):
    """Which children to list (儿童筛选条件); all conditions hold together."""

    text = forms.CharField(
        label=_("姓名或拼音"), required=False, max_length=50, widget=forms.TextInput(attrs={"type": "search"})
    )
    place = DivisionField(label=_("区划"), required=False, help_text="")
    category = forms.ChoiceField(label=_("类别"), required=False, choices=[_ANY, *Category.choices])
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("未结案的")), *FileState.choices, ("ALL", _("全部"))]
    )
    risk = forms.ChoiceField(
        label=_("风险等级"), required=False, choices=[_ANY, *RiskLevel.choices, ("NONE", _("未评估"))]
    )
    sex = forms.ChoiceField(label=_("性别"), required=False, choices=[_ANY, *Sex.choices[1:3]])
    age_from = forms.IntegerField(label=_("年龄自（周岁）"), required=False, min_value=0, max_value=OLDEST)
    age_to = forms.IntegerField(label=_("年龄至（周岁）"), required=False, min_value=0, max_value=OLDEST)

    def clean(self) -> dict[str, Any]:
        """Tell when no age lies between the two."""
        said: dict[str, Any] = super().clean() or {}
        low, high = said.get("age_from"), said.get("age_to")
        if low is not None and high is not None and low > high:
            self.add_error("age_to", _("年龄上限比下限小，请对调。"))
        return said


class PurposeForm(DeskForm):
    """Why somebody reads children's files (查阅目的); asked once a session."""

    purpose = forms.ChoiceField(label=_("查阅目的"))
    other = forms.CharField(
        label=_("其他目的（请写明）"),
        required=False,
        max_length=100,
        help_text=_("写清楚为了哪项工作，如“核对跨区就读儿童的学籍”。"),
    )

    OTHER: Final = "OTHER"
    OFFERED: Final = (
        _("走访探视"),
        _("核实线索"),
        _("类别认定与复核"),
        _("维护档案"),
        _("保障待遇核对"),
        _("个案帮扶与应急处置"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(word), word) for word in self.OFFERED]
        field = self.fields["purpose"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*offered, (self.OTHER, _("其他（在下面写明）"))]

    def clean(self) -> dict[str, Any]:
        """Ask for words where none of those offered fits."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("purpose") == self.OTHER and len(said.get("other", "").strip()) < self.SHORTEST:
            self.add_error("other", _("请写明查阅目的，至少 4 个字。"))
        return said

    SHORTEST: Final = 4

    @property
    def said_purpose(self) -> str:
        """Give the purpose in words."""
        chosen: str = self.cleaned_data["purpose"]
        return self.cleaned_data["other"].strip() if chosen == self.OTHER else chosen


class ChildForm(DeskForm):
    """A child whose file is opened by hand (登记儿童)."""

    name = forms.CharField(label=_("姓名"), max_length=100)
    number_kind = forms.ChoiceField(label=_("证件类型"), required=False, choices=[_ANY, *NumberKind.choices])
    number = forms.CharField(
        label=_("证件号码"), required=False, max_length=40, help_text=_("身份证号会核对校验位，并带出生日期和性别。")
    )
    without_number = forms.ChoiceField(
        label=_("没有证件号码的原因"),
        required=False,
        choices=[("", _("（有号码）")), *WithoutNumber.choices],
        help_text=_("没有号码也可以建档，写明原因即可。"),
    )
    sex = forms.ChoiceField(label=_("性别"), required=False, choices=Sex.choices)
    born_on = DayField(label=_("出生日期"), required=False)
    division_code = DivisionField(label=_("负责村（居）"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = self.fields["number_kind"]
        if isinstance(kinds, forms.ChoiceField):
            kinds.choices = NumberKind.choices

    def clean(self) -> dict[str, Any]:
        """Check the number, and let it say what it knows better than the typist."""
        said: dict[str, Any] = super().clean() or {}
        number = said.get("number", "").strip()
        if number and said.get("number_kind") in (NumberKind.CITIZEN.value, ""):
            self._read_number(said, number)
        elif not number and not said.get("without_number"):
            self.add_error("without_number", _("没有填证件号码，请选择原因。"))
        if not said.get("born_on"):
            self.add_error("born_on", _("请填写出生日期；不详时按估计的年份填 1 月 1 日，并在说明中注明。"))
        return said

    def _read_number(self, said: dict[str, Any], number: str) -> None:
        try:
            read = citizen_number.parse(number)
        except citizen_number.NotACitizenNumber:
            self.add_error("number", _("身份证号不对：应为 18 位且校验位相符，请对照证件重新输入。"))
            return
        born_on: date | None = said.get("born_on")
        if born_on and born_on != read.born_on:
            message = _("与身份证号中的出生日期 %(day)s 不一致，请核对。") % {"day": read.born_on}
            self.add_error("born_on", message)
        said |= {"number": read.text, "born_on": read.born_on, "sex": read.sex}
