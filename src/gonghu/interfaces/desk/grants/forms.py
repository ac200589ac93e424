"""Forms of grants (授权表单)."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.leave_reading import GrantStage
from gonghu.domain.people.terms import SEALED_CATEGORIES, Category
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField


class GrantFilter(DeskForm):
    """Which grants to list (筛选条件)."""

    stage = forms.ChoiceField(label=_("阶段"), required=False, choices=[("", _("全部阶段")), *GrantStage.choices])


class GrantForm(DeskForm):
    """To ask for a grant (申请授权)."""

    post = forms.ChoiceField(label=_("给哪个岗位"))
    division_code = DivisionField(label=_("查看哪里的儿童"))
    categories = forms.MultipleChoiceField(
        label=_("只看哪些类别"),
        required=False,
        # Whoever holds a grant of a sealed category alone has its list before any seal is opened.
        choices=[each for each in Category.choices if each[0] not in SEALED_CATEGORIES],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("一个也不选，就是全部类别。只选工作需要的。"),
    )
    purpose = forms.CharField(
        label=_("目的"), max_length=200, help_text=_("写清楚为了哪项工作，如“核对跨区就读的事实无人抚养儿童”。")
    )
    until_on = DayField(label=_("有效期至（含当日）"), help_text=_("最长一年；用完随时可以撤销。"))

    def __init__(self, *args: Any, posts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["post"]).choices = posts
