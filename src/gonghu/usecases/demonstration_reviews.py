"""Recognitions of the demonstration that are looked at again (演示的定期复核): late, due, and done by a supervisor."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from gonghu.domain.access.officer import officer, reached_by
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import CategoryAssignment
from gonghu.domain.people.operations import call_for_review
from gonghu.domain.people.queries.reviews import ReviewsWanted, reviews_in
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.demonstration_weeks import Office
from gonghu.usecases.review_categories import ReviewSaid, review_categories, still_holds

_LATE: Final = timedelta(days=4)
_EVIDENCE: Final = "入户见到孩子，家庭情况没有变化；查看了户口簿。"
_ONE_IN: Final = 6


def look_again_at_some(*, office: Office, at: datetime) -> None:
    """Call for the reviews of some, a few of them days ago; the supervisors look at the first of each town."""
    today = at.date()
    review_categories(by=SYSTEM, at=at, on=today.isoformat())
    for town, account in sorted(office.supervisors.items()):
        wanted = ReviewsWanted(area=Area.of(town))
        rows = list(reviews_in(scope=reached_by(SYSTEM), wanted=wanted).order_by("child__division_code", "pk"))
        _call([row.child_id for row in rows[::_ONE_IN]], today, at)
        _call([row.child_id for row in rows[1 :: 2 * _ONE_IN]], today - _LATE, at)
        by = officer(account=account, at=at)
        told = [row for row in rows[::_ONE_IN] if reviews_in(scope=by.scope).filter(pk=row.pk).exists()]
        if told:
            said = ReviewSaid(today, _EVIDENCE)
            first: CategoryAssignment = told[0]
            still_holds(child=first.child, assignments=[first.pk], said=said, by=by, at=at)
    review_categories(by=SYSTEM, at=at, on=today.isoformat())


def _call(children: list[UUID], on: date, at: datetime) -> None:
    call_for_review(children=children, on=on, by=SYSTEM, at=at)
