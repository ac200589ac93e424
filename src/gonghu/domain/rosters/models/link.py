"""Doubtful links and what people decided about them (人工核对)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.rosters.terms import Likeness, RowRole
from gonghu.foundation.encryption import BlindIndex, EncryptedText, Sealed
from gonghu.standards.division_code import LENGTH

PAIR = "link_pair"
ROW = "link_row"


class LinkAnswer(Sealed):
    """
    That a row of a roster is, or is not, about somebody (核对结论), kept from run to run.

    ``pair`` is the digest of what the row says, a bar, and the person's key; a withdrawn answer counts no more.
    """

    division_code = models.CharField("区划代码", max_length=LENGTH)
    pair = EncryptedText("行与人")
    pair_index = BlindIndex("行与人的盲索引", of="pair", purpose=PAIR)
    row_digest = EncryptedText("行")
    row_index = BlindIndex("行的盲索引", of="row_digest", purpose=ROW)
    same = models.BooleanField("是同一人")
    answered_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, verbose_name="核对人"
    )
    answered_at = models.DateTimeField("核对时间")
    withdrawn_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, verbose_name="撤回人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.REVIEW_LINKS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "核对结论"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="link_answer_place"),
            models.Index(fields=["row_index"], name="link_answer_row"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["division_code", "pair_index"],
                condition=Q(withdrawn_at__isnull=True),
                name="link_answer_one_holds",
            ),
            models.UniqueConstraint(
                fields=["division_code", "row_index"],
                condition=Q(withdrawn_at__isnull=True, same=True),
                name="link_answer_one_person_a_row",
            ),
        )

    def __str__(self) -> str:
        return f"{self.division_code} {'是' if self.same else '不是'}"


class LinkQuestion(Sealed):
    """
    Whether a row of a roster is about somebody (需人工核对的关联), as a run asked it.

    ``run_key`` is the run that asked last. A question that a later run asks no more is closed.
    """

    division_code = models.CharField("区划代码", max_length=LENGTH)
    run_key = models.UUIDField("比对编号", db_index=True)
    pair = EncryptedText("行与人")
    pair_index = BlindIndex("行与人的盲索引", of="pair", purpose=PAIR)
    kind = models.CharField("名册种类", max_length=64)
    row_place = models.CharField("文件·表·行", max_length=500)
    role = models.CharField("名册中的身份", max_length=16, choices=RowRole.choices)
    row_name = models.CharField("名册上的姓名", max_length=200)
    row_number = EncryptedText("名册上的号码", blank=True)
    row_born = models.IntegerField("名册上的出生日期", null=True)
    row_division = models.CharField("名册上的村（居）", max_length=LENGTH, blank=True)
    known_name = models.CharField("疑似人员姓名", max_length=200)
    known_number = EncryptedText("疑似人员号码", blank=True)
    known_born = models.IntegerField("疑似人员出生日期", null=True)
    known_division = models.CharField("疑似人员村（居）", max_length=LENGTH, blank=True)
    why = models.CharField("相似依据", max_length=200)
    likeness = models.CharField("相像程度", max_length=16, choices=Likeness.choices)
    children = models.TextField("关系到的儿童", blank=True)
    turn = models.PositiveIntegerField("先后")
    asked_at = models.DateTimeField("提出时间")
    answer = models.ForeignKey(LinkAnswer, models.PROTECT, related_name="+", null=True, verbose_name="结论")
    closed_at = models.DateTimeField("不再询问的时间", null=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.REVIEW_LINKS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "需人工核对的关联"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="link_question_place"),
            models.Index(fields=["answer", "closed_at", "turn"], name="link_question_open"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["division_code", "pair_index"], condition=Q(closed_at__isnull=True), name="link_question_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.row_place} {self.get_likeness_display()}"
