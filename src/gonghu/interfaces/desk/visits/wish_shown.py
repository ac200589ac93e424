"""How wishes and needs are shown (心愿显示项): masked on the list, without anybody on the list for donors."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.people.ages import band_of
from gonghu.domain.people.terms import Sex
from gonghu.domain.visits.models import Wish
from gonghu.domain.visits.terms import UNSETTLED, WishState
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.dashboard.small_counts import SMALLEST_TOLD
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.tables import Column, address_of, link, mark
from gonghu.interfaces.desk.tasks.shown import near_names
from gonghu.interfaces.desk.ways import way_to
from gonghu.standards.division_code import LENGTH, Level
from gonghu.standards.masking import masked_name

_ANY: Final = UUID(int=0)
_LOOKS: Final = {
    WishState.OPEN: "wait",
    WishState.TAKEN: "plain",
    WishState.FULFILLED: "good",
    WishState.WITHDRAWN: "off",
}


@dataclass(frozen=True, slots=True)
class WishRow:
    """One wish or need in a list (心愿显示项)."""

    key: UUID
    words: str
    kind: str
    child_name: str
    band: str
    place: str
    made_on: date
    days: int
    state: str
    state_label: str
    taker: str
    due_on: date | None
    is_late: bool
    is_told: bool


@dataclass(frozen=True, slots=True)
class DonorRow:
    """One line of the list for donors (捐助清单行); what would tell a child from others is left empty."""

    serial: str
    county: str
    band: str
    sex: str
    kind: str
    words: str


def wish_rows(request: DeskRequest, found: Sequence[Wish], on: date) -> list[WishRow]:
    """Write wishes as a list shows them."""
    places = near_names([each.division_code for each in found], request)
    return [
        WishRow(
            each.pk,
            each.words,
            str(each.get_kind_display()),
            masked_name(each.child.name),
            band_of(each.child.born_on, on),
            places[each.division_code],
            each.made_on,
            ((each.settled_on or on) - each.made_on).days,
            each.state,
            str(each.get_state_display()),
            each.taker,
            each.due_on,
            each.state == WishState.TAKEN and each.due_on is not None and each.due_on < on,
            bool(each.told) and each.state in UNSETTLED,
        )
        for each in found
    ]


def wish_columns(request: DeskRequest) -> list[Column[WishRow]]:
    """Give the columns of a list of wishes and needs, with a way to each for whoever is let in there."""
    page_of = address_of("desk:wish")
    opens = bool(way_to(request.officer, "desk:wish", _ANY))
    words, kind, name, band = map(attrgetter, ("words", "kind", "child_name", "band"))
    place, taker = map(attrgetter, ("place", "taker"))
    return [
        Column(_("内容"), lambda row: link(page_of(row.key), row.words) if opens else row.words, words, 40),
        Column(_("种类"), kind, kind, 10, "text-nowrap"),
        Column(_("儿童"), name, name, 8, "name"),
        Column(_("年龄段"), band, band, 8, "code"),
        Column(_("所在"), place, place, 32),
        Column(_("说出日期"), lambda row: row.made_on.isoformat(), attrgetter("made_on"), 12, "code"),
        Column(_("等了几天"), lambda row: str(row.days), attrgetter("days"), 8, "number"),
        Column(_("状态"), wish_state, attrgetter("state_label"), 12),
        Column(_("认领方"), taker, taker, 20),
        Column(_("约定日期"), _due, attrgetter("due_on"), 12, "code"),
    ]  # fmt: skip


def _due(row: WishRow) -> str:
    return row.due_on.isoformat() if row.due_on else ""


def wish_state(row: WishRow) -> SafeString:
    """Show how far a wish has come."""
    if row.is_late:
        return mark("bad", _("过了约定日期"))
    shown = mark(_LOOKS[WishState(row.state)], row.state_label)
    return SafeString(shown + " " + mark("plain", _("在捐助清单"))) if row.is_told else shown


def donor_rows(found: Sequence[Wish], on: date) -> list[DonorRow]:
    """
    Write wishes for whoever gives: no name, no place below the county, an age band and a sex only among enough others.

    Of a county and band with fewer than three lines the band stays untold; the sexes of a band are told together or
    not at all, or one would follow from the others.
    """
    counties = {each.pk: each.division_code[: Level.COUNTY].ljust(LENGTH, "0") for each in found}
    names = names_of(set(counties.values()))
    bands = {each.pk: band_of(each.child.born_on, on) for each in found}
    in_band = Counter((counties[each.pk], bands[each.pk]) for each in found)
    of_sex = Counter((counties[each.pk], bands[each.pk], each.child.sex) for each in found)
    few = {(county, band) for (county, band, _sex), count in of_sex.items() if count < SMALLEST_TOLD}
    rows = []
    for each in found:
        group = (counties[each.pk], bands[each.pk])
        tells_band = in_band[group] >= SMALLEST_TOLD
        sex = str(Sex(each.child.sex).label) if tells_band and group not in few and each.child.sex else ""
        rows.append(
            DonorRow(
                each.serial,
                names[group[0]],
                group[1] if tells_band else "",
                sex,
                str(each.get_kind_display()),
                each.told,
            )
        )
    return sorted(rows, key=attrgetter("county", "serial"))


def donor_columns() -> list[Column[DonorRow]]:
    """Give the columns of the list for donors."""
    serial, county, band, sex, kind, words = map(attrgetter, ("serial", "county", "band", "sex", "kind", "words"))
    return [
        Column(_("编号"), serial, serial, 14, "code"),
        Column(_("区县"), county, county, 20),
        Column(_("年龄段"), lambda row: row.band or "—", band, 8, "code"),
        Column(_("性别"), lambda row: row.sex or "—", sex, 8),
        Column(_("种类"), kind, kind, 10),
        Column(_("需要什么"), words, words, 50),
    ]
