"""Filled forms as they came (填报), and their photos and recordings (附件)."""

from __future__ import annotations

import base64
import uuid
from datetime import date
from typing import ClassVar, Final

from django.db import models

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.questionnaires.models.form import LONGEST_ID, FormVersion
from gonghu.domain.questionnaires.terms import FileState, SubmissionState
from gonghu.engines.forms import Answers
from gonghu.foundation.encryption.fields import EncryptedText
from gonghu.foundation.encryption.sealed import Sealed
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH

LONGEST_NAME = 255
_BASE64: Final = "base64,"


class Submission(Sealed):
    """
    One filled form, kept as it came before anything is made of it (填报); its key is the instanceID.

    ``form_id`` and ``version`` are what the telephone said; ``known_version`` is empty where nobody knows such.
    ``digest`` is the SHA-256 of the bytes. ``base`` says which version of each field of the card was seen.
    """

    form_id = models.CharField("问卷代号", max_length=LONGEST_ID)
    version = models.CharField("版本", max_length=LONGEST_ID)
    known_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", null=True, verbose_name="问卷版本")
    body: EncryptedText[str, str] = EncryptedText("内容")
    digest = models.CharField("摘要", max_length=64)
    division_code = models.CharField("区划代码", max_length=LENGTH)
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", null=True, verbose_name="儿童")
    task = models.ForeignKey("tasks.Task", models.PROTECT, related_name="+", null=True, verbose_name="任务")
    account = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="填报人")
    post = models.ForeignKey("access.Post", models.PROTECT, related_name="+", null=True, verbose_name="岗位")
    device = models.CharField("设备", max_length=64, blank=True)
    sequence = models.BigIntegerField("设备上的顺序", default=0)
    made_at = models.DateTimeField("填写时间（设备）", null=True)
    received_at = models.DateTimeField("送达时间")
    base = models.JSONField("所见版本", default=dict)
    state = models.CharField("状态", max_length=16, choices=SubmissionState.choices, default=SubmissionState.RECEIVED)
    reasons = models.JSONField("原因", default=list)
    replaces = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, verbose_name="取代的填报")

    answers_read: tuple[date, Answers] | None = None
    """The answers, once they were read, and of which day they hold."""

    when_merged: ClassVar[WhenMerged] = WhenMerged(stays="it is kept as it came; what was made of it moves")
    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "填报"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="submission_place"),
            models.Index(fields=["state", "division_code", "received_at"], name="submission_state"),
            models.Index(fields=["account", "form_id", "-received_at"], name="submission_account"),
            models.Index(fields=["received_at"], name="submission_received"),
        )

    def __str__(self) -> str:
        return f"{self.form_id} {self.uuid}"

    @property
    def xml(self) -> bytes:
        """The bytes as they came."""
        if self.body.startswith(_BASE64):
            return base64.b64decode(self.body.removeprefix(_BASE64))
        return self.body.encode()

    @xml.setter
    def xml(self, content: bytes) -> None:
        """Keep bytes; those that are no text are kept all the same."""
        try:
            text = content.decode()
        except UnicodeDecodeError:
            text = _BASE64
        if "\0" in text or text.startswith(_BASE64):
            text = _BASE64 + base64.b64encode(content).decode("ascii")
        self.body = text


class SubmissionFile(models.Model):
    """
    One photo or recording of a filled form (附件); its content lies sealed on disk under its key.

    ``sha256`` and ``size`` are those of what the telephone has, ``have`` is how much of it came. What is kept of a
    photo is smaller, and nothing but the picture: ``kept_type`` and ``kept_size`` tell what lies on disk.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files", verbose_name="填报")
    name = models.CharField("文件名", max_length=LONGEST_NAME)
    sha256 = models.CharField("摘要", max_length=64)
    size = models.BigIntegerField("字节数")
    have = models.BigIntegerField("已收到", default=0)
    state = models.CharField("状态", max_length=16, choices=FileState.choices, default=FileState.ARRIVING)
    reason = models.CharField("拒收原因", max_length=200, blank=True)
    kept_type = models.CharField("内容类型", max_length=40, blank=True)
    kept_size = models.BigIntegerField("存下的字节数", default=0)

    class Meta:
        verbose_name = "附件"
        constraints = (models.UniqueConstraint(fields=["submission", "name"], name="submission_file_once"),)

    def __str__(self) -> str:
        return self.name
