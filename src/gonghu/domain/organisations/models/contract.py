"""Contracts by which a bureau buys services (购买服务合同)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from gonghu.domain.organisations.models.organisation import Organisation
from gonghu.foundation.intervals import Dated


class ServiceContract(Dated):
    """
    What one organisation has bought of another, for a time (购买服务合同).

    An agency works for a child on the strength of a contract only (个人信息保护法第二十一条).
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    buyer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="购买方")
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="承接方")
    number = models.CharField("合同编号", max_length=64)
    title = models.CharField("项目名称", max_length=200)
    amount_fen = models.BigIntegerField("金额（分）")
    agreed_to_on = models.DateField("约定终止日期（含当日）")

    class Meta(Dated.Meta):
        verbose_name = "购买服务合同"
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["buyer", "number"], name="contract_number_once"),
            models.CheckConstraint(condition=~Q(buyer=F("provider")), name="contract_between_two"),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="contract_amount"),
            models.CheckConstraint(condition=Q(to_on__lte=F("agreed_to_on")), name="contract_has_an_end"),
        )

    def __str__(self) -> str:
        return self.title


class ContractIndicator(models.Model):
    """One indicator a contract is measured by (考核指标)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(ServiceContract, models.PROTECT, related_name="indicators", verbose_name="合同")
    name = models.CharField("指标", max_length=100)
    target = models.PositiveIntegerField("目标值")
    unit = models.CharField("单位", max_length=20)

    class Meta:
        verbose_name = "考核指标"
        constraints = (models.UniqueConstraint(fields=["contract", "name"], name="contract_indicator_once"),)

    def __str__(self) -> str:
        return f"{self.name} {self.target}{self.unit}"
