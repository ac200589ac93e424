"""Months that are held, and what is stopped."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_payments"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthHeld",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.UUIDField(verbose_name="人员")),
                ("group", models.CharField(max_length=64, verbose_name="互斥组")),
                ("month", models.DateField(verbose_name="月份")),
                (
                    "grant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.grant",
                        verbose_name="待遇",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payrollline",
                        verbose_name="发放明细",
                    ),
                ),
                (
                    "payroll",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payroll",
                        verbose_name="发放批次",
                    ),
                ),
            ],
            options={
                "verbose_name": "已占用月份",
                "constraints": [models.UniqueConstraint(fields=("person", "group", "month"), name="month_held_once")],
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="编号"
                    ),
                ),
                (
                    "payroll",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payroll",
                        verbose_name="发放批次",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payrollline",
                        verbose_name="发放明细",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.grant",
                        verbose_name="待遇",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                        verbose_name="儿童",
                    ),
                ),
                ("division_code", models.CharField(max_length=12, verbose_name="区划代码")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ORPHAN_AND_DEFACTO", "两项生活费同领"),
                            ("TWO_CARE_FORMS", "集中与散居同领"),
                            ("TWO_DISTRICTS", "两地同领"),
                            ("TWO_ROLLS", "两个批次或名册同领"),
                            ("TWO_NUMBERS", "疑似一人两个证件"),
                            ("SHARED_ACCOUNT", "账户共用人数过多"),
                            ("DEAD", "已死亡"),
                            ("OVER_AGE", "超龄"),
                            ("ADOPTED", "已被收养"),
                            ("PARENT_BACK", "父母情形已消除"),
                            ("IN_PRISON", "本人羁押或服刑"),
                            ("NO_PROOF", "缺在读证明"),
                            ("PAID_ALREADY", "本月已发放"),
                            ("NO_ACCOUNT", "没有收款账户"),
                        ],
                        max_length=24,
                        verbose_name="种类",
                    ),
                ),
                (
                    "sealed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("HIV", "艾滋病病毒感染"),
                            ("PRISON", "服刑"),
                            ("DETOX", "强制隔离戒毒"),
                            ("ADOPTION", "收养"),
                            ("REPORTER", "报告人"),
                            ("PROTECTED_ADDRESS", "受保护地址"),
                        ],
                        max_length=32,
                        verbose_name="密级",
                    ),
                ),
                ("words", models.CharField(max_length=500, verbose_name="理由")),
                ("words_open", models.CharField(max_length=500, verbose_name="理由（不含密级内容）")),
                ("fingerprint", models.CharField(max_length=32, verbose_name="依据摘要")),
                (
                    "state",
                    models.CharField(
                        choices=[("OPEN", "待处理"), ("KEPT", "维持拦截"), ("LET_GO", "放行")],
                        default="OPEN",
                        max_length=8,
                        verbose_name="处理",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="处理人",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="处理时间")),
                ("opinion", models.TextField(blank=True, verbose_name="处理意见")),
            ],
            options={
                "verbose_name": "拦截",
                "indexes": [
                    models.Index(fields=["division_code", "uuid"], name="stop_place"),
                    models.Index(fields=["payroll", "state"], name="stop_payroll"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "kind"), name="stop_once_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "OPEN")),
                            models.Q(
                                models.Q(("state", "OPEN"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="stop_decided_by_somebody",
                    ),
                ],
            },
        ),
    ]
