"""What pages show of sheets (工作表显示项)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from gonghu.domain.access.terms import SealedKind
from gonghu.domain.rosters.models import Delivery, SheetRead
from gonghu.domain.rosters.queries import sheets_of
from gonghu.domain.rosters.terms import Assurance, SheetState
from gonghu.engines.intake import load_profiles
from gonghu.interfaces.desk.admission import DeskRequest

_STATES: Final = {
    Assurance.SURE: "good",
    Assurance.TOLD: "good",
    Assurance.REMEMBERED: "good",
    Assurance.LIKELY: "wait",
    Assurance.UNSURE: "bad",
}


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
    return profile.title if profile else kind or _("不读")


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
