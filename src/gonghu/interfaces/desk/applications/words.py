"""How applications and grants are spoken of on pages (申请与待遇用语)."""

from datetime import date
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.scope import Scope
from gonghu.domain.benefits.lines import LineUnknown, line_of, lines_of
from gonghu.domain.benefits.terms import ApplicationState
from gonghu.interfaces.desk.tables import mark
from gonghu.standards.money import format_yuan

_LOOKS: Final = {
    ApplicationState.CONFIRMED: "good",
    ApplicationState.REFUSED: "bad",
    ApplicationState.DRAFT: "plain",
    ApplicationState.WITHDRAWN: "off",
}


def line_shown(code: str, division_code: str, scope: Scope, on: date) -> str:
    """Name a line to somebody; one that gives a secret away goes under its open name."""
    try:
        return line_of(code=code, division_code=division_code, on=on).name_for(scope, division_code)
    except LineUnknown:
        return _("其他待遇")


def line_choices(division_code: str, on: date, scope: Scope) -> list[tuple[str, str]]:
    """Give the lines of an area for choosing among them; a sealed one only to somebody who may know it there."""
    lines = lines_of(division_code=division_code, on=on).values()
    return [(line.code, line.name) for line in lines if not line.is_secret_from(scope, division_code)]


def application_mark(state: str, label: str) -> SafeString:
    """Show how an application stands."""
    return mark(_LOOKS.get(ApplicationState(state), "wait"), label)


def month_shown(day: date | None) -> str:
    """Write a month."""
    return f"{day:%Y-%m}" if day else ""


def yuan_shown(fen: int | None) -> str:
    """Write an amount, or nothing."""
    return format_yuan(fen) if fen is not None else ""


def role_shown(role: str) -> str:
    """Name whom or what a fact is about."""
    return {"father": _("父亲"), "mother": _("母亲"), "child": _("儿童"), "kin": _("亲属关系")}.get(role, role)
