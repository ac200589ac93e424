"""How recognitions that are looked at again are shown (复核显示项), the same on the page and in the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import CategoryAssignment
from gonghu.domain.people.terms import Category
from gonghu.domain.tasks.clocks import clocks
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.children.rows import category_shown, places_shown
from gonghu.interfaces.desk.tables import Column, address_of, link, mark, tick
from gonghu.standards.masking import masked_name


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One recognition in the queue (复核显示项)."""

    key: UUID
    child: UUID
    name: str
    place: str
    category: str
    due_on: date
    is_late: bool
    cause: str
    reviewed_on: date | None
    clean_on: date | None
    may_review: bool
    may_tick: bool


def review_rows(request: DeskRequest, found: Sequence[CategoryAssignment], on: date) -> list[ReviewRow]:
    """Write recognitions of the queue as a list shows them."""
    scope = request.officer.scope
    places = places_shown([each.child.division_code for each in found], request.officer)
    periods = clocks().reviews
    rows = []
    for each in found:
        code = each.child.division_code
        may_review = scope.allows(Permission.RECOGNISE_FIRST, code)
        rows.append(
            ReviewRow(
                each.pk,
                each.child_id,
                masked_name(each.child.name),
                places[code],
                category_shown(each.category, code, scope),
                each.review_on or on,
                each.review_on is not None and each.review_on < on,
                worded(each.get_review_cause_display()),
                each.reviewed_on,
                each.clean_on,
                may_review,
                may_review
                and periods[Category(each.category)].by_registers
                and each.clean_on is not None
                and each.clean_on >= on.replace(day=1),
            )
        )
    return rows


def review_columns(*, may_tick: bool = False) -> list[Column[ReviewRow]]:
    """Give the columns of the queue."""
    page_of, name, place, category = address_of("desk:review-child"), *map(attrgetter, ("name", "place", "category"))
    cause = attrgetter("cause")
    columns = [
        Column(
            _("儿童"),
            lambda row: link(page_of(row.child), row.name) if row.may_review else row.name,
            name,
            10,
            "name",
        ),
        Column(_("村（居）"), place, place, 30),
        Column(_("类别"), category, category, 18),
        Column(_("应复核"), _due_mark, attrgetter("due_on"), 12),
        Column(_("事由"), cause, cause, 12),
        Column(_("上次复核"), lambda row: _day(row.reviewed_on), attrgetter("reviewed_on"), 12, "code"),
        Column(_("比对在册无异常"), lambda row: _day(row.clean_on), attrgetter("clean_on"), 14, "code"),
    ]
    if may_tick:
        columns.insert(0, Column(_("选"), lambda row: tick(row.key, row.name) if row.may_tick else "", look="no-print"))
    return columns


def _due_mark(row: ReviewRow) -> SafeString:
    day = row.due_on.isoformat()
    return mark("bad", _("%(day)s 已逾期") % {"day": day}) if row.is_late else mark("wait", day)


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"
