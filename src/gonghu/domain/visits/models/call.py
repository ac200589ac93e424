"""Calls for help (求助) and what was done about them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.visits.call_terms import (
    UNANSWERED,
    CallAct,
    CallChannel,
    CallerKind,
    CallOutcome,
    CallState,
    CallUrgency,
)
from gonghu.foundation.encryption import BlindIndex, EncryptedText, Sealed
from gonghu.standards.division_code import LENGTH


class HelpCall(Sealed):
    """
    Somebody calls for help for a child (求助), as whoever was on duty wrote it down.

    It lies with the town of the place, so that nobody in the village knows who called; once it became a report of harm
    it lies with the district alone. ``ring_back_by`` is when somebody is to ring back, nothing if nobody need.
    """

    division_code = models.CharField("区划代码", max_length=LENGTH)
    place_division_code = models.CharField("所在地代码", max_length=LENGTH)
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", null=True, verbose_name="儿童")
    called_at = models.DateTimeField("求助时间")
    channel = models.CharField("途径", max_length=10, choices=CallChannel.choices)
    caller = models.CharField("求助人", max_length=10, choices=CallerKind.choices)
    caller_name = EncryptedText("求助人姓名", blank=True)
    phone = EncryptedText("回拨电话", null=True)
    phone_index = BlindIndex(of="phone", purpose="telephone of a call for help", null=True, db_index=True)
    words = EncryptedText("求助内容")
    urgency = models.CharField("缓急", max_length=10, choices=CallUrgency.choices)
    ring_back_by = models.DateTimeField("回拨时限", null=True)
    state = models.CharField("状态", max_length=10, choices=CallState.choices, default=CallState.WAITING)
    outcome = models.CharField("结果", max_length=12, choices=CallOutcome.choices, blank=True)
    taken_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="登记人"
    )
    written_at = models.DateTimeField("登记时间")
    task = models.ForeignKey("tasks.Task", models.PROTECT, related_name="+", null=True, verbose_name="任务")
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="办结人"
    )
    harm_report = models.ForeignKey(
        "visits.HarmReport", models.PROTECT, related_name="+", null=True, verbose_name="侵害线索"
    )

    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", permission=Permission.SEE_TASKS)
    file_through: ClassVar[str] = "child__"
    places_beside: ClassVar[tuple[str, ...]] = ("place_division_code",)
    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "求助"
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=CallState.CLOSED) | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="help_call_closed_whole",
            ),
        )
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="help_call_division"),
            models.Index(
                fields=["division_code", "ring_back_by"],
                condition=Q(state__in=sorted(UNANSWERED)),
                name="help_call_unanswered",
            ),
        )

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def district(self) -> str:
        """Give the six digits of the district."""
        return self.division_code[:6]


class CallStep(Sealed):
    """One thing that happened to a call for help (求助过程); rows are added and never changed."""

    call = models.ForeignKey(HelpCall, models.PROTECT, related_name="+", verbose_name="求助")
    act = models.CharField("动作", max_length=12, choices=CallAct.choices)
    at = models.DateTimeField("时间")
    written_at = models.DateTimeField("登记时间")
    actor = models.CharField("操作人", max_length=120)
    account = models.UUIDField("操作账号", null=True)
    note = EncryptedText("说明", blank=True)
    next_by = models.DateTimeField("下次回拨", null=True)

    class Meta:
        verbose_name = "求助过程"

    def __str__(self) -> str:
        return f"{self.call_id} {self.act}"
