"""Divisions (行政区划) and what became of them (变更)."""

from django.db import models
from django.db.models import Q

from gonghu.domain.divisions.terms import ChangeKind, LevelName
from gonghu.standards.division_code import LENGTH


class Division(models.Model):
    """
    One code with one name for one stretch of time (行政区划); open ends are empty.

    A code is no key: it may get a new name, and much later a new meaning. At most one row of a code is open. The level
    above is the nearest one that is a division: rows that only group others (市辖区) are kept, but nobody's parent.
    """

    code = models.CharField("代码", max_length=LENGTH)
    level = models.PositiveSmallIntegerField("层级", choices=LevelName.choices)
    parent_code = models.CharField("上级代码", max_length=LENGTH, blank=True)
    name = models.CharField("名称", max_length=100)
    pinyin = models.CharField("拼音", max_length=400)
    initials = models.CharField("首字母", max_length=100)
    grouping = models.BooleanField("只作分组", default=False)
    statistical_unit = models.BooleanField("类似乡级单位", default=False)
    valid_from = models.DateField("起", null=True)
    valid_to = models.DateField("止（含当日）", null=True)

    class Meta:
        verbose_name = "行政区划"
        constraints = (
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="division_open_once"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=models.F("valid_to")),
                name="division_begins_before_it_ends",
            ),
        )
        indexes = (
            models.Index(fields=["code"], name="division_code"),
            models.Index(fields=["level", "code"], name="division_level"),
            models.Index(fields=["parent_code", "code"], name="division_parent"),
            models.Index(fields=["name"], name="division_name"),
            models.Index(fields=["pinyin"], name="division_pinyin"),
            models.Index(fields=["initials"], name="division_initials"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class DivisionChange(models.Model):
    """One change of divisions on one day (区划变更), with the document that ordered it."""

    kind = models.CharField("种类", max_length=12, choices=ChangeKind.choices)
    effective_on = models.DateField("生效日期")
    document = models.CharField("文号", max_length=200, blank=True)
    # What stands in its divisions follows on the day itself, not before.
    is_waiting = models.BooleanField("尚未随迁", default=False)

    class Meta:
        verbose_name = "区划变更"
        indexes = (models.Index(fields=["is_waiting", "effective_on"], name="division_change_waiting"),)

    def __str__(self) -> str:
        return f"{self.effective_on} {self.get_kind_display()}"


class DivisionSuccession(models.Model):
    """One code that went over into another by a change (承继); empty before a creation and after an abolition."""

    change = models.ForeignKey(DivisionChange, models.CASCADE, related_name="successions", verbose_name="变更")
    from_code = models.CharField("原代码", max_length=LENGTH, blank=True)
    to_code = models.CharField("新代码", max_length=LENGTH, blank=True)
    # Of the change, so that a code can be followed without looking at changes.
    effective_on = models.DateField("生效日期")

    class Meta:
        verbose_name = "承继"
        indexes = (
            models.Index(fields=["from_code", "effective_on"], name="succession_from"),
            models.Index(fields=["to_code", "effective_on"], name="succession_to"),
        )

    def __str__(self) -> str:
        return f"{self.from_code} → {self.to_code}"
