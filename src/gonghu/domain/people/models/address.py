"""Addresses and telephones (住址、电话)."""

from __future__ import annotations

from django.db import models

from gonghu.domain.people.scoping import OfPerson
from gonghu.domain.people.terms import AddressKind, PhoneKind
from gonghu.foundation.encryption import BlindIndex, EncryptedText, Sealed
from gonghu.foundation.intervals import Dated
from gonghu.standards.division_code import LENGTH


class Address(OfPerson, Sealed, Dated):
    """
    Where somebody lives or is registered, from one day to another (住址).

    A protected one is told only where protected addresses may be told: a violent parent must not find it.
    """

    kind = models.CharField("地址种类", max_length=16, choices=AddressKind.choices)
    division_code = models.CharField("区划代码", max_length=LENGTH)
    detail = EncryptedText("详细地址")
    is_protected = models.BooleanField("受保护地址", default=False)
    evidence = models.CharField("依据", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "住址"

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Phone(OfPerson, Sealed, Dated):
    """A telephone on which somebody is reached, from one day to another (电话)."""

    kind = models.CharField("电话种类", max_length=16, choices=PhoneKind.choices)
    number = EncryptedText("电话号码")
    number_index = BlindIndex("电话号码索引", of="number", purpose="phone", db_index=True)
    note = models.CharField("说明", max_length=100, blank=True)
    evidence = models.CharField("依据", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "电话"

    def __str__(self) -> str:
        return str(self.get_kind_display())
