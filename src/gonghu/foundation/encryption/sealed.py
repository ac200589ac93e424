"""The base of models with encrypted fields (含加密字段的记录)."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models

from gonghu.foundation.encryption.fields import BlindIndex, EncryptedText


class Sealed(models.Model):
    """A row whose key is known before it is saved, so that its values can be bound to it (含加密字段的记录)."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save the row; a blind index is never left behind by the field it indexes."""
        if update_fields is not None:
            named = set(update_fields)
            update_fields = named | {index.name for index in blind_indexes(type(self)) if index.of in named}
        super().save(*args, update_fields=update_fields, **kwargs)


def encrypted_fields(model: type[models.Model]) -> list[EncryptedText[Any, Any]]:
    """List the encrypted fields of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedText)]


def blind_indexes(model: type[models.Model]) -> list[BlindIndex[Any, Any]]:
    """List the blind indexes of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, BlindIndex)]
