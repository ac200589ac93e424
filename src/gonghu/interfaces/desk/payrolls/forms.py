"""Forms of the payrolls (发放表单)."""

from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.benefits.lines import Line
from gonghu.domain.payments.banking import Layout
from gonghu.domain.payments.models import BankFile
from gonghu.domain.payments.terms import LIVING, AccountKind, IssueKind, PayrollState, StopKind, StopState
from gonghu.foundation.labels import Label
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField
from gonghu.standards.relationship import relationships

LIVING_NAME: Final = _("全部生活费项目")
_ANY: Final = ("", _("全部"))


class MonthField(forms.DateField):
    """A month, chosen in the browser's own calendar (月份)."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "month", "placeholder": "2026-11"}, format="%Y-%m")
        super().__init__(widget=widget, input_formats=["%Y-%m"], **kwargs)


class PayrollFilter(DeskForm):
    """Which payrolls to list (批次筛选)."""

    month = MonthField(label=_("月份"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[_ANY, *PayrollState.choices])


class StopFilter(DeskForm):
    """Which stops to list (拦截筛选)."""

    state = forms.ChoiceField(
        label=_("处理"), required=False, choices=[*StopState.choices, ("ALL", _("全部"))], initial=StopState.OPEN
    )
    kind = forms.ChoiceField(label=_("种类"), required=False, choices=[_ANY, *StopKind.choices])


class NewPayrollForm(DeskForm):
    """What a payroll pays (新建批次)."""

    division_code = DivisionField(label=_("发放区县"))
    line = forms.ChoiceField(label=_("项目"))
    month = MonthField(label=_("发放月份"), help_text=_("以前月份少发的会自动列为补发，多发的按规则扣回。"))
    issue = forms.ChoiceField(label=_("发放类型"), choices=IssueKind.choices, initial=IssueKind.REGULAR)

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(LIVING, LIVING_NAME), *((line.code, line.open_name) for line in lines)]
        cast("forms.ChoiceField", self.fields["line"]).choices = choices


class OpinionForm(DeskForm):
    """What somebody says to a step (意见)."""

    opinion = forms.CharField(
        label=_("意见"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("退回、作废时必须写明理由。"),
    )


class ReasonForm(DeskForm):
    """Why something is decided (理由)."""

    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class BankFileForm(DeskForm):
    """In which layout a bank is told (银行文件格式)."""

    layout = forms.ChoiceField(label=_("银行文件格式"))

    def __init__(self, *args: Any, layouts: list[Layout], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["layout"]).choices = [(each.code, each.name) for each in layouts]


class AnswerForm(DeskForm):
    """A bank's answer (上传回盘文件)."""

    bank_file = forms.ChoiceField(label=_("所答的银行文件"))
    answer = forms.FileField(label=_("回盘文件"), help_text=_("银行返回的结果文件，格式与所选银行文件配套。"))
    vouched = forms.CharField(
        label=_("确认是本批回盘的凭据"),
        required=False,
        max_length=200,
        help_text=_("平时不填。系统分不清是不是以前的回盘时，向银行核实后写明：向谁、何时核实，或银行的书面说明。"),
    )

    def __init__(self, *args: Any, files: list[BankFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["bank_file"]).choices = [(str(each.pk), each.name) for each in files]


class AccountForm(DeskForm):
    """Where a child's money goes (收款账户)."""

    kind = forms.ChoiceField(label=_("账户种类"), choices=AccountKind.choices)
    bank = forms.CharField(label=_("开户银行"), max_length=100)
    holder = forms.CharField(label=_("户名"), max_length=100)
    relation = forms.ChoiceField(label=_("户主与儿童关系"), required=False)
    number = forms.CharField(
        label=_("账号"), max_length=40, help_text=_("照卡或存折录入，可带空格。"), widget=forms.TextInput()
    )
    from_on = DayField(label=_("起用日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        choices = [("", _("儿童本人")), *((code, Label(words)) for code, words in relationships().items())]
        cast("forms.ChoiceField", self.fields["relation"]).choices = choices
