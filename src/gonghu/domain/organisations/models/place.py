"""Places (场所) with rooms and hours."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from gonghu.domain.organisations.models.organisation import Organisation
from gonghu.domain.organisations.terms import RoomFunction
from gonghu.standards.division_code import LENGTH


class Place(models.Model):
    """A building or floor where an organisation receives children (场所)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="机构")
    name = models.CharField("名称", max_length=100)
    division_code = models.CharField("区划代码", max_length=LENGTH, db_index=True)
    address = models.CharField("地址", max_length=200, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    opened_on = models.DateField("启用日期")
    closed_on = models.DateField("停用日期（当日仍在用）", null=True, blank=True)

    class Meta:
        verbose_name = "场所"
        constraints = (
            models.UniqueConstraint(fields=["organisation", "name"], name="place_once"),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(73, 136), latitude__range=(3, 54)),
                name="place_within_china",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A room of a place (功能室)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name="场所")
    name = models.CharField("名称", max_length=50)
    function = models.CharField("功能", max_length=16, choices=RoomFunction.choices)
    area_square_metres = models.DecimalField("面积（平方米）", max_digits=8, decimal_places=2)
    capacity = models.PositiveIntegerField("可容纳人数", default=0)

    class Meta:
        verbose_name = "功能室"
        constraints = (
            models.UniqueConstraint(fields=["place", "name"], name="room_once"),
            models.CheckConstraint(condition=Q(area_square_metres__gt=0), name="room_has_an_area"),
        )

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """When a place is open on one day of the week (开放时间); 1 is Monday."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, models.CASCADE, related_name="+", verbose_name="场所")
    weekday = models.PositiveSmallIntegerField("星期")
    opens = models.TimeField("开门")
    closes = models.TimeField("关门")

    class Meta:
        verbose_name = "开放时间"
        ordering = ("weekday", "opens")
        constraints = (
            models.UniqueConstraint(fields=["place", "weekday", "opens"], name="opening_hours_once"),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="opening_hours_weekday"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="opening_hours_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"
