"""Forms of the runs (比对表单)."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.places import DivisionField

_EVERY: Final = (
    ("", _("不定期比对")),
    ("1", _("每天")),
    ("7", _("每 7 天")),
    ("30", _("每 30 天")),
    ("90", _("每 90 天")),
)


class RunFilter(DeskForm):
    """Which runs to list (比对筛选条件)."""

    place = DivisionField(label=_("区划"), required=False, help_text="")


class ScheduleForm(DeskForm):
    """After how many days a place is compared anew (比对计划)."""

    place = DivisionField(label=_("区划"), help_text=_("写名称或代码；用这个地区最近一次确认的名册重新比对。"))
    every = forms.ChoiceField(label=_("每隔几天"), required=False, choices=_EVERY)


class UndoForm(DeskForm):
    """That somebody means to undo a run (撤销确认)."""

    sure = forms.BooleanField(label=_("我知道：没有人办理过的问题、线索和任务会被撤回，已办理的保留"))
