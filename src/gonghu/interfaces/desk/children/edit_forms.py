"""Forms that change a child's file as a whole (档案办理表单), one a thing."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.privacy_terms import ConsentGiver, ConsentScope
from gonghu.domain.people.terms import ClosingReason, EndKind, NumberKind, RiskLevel, Sex
from gonghu.foundation.labels import Label
from gonghu.interfaces.desk.children.file_forms import EditForm, FamilyField
from gonghu.interfaces.desk.forms import DayField
from gonghu.interfaces.desk.places import DivisionField
from gonghu.standards.ethnic_group import ethnic_groups

_UNCHANGED: Final = ("", _("（不改）"))


class PersonForm(EditForm):
    """What was wrong of who somebody is (更正身份信息); what is left empty stays."""

    person = FamilyField(label=_("谁"))
    name = forms.CharField(label=_("正确的姓名"), required=False, max_length=100, help_text=_("不改就空着，下同。"))
    is_renamed = forms.BooleanField(label=_("是改了名：原来的姓名记为曾用名（写错了的不要勾）"), required=False)
    former_name = forms.CharField(label=_("曾用名"), required=False, max_length=100)
    sex = forms.ChoiceField(label=_("性别"), required=False, choices=[_UNCHANGED, *Sex.choices])
    born_on = DayField(label=_("出生日期"), required=False, help_text=_("有身份证号的，须与号码一致。"))
    died_on = DayField(label=_("死亡日期"), required=False, help_text=_("父母去世的，另在“情形”里登记死亡和依据。"))
    ethnic_group = forms.ChoiceField(label=_("民族"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ethnic_group"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [_UNCHANGED, *((code, Label(group.name)) for code, group in ethnic_groups().items())]

    def clean(self) -> dict[str, Any]:
        """Ask for something that is corrected."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(value for name, value in said.items() if name not in {"person", "is_renamed"}):
            raise forms.ValidationError(_("请至少填写一项要更正的内容。"))
        return said


class NumberForm(EditForm):
    """Which number somebody bears, and why the one before ends (更正、换发证件号码)."""

    person = FamilyField(label=_("谁"))
    kind = forms.ChoiceField(label=_("证件类型"), choices=NumberKind.choices)
    number = forms.CharField(
        label=_("正确的证件号码"),
        max_length=40,
        help_text=_("对照证件输入；身份证号会核对校验位、出生日期和性别。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    on = DayField(label=_("自何日起"), help_text=_("同一种证件的原号码到前一日为止，仍留在档案里。"))
    reason = forms.CharField(
        label=_("原因"), max_length=200, help_text=_("如“原号码录错一位”“公安机关换发”“新办户口”。不要写号码。")
    )
    counts = forms.BooleanField(label=_("已对照证件：登记的出生日期、性别不一致时以号码为准"), required=False)


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

    reason = forms.ChoiceField(
        label=_("结案原因"), choices=[each for each in ClosingReason.choices if each[0] != ClosingReason.MERGED]
    )
    on = DayField(label=_("日期"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200, help_text=_("选“其他”的必须写明。"))


class ReopenForm(EditForm):
    """Why a file is taken up again (重新启用)."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class AssignmentForm(EditForm):
    """Which of a child's recognitions is written about (认定选择)."""

    assignment = forms.ChoiceField(label=_("哪项认定"))

    def __init__(self, *args: Any, held: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assignment"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(held)


class EndCategoryForm(AssignmentForm):
    """Why a recognition ends (终止认定)."""

    kind = forms.ChoiceField(label=_("终止原因"), choices=EndKind.choices)
    happened_on = DayField(
        label=_("情形消失的日期"), help_text=_("认定从次月起停止；如父母恢复联系、满十八周岁的那天。")
    )
    reason = forms.CharField(
        label=_("情况和证明材料"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("如走访所见、死亡医学证明。不要写服刑、戒毒等密级内容。"),
    )
    document = forms.CharField(
        label=_("政策依据"), max_length=300, required=False, help_text=_("文号和条款；须两人办理的必须写。")
    )


class RestoreCategoryForm(AssignmentForm):
    """Why the end of a recognition was a mistake (撤销终止)."""

    reason = forms.CharField(label=_("为什么撤销终止"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class SealForm(EditForm):
    """From which day the file from before an adoption is sealed (封存)."""

    on = DayField(label=_("收养登记日期"))


class EndForm(EditForm):
    """On which day something ended (终止)."""

    last_on = DayField(label=_("最后一天"), help_text=_("登记错了的，写它的起始日期，再重新登记正确的。"))


class MergeForm(EditForm):
    """Which of two files is kept, and why both are one child's (合并)."""

    kept = forms.ChoiceField(label=_("保留哪一份"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("为什么是同一人"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写核对了什么，如“户口簿、出生医学证明一致，原号码录错”。不要写身份证号。"),
    )

    account = forms.ChoiceField(label=_("合并后的钱发到哪个账户"), widget=forms.RadioSelect)
    sure = forms.BooleanField(label=_("已看过证件原件，确认是同一人"))

    def __init__(
        self,
        *args: Any,
        offered: Iterable[tuple[str, str]],
        accounts: Sequence[tuple[str, str]],
        is_doubtful: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_doubtful:
            del self.fields["sure"]
        for name, choices in (("kept", list(offered)), ("account", list(accounts))):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
        if not accounts:
            del self.fields["account"]


class ConsentForm(EditForm):
    """What somebody agreed to, after reading which notice (登记同意)."""

    scope = forms.ChoiceField(label=_("同意的事项"), choices=ConsentScope.choices)
    giver = forms.ChoiceField(
        label=_("谁同意的"), choices=ConsentGiver.choices, help_text=_("不满十四周岁的，由监护人同意。")
    )
    giver_name = forms.CharField(label=_("同意人姓名"), max_length=50, help_text=_("加密保存。"))
    notice_version = forms.CharField(
        label=_("告知书名称和版本"),
        max_length=40,
        help_text=_("同意人读过的那一份，如“向社工机构提供信息告知书2026-1”。"),
    )
    document = forms.CharField(
        label=_("书面材料"), required=False, max_length=200, help_text=_("签字原件存放在哪里，如“镇档案柜2-3”。")
    )
    given_on = DayField(label=_("签字日期"))


class WithdrawForm(EditForm):
    """On which day a consent was taken back (撤回同意)."""

    on = DayField(label=_("撤回日期"))
