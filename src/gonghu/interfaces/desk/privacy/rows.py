"""The register of purposes as a list shows it (处理目的清单)."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.models import Purpose
from gonghu.domain.access.privacy_terms import LegalBasis
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.tables import Column, address_of, link, mark


@dataclass(frozen=True, slots=True)
class PurposeShown:
    """One purpose with the name of the bureau's place (处理目的显示项)."""

    purpose: Purpose
    place: str


def purpose_rows(found: Sequence[Purpose]) -> list[PurposeShown]:
    """Write purposes with the names of their places."""
    names = names_of([each.division_code for each in found])
    return [PurposeShown(each, names[each.division_code]) for each in found]


def purpose_columns() -> list[Column[PurposeShown]]:
    """Give the columns of the register of purposes."""
    page_of = address_of("desk:purpose-registered")
    title, article, place = map(attrgetter, ("purpose.title", "purpose.article", "place"))
    return [
        Column(_("处理目的"), lambda row: link(page_of(row.purpose.pk), row.purpose.title), title, 30),
        Column(_("登记单位"), place, place, 30),
        Column(_("法律基础"), taken=lambda row: str(LegalBasis(row.purpose.legal_basis).label), width=30),
        Column(_("依据条款"), article, article, 36),
        Column(_("处理的信息种类"), taken=attrgetter("purpose.facts"), width=36),
        Column(_("提供给谁"), _recipients, _recipients, 30),
        Column(_("影响评估"), _assessed),
        Column(_("影响评估日期"), taken=attrgetter("purpose.assessed_on"), width=12),
        Column(_("影响评估报告"), taken=attrgetter("purpose.assessment"), width=30),
        Column(_("自"), taken=attrgetter("purpose.from_on"), width=12),
    ]


def _recipients(row: PurposeShown) -> str:
    return row.purpose.recipients or _("不对外提供")


def _assessed(row: PurposeShown) -> SafeString:
    on = row.purpose.assessed_on
    return mark("good", on.isoformat()) if on else mark("bad", _("没有评估"))
