"""What waits of visits as lists (走访待办名单): exceptions, forms, conflicts, reports of harm, complaints."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from gonghu.domain.people.card import card_field
from gonghu.domain.people.models import CardConflict
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.visits.models import Complaint, HarmReport, PlanException
from gonghu.domain.visits.terms import ComplaintState, HarmState
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.tables import Column, address_of, link, mark
from gonghu.interfaces.desk.tasks.shown import near_names
from gonghu.standards.masking import masked_name

Kept = TypeVar("Kept")
_SHOWN_OF_A_COMPLAINT = 60


@dataclass(frozen=True, slots=True)
class PlacedRow(Generic[Kept]):
    """A row of a list with the name of its place (名单行)."""

    kept: Kept
    place: str


def placed(request: DeskRequest, rows: Sequence[Kept], code: Callable[[Kept], str]) -> list[PlacedRow[Kept]]:
    """Give rows with the names of their places."""
    places = near_names([code(each) for each in rows], request)
    return [PlacedRow(each, places[code(each)]) for each in rows]


def exception_columns() -> list[Column[PlacedRow[PlanException]]]:
    """Give the columns of the workbook of exceptions; on the page each has a button."""
    return [
        Column(_("儿童"), taken=lambda row: masked_name(row.kept.child.name)),
        Column(_("所在"), taken=lambda row: row.place, width=32),
        Column(_("原因"), taken=lambda row: row.kept.get_reason_display()),
        Column(_("情况"), taken=lambda row: row.kept.note, width=40),
        Column(_("从"), taken=lambda row: row.kept.from_on),
        Column(_("到"), taken=lambda row: row.kept.to_on),
    ]


def title_of(submission: Submission) -> str:
    """Call a filled form by its title, by its name where nobody knows it; what cannot be read has neither."""
    known = submission.known_version
    return known.title if known else submission.form_id or _("读不出的填报")


def submission_columns() -> list[Column[PlacedRow[Submission]]]:
    """Give the columns of the filled forms that need somebody."""
    page_of = address_of("desk:submission")

    def title(row: PlacedRow[Submission]) -> str:
        return title_of(row.kept)

    def reasons(row: PlacedRow[Submission]) -> str:
        return "；".join(row.kept.reasons)

    return [
        Column(_("填报"), lambda row: link(page_of(row.kept.pk), title(row)), title, 20),
        Column(_("所在"), lambda row: row.place, lambda row: row.place, 32),
        Column(_("原因"), reasons, reasons, 60),
        Column(_("送达"), lambda row: _minute(row.kept.received_at), lambda row: row.kept.received_at, 18, "code"),
    ]


def conflict_columns() -> list[Column[PlacedRow[CardConflict]]]:
    """Give the columns of the conflicts; the values stand on the page of each alone."""
    page_of = address_of("desk:card-conflict")

    def name(row: PlacedRow[CardConflict]) -> str:
        return masked_name(row.kept.child.name)

    def field(row: PlacedRow[CardConflict]) -> str:
        return card_field(row.kept.field).label

    return [
        Column(_("儿童"), lambda row: link(page_of(row.kept.pk), name(row)), name, 8, "name"),
        Column(_("项目"), field, field, 16),
        Column(_("所在"), lambda row: row.place, lambda row: row.place, 32),
        Column(_("送达"), lambda row: _minute(row.kept.brought_at), lambda row: row.kept.brought_at, 18, "code"),
    ]


def harm_columns() -> list[Column[PlacedRow[HarmReport]]]:
    """Give the columns of the reports of harm; neither what they say nor who reported."""
    page_of = address_of("desk:harm-report")

    def state(row: PlacedRow[HarmReport]) -> SafeString:
        found = mark("good" if row.kept.state == HarmState.TAKEN else "bad", row.kept.get_state_display())
        return SafeString(mark("bad", _("正处于危险")) + " " + found) if row.kept.in_danger else found

    return [
        Column(_("收到"), lambda row: link(page_of(row.kept.pk), _minute(row.kept.received_at)),
               lambda row: row.kept.received_at, 18, "code"),
        Column(_("所在"), lambda row: row.place, lambda row: row.place, 32),
        Column(_("正处于危险"), taken=lambda row: _("是") if row.kept.in_danger else _("否")),
        Column(_("状态"), state, lambda row: row.kept.get_state_display()),
    ]  # fmt: skip


def complaint_columns(today: date) -> list[Column[PlacedRow[Complaint]]]:
    """Give the columns of the complaints and suggestions; not who made them."""
    page_of = address_of("desk:complaint")

    def begin(row: PlacedRow[Complaint]) -> SafeString:
        return link(page_of(row.kept.pk), Truncator(row.kept.words).chars(_SHOWN_OF_A_COMPLAINT))

    def state(row: PlacedRow[Complaint]) -> SafeString:
        look = "bad" if row.kept.reply_due_on < today else "wait"
        return mark("good" if row.kept.state == ComplaintState.REPLIED else look, row.kept.get_state_display())

    return [
        Column(_("内容"), begin, lambda row: row.kept.words, 60),
        Column(_("种类"), lambda row: row.kept.get_kind_display(), lambda row: row.kept.get_kind_display()),
        Column(_("所在"), lambda row: row.place, lambda row: row.place, 32),
        Column(_("收到"), lambda row: _minute(row.kept.received_at)[:10], lambda row: row.kept.received_at, 18, "code"),
        Column(
            _("答复期限"), lambda row: row.kept.reply_due_on.isoformat(), lambda row: row.kept.reply_due_on, 12, "code"
        ),
        Column(_("状态"), state, lambda row: row.kept.get_state_display()),
        Column(_("答复"), taken=lambda row: row.kept.reply, width=60),
    ]


def _minute(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
