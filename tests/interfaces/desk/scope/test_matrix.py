"""
Every address, as every role, with ids of one's own place, of another and of none: nothing of another place is told.

Nothing is listed here: addresses come from the resolver, ids from the tables, fields from the forms on the pages.
"""

from typing import Final

import pytest
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from tests.interfaces.desk.conftest import SignedIn
from tests.interfaces.desk.planting import tables
from tests.interfaces.desk.scope.asking import Visit, ask_by_form, ask_by_path, ask_by_query, pages_of, rows_of
from tests.interfaces.desk.scope.worlds import World, employ, hidden_from

from gonghu.domain.access.officer import officer
from gonghu.domain.access.terms import Role

pytestmark = pytest.mark.django_db

ON_BOTH_IN_FULL: Final = frozenset({Role.DISTRICT_OFFICER, Role.VILLAGE_DIRECTOR})
"""Those who between them are offered every form; on PostgreSQL all others only open every page and every row."""


@pytest.mark.parametrize("role", list(Role))
def test_nothing_of_another_place_is_told_or_changed(
    world: World, fits: dict[str, list[type[Model]]], signed_in: SignedIn, role: Role
) -> None:
    account = employ(role, world)
    by = officer(account=account, at=timezone.now())
    visit = Visit(signed_in(account), by, world, role, rows_of(hidden_from(by, world), tables()))
    pages = pages_of(visit, fits)
    ask_by_path(visit, fits)
    # What a role may do with a form is the same on every database; whether the database takes what is sent is not.
    if connection.vendor == "sqlite" or role in ON_BOTH_IN_FULL:
        ask_by_query(visit, pages)
        ask_by_form(visit, pages)
    assert visit.client.get("/").status_code == 200
    assert sorted(set(visit.leaks)) == []
    assert visit.asked > 50
