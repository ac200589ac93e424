"""Which county pays what (发放区县)."""

from datetime import date

from django.db.models import Q

from gonghu.domain.divisions.queries import former_counties
from gonghu.domain.divisions.terms import Area


def paid_by(*, division_code: str, on: date) -> Q:
    """Give the condition on grants that a place pays: its own, and those of counties that went over into it (承继)."""
    area = Area.of(division_code)
    return area.filter("paying_division") | Q(paying_division__in=former_counties(area=area, on=on))
