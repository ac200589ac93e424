"""The self-check finds nothing where scopes are right, and says so when one is wrong."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import Q
from tests.domain.access.conftest import AT, JINNAN, ON, XIANSHUIGU, XIQING, Employ, acting, post_of
from tests.domain.access.dossiers.models import Dossier, Leaflet

from gonghu.domain.access.operations import ask_access, assign_children, break_glass, sign_access
from gonghu.domain.access.scope import Scope, ScopedBy
from gonghu.domain.access.scope_check import check_scopes
from gonghu.domain.access.terms import Role
from gonghu.foundation.acting import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _dossiers() -> None:
    for division in (JINNAN, XIANSHUIGU, "120112100201", XIQING, "370102001001"):
        dossier = Dossier.objects.create(division_code=division, child_key=uuid4(), category="ORPHAN")
        Leaflet.objects.create(dossier=dossier, division_code=division)


def test_nobody_reaches_what_is_not_theirs(employ: Employ) -> None:
    for role in Role:
        employ(role, XIANSHUIGU if role is Role.TOWN_SUPERVISOR else JINNAN)
    found = check_scopes(at=AT, of_each_role=3)
    assert found.leaks == ()
    assert found.officers > 2 * len(Role)
    assert found.models > 5


def test_what_was_granted_assigned_or_opened_in_an_emergency_is_no_leak(employ: Employ) -> None:
    signer, asker = employ(Role.DISTRICT_OFFICER, XIQING), employ(Role.DISTRICT_OFFICER, JINNAN)
    gains = employ(Role.DISTRICT_OFFICER, JINNAN)
    grant = ask_access(
        post=post_of(gains), division_code=XIQING, purpose="跨区协查", until_on=ON + timedelta(days=9),
        categories=["ORPHAN"], by=acting(asker), at=AT,
    )  # fmt: skip
    sign_access(grant=grant, by=acting(signer), at=AT)
    child = Dossier.objects.everywhere("test").get(division_code=XIQING)
    worker = employ(Role.AGENCY_SOCIAL_WORKER, XIQING)
    assign_children(
        post=post_of(worker), children=[child.child_key], from_on=ON, to_on=ON + timedelta(days=30), by=SYSTEM, at=AT
    )
    reason = "孩子走失，需要立即联系家人"
    break_glass(child_key=child.child_key, division_code=XIQING, reason=reason, minutes=60, by=acting(gains), at=AT)
    reached = Dossier.objects.visible_to(acting(gains, AT).scope).filter(division_code=XIQING)
    assert reached.exists()
    assert check_scopes(at=AT, of_each_role=9).leaks == ()


def test_a_scope_that_looks_at_the_wrong_column_is_found(employ: Employ, monkeypatch: pytest.MonkeyPatch) -> None:
    employ(Role.VILLAGE_DIRECTOR, "120112100201")
    Dossier.objects.create(division_code=XIQING, child_key=uuid4(), category="120112100201")
    monkeypatch.setattr(Dossier, "scoped_by", ScopedBy(division="category"))
    leaks = check_scopes(at=AT, of_each_role=3).leaks
    assert ("dossiers.Dossier", XIQING, 1) in {(leak.model, leak.division, leak.rows) for leak in leaks}


def test_a_condition_that_lets_everything_through_is_found_for_every_role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scope, "condition", lambda *_: Q())
    leaks = check_scopes(at=AT, of_each_role=3).leaks
    assert {leak.role for leak in leaks} == set(Role)
