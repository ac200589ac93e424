"""What may wait for somebody (待办来源), in the order the work table shows it; every page with such work has a line."""

from typing import Final

from gonghu.interfaces.desk.applications.views import applications_waiting
from gonghu.interfaces.desk.home.approvals import emergencies_waiting, grants_waiting
from gonghu.interfaces.desk.recognitions.views import recognitions_waiting
from gonghu.interfaces.desk.reviews.views import reviews_waiting
from gonghu.interfaces.desk.tasks.following import late_work, orders_waiting, unowned_work
from gonghu.interfaces.desk.visits.waiting import (
    calls_waiting,
    complaints_waiting,
    conflicts_waiting,
    harm_waiting,
    submissions_waiting,
    visits_overdue,
)
from gonghu.interfaces.desk.waiting import Source

SOURCES: Final[tuple[Source, ...]] = (
    emergencies_waiting,
    harm_waiting,
    calls_waiting,
    visits_overdue,
    submissions_waiting,
    conflicts_waiting,
    recognitions_waiting,
    reviews_waiting,
    applications_waiting,
    orders_waiting,
    unowned_work,
    late_work,
    complaints_waiting,
    grants_waiting,
)
