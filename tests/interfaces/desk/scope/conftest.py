"""One world for every test of scope, and which table's keys fit which address, found once."""

import pytest
from django.db import transaction
from django.db.models import Model
from tests.interfaces.desk.conftest import SignedIn
from tests.interfaces.desk.scope.worlds import World, everybody, fitting, planted_world

FITTING: dict[str, list[type[Model]]] = {}
"""Found once for all roles: which tables' keys fit which address."""


@pytest.fixture
def world(db: None) -> World:
    del db
    return planted_world()


@pytest.fixture
def fits(world: World, signed_in: SignedIn) -> dict[str, list[type[Model]]]:
    if not FITTING:
        before = transaction.savepoint()
        FITTING.update(fitting(world, signed_in(everybody(world))))
        transaction.savepoint_rollback(before)
    return FITTING
