"""
Tables of an empty database, made from the models as they are (一次建表), as all migrations would leave them.

Step by step Django renders half of all models anew for every table: most of a minute of processor for two hundred
tables, and nothing of it is needed where there is nothing to change. A test compares what both ways leave.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any, cast

from django.apps import apps
from django.db import models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether a database holds no table at all."""
    return not connection.introspection.table_names()


def lay_out(connection: BaseDatabaseWrapper) -> None:
    """Make all tables, take the steps that are no tables, and remember every migration: all in one transaction."""
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    taken = executor.recorder.Migration
    with connection.schema_editor(atomic=True) as editor:
        for model in _models(executor.loader.migrated_apps, connection):
            editor.create_model(model)
        editor.create_model(taken)
        # Steps that fill or lock a table; references between tables are made when all is there.
        for step in chain.from_iterable(migration.operations for migration in plan):
            if isinstance(step, RunPython):
                step.code(cast("Any", apps), editor)
        rows = (taken(app=migration.app_label, name=migration.name) for migration in plan)
        taken.objects.using(connection.alias).bulk_create(rows)


def _models(labels: set[str], connection: BaseDatabaseWrapper) -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        is_made = model._meta.app_label in labels and model._meta.can_migrate(connection)
        if is_made and router.allow_migrate_model(connection.alias, model):
            yield model
