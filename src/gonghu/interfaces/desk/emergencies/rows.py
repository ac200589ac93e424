"""Emergencies as a list shows them (紧急查阅清单)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.models import BreakGlass
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.tables import Column, address_of, link, mark


@dataclass(frozen=True, slots=True)
class EmergencyShown:
    """One emergency with the name of its place, on a day (紧急查阅显示项)."""

    emergency: BreakGlass
    place: str
    today: date


def emergency_rows(found: Sequence[BreakGlass]) -> list[EmergencyShown]:
    """Write emergencies with the names of their places."""
    names, today = names_of([each.division_code for each in found]), timezone.localdate()
    return [EmergencyShown(each, names[each.division_code], today) for each in found]


def emergency_columns() -> list[Column[EmergencyShown]]:
    """Give the columns of a list of emergencies."""
    page_of, place, reason = address_of("desk:emergency"), attrgetter("place"), attrgetter("emergency.reason")
    who = attrgetter("emergency.account.display_name")
    return [
        Column(_("时间"), lambda row: link(page_of(row.emergency.pk), _opened(row)), look="code"),
        Column(_("开始时间"), taken=attrgetter("emergency.opened_at"), width=18),
        Column(_("截止时间"), taken=attrgetter("emergency.ends_at"), width=18),
        Column(_("查阅人"), who, who, 12),
        Column(_("儿童所在地"), place, place, 30),
        Column(_("理由"), reason, reason, 50),
        Column(_("事后审批"), judgement_mark, judgement, 24),
        Column(_("审批人"), taken=_judge, width=12),
    ]


def judgement(row: EmergencyShown) -> str:
    """Say how far the judgement of an emergency has come."""
    emergency = row.emergency
    if emergency.reviewed_at:
        return _("理由成立") if emergency.justified else _("理由不成立")
    told = _("逾期，应于 %(on)s 前") if emergency.review_due_on < row.today else _("待审批，%(on)s 前")
    return told % {"on": f"{emergency.review_due_on:%m-%d}"}


def judgement_mark(row: EmergencyShown) -> SafeString:
    """Show how far the judgement of an emergency has come."""
    emergency = row.emergency
    if emergency.reviewed_at:
        return mark("good" if emergency.justified else "bad", judgement(row))
    return mark("bad" if emergency.review_due_on < row.today else "wait", judgement(row))


def _opened(row: EmergencyShown) -> str:
    return timezone.localtime(row.emergency.opened_at).strftime("%Y-%m-%d %H:%M")


def _judge(row: EmergencyShown) -> str:
    return row.emergency.reviewed_by.display_name if row.emergency.reviewed_by else ""
