"""Organisations that the tests share."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from gonghu.domain.organisations.models import Organisation
from gonghu.domain.organisations.operations import found_organisation
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.foundation.acting import SYSTEM

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
JINNAN, XIANSHUIGU, VILLAGE, XIQING = "120112000000", "120112100000", "120112100201", "120111000000"
JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)

Found = Callable[..., Organisation]


@pytest.fixture
def found() -> Found:
    """Give a function that enters an organisation."""

    def entered(
        kind: OrganisationKind = OrganisationKind.BUREAU, division: str = JINNAN, name: str = "某机构"
    ) -> Organisation:
        return found_organisation(kind=kind, name=name, division_code=division, by=SYSTEM, at=AT)

    return entered
