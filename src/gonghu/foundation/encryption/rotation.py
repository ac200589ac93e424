"""
Rotation of field keys (换密钥): every value that an older key sealed is sealed again with the current one.

First the ring gets a new key (``Keyring.with_new_key``, ``write_keyring``), then ``rotate`` runs, at any time and
beside the site. Stopped half-way it is simply run again: what is current already is only looked at.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from gonghu.foundation.encryption.cipher import HEADER_BYTES, key_id, key_of_header, seal, unseal
from gonghu.foundation.encryption.fields import EncryptedText, SealedBytes
from gonghu.foundation.encryption.keyring import Keyring, current_keyring
from gonghu.foundation.encryption.sealed import Sealed, encrypted_fields

Report = Callable[[int, int], None]
"""Told rows done and rows in all, after every batch."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """What one run did (换密钥结果): rows looked at, rows sealed anew."""

    rows: int
    resealed: int


def sealed_models() -> list[type[Sealed]]:
    """List the models with encrypted fields."""
    return [model for model in apps.get_models() if issubclass(model, Sealed) and encrypted_fields(model)]


def rotate(models: Iterable[type[Sealed]] | None = None, *, batch: int = 500, report: Report | None = None) -> Rotation:
    """
    Seal all values of the models with the current key; each batch is a transaction of its own.

    :raises KeyMissing: a value was sealed with a key that is not on the ring; nothing of its batch is changed
    :raises SealBroken: a value does not open in its place
    """
    chosen = sealed_models() if models is None else list(models)
    total = sum(model._base_manager.count() for model in chosen)
    rows = resealed = 0
    for model in chosen:
        last = None
        while True:
            last, seen, changed = _rotate_batch(model, last, batch)
            if not seen:
                break
            rows, resealed = rows + seen, resealed + changed
            if report:
                report(rows, total)
    return Rotation(rows, resealed)


def values_by_key() -> Counter[int]:
    """Count the sealed values of all models by the number of their key, as the first bytes of each say."""
    found = Counter[int]()
    with connection.cursor() as cursor:
        for model in sealed_models():
            table = connection.ops.quote_name(model._meta.db_table)
            for name in (connection.ops.quote_name(str(field.column)) for field in encrypted_fields(model)):
                begins = f"substr({name}, 1, {HEADER_BYTES})"
                cursor.execute(f"SELECT {begins}, count(*) FROM {table} WHERE {name} IS NOT NULL GROUP BY 1")
                for header, number in cursor.fetchall():
                    found[key_of_header(bytes(header))] += number
    return found


def _rotate_batch(model: type[Sealed], after: Any, batch: int) -> tuple[Any, int, int]:
    """Return the last key of the batch, the rows looked at and the rows changed."""
    fields, keyring = encrypted_fields(model), current_keyring()
    with transaction.atomic():
        # Locked, so that nobody's newer text is overwritten by an older one.
        rows = model._base_manager.select_for_update().order_by("pk").only("pk", *(field.attname for field in fields))
        found = list(rows.filter(pk__gt=after)[:batch] if after else rows[:batch])
        changed = 0
        for row in found:
            renewed = _renewed(row, fields, keyring)
            if renewed:
                model._base_manager.filter(pk=row.pk).update(**renewed)
                changed += 1
    return (found[-1].pk if found else after), len(found), changed


def _renewed(row: Sealed, fields: list[EncryptedText[Any, Any]], keyring: Keyring) -> dict[str, SealedBytes]:
    renewed = {}
    for field in fields:
        sealed = row.__dict__[field.attname]
        if sealed is not None and key_id(sealed) != keyring.current:
            place = field.place(row)
            text = unseal(sealed, place=place, keyring=keyring)
            renewed[field.attname] = SealedBytes(seal(text, place=place, keyring=keyring))
    return renewed
