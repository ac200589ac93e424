"""What is asked of the audit (审计筛选)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.interfaces.desk.audit.words import VERBS
from gonghu.interfaces.desk.forms import DayField, DeskForm


class AuditForm(DeskForm):
    """Which entries to list (筛选条件); all conditions hold together."""

    actor = forms.CharField(
        label=_("操作人"), required=False, max_length=50, widget=forms.TextInput(attrs={"type": "search"})
    )
    verb = forms.ChoiceField(label=_("动作"), required=False, choices=[("", _("全部动作")), *VERBS.items()])
    subject = forms.CharField(label=_("对象编号"), required=False, max_length=64)
    since = DayField(label=_("自"), required=False)
    until = DayField(label=_("至"), required=False)
