"""Forms of what is known of a child's life (生活情况表单), one a thing."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.people.terms import (
    AddressKind,
    CareKind,
    CircumstanceKind,
    HealthKind,
    PhoneKind,
    SchoolStage,
    SchoolState,
    Sex,
)
from gonghu.interfaces.desk.children.file_forms import EditForm, EvidenceField, FamilyField, RelationField, SinceField
from gonghu.interfaces.desk.forms import DayField
from gonghu.interfaces.desk.places import DivisionField
from gonghu.standards.relationship import HEAD as SELF_AS_HEAD

_KIN: Final = (
    "51", "52", "61", "62", "63", "64", "57", "58", "71", "73", "75", "77", "81", "82", "83", "84", "85", "86", "87",
    "88", "89", "90", "97", "98", "99",
)  # fmt: skip
_NO_KIN: Final = "98"
_KIN_OF_HEAD: Final = ("10", "20", "30", "28", "38", "40", "51", "52", "60", "70", "97", "99")
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


class CarerForm(EditForm):
    """Who looks after the child (照护人)."""

    kind = forms.ChoiceField(label=_("照护方式"), choices=CareKind.choices)
    carer = FamilyField(label=_("照护人"), required=False, first=[("", _("不在下面（或无人照护）"))])
    name = forms.CharField(
        label=_("照护人姓名（不在上面时填）"), required=False, max_length=100, help_text=_("会作为家庭成员登记。")
    )
    relation = RelationField(_KIN, label=_("是儿童的"), required=False)
    from_on = SinceField()
    evidence = EvidenceField()
    note = forms.CharField(label=_("说明"), required=False, max_length=500)


class KinForm(EditForm):
    """A relative of the child (亲属)."""

    relation = RelationField([code for code in _KIN if code < _NO_KIN], label=_("是儿童的"))
    name = forms.CharField(label=_("姓名"), max_length=100)
    sex = forms.ChoiceField(label=_("性别"), required=False, choices=Sex.choices)
    born_on = DayField(label=_("出生日期"), required=False)
    number = forms.CharField(
        label=_("身份证号"), required=False, max_length=18, help_text=_("已登记过的人按号码认出。")
    )
    from_on = SinceField(_("亲生的写儿童出生日期。"))
    evidence = EvidenceField(_("如户口簿、出生医学证明。"))


class HouseholdForm(EditForm):
    """Who lives in one household with the child (同住人员)."""

    person = FamilyField(label=_("谁"))
    relation = RelationField([SELF_AS_HEAD, *_KIN_OF_HEAD], label=_("与户主关系"), required=False)
    from_on = SinceField()
    evidence = EvidenceField()


class ContactForm(EditForm):
    """On which telephone somebody of the family is reached (电话)."""

    person = FamilyField(label=_("谁"))
    kind = forms.ChoiceField(label=_("电话种类"), choices=PhoneKind.choices)
    number = forms.CharField(
        label=_("电话号码"),
        max_length=30,
        help_text=_("加密保存。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    from_on = SinceField()
    evidence = EvidenceField()
    note = forms.CharField(label=_("说明"), required=False, max_length=100, help_text=_("如“晚上打”“邻居代接”。"))


class AddressForm(EditForm):
    """Where somebody of the family lives or is registered (住址)."""

    person = FamilyField(label=_("谁"), required=False)
    kind = forms.ChoiceField(label=_("地址种类"), choices=AddressKind.choices, initial=AddressKind.LIVING.value)
    division_code = DivisionField(label=_("村（居）"))
    detail = forms.CharField(label=_("详细地址"), max_length=200, help_text=_("门牌、楼栋；加密保存。"))
    is_protected = forms.BooleanField(label=_("受保护地址：可能有人找来伤害孩子，只有区县有权的人能看"), required=False)
    from_on = SinceField()
    evidence = EvidenceField()


class SchoolingForm(EditForm):
    """How the child stands with the school (就学)."""

    stage = forms.ChoiceField(label=_("阶段"), choices=SchoolStage.choices)
    state = forms.ChoiceField(label=_("状态"), choices=SchoolState.choices)
    school = forms.CharField(label=_("学校"), required=False, max_length=100)
    form = forms.CharField(label=_("年级、班级"), required=False, max_length=50)
    boards = forms.BooleanField(label=_("寄宿"), required=False)
    from_on = SinceField()
    evidence = EvidenceField()
    note = forms.CharField(label=_("说明"), required=False, max_length=500, help_text=_("辍学的写明原因。"))


class HealthForm(EditForm):
    """A disability, an illness, an insurance (健康)."""

    person = FamilyField(label=_("谁"), required=False)
    kind = forms.ChoiceField(label=_("种类"), choices=HealthKind.choices)
    disability_type = forms.ChoiceField(label=_("残疾类别"), required=False, choices=_DISABILITY_TYPES)
    disability_grade = forms.ChoiceField(label=_("残疾等级"), required=False, choices=_GRADES)
    expires_on = DayField(
        label=_("残疾人证有效期至"), required=False, help_text=_("到期前派任务提醒换领；不知道的可不填。")
    )
    detail = forms.CharField(label=_("内容"), required=False, max_length=200)
    evidence = EvidenceField(_("证件、诊断的名称和日期；不要写残疾人证号。"))
    from_on = SinceField()


class CircumstanceForm(EditForm):
    """That a parent is dead, in prison, out of contact … (情形)."""

    person = FamilyField(label=_("谁"))
    kind = forms.ChoiceField(
        label=_("情形"),
        choices=CircumstanceKind.choices,
        help_text=_("“失联”指查找后满六个月没有联系、没有抚养；“宣告失踪”须有法院判决。"),
    )
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("文书名称、文号、日期。"))
    from_on = SinceField()
    to_on = DayField(label=_("至何日（含当日，未知可不填）"), required=False)
    note = forms.CharField(label=_("说明"), required=False, max_length=500)
