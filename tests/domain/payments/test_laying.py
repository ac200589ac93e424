"""Lines that the database writes for many grants at once are those that one grant after another is owed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from tests.children import child
from tests.money import JANUARY, a_grant, set_standards
from tests.payrolls import AT, NOVEMBER, account_of, drafted, payers

from gonghu.domain.benefits.models import Grant, OtherBenefit
from gonghu.domain.benefits.terms import OtherKind
from gonghu.domain.ledger.models import Accrual
from gonghu.domain.payments.entitled import Given, Reckoner
from gonghu.domain.payments.models import PayrollLine
from gonghu.domain.payments.operations import cancel_payroll, laying
from gonghu.engines.entitlement import OtherSpan

pytestmark = pytest.mark.django_db
WHY = "a test looks at everything"
COLUMNS = ("grant_id", "month", "kind", "amount_fen", "standard_fen", "deducted_fen", "cause", "why")
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def one_by_one() -> set[tuple[Any, ...]]:
    """Work out every grant by itself."""
    reckoner, found = Reckoner(NOVEMBER, 50), set()
    for grant in Grant.objects.everywhere(WHY):
        spans = OtherBenefit.objects.everywhere(WHY).filter(child=grant.child_id)
        had = Accrual.objects.filter(pk=grant.pk).values_list("runs", flat=True).first() or ""
        given = Given(
            grant.line,
            grant.paying_division,
            grant.care_form,
            grant.from_month,
            grant.to_month,
            grant.amount_fen,
            1,
            had,
        )
        others = [OtherSpan(each.kind, each.monthly_fen, each.from_on, each.to_on) for each in spans]
        for month, *line in reckoner.lines(given, others):
            found.add((grant.pk, date.fromisoformat(month), *line))
    return found


def test_lines_laid_down_together_in_parts_are_those_of_each_grant(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.GONGHU_HOME = tmp_path
    set_standards(
        defacto_standard={"2020-01-01": 1360, "2026-10-01": 1500}, orphan_scattered_standard={"2020-01-01": 1990},
        orphan_institution_standard={"2020-01-01": 2000},
    )  # fmt: skip
    by = payers()
    terms: list[dict[str, Any]] = [
        {"from_month": NOVEMBER}, {"from_month": NOVEMBER}, {"from_month": JANUARY}, {"from_month": SEPTEMBER},
        {"from_month": JANUARY, "to_month": OCTOBER}, {"from_month": OCTOBER, "line": "orphan_allowance"},
        {"from_month": OCTOBER, "line": "orphan_allowance", "care_form": "INSTITUTION"}, {"from_month": SEPTEMBER},
        {"from_month": date(2026, 12, 1)},
    ]  # fmt: skip
    grants = [a_grant(child(f"张{number}"), by.accounts, **each) for number, each in enumerate(terms)]
    accounts = {grant.pk: account_of(grant.child, by).pk for grant in grants[:-2]}
    Accrual.objects.create(grant=grants[2], runs="24312-24320:150000")
    for grant in (grants[3], grants[4]):
        OtherBenefit.objects.create(
            child=grant.child, division_code=grant.child.division_code, kind=OtherKind.SUBSISTENCE,
            seat=str(grant.child_id), monthly_fen=42_000, source="低保名册", from_on=OCTOBER, recorded_at=AT,
        )  # fmt: skip
    grants[7].child.person.merged_into = grants[0].child.person
    grants[7].child.person.save()

    expected = one_by_one()
    assert {len([row for row in expected if row[0] == grant.pk]) for grant in grants} >= {0, 1, 2, 3, 10, 11}
    for size in (laying.GRANTS_AT_ONCE, 2, 3):
        monkeypatch.setattr(laying, "GRANTS_AT_ONCE", size)
        payroll = drafted(by)
        lines = PayrollLine.objects.everywhere(WHY).filter(payroll=payroll)
        assert set(lines.values_list(*COLUMNS)) == expected
        assert all(line.account_id == accounts.get(line.grant_id) for line in lines)
        people = {line.grant_id: line.person for line in lines}
        assert people[grants[7].pk] == people[grants[0].pk] == grants[0].child_id
        cancel_payroll(payroll=payroll.pk, opinion="再编一次", by=by.finance, at=AT)
