"""How children of a holiday are shown (假期显示项), names masked, the same on the page and in the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.scope import told_to
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.campaigns.holidays import Holiday
from gonghu.domain.campaigns.models import Whereabouts
from gonghu.domain.campaigns.queries import AwayTold, whereabouts_told
from gonghu.domain.people.queries.homes import protected_children
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.children.rows import category_shown
from gonghu.interfaces.desk.tables import Column, address_of, link, mark, tick
from gonghu.interfaces.desk.tasks.shown import near_names
from gonghu.standards.masking import masked_name

_NOT_ASKED: Final = "—"


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One child in a list of a holiday (去向显示项)."""

    key: UUID
    child_name: str
    place: str
    category: str
    stay: str
    looked_after: str
    parents: str
    where: str
    back_on: date | None
    told_on: date | None
    holiday: str


@dataclass(frozen=True, slots=True)
class AwayRow:
    """One child whose parents are both away in a list (父母均在外显示项)."""

    key: UUID
    child_name: str
    place: str
    category: str
    basis: str
    last_on: date | None
    silent: str


def holiday_rows(
    request: DeskRequest, files: Sequence[Any], holiday: Holiday, answers: frozenset[str], on: date
) -> list[HolidayRow]:
    """Write children with the last word on where they are."""
    scope, keys = request.officer.scope, [file.pk for file in files]
    told = whereabouts_told(children=keys, holidays=answers, scope=scope)
    hidden = protected_children(children=told, scope=scope, on=on)
    places = near_names([file.division_code for file in files], request)
    found = []
    for file in files:
        of: Whereabouts | None = told.get(file.pk)
        where = of.place if of else ""
        if of and file.pk in hidden:
            where = told_to(
                scope=scope, kind=SealedKind.PROTECTED_ADDRESS, value=where, division_code=file.division_code
            )
        found.append(
            HolidayRow(
                file.pk,
                masked_name(file.name),
                places[file.division_code],
                category_shown(file.category, file.division_code, scope),
                str(of.get_stay_display()) if of else "",
                str(of.get_looked_after_display()) if of else "",
                str(of.get_parents_display()) if of else "",
                where,
                of.back_on if of else None,
                of.told_on if of else None,
                holiday.code,
            )
        )
    return found


def holiday_columns(*, may_ask: bool, may_tell: bool) -> list[Column[HolidayRow]]:
    """Give the columns of the list of a holiday."""
    file_of, tell_of = address_of("desk:child"), address_of("desk:tell-whereabouts")
    stay, cared, parents = attrgetter("stay"), attrgetter("looked_after"), attrgetter("parents")
    place, category, where = attrgetter("place"), attrgetter("category"), attrgetter("where")
    columns = [
        Column(_("儿童"), lambda row: link(file_of(row.key), row.child_name), attrgetter("child_name"), 8, "name"),
        Column(_("所在"), place, place, 32),
        Column(_("类别"), category, category, 18),
        Column(_("去向"), _stay_mark, stay, 16),
        Column(_("谁看着"), _or_dash("looked_after"), cared, 16),
        Column(_("父母"), _or_dash("parents"), parents, 16),
        Column(_("去的地方"), _or_dash("where"), where, 24),
        Column(_("哪天回来"), _day("back_on"), attrgetter("back_on"), 12, "code"),
        Column(_("问明日期"), _day("told_on"), attrgetter("told_on"), 12, "code"),
    ]
    if may_ask:
        columns.insert(0, Column(_("选"), lambda row: tick(row.key, row.child_name), look="no-print"))
    if may_tell:
        columns.append(
            Column(
                _("登记"), lambda row: link(f"{tell_of(row.key)}?holiday={row.holiday}", _("登记去向")), look="no-print"
            )
        )
    return columns


def away_rows(request: DeskRequest, found: Sequence[AwayTold]) -> list[AwayRow]:
    """Write children whose parents are both away."""
    scope = request.officer.scope
    places = near_names([each.division_code for each in found], request)
    return [
        AwayRow(
            each.child,
            masked_name(each.name),
            places[each.division_code],
            category_shown(each.category, each.division_code, scope),
            str(each.basis.label),
            each.last_on,
            "、".join(f"{week.from_on:%m-%d}～{week.to_on:%m-%d}" for week in each.silent),
        )
        for each in found
    ]


def away_columns() -> list[Column[AwayRow]]:
    """Give the columns of the list of children whose parents are both away."""
    file_of, place, category = address_of("desk:child"), attrgetter("place"), attrgetter("category")
    basis = attrgetter("basis")
    return [
        Column(_("儿童"), lambda row: link(file_of(row.key), row.child_name), attrgetter("child_name"), 8, "name"),
        Column(_("所在"), place, place, 32),
        Column(_("类别"), category, category, 18),
        Column(_("依据"), basis, basis, 24),
        Column(_("父母上次联系"), _day("last_on"), attrgetter("last_on"), 14, "code"),
        Column(_("没有联系的周"), _silent_mark, attrgetter("silent"), 30),
    ]


def leading_to(place: str, holiday: str, known: str = "") -> str:
    """Give the address of the list of a holiday in a place."""
    return f"{reverse('desk:whereabouts')}?holiday={holiday}&place={place}" + (f"&known={known}" if known else "")


def _stay_mark(row: HolidayRow) -> SafeString:
    return mark("good", row.stay) if row.stay else mark("wait", _("去向不明"))


def _silent_mark(row: AwayRow) -> SafeString | str:
    return mark("wait", row.silent) if row.silent else _NOT_ASKED


def _or_dash(name: str) -> Any:
    value = attrgetter(name)
    return lambda row: value(row) or _NOT_ASKED


def _day(name: str) -> Any:
    value = attrgetter(name)
    return lambda row: value(row).isoformat() if value(row) else _NOT_ASKED
