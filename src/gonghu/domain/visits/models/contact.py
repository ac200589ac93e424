"""Weekly contacts, reports of harm, complaints (每周联系、侵害线索、投诉建议)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.visits.models.visit import AboutChild
from gonghu.domain.visits.terms import (
    ComplaintKind,
    ComplaintState,
    Contact,
    ContactMeans,
    HarmState,
)
from gonghu.foundation.encryption import EncryptedText, Sealed
from gonghu.standards.division_code import LENGTH


class ContactLog(AboutChild):
    """One week's contact of parents away with their child (每周联系，未成年人保护法第二十三条)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    contact_on = models.DateField("联系日期")
    contact = models.CharField("联系对象", max_length=8, choices=Contact.choices)
    means = models.CharField("联系方式", max_length=12, choices=ContactMeans.choices, blank=True)
    reached = models.BooleanField("是否联系上")
    note = models.CharField("说明", max_length=500, blank=True)
    account = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="登记人"
    )

    class Meta:
        verbose_name = "每周联系"
        indexes = (models.Index(fields=["division_code", "uuid"], name="contact_division"),)

    def __str__(self) -> str:
        return f"{self.get_contact_display()} {self.contact_on}"


class HarmReport(Sealed):
    """
    A report that a child is harmed or in danger (侵害线索), as received.

    It lies with the district, whatever village it is about: nobody below sees it, nor who reported
    (未成年人保护法第十一条).
    """

    division_code = models.CharField("区县代码", max_length=LENGTH)
    place_division_code = models.CharField("所在村（居）代码", max_length=LENGTH, blank=True)
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", null=True, verbose_name="儿童")
    situation = models.CharField("情形", max_length=100, blank=True)
    words = EncryptedText("内容")
    in_danger = models.BooleanField("正处于危险")
    told_police = models.BooleanField("是否已报警")
    reporter = EncryptedText("报告人")
    received_at = models.DateTimeField("收到时间")
    state = models.CharField("状态", max_length=10, choices=HarmState.choices, default=HarmState.RECEIVED)
    task = models.ForeignKey("tasks.Task", models.PROTECT, related_name="+", null=True, verbose_name="任务")
    taken_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="接办人"
    )
    taken_at = models.DateTimeField("接办时间", null=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_TASKS)
    places_beside: ClassVar[tuple[str, ...]] = ("place_division_code",)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "侵害线索"
        indexes = (models.Index(fields=["division_code", "uuid"], name="harm_division"),)

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def district(self) -> str:
        """Give the six digits of the district."""
        return self.division_code[:6]

    @property
    def place(self) -> str:
        """Give the code of the village it is about, of the district where nobody said."""
        return self.place_division_code or self.division_code


class Complaint(models.Model):
    """What somebody in the field complains of or suggests (投诉建议), with the day a reply is due."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    division_code = models.CharField("区县代码", max_length=LENGTH)
    account = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="提出人")
    kind = models.CharField("种类", max_length=10, choices=ComplaintKind.choices)
    words = models.TextField("内容")
    received_at = models.DateTimeField("收到时间")
    reply_due_on = models.DateField("答复期限")
    state = models.CharField("状态", max_length=10, choices=ComplaintState.choices, default=ComplaintState.OPEN)
    reply = models.TextField("答复", blank=True)
    replied_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="答复人"
    )
    replied_at = models.DateTimeField("答复时间", null=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.ASSIGN_TASKS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "投诉建议"
        constraints = (
            models.CheckConstraint(
                condition=Q(state=ComplaintState.OPEN) | (~Q(reply="") & Q(replied_at__isnull=False)),
                name="complaint_replied_whole",
            ),
        )
        indexes = (models.Index(fields=["division_code", "uuid"], name="complaint_division"),)

    def __str__(self) -> str:
        return self.words[:40]

    @property
    def district(self) -> str:
        """Give the six digits of the district."""
        return self.division_code[:6]
