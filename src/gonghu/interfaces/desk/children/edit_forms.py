"""Forms that change a child's file (档案维护表单), one a thing."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.people.terms import (
    AddressKind,
    CareKind,
    CircumstanceKind,
    ClosingReason,
    HealthKind,
    PhoneKind,
    RiskLevel,
    SchoolStage,
    SchoolState,
    Sex,
)
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField
from gonghu.standards.relationship import relationships

_KIN: Final = (
    "51", "52", "61", "62", "63", "64", "57", "58", "71", "73", "75", "77", "81", "82", "83", "84", "85", "86", "87",
    "88", "89", "90", "97", "98", "99",
)  # fmt: skip
_NO_KIN: Final = "98"
_DISABILITY_TYPES: Final = [
    ("", "—"),
    ("1", _("视力")),
    ("2", _("听力")),
    ("3", _("言语")),
    ("4", _("肢体")),
    ("5", _("智力")),
    ("6", _("精神")),
    ("7", _("多重")),
]
_GRADES: Final = [("", "—"), ("1", _("一级")), ("2", _("二级")), ("3", _("三级")), ("4", _("四级"))]

FamilyMember = tuple[str, str]
"""The key of a person of the child's family, and what the person is called on a form."""


class EditForm(DeskForm):
    """A form of one child's file (档案维护); it may be told who belongs to the family."""

    def __init__(self, *args: Any, family: Iterable[FamilyMember] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, FamilyField):
                field.choices = [*field.first, *family]


class FamilyField(forms.ChoiceField):
    """Somebody of the child's family (家庭成员)."""

    def __init__(self, *, first: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        self.first = list(first)
        super().__init__(choices=self.first, **kwargs)


class CarerForm(EditForm):
    """Who looks after the child (照护人)."""

    kind = forms.ChoiceField(label=_("照护方式"), choices=CareKind.choices)
    carer = FamilyField(label=_("照护人"), required=False, first=[("", _("不在下面（或无人照护）"))])
    name = forms.CharField(
        label=_("照护人姓名（不在上面时填）"), required=False, max_length=100, help_text=_("会作为家庭成员登记。")
    )
    relation = forms.ChoiceField(label=_("是儿童的"), required=False)
    from_on = DayField(label=_("自何日起"))
    note = forms.CharField(label=_("说明"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = relationships()
        field = self.fields["relation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "—"), *((code, words[code]) for code in _KIN)]


class KinForm(EditForm):
    """A relative of the child (亲属)."""

    relation = forms.ChoiceField(label=_("是儿童的"))
    name = forms.CharField(label=_("姓名"), max_length=100)
    sex = forms.ChoiceField(label=_("性别"), required=False, choices=Sex.choices)
    born_on = DayField(label=_("出生日期"), required=False)
    number = forms.CharField(
        label=_("身份证号"), required=False, max_length=18, help_text=_("已登记过的人按号码认出。")
    )
    from_on = DayField(label=_("自何日起"), help_text=_("亲生的写儿童出生日期。"))
    evidence = forms.CharField(label=_("依据"), required=False, max_length=200, help_text=_("如户口簿、出生医学证明。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = relationships()
        field = self.fields["relation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, words[code]) for code in _KIN if code < _NO_KIN]


class ContactForm(EditForm):
    """On which telephone somebody of the family is reached (电话)."""

    person = FamilyField(label=_("谁"))
    kind = forms.ChoiceField(label=_("电话种类"), choices=PhoneKind.choices)
    number = forms.CharField(label=_("电话号码"), max_length=30, help_text=_("加密保存。"))
    note = forms.CharField(label=_("说明"), required=False, max_length=100)


class AddressForm(EditForm):
    """Where the child lives or is registered (住址)."""

    kind = forms.ChoiceField(label=_("地址种类"), choices=AddressKind.choices, initial=AddressKind.LIVING.value)
    division_code = DivisionField(label=_("村（居）"))
    detail = forms.CharField(label=_("详细地址"), max_length=200, help_text=_("门牌、楼栋；加密保存。"))
    is_protected = forms.BooleanField(label=_("受保护地址：可能有人找来伤害孩子，只有区县有权的人能看"), required=False)
    from_on = DayField(label=_("自何日起"))


class SchoolingForm(EditForm):
    """How the child stands with the school (就学)."""

    stage = forms.ChoiceField(label=_("阶段"), choices=SchoolStage.choices)
    state = forms.ChoiceField(label=_("状态"), choices=SchoolState.choices)
    school = forms.CharField(label=_("学校"), required=False, max_length=100)
    form = forms.CharField(label=_("年级、班级"), required=False, max_length=50)
    boards = forms.BooleanField(label=_("寄宿"), required=False)
    from_on = DayField(label=_("自何日起"))
    note = forms.CharField(label=_("说明"), required=False, max_length=500, help_text=_("辍学的写明原因。"))


class HealthForm(EditForm):
    """A disability, an illness, an insurance (健康)."""

    kind = forms.ChoiceField(label=_("种类"), choices=HealthKind.choices)
    disability_type = forms.ChoiceField(label=_("残疾类别"), required=False, choices=_DISABILITY_TYPES)
    disability_grade = forms.ChoiceField(label=_("残疾等级"), required=False, choices=_GRADES)
    detail = forms.CharField(label=_("内容"), required=False, max_length=200)
    evidence = forms.CharField(label=_("依据"), required=False, max_length=200, help_text=_("证件、诊断的名称和日期。"))
    from_on = DayField(label=_("自何日起"))


class CircumstanceForm(EditForm):
    """That a parent is dead, in prison, out of contact … (情形)."""

    person = FamilyField(label=_("谁"))
    kind = forms.ChoiceField(
        label=_("情形"),
        choices=CircumstanceKind.choices,
        help_text=_("“失联”指查找后满六个月没有联系、没有抚养；“宣告失踪”须有法院判决。"),
    )
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("文书名称、文号、日期。"))
    from_on = DayField(label=_("自何日起"))
    to_on = DayField(label=_("至何日（含当日，未知可不填）"), required=False)
    note = forms.CharField(label=_("说明"), required=False, max_length=500)


class RiskForm(EditForm):
    """How great the risk is, and why (风险评估)."""

    level = forms.ChoiceField(label=_("风险等级"), choices=RiskLevel.choices)
    reasons = forms.CharField(
        label=_("理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写看到的事实：谁照护、住得怎样、上学、健康、安全。不要写服刑、戒毒、艾滋病等密级内容。"),
    )


class MoveForm(EditForm):
    """To which village the child has moved (迁移)."""

    division_code = DivisionField(label=_("迁到哪个村（居）"))
    on = DayField(label=_("日期"))
    reason = forms.CharField(label=_("原因"), max_length=200)


class CloseForm(EditForm):
    """Why a file is closed (结案)."""

    reason = forms.ChoiceField(label=_("结案原因"), choices=ClosingReason.choices)
    on = DayField(label=_("日期"))


class ReopenForm(EditForm):
    """Why a file is taken up again (重新启用)."""

    reason = forms.CharField(label=_("原因"), max_length=200)
