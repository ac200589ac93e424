"""Forms about scholarships (助学表单): a round, who is listed, a proof of enrolment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.benefits.terms import AFTER_COMPULSORY, StudentState
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField


class SchoolRoundForm(DeskForm):
    """A round to open (新建助学轮次)."""

    line = forms.ChoiceField(label=_("项目"), choices=[])
    within = DayField(label=_("学年中的任一天"), help_text=_("按它落在哪个学年（通常九月至次年八月）建立轮次。"))
    due_on = DayField(label=_("在读证明截止日期"), help_text=_("缺证明的按这一天派任务催交。"))

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        if isinstance(field, forms.ChoiceField):
            field.choices = lines


class StudentFilter(DeskForm):
    """Which students of a round to list (助学对象筛选)."""

    state = forms.ChoiceField(label=_("进度"), required=False, choices=[("", _("全部")), *StudentState.choices])
    place = DivisionField(label=_("区划"), required=False, help_text="")


class NumberForm(DeskForm):
    """Whom to list by hand (按号码列入)."""

    number = forms.CharField(
        label=_("身份证号码"),
        max_length=18,
        help_text=_("名单上没有而应享受的（如被收养的残疾孤儿），按完整号码列入。"),
    )


class ProofForm(DeskForm):
    """What shows that a student studies (在读证明)."""

    school = forms.CharField(label=_("学校"), max_length=100)
    stage = forms.ChoiceField(label=_("阶段"), choices=[(each.value, each.label) for each in AFTER_COMPULSORY])
    from_on = DayField(label=_("在读起始日期"))
    to_on = DayField(
        label=_("证明到哪一天"), help_text=_("只证明一个学期的填学期末；到期后下一期先不发，再催下学期的证明。")
    )
    evidence = forms.CharField(
        label=_("依据"), max_length=300, help_text=_("证明的日期、文号或验证码；学籍名册写明哪一份、第几行。")
    )


class WhyForm(DeskForm):
    """Why something is taken back (原因)."""

    reason = forms.CharField(label=_("原因"), max_length=200)
