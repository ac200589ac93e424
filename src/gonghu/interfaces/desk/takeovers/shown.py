"""How the rows of a roll are shown (名册行显示): masked, with what would become of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.takeovers.models import TakeoverRow
from gonghu.domain.takeovers.terms import Difference, Doubt, RowState
from gonghu.foundation.labels import worded
from gonghu.foundation.pages.markup import filled
from gonghu.interfaces.desk.applications.words import line_shown
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.interfaces.desk.tables import Column, address_of, link, mark
from gonghu.standards.masking import masked_account, masked_name, masked_number
from gonghu.standards.money import format_yuan

_LOOKS: Final = {Difference.SAME: "good", Difference.STANDARD: "plain"}


@dataclass(frozen=True, slots=True)
class RollRowShown:
    """One row of a roll (名册行显示项)."""

    row_no: int
    name: str
    number: str
    place: str
    line: str
    told: str
    own: str
    difference: str
    why: str
    doubts: str
    account: str
    problem: str
    is_ready: bool
    child: UUID | None


def rows_shown(rows: Sequence[TakeoverRow], by: Officer, on: date) -> list[RollRowShown]:
    """Give rows as somebody may see them."""
    places = places_shown([row.division_code for row in rows], by)
    sees = {row.division_code for row in rows if by.scope.allows(Permission.SEE_CHILDREN, row.division_code)}
    return [_row(row, places[row.division_code], by, on, row.division_code in sees) for row in rows]


def roll_columns() -> list[Column[RollRowShown]]:
    """Say what stands in each column."""
    file_of = address_of("desk:child")

    def name(row: RollRowShown) -> SafeString | str:
        return link(file_of(row.child), row.name) if row.child else row.name

    def outcome(row: RollRowShown) -> SafeString:
        if not row.is_ready:
            return filled("<div>%s %s</div>", mark("bad", _("退回")), row.problem)
        difference = Difference(row.difference) if row.difference else None
        told = mark(_LOOKS.get(difference, "wait"), str(difference.label)) if difference else ""
        doubts = filled('<br><small class="text-secondary">%s</small>', row.doubts) if row.doubts else ""
        return filled("<div>%s %s%s</div>", told, row.why, doubts)

    return [
        Column(_("行号"), lambda row: str(row.row_no), look="code"),
        Column(_("姓名"), name, look="name"),
        Column(_("身份证号"), lambda row: row.number, look="code"),
        Column(_("村（居）"), lambda row: row.place),
        Column(_("项目"), lambda row: row.line, look="words"),
        Column(_("账号"), lambda row: row.account, look="code"),
        Column(_("原发（元）"), lambda row: row.told, look="number"),
        Column(_("应发（元）"), lambda row: row.own, look="number"),
        Column(_("核对结果"), outcome),
    ]


def counted(counts: dict[str, int], of: Iterable[Difference | Doubt]) -> list[tuple[str, str, int]]:
    """Give how many rows there are of each kind, with its key and its words."""
    return [(each.value, str(each.label), counts[each.value]) for each in of if counts.get(each.value)]


def _row(row: TakeoverRow, place: str, by: Officer, on: date, sees_child: bool) -> RollRowShown:
    told = row.told
    return RollRowShown(
        row_no=row.row_no,
        name=masked_name(told["name"]) or "—",
        number=masked_number(told["number"]) or "—",
        place=place,
        line=line_shown(row.line, row.division_code, by.scope, on) if row.line else "—",
        told=format_yuan(row.told_fen) if row.told_fen is not None else "—",
        own=format_yuan(row.own_fen) if row.own_fen is not None and row.state == RowState.READY else "—",
        difference=row.difference,
        why=row.why,
        doubts="；".join(worded(Doubt(each).label) for each in row.doubts),
        account=masked_account(told["account"]) or "—",
        problem=row.problem,
        is_ready=row.state == RowState.READY,
        child=row.child_id if sees_child else None,
    )
