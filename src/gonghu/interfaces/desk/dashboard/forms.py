"""Forms of the dashboard (总览表单)."""

from django.utils.translation import gettext_lazy as _

from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.places import DivisionField


class PlaceForm(DeskForm):
    """Whose figures to show (总览范围)."""

    place = DivisionField(label=_("区划"), required=False, help_text="")
