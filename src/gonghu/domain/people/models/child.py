"""Children's files (儿童档案) and where they lay before."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.people.models.person import NAME_LENGTH, Person
from gonghu.domain.people.scoping import FileQuerySet, OfChild
from gonghu.domain.people.terms import Category, ClosingReason, FileSource, FileState, RiskLevel, Sex
from gonghu.foundation.intervals import Dated
from gonghu.standards.division_code import LENGTH


class Child(models.Model):
    """
    The file of one child (儿童档案，一人一档); its key is the person's.

    Name, spelling, sex and birth date are the person's, written here again so that a list of a million files looks at
    one table. ``category`` is the one shown first of those the child is in, ``division_code`` the village that answers;
    ``items_turn`` counts how often items of the dictionary were written.
    """

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="+", verbose_name="人员")
    division_code = models.CharField("负责村（居）代码", max_length=LENGTH)
    name = models.CharField("姓名", max_length=NAME_LENGTH)
    pinyin = models.CharField("拼音", max_length=200, blank=True)
    initials = models.CharField("拼音首字母", max_length=50, blank=True)
    given_name = models.CharField("名", max_length=NAME_LENGTH, blank=True, default="", db_default="")
    given_pinyin = models.CharField("名的拼音", max_length=200, blank=True, default="", db_default="")
    sex = models.CharField("性别", max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    born_on = models.DateField("出生日期", null=True, blank=True)
    category = models.CharField("主要类别", max_length=16, choices=Category.choices, blank=True)
    state = models.CharField("档案状态", max_length=16, choices=FileState.choices)
    risk_level = models.CharField("风险等级", max_length=16, choices=RiskLevel.choices, blank=True)
    opened_on = models.DateField("建档日期")
    closed_on = models.DateField("结案日期", null=True, blank=True)
    closing_reason = models.CharField("结案原因", max_length=16, choices=ClosingReason.choices, blank=True)
    source = models.CharField("档案来源", max_length=16, choices=FileSource.choices)
    source_key = models.UUIDField("来源编号", null=True, blank=True)
    sealed_on = models.DateField("封存日期", null=True)
    items_turn = models.PositiveIntegerField("采集项目写入次数", default=0, db_default=0)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="person_id", category="category")
    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "儿童档案"
        constraints = (
            models.CheckConstraint(
                condition=Q(state=FileState.CLOSED, closed_on__isnull=False)
                | (~Q(state=FileState.CLOSED) & Q(closed_on__isnull=True)),
                name="child_closed_with_a_day",
            ),
        )
        indexes = (
            models.Index(fields=["division_code", "person"], name="child_place"),
            # A name is searched from its beginning or from that of the given name, in characters or by sound.
            models.Index(fields=["name", "born_on"], name="child_name"),
            models.Index(fields=["given_name"], name="child_given_name"),
            models.Index(fields=["pinyin"], name="child_pinyin"),
            models.Index(fields=["given_pinyin"], name="child_given_pinyin"),
            models.Index(fields=["initials"], name="child_initials"),
            models.Index(fields=["category", "division_code", "person"], name="child_category"),
            models.Index(fields=["state", "division_code", "person"], name="child_state"),
            models.Index(fields=["risk_level", "division_code", "person"], name="child_risk"),
        )

    def __str__(self) -> str:
        return self.name


class FormerPlace(OfChild, Dated):
    """A village that answered for a child before (原负责村居)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    division_code = models.CharField("区划代码", max_length=LENGTH)
    reason = models.CharField("迁移原因", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "原负责村（居）"

    def __str__(self) -> str:
        return f"{self.division_code} {self.from_on}"
