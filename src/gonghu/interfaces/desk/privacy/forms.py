"""Forms of privacy (个人信息保护表单)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.privacy_terms import LegalBasis, RetentionChoice
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField


class PurposeRegisterForm(DeskForm):
    """What facts are used for (登记处理目的)."""

    division_code = DivisionField(label=_("哪个区划的单位"))
    title = forms.CharField(label=_("处理目的"), max_length=100, help_text=_("如“政策找人：发现应保未保的儿童”。"))
    legal_basis = forms.ChoiceField(label=_("法律基础"), choices=LegalBasis.choices)
    article = forms.CharField(
        label=_("依据条款"), max_length=200, help_text=_("写到条，如“未成年人保护法第八十一条、第九十一条”。")
    )
    facts = forms.CharField(
        label=_("用到哪些信息"), max_length=300, help_text=_("只写确实用到的，如户籍、残疾、学籍。")
    )
    recipients = forms.CharField(label=_("提供给谁"), max_length=300, required=False, help_text=_("不对外提供就空着。"))
    from_on = DayField(label=_("自何日起"))


class AssessmentForm(DeskForm):
    """The impact assessment of a purpose (登记影响评估)."""

    assessment = forms.CharField(label=_("评估报告的名称和文号"), max_length=200)
    on = DayField(label=_("评估日期"))


class RetentionForm(DeskForm):
    """What becomes of a record whose time is over (到期处理)."""

    choice = forms.ChoiceField(label=_("怎么处理"), choices=RetentionChoice.choices, widget=forms.RadioSelect)
    until_on = DayField(label=_("继续保存至"), required=False, help_text=_("选“继续保存”时填写。"))
    reason = forms.CharField(label=_("理由"), max_length=300)
