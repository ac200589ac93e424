"""What pages show of sheets (工作表显示项)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.terms import SealedKind
from gonghu.domain.rosters.models import Delivery, SheetRead
from gonghu.domain.rosters.queries import sheets_of
from gonghu.domain.rosters.terms import Assurance, DeliveryState, SheetState
from gonghu.engines.intake import load_profiles
from gonghu.foundation.labels import Label
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.tables import Column, address_of, mark

_STATES: Final = {
    Assurance.SURE: "good",
    Assurance.TOLD: "good",
    Assurance.REMEMBERED: "good",
    Assurance.LIKELY: "wait",
    Assurance.UNSURE: "bad",
}

_LOOKS: Final = {DeliveryState.SCREENED: "good", DeliveryState.UNDONE: "off", DeliveryState.CONFIRMED: "plain"}


@dataclass(frozen=True, slots=True)
class DeliveryShown:
    """One line of the list of deliveries (批次显示项)."""

    delivery: Delivery
    place: str


@dataclass(frozen=True, slots=True)
class SheetShown:
    """One sheet of a delivery (工作表显示项): its kind in words, how sure it is, and how many columns are known."""

    sheet: SheetRead
    kind: str
    assurance: str
    mark: str
    known: int
    columns: int
    may_take: bool

    @property
    def is_read(self) -> bool:
        """Tell whether it is read as a roster."""
        return self.sheet.state == SheetState.READ


@dataclass(frozen=True, slots=True)
class Totals:
    """The rows of all sheets together (合计)."""

    accepted: int
    returned: int
    blank: int
    warned: int


def delivery_columns() -> list[Column[DeliveryShown]]:
    """Give the columns of the list of deliveries."""
    page_of, several, system = address_of("desk:delivery"), _("多个部门"), _("系统")

    def department(row: DeliveryShown) -> str:
        return str(row.delivery.organisation or several)

    def place(row: DeliveryShown) -> str:
        return row.place

    def somebody(row: DeliveryShown) -> str:
        return row.delivery.uploaded_by.display_name if row.delivery.uploaded_by else system

    return [
        Column(
            _("上传时间"),
            lambda row: _uploaded(row.delivery, page_of(row.delivery.pk)),
            lambda row: row.delivery.uploaded_at,
            18,
        ),
        Column(_("提供部门"), department, department, 24),
        Column(_("区划"), place, place, 30),
        Column(
            _("状态"),
            lambda row: delivery_mark(row.delivery.state, row.delivery.get_state_display()),
            lambda row: row.delivery.get_state_display(),
            12,
        ),
        Column(_("上传人"), somebody, somebody, 12),
    ]


def delivery_mark(state: str, label: str) -> SafeString:
    """Show how far a delivery has come."""
    return mark(_LOOKS.get(DeliveryState(state), "wait"), label)


def _uploaded(delivery: Delivery, address: str) -> SafeString:
    at = f"{timezone.localtime(delivery.uploaded_at):%Y-%m-%d %H:%M}"
    return format_html('<a class="code" href="{}">{}</a>', address, at)


def sheets_shown(request: DeskRequest, delivery: Delivery) -> list[SheetShown]:
    """List the sheets of a delivery."""
    found = sheets_of(delivery=delivery.pk, scope=request.officer.scope)
    return [shown_sheet(request, sheet) for sheet in found]


def shown_sheet(request: DeskRequest, sheet: SheetRead) -> SheetShown:
    """Say of one sheet what a page shows."""
    assurance = Assurance(sheet.assurance)
    is_read = sheet.state == SheetState.READ
    return SheetShown(
        sheet=sheet,
        kind=kind_name(sheet.kind) if is_read else str(SheetState(sheet.state).label),
        assurance=str(assurance.label) if is_read else "",
        mark=_STATES[assurance] if is_read else "off" if sheet.state == SheetState.SKIPPED else "bad",
        known=sum(1 for column in sheet.columns if column["field"]),
        columns=len(sheet.columns),
        may_take=sheet.has_returned_file and may_take(request, sheet),
    )


def may_take(request: DeskRequest, sheet: SheetRead) -> bool:
    """Tell whether somebody may take the returned rows: of a sealed kind only who may open the seal."""
    profile = load_profiles().by_kind.get(sheet.kind)
    if profile is None or not profile.sealed:
        return True
    return request.officer.scope.opens(SealedKind.HIV, sheet.file.delivery.division_code)


def kind_name(kind: str) -> str:
    """Give the Chinese name of a kind of roster."""
    profile = load_profiles().by_kind.get(kind)
    return Label(profile.title) if profile else kind or _("不读")


def totals_of(sheets: Iterable[SheetShown]) -> Totals | None:
    """Add up what was counted; None before anything was."""
    counted = [each.sheet for each in sheets if each.sheet.rows_total is not None]
    if not counted:
        return None
    return Totals(
        sum(sheet.rows_accepted or 0 for sheet in counted),
        sum(sheet.rows_returned or 0 for sheet in counted),
        sum(sheet.rows_blank or 0 for sheet in counted),
        sum(sheet.rows_warned or 0 for sheet in counted),
    )
