"""How late a task is (时效), in classes: the same for a live count and for the tally of the night."""

from datetime import date
from typing import Final

from django.db.models import Case, IntegerField, Value, When

from gonghu.foundation.labels import Label

AGES: Final = (
    (Label("未到期"), None),
    (Label("逾期 1–5 天"), 5),
    (Label("逾期 6–15 天"), 15),
    (Label("逾期 16–30 天"), 30),
    (Label("逾期超过 30 天"), None),
)
"""The classes of age of the ageing report: their names, and the last day overdue that belongs to each."""


def class_of_age(on: date) -> Case:
    """Give the expression that says how late a task is on a day, as a place in ``AGES``."""
    limits = [date.fromordinal(on.toordinal() - days) for _name, days in AGES[1:-1] if days]
    whens = [When(due_on__gte=on, then=Value(0))]
    whens += [When(due_on__gte=limit, then=Value(place)) for place, limit in enumerate(limits, start=1)]
    return Case(*whens, default=Value(len(AGES) - 1), output_field=IntegerField())
