"""What the pages of the ledger have in common (台账显示): sums, months, names of lines."""

from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.scope import Scope
from gonghu.domain.benefits.lines import LineUnknown, line_of
from gonghu.engines.entitlement import Why
from gonghu.standards.money import format_yuan

_HUNDRED: Final = Decimal(100)


def yuan(fen: int) -> str:
    """Write fen as a table shows them; nothing where there is nothing."""
    return format_yuan(fen) if fen else ""


def in_yuan(fen: int) -> Decimal:
    """Give fen as yuan for a workbook, to the fen."""
    return Decimal(fen) / _HUNDRED


def signed(fen: int) -> SafeString:
    """Show a sum with its sign, and less than nothing in another colour."""
    return format_html('<span class="{}">{}</span>', "text-danger" if fen < 0 else "", format_yuan(fen))


def line_name(line: str, division_code: str, on: date, scope: Scope) -> str:
    """Name a line to somebody; its code where the area has none of that name any more."""
    try:
        return line_of(code=line, division_code=division_code, on=on).name_for(scope, division_code)
    except LineUnknown:
        return line


def tells_a_secret(line: str, division_code: str, on: date, scope: Scope) -> bool:
    """Tell whether the very articles of a line would give away what somebody may not know."""
    try:
        return line_of(code=line, division_code=division_code, on=on).is_secret_from(scope, division_code)
    except LineUnknown:
        return False


def why_shown(why: tuple[Why, ...]) -> str:
    """Say why a month is worth what it is."""
    words = {
        Why.FULL: _("全额"),
        Why.TOPPED_UP: _("补差：已扣除其他救助"),
        Why.COVERED: _("其他救助已达标准，不发，仍在册"),
        Why.DECIDED: _("按决定金额"),
        Why.INSTALMENT: _("分期发放的一期"),
        Why.CAUGHT_UP: _("补齐年度内已到期的各期"),
        Why.NOT_DUE: _("本月无应发"),
        Why.NOT_IN_FORCE: _("政策当月未施行"),
        Why.NOT_TRIGGERED: _("当月未触发"),
    }
    return "；".join(words[each] for each in why)
