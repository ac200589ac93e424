"""Medical bills as lists show them (医疗费用显示项)."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.officer import Officer
from gonghu.domain.insurance.gaps import aid_promised, gap_of
from gonghu.domain.insurance.models import EnrolmentRound, MedicalBill
from gonghu.domain.insurance.schemes import EnrolmentScheme, scheme_of
from gonghu.domain.insurance.terms import BillGap
from gonghu.domain.people.queries import names_of_children
from gonghu.foundation.labels import Label
from gonghu.foundation.pages.markup import filled
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.interfaces.desk.tables import Column, link, mark
from gonghu.standards.masking import masked_name
from gonghu.standards.money import format_yuan


@dataclass(frozen=True, slots=True)
class BillRow:
    """One child's bill of a year in a list (医疗费用显示项), sums in yuan."""

    enrolment: UUID
    line: UUID
    name: str
    place: str
    person_class: str
    charged: str
    basic: str
    illness: str
    aid: str
    other: str
    family: str
    gap: BillGap | None
    short: str
    is_asked: bool

    @property
    def words(self) -> str:
        """Say what is missing: nothing of it was paid, or less than the share that the area has set."""
        if self.gap:
            return str(self.gap.label)
        return _("按本地比例少 %(yuan)s 元") % {"yuan": self.short} if self.short else ""


def bill_rows(found: Sequence[MedicalBill], of: EnrolmentRound, by: Officer) -> list[BillRow]:
    """Write bills as a list shows them; one whose child is hidden from the officer is left out."""
    names = names_of_children(children={each.child_id for each in found}, scope=by.scope)
    places = places_shown([each.division_code for each in found], by)
    scheme = scheme_of(division_code=of.division_code)
    return [
        BillRow(
            of.pk,
            each.line_id,
            masked_name(names[each.child_id]),
            places[each.division_code],
            Label(of.premiums.get(each.line.person_class, {}).get("name", each.line.person_class)),
            format_yuan(each.charged_fen),
            format_yuan(each.basic_fen),
            format_yuan(each.illness_fen),
            format_yuan(each.aid_fen),
            format_yuan(each.other_fen),
            format_yuan(each.family_fen),
            gap_of(each),
            _short(each, scheme),
            each.task_key is not None,
        )
        for each in found
        if each.child_id in names
    ]


def bill_columns() -> list[Column[BillRow]]:
    """Give the columns of a list of bills."""
    name, place, of_class, words = map(attrgetter, ("name", "place", "person_class", "words"))
    sums = (
        (_("总费用（元）"), "charged"),
        (_("基本医保"), "basic"),
        (_("大病保险"), "illness"),
        (_("医疗救助"), "aid"),
        (_("其他"), "other"),
        (_("家庭自付"), "family"),
    )
    return [
        Column(_("姓名"), lambda row: link(_address(row), row.name), name, 10, "name"),
        Column(_("村（居）"), _place_and_class, place, 30),
        Column(_("人员类别"), taken=of_class, width=20),
        *(Column(title, attrgetter(field), attrgetter(field), 12, "number") for title, field in sums),
        Column(_("缺口"), _gap_shown, words, 26),
        Column(_("任务"), lambda row: _("已派") if row.is_asked else ""),
    ]


def _place_and_class(row: BillRow) -> SafeString:
    return filled("<span>%s<br><small>%s</small></span>", row.place, row.person_class)


def _gap_shown(row: BillRow) -> SafeString | str:
    return mark("bad" if row.gap else "wait", row.words) if row.words else ""


def _address(row: BillRow) -> str:
    return reverse("desk:medical-bill", args=[row.enrolment, row.line])


def _short(bill: MedicalBill, scheme: EnrolmentScheme) -> str:
    promised = aid_promised(bill, scheme)
    return format_yuan(promised - bill.aid_fen) if promised is not None and promised > bill.aid_fen else ""
