"""The tables are those of the models, and the steps to them can be taken back."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

OURS = ("organisations", "access")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("app", OURS)
def test_no_model_changed_without_its_migration(app: str) -> None:
    call_command("makemigrations", app, check=True, dry_run=True, stdout=StringIO())


def test_every_constraint_and_index_has_a_name_of_its_own() -> None:
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    names = [part.name for model in models for part in (*model._meta.constraints, *model._meta.indexes)]
    assert len(names) == len(set(names)) > 20


@pytest.mark.django_db(transaction=True)
def test_the_steps_can_be_taken_back_and_again() -> None:
    for app in reversed(OURS):
        call_command("migrate", app, "zero", verbosity=0)
    assert not [
        name for name in connection.introspection.table_names() if name.startswith(("access_", "organisations_"))
    ]
    call_command("migrate", verbosity=0)
