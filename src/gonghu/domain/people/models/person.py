"""Persons (人员), children and adults alike."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.people.terms import Sex, WithoutNumber
from gonghu.foundation.encryption import Sealed
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH

NAME_LENGTH = 100


class Person(Sealed):
    """
    One human being (人员). The key is ours: numbers come, change and may be missing.

    ``division_code`` is the village that answers for the person. One merged into another keeps its row and its key,
    and nothing else. People are found by their files and their kin, never listed by place, so there is no index on it.
    """

    name = models.CharField("姓名", max_length=NAME_LENGTH)
    former_name = models.CharField("曾用名", max_length=NAME_LENGTH, blank=True)
    pinyin = models.CharField("拼音", max_length=200, blank=True)
    initials = models.CharField("拼音首字母", max_length=50, blank=True)
    sex = models.CharField("性别", max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    ethnic_group = models.CharField("民族", max_length=2, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    died_on = models.DateField("死亡日期", null=True, blank=True)
    without_number = models.CharField("无身份证号原因", max_length=16, choices=WithoutNumber.choices, blank=True)
    division_code = models.CharField("所在村（居）代码", max_length=LENGTH)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="并入"
    )
    sealed_on = models.DateField("封存日期", null=True)

    # Who went into somebody before is still found through whom that was.
    when_merged: ClassVar[WhenMerged] = WhenMerged(stays="a chain of merges is followed step by step")
    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="uuid")
    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "人员"
        constraints = (
            models.CheckConstraint(
                condition=Q(born_on__isnull=True) | Q(died_on__isnull=True) | Q(died_on__gte=F("born_on")),
                name="person_born_before_dying",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("uuid")), name="person_not_into_itself"
            ),
        )
        indexes = (
            models.Index(fields=["name", "born_on"], condition=~Q(without_number=""), name="person_without_number"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="person_merged"),
        )

    def __str__(self) -> str:
        return self.name
