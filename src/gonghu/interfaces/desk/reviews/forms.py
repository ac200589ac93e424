"""Forms of reviews (复核表单)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.people.queries.telling import is_for_few
from gonghu.domain.people.review_days import months_later
from gonghu.domain.people.terms import Category, DateKind
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField

OVERDUE: Final = "overdue"
CLEAN: Final = "clean"
ALL: Final = "all"
_MONTHS: Final = 13


class ReviewFilter(DeskForm):
    """Which recognitions to list that are to be looked at (定期复核筛选表单)."""

    when = forms.ChoiceField(label=_("应复核"), required=False)
    category = forms.ChoiceField(label=_("类别"), required=False)
    place = DivisionField(label=_("区划"), required=False, help_text="")

    def __init__(self, *args: Any, scope: Scope, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["when"]).choices = [
            ("", _("逾期和近期")),
            (OVERDUE, _("已逾期")),
            (CLEAN, _("本月比对在册无异常")),
            *((month, month) for month in month_choices(on)),
            (ALL, _("全部已排定")),
        ]
        cast("forms.ChoiceField", self.fields["category"]).choices = [("", _("全部")), *categories_for(scope)]


class StillForm(DeskForm):
    """That recognitions still hold, and by what that is known (仍然符合表单)."""

    held = forms.MultipleChoiceField(label=_("仍然符合的认定"), widget=forms.CheckboxSelectMultiple)
    reviewed_on = DayField(label=_("复核日期"))
    evidence = forms.CharField(
        label=_("凭什么判断"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("如走访所见、查验的证件、比对结果。不要写服刑、戒毒等密级内容。"),
    )
    next_on = DayField(label=_("下次复核"), required=False, help_text=_("不填的按各类别的周期；可以提前，不能更晚。"))

    def __init__(self, *args: Any, held: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.MultipleChoiceField", self.fields["held"]).choices = list(held)


class UndoReviewForm(DeskForm):
    """Why a review was a mistake (撤销复核表单)."""

    reason = forms.CharField(label=_("为什么撤销"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ProgressFilter(DeskForm):
    """Of which year and place to count reviews (复核进度筛选表单)."""

    year = forms.ChoiceField(label=_("年度"), required=False)
    place = DivisionField(label=_("区划"), required=False, help_text="")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [str(on.year - ago) for ago in range(3)]
        cast("forms.ChoiceField", self.fields["year"]).choices = [(each, each) for each in years]


class DateFilter(DeskForm):
    """Which days to come to list (将到日期筛选表单)."""

    month = forms.ChoiceField(label=_("月份"), required=False)
    kind = forms.ChoiceField(label=_("是什么日子"), required=False, choices=[("", _("全部")), *DateKind.choices])
    place = DivisionField(label=_("区划"), required=False, help_text="")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [(month, month) for month in month_choices(on)]
        cast("forms.ChoiceField", self.fields["month"]).choices = [("", _("今后 90 天")), *months]


def month_choices(on: date) -> list[str]:
    """List the months from a day on, this one first."""
    return [f"{months_later(on.replace(day=1), number):%Y-%m}" for number in range(_MONTHS)]


def categories_for(scope: Scope) -> list[tuple[str, str]]:
    """Give the categories whose reviews somebody may know."""
    knows = scope.has(SealedKind.HIV.permission)
    return [(each.value, str(each.label)) for each in Category if knows or not is_for_few(each)]
