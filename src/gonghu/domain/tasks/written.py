"""Values as the database takes them (写入值), each worked out once: most of a hundred thousand rows share theirs."""

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections, models

_KEPT: Final = 4_096


def writers(model: type[models.Model], columns: Iterable[str]) -> dict[str, Callable[[Any], Any]]:
    """Give for each column of a model what turns a value into the database's own."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    database = connections[DEFAULT_DB_ALIAS]
    return {name: lru_cache(_KEPT)(partial(fields[name].get_db_prep_save, connection=database)) for name in columns}
