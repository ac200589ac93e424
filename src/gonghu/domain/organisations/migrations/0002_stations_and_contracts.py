"""Stations, parents, contracts, duty, and what the tables refuse."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from gonghu.foundation.intervals import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_organisations_and_places")]

    operations = [
        migrations.CreateModel(
            name="ServiceContract",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("number", models.CharField(max_length=64, verbose_name="合同编号")),
                ("title", models.CharField(max_length=200, verbose_name="项目名称")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("agreed_to_on", models.DateField(verbose_name="约定终止日期（含当日）")),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="购买方",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="承接方",
                    ),
                ),
            ],
            options={
                "verbose_name": "购买服务合同",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContractIndicator",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="指标")),
                ("target", models.PositiveIntegerField(verbose_name="目标值")),
                ("unit", models.CharField(max_length=20, verbose_name="单位")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="organisations.servicecontract",
                        verbose_name="合同",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核指标",
            },
        ),
        migrations.CreateModel(
            name="StationStatus",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PLANNED", "规划"),
                            ("LICENSED", "批准设立"),
                            ("IN_SERVICE", "运行"),
                            ("CLOSED", "撤销"),
                        ],
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("plaque_on", models.DateField(blank=True, null=True, verbose_name="授牌日期")),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="文件")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="站点",
                    ),
                ),
            ],
            options={
                "verbose_name": "站点状态",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrganisationParent",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="文件")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="机构",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="主管单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "主管单位",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="organisations_organisationparent_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("organisation", models.F("parent")), _negated=True),
                        name="organisation_not_under_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyShift",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("name", models.CharField(max_length=50, verbose_name="值班人")),
                ("phone", models.CharField(max_length=30, verbose_name="值班电话")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "值班",
            },
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(fields=("organisation", "name"), name="place_once"),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(("latitude__range", (3, 54)), ("longitude__range", (73, 136))),
                    _connector="OR",
                ),
                name="place_within_china",
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.UniqueConstraint(fields=("place", "weekday", "opens"), name="opening_hours_once"),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__range", (1, 7))), name="opening_hours_weekday"
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes__gt", models.F("opens"))), name="opening_hours_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(fields=("place", "name"), name="room_once"),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.CheckConstraint(
                condition=models.Q(("area_square_metres__gt", 0)), name="room_has_an_area"
            ),
        ),
        migrations.AddConstraint(
            model_name="servicecontract",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="organisations_servicecontract_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicecontract",
            constraint=models.UniqueConstraint(fields=("buyer", "number"), name="contract_number_once"),
        ),
        migrations.AddConstraint(
            model_name="servicecontract",
            constraint=models.CheckConstraint(
                condition=models.Q(("buyer", models.F("provider")), _negated=True), name="contract_between_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="servicecontract",
            constraint=models.CheckConstraint(condition=models.Q(("amount_fen__gte", 0)), name="contract_amount"),
        ),
        migrations.AddConstraint(
            model_name="servicecontract",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__lte", models.F("agreed_to_on"))), name="contract_has_an_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="contractindicator",
            constraint=models.UniqueConstraint(fields=("contract", "name"), name="contract_indicator_once"),
        ),
        migrations.AddIndex(
            model_name="stationstatus",
            index=models.Index(fields=["state", "from_on"], name="station_status_state"),
        ),
        migrations.AddConstraint(
            model_name="stationstatus",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                name="organisations_stationstatus_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyshift",
            constraint=models.UniqueConstraint(fields=("organisation", "on", "name"), name="duty_shift_once"),
        ),
        NoOverlap("organisations_organisationparent", "organisation_id"),
        NoOverlap("organisations_stationstatus", "station_id"),
    ]
