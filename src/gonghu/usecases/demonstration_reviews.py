"""Recognitions of the demonstration that are looked at again (演示的定期复核): late, due, and done by a supervisor."""

from datetime import datetime
from typing import Final

from gonghu.domain.access.officer import officer
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries.reviews import ReviewsWanted, reviews_in
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.dates_to_come import tell_dates
from gonghu.usecases.demonstration_weeks import Office
from gonghu.usecases.review_categories import ReviewSaid, review_categories, still_holds

_EVIDENCE: Final = "入户见到孩子，家庭情况没有变化；查看了户口簿。"


def look_again_at_some(*, office: Office, at: datetime) -> None:
    """Let the clock ask for reviews and for days to come; the supervisors look at the first child of each town."""
    for look_ahead in (review_categories, tell_dates):
        look_ahead(by=SYSTEM, at=at, on=at.date().isoformat())
    for town, account in sorted(office.supervisors.items()):
        by = officer(account=account, at=at)
        first = reviews_in(scope=by.scope, wanted=ReviewsWanted(area=Area.of(town), due_until=at.date())).first()
        if first:
            said = ReviewSaid(at.date(), _EVIDENCE)
            still_holds(child=first.child, assignments=[first.pk], said=said, by=by, at=at)
