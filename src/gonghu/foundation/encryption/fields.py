"""
Model fields that are encrypted at rest (加密字段), and columns that find them by exact value (盲索引).

::

    class Child(Sealed):
        id_number = EncryptedText(null=True)
        id_number_index = BlindIndex(of="id_number", purpose="citizen number", null=True, db_index=True)

    Child.objects.filter(id_number_index="120112201502110013")

Python sees plain text. It is opened when it is first looked at, and a row saved again without having been changed
keeps its bytes. Whatever would write plain text into the column, or compare with it, is refused.
"""

import base64
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from gonghu.foundation.encryption.blind_index import DIGEST_BYTES, blind_digest
from gonghu.foundation.encryption.cipher import seal, unseal
from gonghu.foundation.encryption.keyring import current_keyring

_Set = TypeVar("_Set")
_Get = TypeVar("_Get")

if TYPE_CHECKING:
    # The type checker works out str or str | None from null=; Django's classes take no type arguments when they run.

    class _Text(models.TextField[_Set, _Get]): ...

    class _Bytes(models.BinaryField[_Set, _Get]): ...
else:

    class _Text(models.TextField):
        def __class_getitem__(cls, _types):
            return cls

    class _Bytes(models.BinaryField):
        def __class_getitem__(cls, _types):
            return cls


class PlainTextRefused(TypeError):
    """A statement would have written plain text into an encrypted column."""


class SealedBytes(bytes):
    """An encrypted value as it lies in the database (密文)."""

    __slots__ = ()


class SealedAttribute(DeferredAttribute):
    """The attribute of an encrypted field (加密属性): sealed until it is first looked at."""

    field: "EncryptedText[Any, Any]"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        """Give the plain text."""
        value: Any = super().__get__(instance, cls)
        return self.field.opened(instance, value) if isinstance(value, SealedBytes) else value

    def __set__(self, instance: Any, value: str | SealedBytes | None) -> None:
        """Take plain text, or sealed bytes from the database; digests of an earlier text are forgotten."""
        instance.__dict__[self.field.attname] = value
        if not isinstance(value, SealedBytes):
            instance.__dict__.update(dict.fromkeys(self.field.index_names))


class EncryptedText(_Text[_Set, _Get]):
    """Text that is encrypted in the database (加密文本); its model must be ``Sealed``."""

    descriptor_class = SealedAttribute

    @cached_property
    def index_names(self) -> list[str]:
        """Name the blind indexes of this field."""
        fields = self.model._meta.concrete_fields
        return [field.attname for field in fields if isinstance(field, BlindIndex) and field.of == self.attname]

    def place(self, instance: models.Model) -> str:
        """Name the place that a value is bound to: table.column:row."""
        return f"{self.model._meta.db_table}.{self.column}:{instance.pk}"

    def opened(self, instance: models.Model, sealed: SealedBytes) -> str:
        """
        Give the plain text of a value of this row; it is opened once.

        :raises SealBroken: see ``unseal``, as for the other errors
        """
        texts: dict[str, tuple[SealedBytes, str]] = instance.__dict__.setdefault("_opened_texts", {})
        known, text = texts.get(self.attname, (b"", ""))
        if known is not sealed:
            text = unseal(sealed, place=self.place(instance), keyring=current_keyring())
            texts[self.attname] = sealed, text
        return text

    def pre_save(self, model_instance: models.Model, add: bool) -> SealedBytes | None:
        """
        Seal what was set; what was not touched keeps its bytes.

        :raises SealBroken: a row is added with the bytes of another row
        """
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, SealedBytes):
            if add:
                self.opened(model_instance, value)
            return value
        if value is None:
            return None
        sealed = SealedBytes(seal(value, place=self.place(model_instance), keyring=current_keyring()))
        model_instance.__dict__[self.attname] = sealed
        return sealed

    def get_internal_type(self) -> str:
        """Lie in the database as bytes."""
        return "BinaryField"

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> SealedBytes | None:
        """Take bytes from the database as they are."""
        return None if value is None else SealedBytes(value)

    def get_prep_value(self, value: Any) -> Any:
        """Leave the value to ``get_db_prep_value``."""
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """
        Hand bytes to the database.

        :raises PlainTextRefused: the value is plain text, as ``update()`` and ``bulk_update()`` would write it
        """
        value = super().get_db_prep_value(value, connection, prepared)
        if value is None:
            return None
        if not isinstance(value, SealedBytes):
            raise PlainTextRefused(f"{self.model.__name__}.{self.name} 是加密字段，只能逐条 save() 写入")
        return connection.Database.Binary(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """
        Allow ``isnull`` only.

        :raises FieldError: any comparison with the text
        """
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.model.__name__}.{self.name} 是加密字段，不能按 {lookup_name} 查询，请用它的盲索引")

    def value_to_string(self, obj: models.Model) -> str:
        """Write the value for Django's serializers: sealed, in Base64."""
        sealed = self.pre_save(obj, False)
        return "" if sealed is None else base64.b64encode(sealed).decode("ascii")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Refuse a model without a row key of its own from the start."""
        if isinstance(self.model._meta.pk, models.UUIDField):
            return super().check(**kwargs)
        return [*super().check(**kwargs), checks.Error("加密字段所在的模型应继承 Sealed", obj=self, id="gonghu.E001")]


class BlindIndex(_Bytes[_Set, _Get]):
    """
    The keyed digest of an encrypted field (盲索引), found by ``exact`` and ``in`` with plain text.

    ``purpose`` parts columns whose values must not be comparable; ``last`` indexes only the last characters (末几位).
    """

    def __init__(self, *args: Any, of: str, purpose: str, last: int | None = None, **kwargs: Any) -> None:
        kwargs |= {"max_length": DIGEST_BYTES, "editable": False}
        super().__init__(*args, **kwargs)
        self.of, self.purpose, self.last = of, purpose, last

    def deconstruct(self) -> Any:
        """Describe the field for migrations."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, {**kwargs, "of": self.of, "purpose": self.purpose, "last": self.last}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        """Work out the digest anew when the text was set; otherwise keep it."""
        kept = model_instance.__dict__.get(self.attname)
        if kept is not None and not add:
            return bytes(kept)
        digest = self.get_prep_value(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, digest)
        return digest

    def get_prep_value(self, value: Any) -> bytes | None:
        """Turn plain text into its digest; a digest stays one."""
        if isinstance(value, str):
            return blind_digest(value, purpose=self.purpose, keyring=current_keyring(), last=self.last)
        return None if value is None else bytes(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """
        Allow ``exact``, ``in`` and ``isnull``.

        :raises FieldError: a digest knows no order and no parts
        """
        if lookup_name in {"exact", "in", "isnull"}:
            return super().get_lookup(lookup_name)
        raise FieldError(f"盲索引 {self.model.__name__}.{self.name} 只能按完整内容查询，不支持 {lookup_name}")
