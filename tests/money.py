"""Invented grants, written straight into the tables, and figures that an invented county has set."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from gonghu.domain.access.models import Account
from gonghu.domain.benefits.models import Application, Decision, Grant
from gonghu.domain.benefits.terms import ApplicationState, DecisionKind
from gonghu.domain.people.models import Child

COUNTY: Final = "120112000000"
JANUARY: Final = date(2026, 1, 1)
CONFIRMED_AT: Final = datetime(2025, 12, 20, 1, tzinfo=UTC)


def set_standards(county: str = "120112", **figures: dict[str, int]) -> Path:
    """Set figures for a county: ``set_standards(defacto_standard={"2020-01-01": 1360})``."""
    folder: Path = settings.GONGHU_HOME / "policies" / county / "standards" / "parameters"
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for name, values in figures.items():
        lines += [f"- id: {name}", f"  name: {name}", "  values:"]
        lines += [
            f"    - {{from: {begins}, value: {yuan}, source: 测试, status: O}}" for begins, yuan in values.items()
        ]
    path = folder / "standards.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def a_grant(child: Child, by: tuple[Account, Account], line: str = "defacto_allowance", **said: Any) -> Grant:
    """Give a child a line from a month on, as if two officers had confirmed it."""
    first, second = by
    application = Application.objects.create(
        child=child, division_code=child.division_code, line=line, handling_division=child.division_code,
        state=ApplicationState.CONFIRMED, drafted_at=CONFIRMED_AT, received_at=CONFIRMED_AT,
    )  # fmt: skip
    decision = Decision.objects.create(
        application=application, kind=DecisionKind.CONFIRM, number=f"测〔2025〕{application.pk.hex[:12]}号",
        first_by=first, first_label="查验人", second_by=second, second_label="确认人", at=CONFIRMED_AT,
        reasons="符合条件", articles="民发〔2019〕62号",
    )  # fmt: skip
    terms: dict[str, Any] = {
        "from_month": JANUARY,
        "paying_division": COUNTY,
        "division_code": child.division_code,
        **said,
    }
    return Grant.objects.create(
        application=application, decision=decision, child=child, person=child.pk, line=line, **terms,
    )  # fmt: skip
