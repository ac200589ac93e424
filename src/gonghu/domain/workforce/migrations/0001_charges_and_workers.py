"""Charges, hand-overs and workers; no two posts answer for one division as the same kind on one day."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gonghu.foundation.encryption.fields
from gonghu.foundation.intervals import NoOverlap


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0004_consent_and_retention"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Charge",
            fields=[
                ("from_on", models.DateField(verbose_name="起始日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="终止日期（含当日）")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("DIRECTOR", "儿童主任"),
                            ("SUPERVISOR", "儿童督导员"),
                            ("COMMISSIONER", "区级儿童工作专员"),
                        ],
                        max_length=16,
                        verbose_name="责任类别",
                    ),
                ),
                ("seat", models.CharField(max_length=32, verbose_name="席位")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.post",
                        verbose_name="岗位",
                    ),
                ),
            ],
            options={
                "verbose_name": "责任区",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["division_code", "uuid"], name="charge_division"),
                    models.Index(fields=["seat", "from_on"], name="charge_seat"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="workforce_charge_dates",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                (
                    "number",
                    gonghu.foundation.encryption.fields.EncryptedText(blank=True, null=True, verbose_name="身份证号"),
                ),
                (
                    "number_index",
                    gonghu.foundation.encryption.fields.BlindIndex(
                        db_index=True,
                        last=None,
                        null=True,
                        of="number",
                        purpose="worker number",
                        verbose_name="身份证号索引",
                    ),
                ),
                (
                    "phone",
                    gonghu.foundation.encryption.fields.EncryptedText(blank=True, null=True, verbose_name="手机号"),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                (
                    "employment",
                    models.CharField(
                        choices=[("FULL_TIME", "专职"), ("PART_TIME", "兼职")], max_length=16, verbose_name="专兼职"
                    ),
                ),
                (
                    "background",
                    models.CharField(
                        choices=[
                            ("COMMITTEE", "村（居）民委员会委员"),
                            ("COLLEGE_OFFICIAL", "大学生村官"),
                            ("SOCIAL_WORKER", "社会工作者"),
                            ("CIVIL_SERVANT", "机关事业单位人员"),
                            ("WOMENS_FEDERATION", "妇联干部"),
                            ("OTHER", "其他"),
                        ],
                        max_length=24,
                        verbose_name="身份来源",
                    ),
                ),
                ("entered_on", models.DateField(verbose_name="到岗日期")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="离岗日期")),
                ("trained_on", models.DateField(blank=True, null=True, verbose_name="最近培训日期")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="最近违法犯罪记录查询日期")),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "实名人员",
                "indexes": [models.Index(fields=["division_code", "uuid"], name="worker_division")],
            },
        ),
        NoOverlap("workforce_charge", "seat"),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                ("on", models.DateField(verbose_name="交接日期")),
                ("children", models.PositiveIntegerField(verbose_name="负责的儿童")),
                ("tasks", models.PositiveIntegerField(verbose_name="待办任务")),
                ("overdue", models.PositiveIntegerField(verbose_name="其中逾期")),
                ("charges", models.PositiveIntegerField(verbose_name="另行负责的地方")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "giver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="交出人",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.post",
                        verbose_name="岗位",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="接手人",
                    ),
                ),
            ],
            options={
                "verbose_name": "岗位交接记录",
                "indexes": [models.Index(fields=["division_code", "uuid"], name="hand_over_division")],
            },
        ),
    ]
