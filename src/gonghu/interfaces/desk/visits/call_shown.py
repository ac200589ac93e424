"""How calls for help are shown (求助显示项): on lists neither who called nor what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.people.queries import names_of_children
from gonghu.domain.visits.call_terms import UNANSWERED, CallState, CallUrgency
from gonghu.domain.visits.models import HelpCall
from gonghu.foundation.pages.markup import filled
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.tables import Column, address_of, link, mark
from gonghu.interfaces.desk.tasks.shown import near_names
from gonghu.interfaces.desk.visits.call_forms import minute
from gonghu.standards.masking import masked_name

_LOOKS: Final = {CallState.WAITING: "wait", CallState.SPOKEN: "plain", CallState.CLOSED: "good"}


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call for help in a list (求助清单行)."""

    key: UUID
    called_at: datetime
    channel: str
    caller: str
    urgency: str
    urgency_label: str
    child_name: str
    place: str
    ring_back_by: datetime | None
    is_late: bool
    state: str
    state_label: str
    outcome: str


def call_rows(request: DeskRequest, found: Sequence[HelpCall]) -> list[CallRow]:
    """Write calls for help as a list shows them."""
    places = near_names([each.place_division_code for each in found], request)
    children = {each.child_id for each in found if each.child_id}
    names = names_of_children(children=children, scope=request.officer.scope) if children else {}
    return [
        CallRow(
            each.pk,
            each.called_at,
            str(each.get_channel_display()),
            str(each.get_caller_display()),
            each.urgency,
            str(each.get_urgency_display()),
            masked_name(names.get(each.child_id)) if each.child_id else "",
            places[each.place_division_code],
            each.ring_back_by,
            is_late(each, request.at),
            each.state,
            str(each.get_state_display()),
            str(each.get_outcome_display()) if each.outcome else "",
        )
        for each in found
    ]


def call_columns() -> list[Column[CallRow]]:
    """Give the columns of a list of calls for help."""
    page_of = address_of("desk:help-call")
    channel, caller, name, place = map(attrgetter, ("channel", "caller", "child_name", "place"))
    return [
        Column(_("求助时间"), lambda row: link(page_of(row.key), minute(row.called_at)),
               attrgetter("called_at"), 18, "code"),
        Column(_("缓急"), _urgency, attrgetter("urgency_label"), 8),
        Column(_("途径"), channel, channel, 10),
        Column(_("求助人"), caller, caller, 8),
        Column(_("儿童"), lambda row: row.child_name or "—", name, 8, "name"),
        Column(_("所在"), place, place, 32),
        Column(_("回拨时限"), lambda row: minute(row.ring_back_by) if row.ring_back_by else "—",
               attrgetter("ring_back_by"), 18, "code"),
        Column(_("状态"), call_state, lambda row: row.outcome or row.state_label, 16),
    ]  # fmt: skip


def call_state(row: CallRow) -> SafeString:
    """Show how far a call was answered, and whether that is late."""
    shown = mark(_LOOKS[CallState(row.state)], row.outcome or row.state_label)
    return filled('<span class="parts">%s %s</span>', mark("bad", _("过了回拨时限")), shown) if row.is_late else shown


def is_late(call: HelpCall, at: datetime) -> bool:
    """Tell whether somebody should have rung back before a moment."""
    return CallState(call.state) in UNANSWERED and call.ring_back_by is not None and call.ring_back_by < at


def _urgency(row: CallRow) -> str:
    return mark("bad", row.urgency_label) if row.urgency == CallUrgency.AT_ONCE else row.urgency_label
