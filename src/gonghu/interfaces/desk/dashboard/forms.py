"""Forms of the dashboard (总览表单)."""

from django.utils.translation import gettext_lazy as _

from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField


class PlaceForm(DeskForm):
    """Whose figures to show (总览范围)."""

    place = DivisionField(label=_("区划"), required=False, help_text="")


class MonthForm(DeskForm):
    """The months of which place, and the places of which month (逐月人数范围)."""

    place = DivisionField(label=_("区划"), required=False, help_text="")
    month = DayField(label=_("看哪个月（填当月任意一天）"), required=False)
