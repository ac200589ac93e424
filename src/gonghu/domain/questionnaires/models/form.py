"""Forms and their versions (问卷与版本). What stands in a form is no secret: whoever signs in may read it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from gonghu.domain.questionnaires.terms import FormState
from gonghu.standards.division_code import LENGTH

LONGEST_ID = 64


class Questionnaire(models.Model):
    """
    A form under the name that stays (问卷).

    ``division_code`` is where it was made, empty for the forms that everybody has.
    """

    form_id = models.CharField("问卷代号", primary_key=True, max_length=LONGEST_ID)
    title = models.CharField("名称", max_length=100)
    division_code = models.CharField("区划代码（空为通用）", max_length=LENGTH, blank=True)

    class Meta:
        verbose_name = "问卷"

    def __str__(self) -> str:
        return self.title


class FormVersion(models.Model):
    """
    One version of a form, of the whole country or of one division (问卷版本); once published it never changes.

    ``source`` is what somebody wrote (a workbook, or a Markdown table), ``xform`` what was made of it, ``meaning`` what
    the answers mean.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions", verbose_name="问卷")
    version = models.CharField("版本", max_length=LONGEST_ID)
    division_code = models.CharField("区划代码（空为通用）", max_length=LENGTH, blank=True)
    title = models.CharField("名称", max_length=100)
    state = models.CharField("状态", max_length=16, choices=FormState.choices, default=FormState.DRAFT)
    source_name = models.CharField("文件名", max_length=255)
    source = models.BinaryField("原文件")
    xform = models.TextField("XForm")
    meaning = models.TextField("答案的含义")
    digest = models.CharField("摘要", max_length=64)
    made_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="上传人")
    made_at = models.DateTimeField("上传时间")
    published_at = models.DateTimeField("发布时间", null=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_because = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "问卷版本"
        constraints = (
            models.UniqueConstraint(fields=["questionnaire", "version"], name="form_version_once"),
            models.UniqueConstraint(
                fields=["questionnaire", "division_code"], condition=Q(state="IN_USE"), name="form_version_in_use"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.version}"
