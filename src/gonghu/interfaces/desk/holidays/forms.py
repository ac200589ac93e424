"""Forms of holidays (假期表单)."""

from datetime import date
from typing import Any, ClassVar, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.campaigns.holidays import Holiday, HolidayCalendar
from gonghu.domain.campaigns.terms import LookedAfter, ParentsHome, Stay
from gonghu.interfaces.desk.forms import DayField, DeskForm, ManyForm
from gonghu.interfaces.desk.places import DivisionField

UNKNOWN: Final = "unknown"
TOLD: Final = "told"
SILENT: Final = "silent"


class _OfHoliday(DeskForm):
    """A form that begins with which holiday is meant."""

    holiday = forms.ChoiceField(label=_("假期"), required=False)

    with_contact: ClassVar[bool] = False

    def __init__(self, *args: Any, calendar: HolidayCalendar, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._calendar, self._current = calendar, calendar.current(on, with_contact=self.with_contact)
        others = [each for each in reversed(calendar.offered(with_contact=self.with_contact)) if each != self._current]
        # The first one stands in the field until another is chosen.
        listed = [(each.code, each.name) for each in (self._current, *others)]
        cast("forms.ChoiceField", self.fields["holiday"]).choices = listed

    def chosen(self) -> Holiday:
        """Give the holiday that was chosen, without one that of today."""
        return self._calendar.of(self.said().get("holiday", "")) or self._current


class HolidayFilter(_OfHoliday):
    """Whose whereabouts to list (去向筛选表单)."""

    known = forms.ChoiceField(
        label=_("去向"),
        required=False,
        choices=[("", _("去向不明")), (TOLD, _("已问明")), *((f"{each.value}", each.label) for each in Stay)],
    )
    place = DivisionField(label=_("区划"), required=False, help_text="")


class AwayFilter(_OfHoliday):
    """Of which New Year to list children without parents (父母均在外筛选表单)."""

    with_contact = True
    weeks = forms.ChoiceField(
        label=_("每周联系"), required=False, choices=[("", _("全部")), (SILENT, _("上周没有联系"))]
    )
    place = DivisionField(label=_("区划"), required=False, help_text="")


class TellForm(_OfHoliday):
    """Where a child is in a holiday (去向登记表单)."""

    stay = forms.ChoiceField(label=_("假期在哪过"), widget=forms.RadioSelect, choices=Stay.choices)
    looked_after = forms.ChoiceField(label=_("假期谁看着"), widget=forms.RadioSelect, choices=LookedAfter.choices)
    parents = forms.ChoiceField(
        label=_("父母这个假期回家吗"),
        required=False,
        choices=[("", _("没有问到")), *ParentsHome.choices],
        help_text=_("平时就在家的算在家。"),
    )
    place = forms.CharField(label=_("去的地方"), required=False, max_length=100, help_text=_("写到市县就行。"))
    from_on = DayField(label=_("哪天去"), required=False)
    back_on = DayField(label=_("哪天回来"), required=False)


class AskForm(ManyForm):
    """That tasks are given to find out where children are (转任务表单)."""

    typed = forms.CharField(label=_("儿童人数"), max_length=9)
    to_type = _("超过 100 名，请输入人数 %s 确认。")
    mistyped = _("人数不符，应输入 %s。请再看一遍是哪些儿童。")
